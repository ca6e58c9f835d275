import { html, nothing, type TemplateResult } from 'lit';
import { colourise } from '../../../core/colour/colourise.ts';
import { unpackCells } from '../../../core/packed-grid.ts';
import type { PackedPlane, SessionAuditReport } from '../../../engine/audit-protocol.ts';
import { formatCount } from '../../strings.ts';
import { painted } from '../../xai-viewer/painted.ts';
import { renderInterval } from '../tables-view.ts';
import { auditWords, percent } from '../words.ts';

const words = auditWords.sessions;

type ModelSummary = SessionAuditReport['models'][number];
type WindowMean = ModelSummary['correct'];

/** What the audit comes to, in a few large numbers. */
export function renderSessionTiles({ models, findings, summary }: SessionAuditReport): TemplateResult {
  const tile = (value: string, about: string, more = '') =>
    html`<li><b>${value}</b><span>${about}</span>${more ? html`<span class="faint">${more}</span>` : nothing}</li>`;
  return html`<ul class="tiles">
    ${tile(formatCount(summary.explained), words.explained)}
    ${models.flatMap(({ file, windows, correct, inside, chance }) => {
      const of = models.length > 1 ? auditWords.ofModel(file) : '';
      return [
        tile(formatCount(windows), words.windows, of),
        ...(correct ? [tile(percent(correct.mean), words.right, of || range(correct))] : []),
        ...(inside && chance
          ? [tile(percent(inside.mean), words.inside, of || words.chance(percent(chance.mean)))]
          : []),
      ];
    })}
    ${findings ? tile(String(findings.length), findings.length === 1 ? auditWords.finding : auditWords.findingsMany) : nothing}
  </ul>`;
}

function range(value: NonNullable<WindowMean>): string {
  return value.interval ? `(${percent(value.interval.low)} – ${percent(value.interval.high)})` : '';
}

/** Of every class: how often, how right, where its weight lies, and the mean map of a window. */
export function renderSessionClasses({ models }: SessionAuditReport): TemplateResult {
  return html`<section class="part" aria-labelledby="classes-title">
    <h2 id="classes-title">${auditWords.classes}</h2>
    ${models.map((model) => renderClassesOf(model, models.length > 1))}
  </section>`;
}

function renderClassesOf({ file, classes, rows }: ModelSummary, isNamed: boolean): TemplateResult {
  const { label, answers, right, inside, chance, mean } = words.columns;
  return html`<div class="scroller" tabindex="0" role="region" aria-label=${`${auditWords.classes}, ${file}`}>
      <table>
        ${isNamed ? html`<caption>${file}</caption>` : nothing}
        <thead><tr>${[label, answers, right, inside, chance, mean].map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
        <tbody>
          ${classes.map(
            (one) => html`<tr>
              <th scope="row">${one.label}</th>
              <td>${formatCount(one.windows)}</td>
              <td>${renderMean(one.correct)}</td>
              <td>${renderMean(one.inside)}</td>
              <td>${one.chance ? percent(one.chance.mean) : auditWords.unknown}</td>
              <td>${renderPlane(one.mean, words.meanMap(one.label))}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <p class="faint">${rows ? words.channels(rows.join(', ')) : words.bands}</p>`;
}

function renderMean(value: WindowMean): TemplateResult | string {
  if (!value) return auditWords.unknown;
  const { mean, interval } = value;
  return html`${percent(mean)} <span class="faint">${range(value)}</span>${interval ? renderInterval(mean, interval.low, interval.high) : nothing}`;
}

function renderPlane(map: PackedPlane | null, about: string): TemplateResult | string {
  if (!map) return auditWords.unknown;
  return html`<canvas class="mean strip" role="img" aria-label=${about} ${painted((canvas) => paintPlane(canvas, map), map)}></canvas>`;
}

/** A pixel a place; the browser enlarges them. */
function paintPlane(canvas: HTMLCanvasElement, { rows, columns, scale, cells }: PackedPlane): void {
  const { pixels } = colourise(unpackCells({ scale, cells }, rows * columns), { range: 'zero-max' });
  canvas.width = columns;
  canvas.height = rows;
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, columns, rows), 0, 0);
}

/** How often which label got which answer. */
export function renderConfusion({ models }: SessionAuditReport): TemplateResult {
  return html`<section class="part" aria-labelledby="confusion-title">
    <h2 id="confusion-title">${words.confusion}</h2>
    ${models.map(({ file, confusion: { names, counts } }) =>
      names.length === 0
        ? html`<p class="none">${words.noLabels}</p>`
        : html`<div class="scroller" tabindex="0" role="region" aria-label=${`${words.confusion}, ${file}`}>
            <table class="confusion">
              ${models.length > 1 ? html`<caption>${file}</caption>` : nothing}
              <thead><tr><th scope="col">${words.labelAnswer}</th>${names.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
              <tbody>
                ${counts.map(
                  (row, k) => html`<tr><th scope="row">${names[k]}</th>
                    ${row.map((count, other) => html`<td ?data-right=${k === other} ?data-wrong=${k !== other && count > 0}>${formatCount(count)}</td>`)}</tr>`,
                )}
              </tbody>
            </table>
          </div>`,
    )}
  </section>`;
}
