import { html, nothing, type TemplateResult } from 'lit';
import type { AuditReport } from '../../engine/audit-protocol.ts';
import { formatCount, formatFixed } from '../strings.ts';
import { giveStyle } from '../xai-viewer/give-style.ts';
import { painted } from '../xai-viewer/painted.ts';
import { saySummary } from './say-report.ts';
import { paintGrid } from './thumbnail.ts';
import { percent, auditWords as words } from './words.ts';

/** Name of the metric that has a column of its own. */
const REPEATABILITY = 'repeatability';

function span({ low, high }: { readonly low: number; readonly high: number }): string {
  return `(${percent(low)} – ${percent(high)})`;
}

/** A share with its interval on a line from 0 to 1. */
export function renderInterval(mean: number, low: number, high: number): TemplateResult {
  const place = { '--at': `${100 * mean}%`, '--low': `${100 * low}%`, '--reach': `${100 * (high - low)}%` } as const;
  return html`<span class="interval" aria-hidden="true" ${giveStyle(place)}><i></i><b></b></span>`;
}

/** What the audit comes to, in a few large numbers. */
export function renderTiles(report: AuditReport): TemplateResult {
  const { models, findings, summary } = report;
  const tile = (value: string, about: string, more = '') =>
    html`<li><b>${value}</b><span>${about}</span>${more ? html`<span class="faint">${more}</span>` : nothing}</li>`;
  return html`<ul class="tiles">
    ${tile(formatCount(summary.explained), words.explained, saySummary(report))}
    ${models.flatMap(({ file, correct, classes }) => {
      const of = models.length > 1 ? words.ofModel(file) : '';
      const outside = classes.flatMap(({ where }) => where.outside ?? []);
      const count = outside.reduce((sum, one) => sum + one.count, 0);
      const inside = 1 - outside.reduce((sum, one) => sum + (one.mean * one.count) / count, 0);
      return [
        ...(correct ? [tile(percent(correct.share), words.right, of || span(correct))] : []),
        ...(count > 0 ? [tile(percent(inside), words.evidenceInside, of)] : []),
      ];
    })}
    ${findings ? tile(String(findings.length), findings.length === 1 ? words.finding : words.findingsMany) : nothing}
  </ul>`;
}

/** What the maps of each class have in common. */
export function renderClasses({ models }: AuditReport): TemplateResult {
  // Where only masks tell the object's place there are no boxes to lay maps over.
  const hasObjects = models.some(({ classes }) => classes.some(({ where }) => where.object));
  const isRepeated = models.some(({ metrics }) => REPEATABILITY in metrics);
  const { repeatability, object, ...always } = words.classColumns;
  const { picture, ...plain } = always;
  const columns = [
    ...Object.values(plain),
    ...(isRepeated ? [repeatability] : []),
    picture,
    ...(hasObjects ? [object] : []),
  ];
  return html`<section class="part" aria-labelledby="classes-title">
    <h2 id="classes-title">${words.classes}</h2>
    <p class="faint">${words.classesText}</p>
    ${models.map(
      ({
        file,
        classes,
      }) => html`<div class="scroller" tabindex="0" role="region" aria-label=${`${words.classes}, ${file}`}>
        <table>
          ${models.length > 1 ? html`<caption>${file}</caption>` : nothing}
          <thead><tr>${columns.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
          <tbody>${classes.map((summary) => renderClass(summary, hasObjects, isRepeated))}</tbody>
        </table>
      </div>`,
    )}
  </section>`;
}

type ClassSummary = AuditReport['models'][number]['classes'][number];

function renderClass(
  { label, explanations, correct, metrics, where }: ClassSummary,
  hasObjects: boolean,
  isRepeated: boolean,
): TemplateResult {
  const { outside, picture, object } = where;
  const repeats = metrics[REPEATABILITY];
  return html`<tr>
    <th scope="row">${label}</th>
    <td>${formatCount(explanations)}</td>
    <td>${correct ? html`${percent(correct.share)} <span class="faint">${span(correct)}</span>` : words.unknown}</td>
    <td>
      ${
        outside
          ? html`${percent(outside.mean)} <span class="faint">± ${percent(outside.deviation)}</span>${renderInterval(outside.mean, outside.low, outside.high)}`
          : words.unknown
      }
    </td>
    ${
      isRepeated
        ? html`<td>${repeats?.mean == null ? words.unknown : html`${formatFixed(repeats.mean, 2)}${repeats.interval ? html` <span class="faint">(${formatFixed(repeats.interval.low, 2)} – ${formatFixed(repeats.interval.high, 2)})</span>` : nothing}`}</td>`
        : nothing
    }
    <td>${renderMeanMap(picture, words.meanMap(label))}</td>
    ${hasObjects ? html`<td>${renderMeanMap(object, words.meanObjectMap(label))}</td>` : nothing}
  </tr>`;
}

function renderMeanMap(map: ClassSummary['where']['picture'], about: string): TemplateResult | string {
  if (!map) return words.unknown;
  return html`<canvas class="mean" role="img" aria-label=${about} ${painted((canvas) => paintGrid(canvas, map, false), map)}></canvas>`;
}
