import { colourise } from '../../core/colour/colourise.ts';
import { encodeRgb8 } from '../../core/rgb8.ts';
import { pngAddress } from '../../core/series/svg-parts.ts';
import { modelNames } from '../compare/model-names.ts';
import { closingPart, policyPart } from '../report/closing-part.ts';
import { inOrder, percent } from '../report/figure.ts';
import { type Html, html } from '../report/html.ts';
import { whisker } from '../report/plots.ts';
import { STYLE } from '../report/style.ts';
import type { WindowMean } from './cluster-bootstrap.ts';
import { sessionComparisonPart } from './compare/session-comparison-part.ts';
import { resize, unpackPlane } from './packed-plane.ts';
import { findingsPart, timelinesPart } from './session-figures.ts';
import type { PackedPlane } from './session-record.ts';
import type { SessionReport } from './session-report-schema.ts';
import type { SessionSet } from './session-set.ts';

const MEAN_SIZE = { width: 192, height: 64 };
/** Wrong windows that are listed: the surest. */
const MOST_WRONG = 40;

type ModelSummary = SessionReport['models'][number];

/**
 * An audit of recordings as one HTML file without a script, which asks no network for anything.
 * @param data for the timelines, read one by one; null: it has none
 * @throws XaiError as reading a recording does
 */
export async function sessionHtml(
  report: SessionReport,
  data: SessionSet | null,
  signal?: AbortSignal,
): Promise<string> {
  const { plan, summary, models, comparison, policy } = report;
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>${plan.name}: audit</title><style>${STYLE}</style></head><body>
<h1>${plan.name}</h1>
<p>${summary.sentence} ${models.map(({ file }) => file).join(', ')} on recordings of ${plan.data.name}.</p>
<h2>Findings</h2>
${await findingsPart(report, data, signal)}
${comparison && sessionComparisonPart(comparison, modelNames(models))}
${policyPart(policy)}
${await inOrder(models, (model, at) => modelPart(report, model, at))}
${data && (await timelinesPart(report, data, signal))}
<h2>Recordings</h2>
<table><tr><th>Recording</th><th>seconds</th><th>channels</th><th>labels</th><th>good to know</th></tr>${report.sessions.map(recordingRow)}</table>
${closingPart(report)}
</body></html>
`;
  return page.text;
}

async function modelPart(report: SessionReport, model: ModelSummary, at: number): Promise<Html> {
  const { file, windows, correct, inside, chance, classes, confusion, rows } = model;
  const rowsOf = rows ? `channels from top to bottom: ${rows.join(', ')}` : 'bands from top to bottom';
  return html`<h2>${file}</h2>
<p>${windows} windows. Right: ${say(correct)}. Weight within the labels, of right answers: ${say(inside)}, where maps without any preference would have ${say(chance)}. Intervals are 95 %, by bootstrap over the recordings.</p>
<h3>Classes</h3>
<table><tr><th>Class</th><th>answers</th><th colspan="2">right of its own windows</th><th colspan="2">weight within its labels</th><th>without preference</th><th>mean map (${rowsOf}; time from left to right)</th></tr>
${await inOrder(classes, async ({ label, mean, ...own }) => html`<tr><th>${label}</th><td>${own.windows}</td><td>${say(own.correct)}</td><td>${bar(own.correct, `right: ${label}`)}</td><td>${say(own.inside)}</td><td>${bar(own.inside, `within its labels: ${label}`)}</td><td>${say(own.chance)}</td><td>${await drawMean(mean, label)}</td></tr>`)}</table>
<h3>Confusion</h3>
${confusion.names.length > 0 ? html`<table><tr><th>label / answer</th>${confusion.names.map((name) => html`<th>${name}</th>`)}</tr>${confusion.counts.map((row, k) => html`<tr><th>${confusion.names[k]}</th>${row.map((count, other) => html`<td>${k === other ? html`<b>${count}</b>` : count}</td>`)}</tr>`)}</table>` : html`<p>No window is labelled.</p>`}
${wrongPart(report, at)}`;
}

/** Windows whose answer is not the label, the surest first. */
function wrongPart({ sessions }: SessionReport, at: number): Html {
  const wrong = sessions
    .flatMap(({ session, results }) => {
      const result = results[at];
      if (result?.status !== 'explained') return [];
      return result.windows
        .filter(({ answer, label }) => answer !== null && label !== null && answer !== label)
        .map((window) => ({ session, ...window }));
    })
    .sort((a, b) => (b.score ?? 0) - (a.score ?? 0));
  if (wrong.length === 0) return html`<p>No labelled window is wrong.</p>`;
  return html`<h3>Wrong windows, the surest first</h3>
<p class="note">${Math.min(MOST_WRONG, wrong.length)} of ${wrong.length}; audit.csv lists every window.</p>
<table><tr><th>Recording</th><th>seconds</th><th>label</th><th>answer</th></tr>${wrong.slice(0, MOST_WRONG).map(({ session, start, end, label, answer, score }) => html`<tr><td>${session}</td><td>${start.toFixed(2)} to ${end.toFixed(2)}</td><td>${label}</td><td>${answer} ${score === null ? null : percent(score)}</td></tr>`)}</table>`;
}

function recordingRow({
  session,
  seconds,
  channels,
  labels,
  problems,
  results,
}: SessionReport['sessions'][number]): Html {
  const bad = results.flatMap((result) =>
    result.status === 'failed'
      ? [`failed (${result.code}): ${result.message}`]
      : result.status === 'empty'
        ? [result.reason]
        : [],
  );
  const notes = [...new Set([...bad, ...problems])];
  return html`<tr><td>${session}</td><td>${seconds === null ? '–' : seconds.toFixed(1)}</td><td>${channels.join(', ')}</td><td>${labels ?? '–'}</td><td>${notes.join(' ')}</td></tr>`;
}

function say(value: WindowMean | null): string {
  if (!value) return '–';
  const range = value.interval ? ` (${percent(value.interval.low)} to ${percent(value.interval.high)})` : '';
  return `${percent(value.mean)}${range}, n=${value.count}`;
}

function bar(value: WindowMean | null, about: string): Html | null {
  return value && whisker(value.mean, value.interval, 0, 1, `${about}: ${percent(value.mean)}`);
}

async function drawMean(map: PackedPlane | null, label: string): Promise<Html> {
  if (!map) return html`–`;
  const { width, height } = MEAN_SIZE;
  const { pixels } = colourise(resize(unpackPlane(map), height, width), { range: 'zero-max' });
  return html`<img width="${width}" height="${height}" alt="mean map of ${label}" src="${pngAddress(await encodeRgb8(pixels, width, height))}">`;
}
