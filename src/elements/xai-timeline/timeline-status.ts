import { html, nothing, type TemplateResult } from 'lit';
import type { XaiError } from '../../core/errors.ts';
import type { Progress } from '../../engine/protocol.ts';
import { renderErrorCode } from '../help-links.ts';
import { renderRefusal } from '../refusals/refusals.ts';
import { formatBytes, formatCount, formatDuration, formatRemaining, strings } from '../strings.ts';
import type { Scene } from './scene.ts';
import { clock } from './ticks.ts';
import { words } from './timeline-strings.ts';
import type { TimelineActivity } from './timeline-tasks.ts';

export interface TimelineStatusView {
  readonly scene: Scene;
  readonly activity: TimelineActivity | null;
  readonly progress: Progress | null;
  readonly error: XaiError | null;
  readonly isStopped: boolean;
  readonly hasModel: boolean;
  /** What is explained: a class, or what the model says. */
  readonly target: string | null;
  /** A method's name as people write it. */
  methodTitle(name: string): string;
  stop(): void;
  retry(): void;
}

/** One short sentence about where things stand; it changes seldom enough to be spoken. */
export function timelineHeadline(view: TimelineStatusView): string {
  const { activity, scene, target } = view;
  if (view.error) return '';
  if (activity === 'recording') return words.reading;
  if (activity === 'model') return words.openingModel;
  if (activity === 'prediction') return words.answering;
  if (activity === 'explanation') return words.explaining(target === null ? words.ownAnswers : words.quoted(target));
  if (view.isStopped) return words.stopped;
  const { recording } = scene.parts;
  if (!recording) return words.nothingYet;
  const { verdicts, wrong, judged } = scene;
  if (verdicts.length === 0) return view.hasModel ? '' : words.noModel(clock(scene.end - recording.start, 0.1));
  const count = formatCount(verdicts.length);
  if (judged === 0) return words.unjudged(count);
  return words.judged(count, formatCount(judged), formatCount(judged - wrong), formatCount(wrong));
}

function particulars({ activity, progress, scene, methodTitle }: TimelineStatusView): string {
  if (activity && progress) {
    const { unit, done, total, remaining } = progress;
    if (unit === 'bytes') return strings.fetchingModel(formatBytes(done), total === null ? null : formatBytes(total));
    if (total === null || total <= 1) return '';
    const say = { windows: words.windowsDone, masks: strings.masksDone, passes: strings.passesDone }[unit ?? 'passes'];
    return [say(formatCount(done), formatCount(total)), remaining === null ? '' : formatRemaining(remaining)]
      .filter(Boolean)
      .join(', ');
  }
  const { mapOf } = scene;
  if (activity || !mapOf) return '';
  const { method, provider, milliseconds } = mapOf.provenance;
  return [
    methodTitle(method),
    strings.provider(provider),
    ...(scene.parts.maps ? [] : [strings.milliseconds(formatDuration(milliseconds))]),
  ].join(' · ');
}

/** Where things stand, how far what is under way has come, and a way to stop it. */
export function renderTimelineStatus(view: TimelineStatusView): TemplateResult {
  const { activity, progress } = view;
  const share = progress?.total && progress.total > 1 ? progress.done / progress.total : null;
  const canStop = activity === 'prediction' || activity === 'explanation';
  return html`<div class="status" part="status">
    <div class="words">
      <p class="headline">${timelineHeadline(view)}</p>
      <p class="particulars">${particulars(view)}</p>
    </div>
    ${canStop ? html`<button type="button" part="stop" @click=${view.stop}>${strings.cancel}</button>` : nothing}
    ${view.isStopped ? html`<button type="button" part="retry" @click=${view.retry}>${strings.retry}</button>` : nothing}
    <slot name="progress"
      ><progress
        part="progress"
        aria-label=${words.timeline}
        max="1"
        .value=${share ?? 0}
        ?data-unknown=${share === null}
        ?data-idle=${!activity}
      ></progress
    ></slot>
  </div>`;
}

/** What went wrong, in words, with the code and a way to try again. */
export function renderTimelineError({ error, retry }: TimelineStatusView): TemplateResult | typeof nothing {
  if (!error) return nothing;
  return html`<div class="error" part="error" role="alert">
    <div class="said"
      ><slot name="error"
        >${renderRefusal(error, strings.refusals)}
        <p class="code">${renderErrorCode(error.code, strings.errorCode(error.code))}</p></slot
      ></div
    >
    <button type="button" part="retry" @click=${retry}>${strings.retry}</button>
  </div>`;
}
