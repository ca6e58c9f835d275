import { createMaskSum } from '../../src/core/masks/create-mask-sum.ts';
import type { MaskSum } from '../../src/core/masks/mask-sum.ts';
import { shrinkSpec } from '../../src/core/masks/shrink-spec.ts';
import type { MaskSpec } from '../../src/core/masks/spec.ts';
import { INTERVAL_95, standardErrors } from '../../src/core/masks/standard-error.ts';
import { mean, pearson } from '../../src/core/statistics.ts';
import { masksOf, type StoredRun } from '../../src/methods/stored-run.ts';
import type { Estimator } from './estimators.ts';

/** Disjoint parts of a run, each as good as a run with a seed of its own. */
export const PARTS = 5;
/** Numbers of masks at which maps are looked at. */
export const MARKS = [64, 128, 256, 512, 1024, 2048, 4096];

/** Mask numbers and scores of one part of one target's run. */
export interface Part {
  readonly spec: MaskSpec;
  readonly numbers: Int32Array;
  readonly scores: Float32Array;
}

/** One target of a pair, seen by one estimator. */
export interface Curve {
  readonly target: string;
  readonly estimator: string;
  /** Mean over the parts, one a mark; NaN where the run is too short. */
  readonly correlation: readonly number[];
  /** Passes to a correlation of .9, the geometric mean over the parts; null where it is not reached. */
  readonly passes: number | null;
}

/** Scores of one target, mask by mask. */
export function targetScores({ scores, targets }: StoredRun, target: number): Float32Array {
  const count = scores.length / targets.length;
  return Float32Array.from({ length: count }, (_, n) => scores[n * targets.length + target]);
}

function partOf(spec: MaskSpec, scores: Float32Array, part: number, length: number): Part {
  const first = part * length;
  return {
    spec,
    numbers: Int32Array.from({ length }, (_, k) => first + k),
    scores: scores.subarray(first, first + length),
  };
}

function sumOf({ spec, numbers, scores }: Part): MaskSum {
  const sum = createMaskSum(spec, 1);
  numbers.forEach((number, k) => {
    sum.add(number, scores, k);
  });
  return sum;
}

/** How fast each estimator's maps come to what all other masks of the run say. */
export function curvesOf(run: StoredRun, estimators: readonly Estimator[]): Curve[] {
  const spec = shrinkSpec(run.spec);
  const count = masksOf(run);
  const longest = MARKS.findLast((mark) => mark * PARTS <= count / 2) ?? 0;
  const marks = MARKS.filter((mark) => mark <= longest);
  return run.targets.flatMap(({ label }, target) => {
    const scores = targetScores(run, target);
    const all = sumOf(partOf(spec, scores, 0, count));
    const parts = Array.from({ length: PARTS }, (_, part) => partOf(spec, scores, part, longest));
    // Each part is judged by masks that it has not seen.
    const references = parts.map((part) => all.mapWithout(sumOf(part), 0, 'mean-subtracted'));
    return estimators.map((estimator) => {
      const perPart = parts.map((part, k) => estimator.maps(part, marks).map((map) => pearson(map, references[k])));
      return {
        target: label,
        estimator: estimator.name,
        correlation: MARKS.map((_, at) => (at < marks.length ? mean(perPart.map((row) => row[at])) : Number.NaN)),
        passes: geometricMean(perPart.map((row) => passesTo(0.9, marks, row))),
      };
    });
  });
}

/** Where a rising curve crosses a level, straight in the logarithm of the passes; null beyond its end. */
export function passesTo(level: number, marks: readonly number[], values: readonly number[]): number | null {
  const at = values.findIndex((value) => value >= level);
  if (at < 0) return null;
  if (at === 0) return marks[0];
  const share = (level - values[at - 1]) / (values[at] - values[at - 1]);
  return Math.round(marks[at - 1] * (marks[at] / marks[at - 1]) ** share);
}

function geometricMean(values: readonly (number | null)[]): number | null {
  if (values.length === 0 || values.some((value) => value === null)) return null;
  return Math.round(Math.exp(mean(values.map((value) => Math.log(value as number)))));
}

/**
 * Share of pixels whose reference lies within the stated 95 % interval, over disjoint runs of `length` masks; the
 * reference's own error, from the masks that the run has not seen, is added to the stated one.
 */
export function coverageOf(run: StoredRun, length: number): { readonly target: string; readonly covered: number }[] {
  const spec = shrinkSpec(run.spec);
  const count = masksOf(run);
  return run.targets.map(({ label }, target) => {
    const scores = targetScores(run, target);
    const all = sumOf(partOf(spec, scores, 0, count));
    const shares: number[] = [];
    for (let part = 0; (part + 1) * length <= count; part++) {
      const seen = partOf(spec, scores, part, length);
      const sum = sumOf(seen);
      const map = sum.map(0, 'mean-subtracted');
      const reference = all.mapWithout(sum, 0, 'mean-subtracted');
      const error = standardErrors(spec, seen.scores, 1, 'mean-subtracted', seen.numbers)[0];
      // Errors fall with the root of the number of masks.
      const widened = Math.sqrt(1 + length / (count - length));
      shares.push(
        mean(map.map((value, k) => (Math.abs(value - reference[k]) <= INTERVAL_95 * widened * error[k] ? 1 : 0))),
      );
    }
    return { target: label, covered: mean(shares) };
  });
}
