import type { Outcome } from '../run/match-objects.ts';
import type { ExplanationRecord } from '../run/record.ts';
import { intervalOfShare } from './intervals.ts';

/** How many explanations had each outcome; those that no annotation judges are in none. */
export function countOutcomes(explanations: readonly ExplanationRecord[]): Partial<Record<Outcome, number>> {
  const outcomes: Partial<Record<Outcome, number>> = {};
  for (const { outcome } of explanations) if (outcome !== null) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  return outcomes;
}

/** Share of the judged ones that are correct, with the 95 % interval by Wilson; null where none is judged. */
export function shareCorrect(explanations: readonly ExplanationRecord[]) {
  const { correct = 0, ...others } = countOutcomes(explanations);
  const count = Object.values(others).reduce((sum, value) => sum + value, correct);
  const interval = intervalOfShare(correct, count);
  return interval && { share: correct / count, ...interval, count };
}
