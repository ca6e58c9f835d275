import { FINDING_TITLES, isDifference } from '../../core/audit-titles.ts';
import { findMetric } from '../../metrics/registry.ts';
import { REPEATABILITY } from '../../metrics/repeatability.ts';
import type { DataSet } from '../data/data-set.ts';
import type { AuditReport } from '../result/audit-schema.ts';
import { closingPart, policyPart } from './closing-part.ts';
import { comparisonPart } from './comparison-part.ts';
import { type FigureTools, figure, inOrder, percent } from './figure.ts';
import { flatRows } from './flat-rows.ts';
import { type Html, html } from './html.ts';
import { meanMap } from './mean-map.ts';
import { patternsPart } from './patterns-part.ts';
import { histogram, whisker } from './plots.ts';
import type { EncodeThumbnail } from './report-pictures.ts';
import { STYLE } from './style.ts';

/** Pictures beside the examples of the findings: those whose evidence lies least on the object. */
const MOST_PICTURES = 32;
/** Examples of each finding that are shown. */
const MOST_EXAMPLES = 4;

type ModelSummary = AuditReport['models'][number];

/**
 * An audit as one HTML file without a script: it opens from a disk, asks no network for anything, and holds its pictures. They
 * are made one by one, so that a large data set needs no more memory than the file itself.
 * @throws XaiError `data-unreadable`, `picture-unreadable` when a picture is no longer what it was
 */
