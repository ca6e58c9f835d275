import { SESSION_FINDING_TITLES } from '../../core/audit-titles.ts';
import { pageLook } from '../../core/series/timeline-look.ts';
import { inOrder, percent } from '../report/figure.ts';
import { type Html, html } from '../report/html.ts';
import type { SessionFinding } from './insights/session-finding.ts';
import type { SessionReport } from './session-report-schema.ts';
import type { SessionSet } from './session-set.ts';
import { sessionTimeline, type TimelineChoice } from './session-timeline.ts';

/** Recordings that are drawn whole: those with most wrong windows. */
const MOST_TIMELINES = 12;
/** Examples of each finding that are drawn. */
const MOST_EXAMPLES = 2;
/** How much is drawn before and after an example's window, in lengths of that window. */
const AROUND = 1;

const LOOK = { ...pageLook(960), ground: '#fff' };

/** What was found out, the gravest first, with stretches of recordings that show it. */
export async function findingsPart(
  report: SessionReport,
  data: SessionSet | null,
  signal?: AbortSignal,
): Promise<Html> {
  const { findings, models } = report;
  const note = findings
    ? 'Each was tested: a stretch or channel was replaced, or put into other windows, and the model was asked again. What did not move the answer beyond a control is left out.'
    : 'They were not looked for.';
  if (!findings || findings.length === 0) {
    return html`<p>${findings ? 'None passed its test.' : 'None.'}</p><p class="note">${note}</p>`;
  }
  const parts = await inOrder(findings, async (finding) => {
    const { kind, model, sentence } = finding;
    const shown = data ? finding.examples.slice(0, MOST_EXAMPLES) : [];
    const figures = await inOrder(shown, (example) =>
      drawn(report, data as SessionSet, aroundExample(report, finding, example), signal),
    );
    return html`<li><b>${SESSION_FINDING_TITLES[kind]}</b>${models.length > 1 ? ` (${models[model].file})` : ''}: ${sentence} <span class="note">${numbersOf(finding)}</span>${figures}</li>`;
  });
  return html`<ol>${parts}</ol><p class="note">${note} Marked in red: what was replaced.</p>`;
}

function numbersOf({ value, interval, count }: SessionFinding): string {
  const seen = count === 1 ? '1 window' : `${count} windows`;
  if (value === null) return seen;
  const range = interval ? ` (95 % interval: ${percent(interval.low)} to ${percent(interval.high)})` : '';
  return `${percent(value)}${range}, n=${seen}`;
}

/** The window of an example with as much before and after it. */
function aroundExample(
  { sessions }: Pick<SessionReport, 'sessions'>,
  { model }: Pick<SessionFinding, 'model'>,
  { session, window }: SessionFinding['examples'][number],
): TimelineChoice {
  const result = sessions.find((one) => one.session === session)?.results[model];
  const span = result?.status === 'explained' ? result.windows[window] : undefined;
  if (!span) return { session, model };
  const margin = AROUND * (span.end - span.start);
  // A recording that is hardly longer than what would be shown is shown whole.
  const seconds = sessions.find((one) => one.session === session)?.seconds ?? 0;
  if (seconds <= 3 * margin) return { session, model };
  return { session, model, span: { from: span.start - margin, to: span.end + margin } };
}

/** Recordings as a whole, those with most wrong windows first. */
export async function timelinesPart(report: SessionReport, data: SessionSet, signal?: AbortSignal): Promise<Html> {
  const sorted = report.sessions
    .flatMap(({ session, results }) => {
      const explained = results.flatMap((result) => (result.status === 'explained' ? [result] : []));
      const wrong = explained.flatMap(({ windows }) =>
        windows.filter(({ answer, label }) => answer !== null && label !== null && answer !== label),
      );
      return explained.length > 0 ? [{ session, wrong: wrong.length }] : [];
    })
    .sort((a, b) => b.wrong - a.wrong);
  const shown = sorted.slice(0, MOST_TIMELINES);
  const choices = shown.flatMap(({ session }) => report.models.map((_, model) => ({ session, model })));
  return html`<h2>Timelines</h2>
<p class="note">${shown.length} of ${sorted.length} recordings, those with most wrong windows first (underlined in red). The map is of each window's own answer, of overlapping windows the mean. maps.npz holds all maps.</p>
${await inOrder(choices, (choice) => drawn(report, data, choice, signal))}`;
}

async function drawn(
  report: SessionReport,
  data: SessionSet,
  choice: TimelineChoice,
  signal?: AbortSignal,
): Promise<Html> {
  const { session, model, span } = choice;
  const svg = await sessionTimeline(report, data, choice, LOOK, signal);
  if (svg === null) return html``;
  const part = span ? `, around ${((span.from + span.to) / 2).toFixed(1)} s` : '';
  const about = `${session}${part}${report.models.length > 1 ? `, ${report.models[model].file}` : ''}`;
  return html`<figure><img class="wide" alt="timeline of ${about}" src="${svgAddress(svg)}"><figcaption>${about}</figcaption></figure>`;
}

function svgAddress(svg: string): string {
  let letters = '';
  for (const byte of new TextEncoder().encode(svg)) letters += String.fromCharCode(byte);
  return `data:image/svg+xml;base64,${btoa(letters)}`;
}
