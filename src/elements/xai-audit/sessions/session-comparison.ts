import type { TemplateResult } from 'lit';
import type { SessionAuditReport, SessionComparison, SessionMeasure } from '../../../engine/audit-protocol.ts';
import { formatCount, formatFixed } from '../../strings.ts';
import { renderCompared } from '../comparison-view.ts';
import { auditWords, percent } from '../words.ts';

const words = auditWords.sessions;

/** Several models on the same windows of the same recordings. */
export function renderSessionComparison(comparison: SessionComparison, report: SessionAuditReport): TemplateResult {
  const { count, recordings, measures, likeness } = comparison;
  const names = report.models.map(({ file }) => file);
  const spoken = measures.filter(({ told }) => told);
  const why = measures.length > 0 ? words.compared.how : count > 0 ? words.compared.tooFew : words.compared.noneAlike;
  return renderCompared({
    text: `${words.compared.text(formatCount(count), formatCount(recordings))} ${why}`,
    names,
    steps: [
      ...spoken.flatMap((measure) =>
        measure.steps.map((step) => ({ isCertain: step.certain, sentence: saySessionStep(measure, step, names) })),
      ),
      ...likeness.map(({ from, to, agreed, mean }) => ({
        isCertain: false,
        sentence: words.compared.agreed(names[from], names[to], percent(agreed), formatFixed(mean, 2)),
      })),
    ],
    rows: measures.map(({ kind, label, models }) => ({
      name: words.compared.measures[kind],
      label,
      models,
      isShare: true,
    })),
  });
}

/** What changes from one model to another, and whether that could be chance. */
export function saySessionStep(
  { kind, label, models }: SessionMeasure,
  { from, to, difference, low, high, count, recordings, certain }: SessionMeasure['steps'][number],
  names: readonly string[],
): string {
  const [before, after] = [names[from], names[to]];
  const claim = certain
    ? words.compared.step[kind](after, before, difference > 0)
    : auditWords.byChance(words.compared.measures[kind], before, after);
  const points = (share: number) => formatCount(Math.round(100 * share));
  const numbers = words.compared.stepNumbers(
    percent(models[from].mean),
    percent(models[to].mean),
    formatCount(count),
    formatCount(recordings),
    points(low),
    points(high),
  );
  return auditWords.claim(label === null ? claim : auditWords.forClass(claim, label), numbers);
}
