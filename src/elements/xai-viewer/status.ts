import { html, nothing, type TemplateResult } from 'lit';
import type { Saliency } from '../../core/saliency.ts';
import { layerText } from '../../core/stated-layers.ts';
import type { Finding } from '../../engine/info.ts';
import type { Progress } from '../../engine/protocol.ts';
import { renderErrorCode } from '../help-links.ts';
import { renderRefusal } from '../refusals/refusals.ts';
import { formatBytes, formatCount, formatDuration, formatRemaining, formatScore, strings } from '../strings.ts';
import type { PictureTools } from './picture-tools.ts';
import type { ViewerTasks } from './viewer-tasks.ts';

/** Split-half reliability below this shows as noise to the eye; the help text names it too. */
const STEADY = 0.7;

/** What is said of where things stand. */
export interface StatusView {
  readonly tasks: ViewerTasks;
  readonly tools: Pick<PictureTools, 'isDrawing' | 'isPainting'>;
}

/** One short sentence about where things stand; it changes seldom enough to be spoken. */
export function headline({ tasks, tools }: StatusView): string {
  const { activity, prediction, chosen } = tasks;
  if (tasks.error) return '';
  if (tools.isDrawing) return prediction?.segmentation ? strings.drawRegionHelp : strings.drawBoxHelp;
  if (tools.isPainting) return strings.paintRegionHelp;
  if (activity === 'picture') return strings.loadingPicture;
  if (activity === 'model') return strings.loadingModel;
  if (activity === 'prediction') return strings.predicting;
  if (activity === 'explanation' && chosen) return strings.explaining(nameOf(chosen));
  if (tasks.explanations.isStopped) return strings.cancelled;
  if (!prediction) return '';
  if (prediction.dimensions !== undefined && !chosen && prediction.findings.length === 0) {
    return strings.onlyVector(formatCount(prediction.dimensions));
  }
  if (prediction.findings.length === 0 && !chosen) return `${strings.noFindings} ${strings.noFindingsHint}`;
  if (chosen && tasks.map) return strings.done(nameOf(chosen));
  return prediction.segmentation ? strings.chooseClass : strings.choose;
}

/** A finding with the question that it answers. */
export function nameOf({ head, label }: Finding): string {
  return head === undefined ? label : strings.answer(head, label);
}

/** How far an explanation has come; a single pass has no middle. */
export function progressWords({ unit, done, total, remaining }: Progress): string {
  if (total === null || total <= 1) return '';
  // Before the first look at the map nobody can say how many it will take.
  if (unit === 'masks' && remaining === null && done > 0)
    return strings.masksAtMost(formatCount(done), formatCount(total));
  const words = unit === 'passes' ? strings.passesDone : strings.masksDone;
  const share = words(formatCount(done), formatCount(total));
  return remaining === null ? share : `${share}, ${formatRemaining(remaining)}`;
}

/** What is under way in numbers, or what the finished map was made with. */
function particulars(tasks: ViewerTasks): string {
  return [numbers(tasks), isPassing(tasks) ? strings.previewed : ''].filter(Boolean).join(' · ');
}

/** Whether the map was saved earlier, and a model will make it afresh. */
function isPassing({ isPreview, host }: ViewerTasks): boolean {
  return isPreview && host.model !== null;
}

function numbers(tasks: ViewerTasks): string {
  const { activity, progress, map, methods } = tasks;
  if (activity === 'model' && progress?.unit === 'bytes') {
    return strings.fetchingModel(
      formatBytes(progress.done),
      progress.total === null ? null : formatBytes(progress.total),
    );
  }
  if (activity === 'explanation') {
    if (!progress) return strings.waitingForTurn;
    const sure = map && !tasks.isPreview ? describeReliability(map) : '';
    return [progressWords(progress), sure].filter(Boolean).join(' · ');
  }
  if (activity || !map || isPassing(tasks)) return '';
  const { method, provider, milliseconds } = map.provenance;
  return [
    methods.find(method)?.title ?? method,
    layerWords(map),
    map.masks === null ? '' : strings.masksUsed(formatCount(map.masks)),
    describeReliability(map),
    strings.provider(provider),
    strings.milliseconds(formatDuration(milliseconds)),
  ]
    .filter(Boolean)
    .join(' · ');
}

function layerWords({ provenance }: Saliency): string {
  const layer = layerText(provenance.options);
  return layer === null ? '' : strings.atLayer(layer);
}

function describeReliability({ reliability, provenance }: Saliency): string {
  if (reliability === null) return '';
  const value = formatScore(reliability);
  if (provenance.stableAt) return strings.stableAt(formatCount(provenance.stableAt), value);
  return reliability < STEADY ? strings.noisy(value) : strings.reliability(value);
}

export function renderStatus(view: StatusView): TemplateResult {
  const { tasks } = view;
  const { activity, progress } = tasks;
  const share = progress?.total && progress.total > 1 ? progress.done / progress.total : null;
  return html`<div class="status" part="status">
    <div class="words">
      <p class="headline">${headline(view)}</p>
      <p class="particulars" title=${tasks.map?.reliability == null ? nothing : strings.reliabilityHelp}>${particulars(tasks)}</p>
    </div>
    ${
      activity === 'explanation'
        ? html`<button type="button" part="stop" @click=${() => tasks.explanations.stop()}>${strings.cancel}</button>`
        : nothing
    }
    ${
      activity && activity !== 'picture'
        ? html`<slot name="progress"
            ><progress
              part="progress"
              aria-label=${headline(view)}
              max="1"
              .value=${share ?? 0}
              ?data-unknown=${share === null}
            ></progress
          ></slot>`
        : nothing
    }
  </div>`;
}

/** What went wrong, in words, with the code and a way to try again. */
export function renderError(failed: Pick<ViewerTasks, 'error' | 'retry'>): TemplateResult | typeof nothing {
  const { error } = failed;
  if (!error) return nothing;
  return html`<div class="error" part="error" role="alert">
    <div class="said"
      ><slot name="error"
        >${renderRefusal(error, strings.refusals)}
        <p class="code">${renderErrorCode(error.code, strings.errorCode(error.code))}</p></slot
      ></div
    >
    <button type="button" part="retry" @click=${() => failed.retry()}>${strings.retry}</button>
  </div>`;
}

/** The doubts and fallbacks that the engine wrote down. */
export function renderNotes(notes: ReadonlySet<string>): TemplateResult | typeof nothing {
  if (notes.size === 0) return nothing;
  return html`<details class="notes" part="notes">
    <summary>${strings.doubts}</summary>
    <ul>${[...notes].map((note) => html`<li>${strings.say(note)}</li>`)}</ul>
  </details>`;
}
