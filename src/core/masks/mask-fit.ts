import type { Search } from './evidence.ts';

/** What a regression of scores on masks says of one target. */
export interface MaskFit {
  /** Which of the ratios of noise to prior variance is likeliest. */
  readonly ratio: number;
  readonly noise: number;
  /** One a pattern; null for a score that never moved. */
  readonly weights: Float64Array | null;
}

export const NOTHING: MaskFit = { ratio: 0, noise: 0, weights: null };

/** Spread of scores, as a share of their mean, that is no more than the last bits of a float32. */
const LAST_BITS = 1e-6;

/** Whether squared differences from the mean, summed over `count` scores, are more than what rounding leaves of none. */
export function hasMoved(squares: number, count: number, mean: number): boolean {
  return count >= 3 && squares > 0 && squares >= (LAST_BITS * mean) ** 2 * count;
}

/** Variance of the noise, from what of the squared scores is left unexplained. */
export function noiseOf(left: number, squares: number, count: number): number {
  return Math.max(left, 1e-12 * squares) / (count - 1);
}

/** The regression of the masks so far, worked out over patterns or over masks, whichever are fewer. */
export interface MaskSolver {
  /**
   * Each target's fit at the ratio of the greatest evidence.
   * @param starts number of the ratio to look at first, one a target
   */
  fits(starts: ArrayLike<number>, search: Search): MaskFit[];
  /** Posterior variance of the map at this ratio, the mean over all pixels, in units of the noise. */
  meanSpread(ratio: number): number;
}
