import { html, nothing, type TemplateResult } from 'lit';
import type { AuditInfo, ExplanationRecord, ResultRecord } from '../../engine/audit-protocol.ts';
import { formatDuration, formatFixed, strings } from '../strings.ts';
import { giveStyle } from '../xai-viewer/give-style.ts';
import type { ReadPicture } from './lazy-pictures.ts';
import type { AuditRow } from './rows.ts';
import { renderThumbnail } from './thumbnail.ts';
import { percent, auditWords as words } from './words.ts';

const SIDE = 960;
/** Split-half reliability below this shows as noise to the eye. */
const STEADY = 0.7;

export interface PageView {
  readonly row: AuditRow;
  /** Place among the rows that are shown, from 0, and how many these are. */
  readonly at: number;
  readonly count: number;
  readonly models: readonly string[];
  readonly metrics: AuditInfo['metrics'];
  readonly read: ReadPicture;
  readonly mapsShown: boolean;
  showMaps(shown: boolean): void;
  back(): void;
  go(step: number): void;
}

/** Everything about one picture: the maps of all models on it, what was said and what is known, and how far to trust the map. */
export function renderPage(view: PageView): TemplateResult {
  const { row, at, count } = view;
  const { record, explanation } = row;
  return html`<article class="page" part="page" aria-labelledby="page-title">
    <div class="head">
      <button type="button" class="back" @click=${view.back}>${words.back}</button>
      <span class="faint">${words.pageOf(String(at + 1), String(count))}</span>
      <button type="button" ?disabled=${at === 0} @click=${() => view.go(-1)}>${words.previous}</button>
      <button type="button" ?disabled=${at >= count - 1} @click=${() => view.go(1)}>${words.next}</button>
      <label><input type="checkbox" .checked=${view.mapsShown} @change=${(event: Event) => view.showMaps((event.target as HTMLInputElement).checked)} />${words.maps}</label>
    </div>
    <h2 id="page-title" tabindex="-1">${record.picture}</h2>
    <div class="columns">
      <div class="pictures">
        ${record.results.flatMap((result, model) => renderMaps(view, result, model))}
      </div>
      <div class="facts">
        <h3>${words.said}</h3>
        <p>${saidOf(explanation)}</p>
        <h3>${words.known}</h3>
        <p>${knownOf(row)}</p>
        ${renderTrust(explanation, view.metrics)}
        ${renderMade(record.results[row.model])}
        ${
          record.problems.length > 0
            ? html`<h3>${words.problems}</h3><ul>${record.problems.map((problem) => html`<li>${problem}</li>`)}</ul>`
            : nothing
        }
      </div>
    </div>
  </article>`;
}

/** The map that was chosen, and those of the other models of the same class. */
function renderMaps({ row, models, read, mapsShown }: PageView, result: ResultRecord, model: number): TemplateResult[] {
  if (result.status !== 'explained') return [];
  const { record } = row;
  const { width, height } = record;
  return result.explanations
    .filter((one) => (model === row.model ? one === row.explanation : one.label === row.explanation.label))
    .map((one) => {
      const place = (box: readonly number[] | null | undefined, kind: string) =>
        box && width && height
          ? [{ kind, box: [box[0] / width, box[1] / height, box[2] / width, box[3] / height] }]
          : [];
      const boxes = [...place(one.truth?.box, 'truth'), ...place(one.box, 'answer')];
      return html`<figure ${giveStyle({ '--shape': String(width && height ? width / height : 1) })}>
        ${renderThumbnail({ name: record.picture, width, height, map: mapsShown ? one.map : null, boxes, side: SIDE, read })}
        <figcaption class="faint">${models.length > 1 ? `${models[model]}: ` : ''}${saidOf(one)}</figcaption>
      </figure>`;
    });
}

function saidOf({ label, score, outcome }: ExplanationRecord): string {
  const sure = score === null ? words.missedScore : percent(score);
  return `${label} ${sure}${outcome ? ` (${words.outcomes[outcome]})` : ''}`;
}

function knownOf({ record, explanation }: AuditRow): string {
  const labels = [...record.labels, ...record.objects.map(({ label }) => label)];
  const own = explanation.truth ? [explanation.truth.label] : [];
  return [...new Set([...own, ...labels])].join(', ') || words.nothingKnown;
}

/** Plain words first, then the numbers behind them. */
function renderTrust(explanation: ExplanationRecord, metrics: AuditInfo['metrics']): TemplateResult {
  const known = Object.entries(explanation.metrics).filter((entry): entry is [string, number] => entry[1] !== null);
  return html`<h3>${words.trust}</h3>
    <ul class="trust">${trustWords(explanation).map((sentence) => html`<li>${sentence}</li>`)}</ul>
    ${
      known.length > 0
        ? html`<dl class="numbers">
            ${known.map(([name, value]) => {
              const metric = metrics.find((one) => one.name === name);
              return html`<div>
                <dt>${metric?.title ?? name}${metric ? html` <span class="faint">${strings.say(metric.question)} (${words.better[metric.better]})</span>` : nothing}</dt>
                <dd>${formatFixed(value, 3)}</dd>
              </div>`;
            })}
          </dl>`
        : nothing
    }`;
}

/** What the numbers of a map come to, in plain words. */
export function trustWords({ inside, area, reliability }: ExplanationRecord): string[] {
  const sentences: string[] = [];
  if (inside === null || area === null) sentences.push(words.trustNoObject);
  else {
    const times = area > 0 ? inside / area : 0;
    sentences.push(words.trustObject(percent(inside), percent(area)));
    sentences.push(times > 1.05 ? words.trustChance(formatFixed(times, 1)) : words.trustBelowChance);
  }
  if (reliability !== null) {
    const value = formatFixed(reliability, 2);
    sentences.push(reliability >= STEADY ? words.trustSteady(value) : words.trustNoisy(value));
  }
  return sentences;
}

function renderMade(result: ResultRecord | undefined): TemplateResult | typeof nothing {
  if (result?.status !== 'explained') return nothing;
  const { method, layer, milliseconds, notes } = result;
  return html`<h3>${words.howMade}</h3>
    <p>${words.made(method, layer, formatDuration(milliseconds))}</p>
    ${notes.length > 0 ? html`<ul>${notes.map((note) => html`<li class="faint">${strings.say(note)}</li>`)}</ul>` : nothing}`;
}
