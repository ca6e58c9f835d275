import { html, type TemplateResult } from 'lit';
import type { AuditReport, Comparison } from '../../engine/audit-protocol.ts';
import { formatCount, formatFixed } from '../strings.ts';
import { sayStep } from './say-report.ts';
import { renderInterval } from './tables-view.ts';
import { percent, auditWords as words } from './words.ts';

/** Several models on the same questions: in sentences, then in numbers with their intervals. */
export function renderComparison({ count, measures }: Comparison, report: AuditReport): TemplateResult {
  const spoken = measures.filter(({ kind, label }) => kind === 'place' || (label === null && kind !== 'metric'));
  const names = report.models.map(({ file }) => file);
  return renderCompared({
    text: words.comparedText(formatCount(count)),
    names,
    steps: spoken.flatMap((measure) =>
      measure.steps.map((step) => ({ isCertain: step.certain, sentence: sayStep(measure, step, names) })),
    ),
    rows: measures.map(({ kind, metric, label, models }) => ({
      name: metric ?? words.measures[kind],
      ...{ label, models, isShare: kind !== 'metric' },
    })),
  });
}

/** A comparison in the words of the page. */
export interface Compared {
  readonly text: string;
  readonly names: readonly string[];
  readonly steps: readonly { readonly isCertain: boolean; readonly sentence: string }[];
  readonly rows: readonly {
    readonly name: string;
    /** Of one class; null: of all. */
    readonly label: string | null;
    /** Whether it lies in [0, 1]. */
    readonly isShare: boolean;
    readonly models: readonly { readonly mean: number; readonly low: number; readonly high: number }[];
  }[];
}

/** Sentences first, what could be chance fainter; then a row for each measure and a column for each model. */
export function renderCompared({ text, names, steps, rows }: Compared): TemplateResult {
  return html`<section class="part" aria-labelledby="compared-title">
    <h2 id="compared-title">${words.compared}</h2>
    <p class="faint">${text}</p>
    <ul class="steps">
      ${steps.map(({ isCertain, sentence }) => html`<li ?data-certain=${isCertain}>${sentence}</li>`)}
    </ul>
    <div class="scroller" tabindex="0" role="region" aria-label=${words.compared} ?hidden=${rows.length === 0}>
      <table>
        <thead><tr><th scope="col">${words.measure}</th>${names.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
        <tbody>${rows.map(renderRow)}</tbody>
      </table>
    </div>
  </section>`;
}

function renderRow({ name, label, isShare, models }: Compared['rows'][number]): TemplateResult {
  const write = (value: number) => (isShare ? percent(value) : formatFixed(value, 3));
  return html`<tr>
    <th scope="row">${label === null ? name : `${label}: ${name}`}</th>
    ${models.map(
      ({ mean, low, high }) =>
        html`<td>${write(mean)} <span class="faint">(${write(low)} – ${write(high)})</span>${isShare ? renderInterval(mean, low, high) : ''}</td>`,
    )}
  </tr>`;
}
