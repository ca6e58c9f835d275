import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { categoryColour } from '../../core/colour/categories.ts';
import { giveStyle } from '../xai-viewer/give-style.ts';
import { colourOf } from './paint-strips.ts';
import { MOST_STRIPS } from './painter.ts';
import type { Scene } from './scene.ts';
import type { Stage } from './stage.ts';
import { words } from './timeline-strings.ts';
import { kindOf, LEAST_HEIGHT, MOST_HEIGHT, type Track, type TrackId } from './track-list.ts';
import { describeVerdict } from './window-panel.ts';

export interface StageView {
  readonly stage: Stage;
  readonly scene: Scene;
  readonly tracks: readonly Track[];
  /** Whether the recording can be heard. */
  readonly hasSound: boolean;
  resize(id: TrackId, height: number): void;
  onFrameKey(event: KeyboardEvent): void;
  onThumbKey(event: KeyboardEvent): void;
}

/** Classes that are named beside the labels. */
const MOST_NAMED = 12;
/** A press of an arrow, in pixels of height. */
const HEIGHT_STEP = 12;

/** The axis of time, the tracks on it, and what lies over them. */
export function renderStage(view: StageView): TemplateResult {
  const { stage, tracks } = view;
  const { down, move, up, leave, wheel } = stage.gestures;
  return html`<div class="stage" part="stage">
    <div
      class="field"
      @pointerdown=${down}
      @pointermove=${move}
      @pointerup=${up}
      @pointercancel=${up}
      @pointerleave=${leave}
      @wheel=${{ handleEvent: wheel, passive: false }}
    >
      <canvas class="ruler" aria-hidden="true"></canvas>
      ${repeat(
        tracks,
        ({ id }) => id,
        (track) => renderTrack(track, view),
      )}
      <div class="over">${renderFrame(view)}
        <div class="pointed"></div>
        ${view.hasSound ? html`<div class="playhead"></div>` : nothing}
      </div>
    </div>
    ${renderMiniMap(view)}
  </div>`;
}

/** Name of a track; of one channel the channel's. */
export function trackName(id: TrackId, { parts }: Scene): string {
  const kind = kindOf(id);
  if (kind === 'recording' && id !== 'recording') return parts.recording?.channels[Number(id.split(':')[1])] ?? id;
  return kind === 'predictions' && parts.predictions ? words.imported : words.trackNames[kind];
}

function renderTrack({ id, height }: Track, view: StageView): TemplateResult {
  const { scene } = view;
  const name = trackName(id, scene);
  const rows = rowsOf(id, scene);
  const isCurves = hasCurves(id, scene);
  return html`<section class="track" part="track" data-track=${id} aria-label=${name} ${giveStyle({ '--height': `${height}px` })}>
    <p class="title">${name}${renderChannels(id, scene)}${isLegendOf(id, view) ? renderClasses(scene) : nothing}</p>
    ${
      isCurves
        ? html`<div class="lane curves"></div>`
        : html`<div class="lane">
            <div class="rows" aria-hidden="true">${rows?.map((row) => html`<span>${row}</span>`)}</div>
            <canvas role="img" aria-label=${name}></canvas>
            ${emptyWords(id, scene)}
          </div>`
    }
    ${renderResizer(id, name, height, view)}
  </section>`;
}

function hasCurves(id: TrackId, { parts }: Scene): boolean {
  const kind = kindOf(id);
  if (kind === 'fed') return parts.fed !== null && parts.fed.rows <= MOST_STRIPS;
  if (kind === 'predictions') return parts.answers?.frames != null && parts.predictions === null;
  return kind === 'recording';
}

/** What stands left of a track's rows. */
function rowsOf(id: TrackId, scene: Scene): readonly string[] | null {
  const kind = kindOf(id);
  const bands = [words.high, words.low];
  if (kind === 'fed') return scene.parts.fed ? bands : null;
  if (kind !== 'map' || !scene.mapPlane) return null;
  const { rows } = scene.mapPlane;
  return rows > MOST_STRIPS ? bands : (scene.mapNames ?? []).slice(0, rows);
}

