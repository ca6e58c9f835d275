import { isDifference } from '../../core/audit-titles.ts';
import { placeName } from '../../core/place-name.ts';
import type { AnyAuditReport, AuditFinding, ComparisonMeasure } from '../../engine/audit-protocol.ts';
import { formatCount } from '../strings.ts';
import { percent, auditWords as words } from './words.ts';

/** What the report says in English sentences, from its numbers and in the language of the page. */

/** How many pictures were explained, and what became of the others. */
export function saySummary(report: AnyAuditReport): string {
  const { summary } = report;
  const done = 'sessions' in report ? report.sessions.length : report.pictures.length;
  const { explained, empty, failed, missing } = summary;
  const others = [
    [words.wereEmpty, empty],
    [words.haveFailed, failed],
    [words.areMissing, missing],
  ] as const;
  const said = others.flatMap(([say, count]) => (count > 0 ? [say(formatCount(count))] : []));
  return words.sentence([words.explainedOf(formatCount(explained), formatCount(done)), ...said]);
}

/** What was seen in the maps; how the answer moved in the tests stands beside it in numbers. */
export function sayFinding({ kind, label, other, value, region, count, sides }: AuditFinding): string {
  if (kind === 'beside') {
    const said = (sides ?? []).map((one) => words.sideTimes(words.sides[one.side], one.count));
    return words.seen.beside(label, percent(value), said.join(', '));
  }
  if (kind === 'context') return words.seen.context(label, percent(value));
  if (kind === 'co-occurrence') return words.seen['co-occurrence'](label, points(value), other ?? '');
  if (kind === 'outlier') return words.seen.outlier(label, percent(value), formatCount(count));
  return words.seen['fixed-position'](label, points(value), words.places[region ? placeName(region) : 'middle']);
}

/** How much of the evidence that is, how sure the number is, and of how many maps. */
export function sayEvidence({ kind, value, interval: { low, high }, count }: AuditFinding): string {
  return isDifference(kind)
    ? words.evidence(words.points(points(value)), points(low), points(high), count)
    : words.evidence(percent(value), percent(low), percent(high), count);
}

/** What changes from one model to another, and whether that could be chance. */
export function sayStep(
  { kind, label, models }: ComparisonMeasure,
  { from, to, difference, low, high, count, certain }: ComparisonMeasure['steps'][number],
  names: readonly string[],
): string {
  if (kind === 'metric') throw new TypeError('Metrics are told by their numbers alone.');
  const [before, after] = [names[from], names[to]];
  const claim = certain
    ? words.step[kind](after, before, difference > 0)
    : words.byChance(words.measures[kind], before, after);
  const numbers = words.stepNumbers(
    percent(models[from].mean),
    percent(models[to].mean),
    formatCount(count),
    points(low),
    points(high),
  );
  return words.claim(label === null ? claim : words.forClass(claim, label), numbers);
}

function points(share: number): string {
  return formatCount(Math.round(100 * share));
}
