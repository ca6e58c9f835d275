import { RATIOS, type Search } from './evidence.ts';

/** What a regression of scores on masks says of one target. */
export interface MaskFit {
  /** Which of the priors the fit is of. */
  readonly prior: number;
  /** Which of the ratios of noise to prior variance is likeliest under that prior. */
  readonly ratio: number;
  /** Up to a constant, the logarithm of how unlikely the scores are. */
  readonly evidence: number;
  readonly noise: number;
  /** Those of the map, one a pattern, worked out when they are first asked for; null for a score that never moved. */
  readonly weights: () => Float64Array | null;
  /** The likeliest ones, which are drawn further towards 0. */
  readonly likeliest: () => Float64Array | null;
}

/** Of a score that never moved. */
export const NOTHING: MaskFit = {
  prior: 0,
  ratio: 0,
  evidence: 0,
  noise: 0,
  weights: () => null,
  likeliest: () => null,
};

/** The fit of the prior under which the scores are likeliest. */
export function likeliestOf(fits: readonly MaskFit[]): MaskFit {
  return fits.reduce((best, fit) => (fit.evidence < best.evidence ? fit : best));
}

/** Values times those of a prior's scale: from weights in its units to plain ones. */
export function scaled(values: Float64Array, scale: Float64Array): Float64Array {
  return values.map((value, k) => value * scale[k]);
}

/**
 * The likeliest weights are drawn towards 0, peaks most: of them a map shows three quarters with some 500 masks. So what a fit
 * leaves is fitted again, and once more, each time with the next ratio (iterated Tikhonov regularisation): what the masks tell
 * well comes out whole, and maps are as like the truth as before.
 */
const ROUNDS = 3;

/** @param solve the fit of what is left, at the ratio number `ratio` + 1 */
export function fitAgain(
  ratio: number,
  right: Float64Array,
  solve: (right: Float64Array) => Float64Array,
): Float64Array {
  let left = right;
  const sum = new Float64Array(right.length);
  for (let round = 0; round < ROUNDS; round++) {
    const found = solve(left);
    for (let k = 0; k < sum.length; k++) sum[k] += found[k];
    left = found.map((value) => RATIOS[ratio + 1] * value);
  }
  return sum;
}

/** What `fitAgain` leaves of weights: what scores made of them would lack if they were fitted alike. */
export function leftOf(
  ratio: number,
  weights: Float64Array,
  solve: (right: Float64Array) => Float64Array,
): Float64Array {
  let left = weights;
  for (let round = 0; round < ROUNDS; round++) left = solve(left).map((value) => RATIOS[ratio + 1] * value);
  return left;
}

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

/** The regression of the masks so far under one prior, worked out over patterns or over masks, whichever are fewer. */
export interface MaskSolver {
  /**
   * A target's fit at the ratio of the greatest evidence.
   * @param start number of the ratio to look at first
   */
  fit(target: number, start: number, search: Search): MaskFit;
  /** Posterior variance of the map at this ratio, the mean over all pixels, in units of the noise. */
  meanSpread(ratio: number): number;
}