export async function auditHtml(
  report: AuditReport,
  data: Pick<DataSet, 'read'>,
  encode: EncodeThumbnail,
  signal?: AbortSignal,
): Promise<string> {
  const { plan, summary, models, findings, policy } = report;
  const tools = { report, data, encode, signal };
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>${plan.name}: audit</title><style>${STYLE}</style></head><body>
<h1>${plan.name}</h1>
<p>${summary.sentence} ${models.map(({ file }) => file).join(', ')} on ${plan.data.name} (annotations: ${plan.data.format}).</p>
<h2>Findings</h2>
${await findingsOf(tools)}
<p class="note">${findings ? 'Each was tested by changing pictures and asking the model again; what did not move the answer is left out.' : 'They were not looked for in this audit, or its models can not be asked for a score.'}</p>
${
  report.comparison &&
  comparisonPart(
    report.comparison,
    models.map(({ file }) => file),
  )
}
${policyPart(policy)}
${await inOrder(models, (model, at) => modelPart(tools, model, at))}
<h2>Pictures</h2>
<p class="note">${Math.min(MOST_PICTURES, summary.explained)} of ${summary.explained}, those first whose evidence lies least on the object, made small; each finding shows at most ${MOST_EXAMPLES} examples. audit.csv beside this file lists every map, maps.npz holds them.</p>
<div class="grid">${await inOrder(worst(report), ({ picture }) => figure(tools, picture))}</div>
${failures(report)}
${closingPart(report)}
<p class="note">With the same files and versions on the same kind of processor it gives the same maps; picture hashes are in audit.json.</p>
</body></html>
`;
  return page.text;
}

async function findingsOf(tools: FigureTools): Promise<Html> {
  const { findings, models } = tools.report;
  if (!findings || findings.length === 0) return html`<p>${findings ? 'None passed its test.' : 'None.'}</p>`;
  const parts = await inOrder(findings, async ({ kind, sentence, value, interval, count, examples, model, label }) => {
    const figures = await inOrder(examples.slice(0, MOST_EXAMPLES), (name) => figure(tools, name, { model, label }));
    const [unit, say] = isDifference(kind)
      ? [' percentage points', (share: number) => String(Math.round(100 * share))]
      : ['', percent];
    const numbers = `${say(value)}${unit} (95 % interval: ${say(interval.low)} to ${say(interval.high)}), n=${count}`;
    return html`<li><b>${FINDING_TITLES[kind]}</b>${models.length > 1 ? ` (${models[model].file})` : ''}: ${sentence} <span class="note">${numbers}</span><div class="grid">${figures}</div></li>`;
  });
  return html`<ol>${parts}</ol>`;
}

async function modelPart(tools: FigureTools, model: ModelSummary, at: number): Promise<Html> {
  const { report, encode } = tools;
  const inside = flatRows(report).filter((row) => row.at === at);
  const known = inside.flatMap(({ explanation }) => explanation.inside ?? []);
  const isRepeated = REPEATABILITY.name in model.metrics;
  // Where only masks tell the object's place there are no boxes to lay maps over.
  const hasObjects = model.classes.some(({ where }) => where.object);
  const classes = await inOrder(model.classes, async ({ label, explanations, correct, metrics: own, where }) => {
    const share = where.outside;
    const repeats = own[REPEATABILITY.name];
    return html`<tr><th>${label}</th><td>${explanations}</td><td>${correct ? `${percent(correct.share)} of ${correct.count}` : '–'}</td>
<td>${share ? `${percent(share.mean)} ± ${percent(share.deviation)}` : '–'}</td><td>${share && whisker(share.mean, share, 0, 1, `outside of the object: ${percent(share.mean)}`)}</td>
${isRepeated ? html`<td>${repeats.mean === null ? '–' : repeats.mean.toFixed(2)}${repeats.interval && ` (${repeats.interval.low.toFixed(2)} to ${repeats.interval.high.toFixed(2)})`}</td>` : null}
<td>${await meanMap(where.picture, `mean map of ${label} over the picture`, encode)}</td>${hasObjects ? html`<td>${await meanMap(where.object, `mean map of ${label} over the object's box`, encode)}</td>` : null}</tr>`;
  });
  const metrics = Object.entries(model.metrics).map(([name, { count, mean, interval, median }]) => {
    const { title, range, better } = findMetric(name);
    const [low, high] = range.map((end, k) => (Number.isFinite(end) ? end : (mean ?? 0) + (k === 0 ? -1 : 1)));
    return html`<tr><th>${title} <span class="note">${name}</span></th><td>${mean === null ? '–' : mean.toFixed(3)}</td><td>${interval ? `${interval.low.toFixed(3)} to ${interval.high.toFixed(3)}` : '–'}</td><td>${median === null ? '–' : median.toFixed(3)}</td><td>${count}</td><td>${better}</td>
<td>${mean === null ? null : whisker(mean, interval, low, high, `${title}: ${mean.toFixed(3)}`)}</td></tr>`;
  });
  return html`<h2>${model.file}</h2>
<table><tr><th>Metric</th><th>mean</th><th>95 % interval</th><th>median</th><th>n</th><th>better</th><th></th></tr>${metrics}</table>
${known.length > 0 ? html`<h3>Share of the evidence on the object, n=${known.length}</h3>${histogram(known, 'Histogram of the share of evidence on the object')}` : null}
<h3>Classes</h3>
<table><tr><th>Class</th><th>maps</th><th>correct</th><th colspan="2">evidence outside of the object (mean ± standard deviation, 95 % interval of the mean)</th>${isRepeated ? html`<th>repeatability (95 % interval)</th>` : null}<th>mean map, picture</th>${hasObjects ? html`<th>mean map, box and half a box around</th>` : null}</tr>${classes}</table>
${await patternsPart(tools, at, model)}`;
}

function worst(report: AuditReport) {
  const least = ({ results }: AuditReport['pictures'][number]) =>
    Math.min(
      2,
      ...results.flatMap((one) =>
        one.status === 'explained' ? one.explanations.map(({ inside }) => inside ?? 1) : [],
      ),
    );
  return report.pictures
    .filter(({ results }) => results.some(({ status }) => status === 'explained'))
    .sort((a, b) => least(a) - least(b))
    .slice(0, MOST_PICTURES);
}

function failures({ pictures }: AuditReport): Html | null {
  const said = pictures.flatMap(({ picture, results }) => {
    const bad = results.find(({ status }) => status !== 'explained');
    if (!bad || bad.status === 'explained') return [];
    return html`<li><b>${picture}</b> ${bad.status === 'failed' ? `failed (${bad.code}): ${bad.message}` : bad.reason}</li>`;
  });
  return said.length > 0 ? html`<h2>Not explained</h2><ul>${said}</ul>` : null;
}
