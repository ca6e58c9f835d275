import type { Cluster, Clusters, UnusualMap } from '../patterns/pattern-schema.ts';
import { type FigureTools, figure, inOrder, percent } from './figure.ts';
import { type Html, html } from './html.ts';
import { meanMap } from './mean-map.ts';

/** Examples of each group, and unusual maps of a model, that are shown. */
const MOST_EXAMPLES = 4;
const MOST_UNUSUAL = 8;

/** Groups of maps and unusual maps of one model: descriptions, and named as such. Pictures are one click away. */
export async function patternsPart(
  tools: FigureTools,
  model: number,
  { clusters, unusual }: { readonly clusters: Clusters | null; readonly unusual: readonly UnusualMap[] },
): Promise<Html> {
  const groups = clusters?.clusters ?? [];
  return html`<h3>Groups of maps</h3>
<p class="note">A description of where the maps lie; nothing here was tested.</p>
<p>${sayDivision(clusters)}</p>
${groups.length > 0 ? html`<table><tr><th>Group</th><th>mean map</th><th>maps</th><th>pictures</th><th>classes</th><th>correct</th><th>examples</th></tr>${await inOrder(groups, (one, at) => groupRow(tools, model, one, at))}</table>` : null}
<h3>Unusual maps</h3>
<p class="note">Maps far from the mean map of their class (3.5 robust standard deviations of the cosine or more): a description, too.</p>
${unusual.length > 0 ? await unusualPart(tools, model, unusual) : html`<p>None, of classes with 8 maps or more.</p>`}`;
}

function sayDivision(clusters: Clusters | null): string {
  if (!clusters) return 'There are too few maps to look for groups (12 are needed).';
  const { frame, maps, left, silhouette, chance, clusters: groups } = clusters;
  const over = frame === 'object' ? "the object's box and half a box around it" : 'the picture';
  const compared = `${maps} maps, compared over ${over}${left > 0 ? ` (${left} without a known place are left out)` : ''}`;
  const numbers = `silhouette of the best division: ${silhouette.toFixed(2)} of 1; chance that two of its groups are halves of one: ${chance < 0.001 ? 'below .001' : chance.toFixed(3)}`;
  return groups.length > 0
    ? `${compared}, fall into ${groups.length} groups (${numbers}).`
    : `${compared}, form no groups that stand out (${numbers}).`;
}

async function groupRow(tools: FigureTools, model: number, group: Cluster, at: number): Promise<Html> {
  const { maps, pictures, classes, correct, mean, examples } = group;
  const figures = await inOrder(examples.slice(0, MOST_EXAMPLES), ({ picture, label }) =>
    figure(tools, picture, { model, label }),
  );
  return html`<tr><th>${at + 1}</th><td>${await meanMap(mean, `mean map of group ${at + 1}`, tools.encode)}</td><td>${maps}</td><td>${pictures}</td>
<td>${classes.map(({ label, maps: own }) => `${label} ${own}`).join(', ')}</td><td>${correct ? `${percent(correct.share)} of ${correct.count}` : '–'}</td>
<td><details><summary>show</summary><div class="grid">${figures}</div></details></td></tr>`;
}

async function unusualPart(tools: FigureTools, model: number, unusual: readonly UnusualMap[]): Promise<Html> {
  const figures = await inOrder(unusual.slice(0, MOST_UNUSUAL), ({ picture, label }) =>
    figure(tools, picture, { model, label }),
  );
  const rows = unusual.map(
    ({ picture, label, cosine, usual, deviations }) =>
      html`<tr><td>${picture}</td><td>${label}</td><td>${cosine.toFixed(2)}</td><td>${usual.toFixed(2)}</td><td>${deviations.toFixed(1)}</td></tr>`,
  );
  return html`<details><summary>${unusual.length} of them</summary>
<table><tr><th>Picture</th><th>class</th><th>cosine to its mean map</th><th>usual</th><th>deviations</th></tr>${rows}</table>
<div class="grid">${figures}</div></details>`;
}
