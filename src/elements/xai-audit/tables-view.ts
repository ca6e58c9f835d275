import { html, nothing, type TemplateResult } from 'lit';
import type { AuditReport, Comparison, ComparisonMeasure } from '../../engine/audit-protocol.ts';
import { formatCount } from '../strings.ts';
import { giveStyle } from '../xai-viewer/give-style.ts';
import { painted } from '../xai-viewer/painted.ts';
import { paintGrid } from './thumbnail.ts';
import { percent, auditWords as words } from './words.ts';

/** Several models on the same questions: in sentences, then in numbers with their intervals. */
export function renderComparison(comparison: Comparison, report: AuditReport): TemplateResult {
  const { count, measures } = comparison;
  const spoken = measures.filter(({ kind, label }) => kind === 'place' || (label === null && kind !== 'metric'));
  return html`<section class="part" aria-labelledby="compared-title">
    <h2 id="compared-title">${words.compared}</h2>
    <p class="faint">${words.comparedText(formatCount(count))}</p>
    <ul class="steps">
      ${spoken.flatMap(({ steps }) => steps.map(({ sentence, certain }) => html`<li ?data-certain=${certain}>${sentence}</li>`))}
    </ul>
    <div class="scroller" tabindex="0" role="region" aria-label=${words.compared}>
      <table>
        <thead><tr><th scope="col">${words.measure}</th>${report.models.map(({ file }) => html`<th scope="col">${file}</th>`)}</tr></thead>
        <tbody>${measures.map(renderMeasure)}</tbody>
      </table>
    </div>
  </section>`;
}

function renderMeasure({ kind, metric, label, models }: ComparisonMeasure): TemplateResult {
  const isShare = kind !== 'metric';
  const write = (value: number) => (isShare ? percent(value) : value.toFixed(3));
  const name = metric ?? words.measures[kind];
  return html`<tr>
    <th scope="row">${label === null ? name : `${label}: ${name}`}</th>
    ${models.map(
      ({ mean, low, high }) =>
        html`<td>${write(mean)} <span class="faint">${write(low)} – ${write(high)}</span>${isShare ? renderInterval(mean, low, high) : nothing}</td>`,
    )}
  </tr>`;
}

/** A share with its interval on a line from 0 to 1. */
function renderInterval(mean: number, low: number, high: number): TemplateResult {
  const place = { '--at': `${100 * mean}%`, '--low': `${100 * low}%`, '--reach': `${100 * (high - low)}%` } as const;
  return html`<span class="interval" aria-hidden="true" ${giveStyle(place)}><i></i><b></b></span>`;
}

/** What the maps of each class have in common. */
export function renderClasses({ models }: AuditReport): TemplateResult {
  return html`<section class="part" aria-labelledby="classes-title">
    <h2 id="classes-title">${words.classes}</h2>
    ${models.map(
      ({
        file,
        classes,
      }) => html`<div class="scroller" tabindex="0" role="region" aria-label=${`${words.classes}, ${file}`}>
        <table>
          ${models.length > 1 ? html`<caption>${file}</caption>` : nothing}
          <thead><tr>${words.classColumns.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
          <tbody>${classes.map(renderClass)}</tbody>
        </table>
      </div>`,
    )}
  </section>`;
}

type ClassSummary = AuditReport['models'][number]['classes'][number];

function renderClass({ label, explanations, correct, where }: ClassSummary): TemplateResult {
  const { outside, picture, object } = where;
  return html`<tr>
    <th scope="row">${label}</th>
    <td>${formatCount(explanations)}</td>
    <td>${correct ? html`${percent(correct.share)} <span class="faint">${percent(correct.low)} – ${percent(correct.high)}</span>` : words.unknown}</td>
    <td>
      ${
        outside
          ? html`${percent(outside.mean)} <span class="faint">± ${percent(outside.deviation)}</span>${renderInterval(outside.mean, outside.low, outside.high)}`
          : words.unknown
      }
    </td>
    <td>${renderMeanMap(picture, words.meanMap(label))}</td>
    <td>${renderMeanMap(object, words.meanObjectMap(label))}</td>
  </tr>`;
}

function renderMeanMap(map: ClassSummary['where']['picture'], about: string): TemplateResult | string {
  if (!map) return words.unknown;
  return html`<canvas class="mean" role="img" aria-label=${about} ${painted((canvas) => paintGrid(canvas, map, false), map)}></canvas>`;
}
