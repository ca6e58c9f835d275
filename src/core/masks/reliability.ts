import { pearson, spearmanBrown } from '../statistics.ts';
import type { MapForm, MaskSum } from './mask-sum.ts';

/**
 * How well a map would repeat with other masks, in [-1, 1]: the correlation of the maps of even and odd masks, stepped
 * up to the full number of masks by the Spearman-Brown formula.
 * @returns null unless the sum has two groups and at least four masks.
 */
export function splitHalfReliability(sum: MaskSum, target: number, form: MapForm): number | null {
  if (sum.groups !== 2 || sum.count < 4) return null;
  return reliabilityOfHalves(sum.map(target, form, 0), sum.map(target, form, 1));
}

/** The same from two maps of equally many masks each. */
export function reliabilityOfHalves(even: ArrayLike<number>, odd: ArrayLike<number>): number {
  return spearmanBrown(pearson(even, odd));
}
