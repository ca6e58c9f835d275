import { html, nothing, type TemplateResult } from 'lit';
import { formatFixed } from '../../src/elements/strings.ts';
import type { ModelInfo } from '../../src/engine/info.ts';
import type { FrameWish } from '../../src/engine/protocol.ts';
import { renderSelect } from '../shell/select.ts';
import type { CameraChoice } from './live-camera.ts';
import type { LiveRate } from './live-rate.ts';
import type { LivePhase } from './live-session.ts';
import { liveWords as words } from './words.ts';

export interface LiveChoices {
  /** null: the model did not open yet. */
  readonly info: ModelInfo | null;
  readonly wish: FrameWish;
  /** Name of the method of the last map; null: there is none yet. */
  readonly used: string | null;
  readonly cameras: readonly CameraChoice[];
  readonly cameraId: string;
  readonly mirrored: boolean;
  setMethod(name: string | null): void;
  setClass(index: number | null): void;
  setCamera(id: string): void;
  setMirrored(mirrored: boolean): void;
}

/** What is asked of each frame, and how it is shown. */
export function renderChoices(view: LiveChoices): TemplateResult {
  const { info, wish, cameras } = view;
  // A method of several passes would fall behind the camera.
  const methods = (info?.methods ?? []).filter(({ passes, obstacle }) => passes === 1 && obstacle === null);
  const used = wish.method === null ? methods.find(({ name }) => name === view.used)?.title : undefined;
  const labels = labelsOf(info);
  return html`<div class="live-choices">
    ${renderSelect(
      words.method,
      wish.method ?? '',
      [
        ['', used ? words.usual(used) : words.usualUnknown],
        ...methods.map(({ name, title }) => [name, title] as const),
      ],
      (name) => view.setMethod(name || null),
    )}
    ${
      labels.length > 0
        ? renderSelect(
            words.target,
            String(wish.classIndex ?? ''),
            [['', words.top], ...labels.map((label, index) => [String(index), label] as const)],
            (index) => view.setClass(index === '' ? null : Number(index)),
          )
        : nothing
    }
    ${
      cameras.length > 1
        ? renderSelect(
            words.camera,
            view.cameraId,
            cameras.map(({ id, name }) => [id, /^\d+$/.test(name) ? words.cameraNumber(name) : name] as const),
            view.setCamera,
          )
        : nothing
    }
    <label class="live-mirror"
      ><input
        type="checkbox"
        .checked=${view.mirrored}
        @change=${(event: Event) => view.setMirrored((event.target as HTMLInputElement).checked)}
      /><span>${words.mirror}</span></label
    >
  </div>`;
}

/** Classes that can be asked about by name; none of a model with several heads, whose answers have no common numbers. */
function labelsOf(info: ModelInfo | null): readonly string[] {
  const { labels } = (info?.recipe ?? {}) as { labels?: unknown };
  return Array.isArray(labels) && info?.task !== 'attributes' ? labels : [];
}

/** How fast, how late, by which method; in the corner of the picture. */
export function renderNumbers(rate: LiveRate, isShown: boolean, method: string | null): TemplateResult {
  const { framesPerSecond, latency } = rate;
  return html`<dl class="live-numbers" ?hidden=${!isShown}>
    <div><dt>${words.perSecond}</dt><dd>${framesPerSecond === null ? '–' : formatFixed(framesPerSecond, 1)}</dd></div>
    <div><dt>${words.late}</dt><dd>${latency === null ? '–' : `${Math.round(latency)} ms`}</dd></div>
    <div><dt class="spoken">${words.by}</dt><dd>${method ?? '–'}</dd></div>
  </dl>`;
}

export interface LiveActions {
  readonly phase: LivePhase;
  readonly hasFrame: boolean;
  pause(): void;
  resume(): void;
  stop(): void;
  start(): void;
  /** Takes the frame that is seen to the thorough methods. */
  keep(): void;
  close(): void;
}

export function renderActions(view: LiveActions): TemplateResult {
  const { phase } = view;
  const isOn = phase !== 'stopped';
  const [text, act] =
    phase === 'stopped'
      ? [words.start, view.start]
      : phase === 'paused'
        ? [words.resume, view.resume]
        : [words.pause, view.pause];
  return html`<div class="live-actions row">
    <button type="button" class="primary" ?disabled=${phase === 'asking' || phase === 'opening'} @click=${act}>${text}</button>
    <button type="button" ?disabled=${!isOn} @click=${view.stop}>${words.stop}</button>
    <button type="button" ?disabled=${!view.hasFrame} @click=${view.keep}>${words.keep}</button>
    <button type="button" class="quiet" @click=${view.close}>${words.close}</button>
    <p class="live-keys">${words.keys}</p>
  </div>`;
}
