import { GroupSums } from './group-sums.ts';
import type { MapForm } from './mask-sum.ts';
import type { MaskSpec } from './spec.ts';

/**
 * Half the width of a 95 % interval, in standard errors: the quantile .975 of Student's t with 15 degrees of freedom, since
 * the error is estimated from 16 groups.
 */
export const INTERVAL_95 = 2.131;

/** Fewer masks than this leave groups of one or two, whose spread says little. */
export const FEWEST_FOR_ERROR = 64;

/**
 * How far each pixel of a map strays by the chance of its masks, see {@link GroupSums.errors}.
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
  const sums = new GroupSums(spec, targets);
  for (let n = 0; n < count; n++) sums.add(masks?.[n] ?? n, scores, n * targets);
  return Array.from({ length: targets }, (_, target) => sums.errors(target, form));
}
