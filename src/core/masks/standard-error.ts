import { createMaskSum } from './create-mask-sum.ts';
import type { MapForm } from './mask-sum.ts';
import type { MaskSpec } from './spec.ts';

/** Groups that the masks of a run are dealt into. */
const GROUPS = 16;

/**
 * Half the width of a 95 % interval, in standard errors: the quantile .975 of Student's t with 15 degrees of freedom, since
 * the error is estimated from 16 groups.
 */
export const INTERVAL_95 = 2.131;

/** Fewer masks than this leave groups of one or two, whose spread says little. */
export const FEWEST_FOR_ERROR = 64;

/**
 * How far each pixel of a map strays by the chance of its masks: the standard error by the jackknife over groups of masks
 * (Efron and Stein, "The jackknife estimate of variance", Annals of Statistics 1981), which needs no formula for the form
 * of the map.
 * @param scores masks x targets, row-major
 * @param masks the number of each mask; without it mask k is number k
 * @returns for each target a plane of spec.height x spec.width
 */
export function standardErrors(
  spec: MaskSpec,
  scores: Float32Array,
  targets: number,
  form: MapForm,
  masks?: ArrayLike<number>,
): Float32Array[] {
  const count = scores.length / targets;
  const all = createMaskSum(spec, targets);
  for (let n = 0; n < count; n++) all.add(masks?.[n] ?? n, scores, n * targets);
  const area = spec.width * spec.height;
  const sums = Array.from({ length: targets }, () => new Float64Array(area));
  const squares = Array.from({ length: targets }, () => new Float64Array(area));
  for (let group = 0; group < GROUPS; group++) {
    const part = createMaskSum(spec, targets);
    for (let n = group; n < count; n += GROUPS) part.add(masks?.[n] ?? n, scores, n * targets);
    for (let target = 0; target < targets; target++) {
      const rest = all.mapWithout(part, target, form);
      for (let k = 0; k < area; k++) {
        sums[target][k] += rest[k];
        squares[target][k] += rest[k] ** 2;
      }
    }
  }
  return sums.map((sum, target) =>
    Float32Array.from(sum, (total, k) => {
      const spread = squares[target][k] - total ** 2 / GROUPS;
      return Math.sqrt(Math.max(0, ((GROUPS - 1) / GROUPS) * spread));
    }),
  );
}
