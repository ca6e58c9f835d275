import { mean } from '../../src/core/statistics.ts';
import { type Judgement, MARKS } from './judge.ts';
import { OURS, type PAPER, type PLAIN } from './ways.ts';

/** A pair with all that was found out about it. */
export interface Row {
  readonly pair: string;
  readonly judgements: readonly Judgement[];
}

/** One value a mark: mean over targets of the mean over parts, how many targets, and the spread over parts. */
export interface Course {
  readonly values: readonly (number | null)[];
  readonly targets: number;
  /** Standard deviation over the parts, mean over targets. */
  readonly spread: readonly (number | null)[];
}

export type Measure = 'correlation' | 'pointing' | 'energy' | 'insertion' | 'deletion';

const known = (values: readonly number[]) => values.filter((value) => Number.isFinite(value));

/** Level of correlation that counts as there. */
export const LEVEL = 0.9;

/** How a way goes, over the targets that have it at each mark. */
export function courseOf(rows: readonly Row[], way: string, measure: Measure): Course {
  const judgements = rows.flatMap((row) => row.judgements).filter((one) => one.way === way);
  const columns = MARKS.map((_, at) =>
    judgements.map((one) => known(one[measure][at])).filter(({ length }) => length > 0),
  );
  return {
    values: columns.map((targets) => (targets.length > 0 ? mean(targets.map(mean)) : null)),
    targets: Math.max(0, ...columns.map(({ length }) => length)),
    spread: columns.map((targets) => {
      const spreads = targets.filter(({ length }) => length > 1).map(deviation);
      return spreads.length > 0 ? mean(spreads) : null;
    }),
  };
}

/** A mean with the half width of its 95 % interval. */
export interface Difference {
  readonly mean: number;
  readonly half: number;
  readonly targets: number;
}

/** The paired difference of two ways at one number of passes, over targets (parts averaged before). */
export function differenceOf(
  rows: readonly Row[],
  way: string,
  other: string,
  measure: Measure,
  at: number,
): Difference | null {
  const differences: number[] = [];
  for (const { judgements } of rows) {
    for (const one of judgements) {
      if (one.way !== way) continue;
      const against = judgements.find((judgement) => judgement.way === other && judgement.target === one.target);
      const [a, b] = [known(one[measure][at]), known(against?.[measure][at] ?? [])];
      if (a.length > 0 && b.length > 0) differences.push(mean(a) - mean(b));
    }
  }
  if (differences.length < 3) return null;
  const half = (1.96 * deviation(differences)) / Math.sqrt(differences.length);
  return { mean: mean(differences), half, targets: differences.length };
}

/** Passes to a correlation of {@link LEVEL}: the geometric mean over parts; null where one does not come there. */
export function passesOf({ correlation }: Judgement): number | null {
  const parts = correlation[0].length;
  const perPart = Array.from({ length: parts }, (_, part) => {
    const values = correlation.map((row) => row[part]).filter((value) => value !== undefined);
    return passesTo(LEVEL, MARKS.slice(0, values.length), values);
  });
  if (perPart.length === 0 || perPart.some((passes) => passes === null)) return null;
  return Math.round(Math.exp(mean(perPart.map((passes) => Math.log(passes as number)))));
}

/** Where a rising curve crosses a level, straight in the logarithm of the passes; null beyond its end. */
export function passesTo(level: number, marks: readonly number[], values: readonly number[]): number | null {
  const at = values.findIndex((value) => value >= level);
  if (at < 0) return null;
  if (at === 0) return marks[0];
  const share = (level - values[at - 1]) / (values[at] - values[at - 1]);
  return Math.round(marks[at - 1] * (marks[at] / marks[at - 1]) ** share);
}

/** Passes to a correlation of {@link LEVEL}. */
export interface Passes {
  readonly passes: number;
  /** Whether the masks end before, and the passes follow from the last correlation. */
  readonly isReckoned: boolean;
}

/**
 * {@link passesOf}, or where the masks end before: what the Spearman-Brown formula makes of the last correlation. The error of
 * all our ways falls with the root of the passes, so that r^2 / (1 - r^2) grows as they do. Null for maps that show nothing.
 */
export function reckonedPasses(judgement: Judgement): Passes | null {
  const measured = passesOf(judgement);
  if (measured !== null) return { passes: measured, isReckoned: false };
  const last = judgement.correlation.findLastIndex((values) => values.length > 0);
  const values = judgement.correlation[last] ?? [];
  if (values.length === 0 || values.some((value) => !(value > 0))) return null;
  const logs = values.map((value) => Math.log(odds(LEVEL ** 2) / odds(value ** 2)));
  return { passes: Math.round(MARKS[last] * Math.exp(mean(logs))), isReckoned: true };
}

function odds(share: number): number {
  return share / (1 - share);
}

/** How many passes ours takes of those of another way. */
export interface Savings {
  /** Geometric mean of ours over the other. */
  readonly ratio: number;
  readonly targets: number;
  /** Targets where the passes of ours, and of the other, are reckoned. */
  readonly oursReckoned: number;
  readonly otherReckoned: number;
}

export function savingsOf(rows: readonly Row[], other: typeof PAPER | typeof PLAIN): Savings | null {
  const logs: number[] = [];
  let [oursReckoned, otherReckoned] = [0, 0];
  for (const { judgements } of rows) {
    for (const ours of judgements.filter(({ way }) => way === OURS)) {
      const against = judgements.find(({ way, target }) => way === other && target === ours.target);
      const [own, theirs] = [reckonedPasses(ours), against ? reckonedPasses(against) : null];
      if (!own || !theirs) continue;
      if (own.isReckoned) oursReckoned++;
      if (theirs.isReckoned) otherReckoned++;
      logs.push(Math.log(own.passes / theirs.passes));
    }
  }
  return logs.length > 0 ? { ratio: Math.exp(mean(logs)), targets: logs.length, oursReckoned, otherReckoned } : null;
}

function deviation(values: readonly number[]): number {
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return Math.sqrt(squares / Math.max(1, values.length - 1));
}