function renderChannels(id: TrackId, { parts }: Scene): unknown {
  const { recording } = parts;
  if (kindOf(id) !== 'recording' || !recording || (id === 'recording' && recording.channels.length < 2)) return nothing;
  const only = id === 'recording' ? null : Number(id.split(':')[1]);
  return recording.channels.map((name, channel) =>
    only === null || channel === only
      ? html`<span class="channel" ${giveStyle({ '--class-colour': `rgb(${categoryColour(channel).join(' ')})` })}>${only === null ? name : ''}</span>`
      : nothing,
  );
}

/** The colours of classes are named once, at the first track that has them. */
function isLegendOf(id: TrackId, { tracks }: StageView): boolean {
  return tracks.find((track) => track.id === 'labels' || track.id === 'predictions')?.id === id;
}

function renderClasses({ classes, parts, verdicts }: Scene): unknown {
  const seen = new Set([...parts.labels.map(({ label }) => label), ...verdicts.map(({ answer }) => answer)]);
  return classes
    .filter((label) => seen.has(label))
    .slice(0, MOST_NAMED)
    .map(
      (label) =>
        html`<span class="channel class" ${giveStyle({ '--class-colour': colourOf(classes, label) })}>${label}</span>`,
    );
}

function emptyWords(id: TrackId, scene: Scene): TemplateResult | typeof nothing {
  const kind = kindOf(id);
  const isEmpty = {
    recording: false,
    fed: !scene.parts.fed,
    labels: scene.parts.labels.length === 0,
    predictions: scene.verdicts.length === 0,
    map: !scene.mapPlane,
  }[kind];
  if (!isEmpty) return nothing;
  const said = { recording: '', fed: '', labels: words.noLabels, predictions: words.noAnswers, map: words.noMap }[kind];
  return html`<p class="empty">${said}</p>`;
}

function renderResizer(id: TrackId, name: string, height: number, { resize }: StageView): TemplateResult {
  const drag = (event: PointerEvent) => {
    event.stopPropagation();
    const handle = event.currentTarget as HTMLElement;
    handle.setPointerCapture(event.pointerId);
    const from = event.clientY;
    const move = (moved: PointerEvent) => {
      moved.stopPropagation();
      resize(id, height + moved.clientY - from);
    };
    handle.addEventListener('pointermove', move);
    const end = (last: PointerEvent) => {
      last.stopPropagation();
      handle.removeEventListener('pointermove', move);
    };
    for (const name of ['pointerup', 'pointercancel'] as const) handle.addEventListener(name, end, { once: true });
  };
  const key = (event: KeyboardEvent) => {
    const by = { ArrowUp: -HEIGHT_STEP, ArrowDown: HEIGHT_STEP }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    resize(id, height + by);
  };
  return html`<div
    class="resizer"
    role="separator"
    tabindex="0"
    aria-orientation="horizontal"
    aria-label=${words.resize(name)}
    aria-valuemin=${LEAST_HEIGHT}
    aria-valuemax=${MOST_HEIGHT}
    aria-valuenow=${height}
    @pointerdown=${drag}
    @keydown=${key}
  ></div>`;
}

/** The window as a frame over all tracks, which is also what the keyboard moves. */
function renderFrame({ stage, scene, onFrameKey }: StageView): TemplateResult | typeof nothing {
  const verdict = stage.currentVerdict;
  if (!verdict) return nothing;
  return html`<div
    class="frame"
    part="frame"
    role="slider"
    tabindex="0"
    aria-label=${words.window}
    aria-orientation="horizontal"
    aria-valuemin="1"
    aria-valuemax=${scene.verdicts.length}
    aria-valuenow=${stage.current + 1}
    aria-valuetext=${describeVerdict(verdict, scene.verdicts.length)}
    data-right=${String(verdict.isRight)}
    @keydown=${onFrameKey}
  ></div>`;
}

function renderMiniMap({ stage, onThumbKey }: StageView): TemplateResult {
  const { down, move, up } = stage.miniMapDrag;
  return html`<div
    class="mini-map"
    part="mini-map"
    @pointerdown=${down}
    @pointermove=${move}
    @pointerup=${up}
    @pointercancel=${up}
  >
    <canvas class="mini" role="img" aria-label=${words.overview}></canvas>
    <div
      class="thumb"
      role="slider"
      tabindex="0"
      aria-label=${words.miniMap}
      aria-orientation="horizontal"
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow="0"
      @keydown=${onThumbKey}
    ></div>
  </div>`;
}
