import { html, nothing, type TemplateResult } from 'lit';
import type { AuditReport } from '../../engine/audit-protocol.ts';
import { formatCount, formatFixed } from '../strings.ts';
import { painted } from '../xai-viewer/painted.ts';
import type { ReadPicture } from './lazy-pictures.ts';
import type { AuditRow } from './rows.ts';
import { paintGrid, renderThumbnail } from './thumbnail.ts';
import { percent, auditWords as words } from './words.ts';

const EXAMPLES = 5;
const MOST_UNUSUAL = 12;
const SIDE = 160;

export interface PatternsView {
  readonly report: AuditReport;
  readonly read: ReadPicture;
  /** A map of a model by its number. */
  rowOf(model: number, map: number): AuditRow | undefined;
  /** Opens the page of a map. */
  open(row: AuditRow): void;
  /** Leaves only these maps in the grid. @param title of what they are */
  showOnly(title: string, rows: readonly AuditRow[]): void;
}

type ModelSummary = AuditReport['models'][number];
type Cluster = NonNullable<ModelSummary['clusters']>['clusters'][number];

/** Groups of maps, and maps unlike the others of their class: descriptions, said to be no findings. */
export function renderPatterns(view: PatternsView): TemplateResult | typeof nothing {
  const { models } = view.report;
  // Audits that an earlier version kept have none.
  if (models.some(({ clusters }) => clusters === undefined)) return nothing;
  return html`<section class="part" aria-labelledby="patterns-title">
    <h2 id="patterns-title">${words.patterns}</h2>
    <p class="faint">${words.patternsText}</p>
    ${models.map(
      (summary, model) => html`
        ${models.length > 1 ? html`<p><b>${summary.file}</b></p>` : nothing}
        <p>${sayDivision(summary.clusters)}</p>
        ${renderClusters(view, summary, model)}
        ${renderUnusual(view, summary, model)}
      `,
    )}
  </section>`;
}

function sayDivision(clusters: ModelSummary['clusters']): string {
  if (!clusters) return words.tooFewMaps;
  const { frame, maps, left, silhouette, chance } = clusters;
  const compared = words.mapsCompared(formatCount(maps), words.frames[frame], left > 0 ? formatCount(left) : null);
  const numbers = words.partition(
    formatFixed(silhouette, 2),
    chance < 0.001 ? `< ${formatFixed(0.001, 3)}` : formatFixed(chance, 3),
  );
  const count = clusters.clusters.length;
  return words.claim(compared, `${count > 0 ? words.groupsFound(String(count)) : words.noGroups} ${numbers}`);
}

function renderClusters(
  view: PatternsView,
  { clusters }: ModelSummary,
  model: number,
): TemplateResult | typeof nothing {
  if (!clusters || clusters.clusters.length === 0) return nothing;
  return html`<ul class="clusters">
    ${clusters.clusters.map((cluster, at) => renderCluster(view, cluster, model, at))}
  </ul>`;
}

function renderCluster(view: PatternsView, cluster: Cluster, model: number, at: number): TemplateResult {
  const { maps, pictures, classes, correct, mean, members, examples } = cluster;
  const title = words.group(String(at + 1));
  const rows = members.flatMap((map) => view.rowOf(model, map) ?? []);
  return html`<li class="cluster">
    <canvas class="mean" role="img" aria-label=${words.meanMap(title)} ${painted((canvas) => paintGrid(canvas, mean, false), mean)}></canvas>
    <div class="about">
      <h3>${title}</h3>
      <p>${words.groupHas(formatCount(maps), formatCount(pictures))}${
        correct
          ? html`, ${words.groupRight(percent(correct.share))} <span class="faint">(${percent(correct.low)} – ${percent(correct.high)})</span>`
          : nothing
      }</p>
      <p class="faint">${classes.map(({ label, maps: own }) => `${label} ${formatCount(own)}`).join(', ')}</p>
      <button type="button" @click=${() => view.showOnly(title, rows)}>${words.showGroup(formatCount(maps))}</button>
    </div>
    <ul class="examples">
      ${examples.slice(0, EXAMPLES).map(({ map }) => renderExample(view, view.rowOf(model, map)))}
    </ul>
  </li>`;
}

function renderUnusual(view: PatternsView, { unusual }: ModelSummary, model: number): TemplateResult {
  const rows = unusual.flatMap(({ map }) => view.rowOf(model, map) ?? []);
  return html`<h3>${words.unusual}</h3>
    <p class="faint">${words.unusualText}</p>
    ${
      unusual.length === 0
        ? html`<p class="none">${words.noUnusual}</p>`
        : html`<ul class="examples unusual">
              ${unusual.slice(0, MOST_UNUSUAL).map(({ label, cosine, usual, map }) => renderExample(view, view.rowOf(model, map), words.likeness(label, formatFixed(cosine, 2), formatFixed(usual, 2))))}
            </ul>
            ${
              unusual.length > MOST_UNUSUAL
                ? html`<button type="button" class="more" @click=${() => view.showOnly(words.unusual, rows)}>${words.showGroup(formatCount(unusual.length))}</button>`
                : nothing
            }`
    }`;
}

function renderExample(
  { read, open }: PatternsView,
  row: AuditRow | undefined,
  caption = '',
): TemplateResult | typeof nothing {
  if (!row) return nothing;
  const { picture, width, height } = row.record;
  return html`<li><button type="button" aria-label=${[words.showPicture(picture), caption].filter(Boolean).join(', ')} @click=${() => open(row)}>
    ${renderThumbnail({ name: picture, width, height, map: row.explanation.map, side: SIDE, read })}
  </button>${caption ? html`<p class="faint">${caption}</p>` : nothing}</li>`;
}
