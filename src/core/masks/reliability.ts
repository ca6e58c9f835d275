import { pearson, spearmanBrown } from '../statistics.ts';

/**
 * How well a map would repeat with other masks, in [-1, 1]: the correlation of the maps of its even and of its odd masks,
 * stepped up to the full number of masks by the Spearman-Brown formula.
 */
export function reliabilityOfHalves(even: ArrayLike<number>, odd: ArrayLike<number>): number {
  return spearmanBrown(pearson(even, odd));
}
