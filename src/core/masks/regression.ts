import { cholesky, solveLower, solveUpper } from '../cholesky.ts';
import { mean } from '../statistics.ts';
import { MaskBasis } from './mask-basis.ts';
import type { MaskSpec } from './spec.ts';

/** Ratios of noise to prior variance that are tried: the evidence is flat, so half a decade apart is near enough. */
const RATIOS = Array.from({ length: 14 }, (_, k) => 10 ** (-1.5 + k / 2));

/** What a regression of scores on masks says of one target. */
export interface Regression {
  /** The covariance of score and mask at each pixel, length height x width: what `mean-subtracted` comes to with ever more masks. */
  readonly map: Float32Array;
  /** Standard error of each pixel, at the places asked for. */
  readonly error: Float32Array;
  /** Expected squared correlation of the map with the truth, 0 to 1. */
  readonly reliability: number;
}

/**
 * Maps by Bayesian linear regression: scores are taken for a linear function of the mask plus noise, the function's weights for
 * independent draws of one unknown variance. Where the covariance of masks is known, as here, regression takes out of a map
 * what one part of the picture adds to another by the chance of few masks. The ratio of the variances is the one of the
 * greatest evidence (restricted maximum likelihood; Patterson and Thompson, Biometrika 1971); the errors are those of the
 * posterior, whose intervals hold on the average over the pixels (Nychka, "Bayesian confidence intervals for smoothing
 * splines", JASA 1988).
 * @param scores masks x targets, row-major
 * @param grid columns and rows of the places at which errors are wanted, evenly spread
 * @param masks the number of each mask; without it mask k is number k
 */
export function regress(
  spec: MaskSpec,
  scores: Float32Array,
  targets: number,
  grid: { readonly columns: number; readonly rows: number },
  masks?: ArrayLike<number>,
): Regression[] {
  const basis = new MaskBasis(spec);
  const { gram, products, squares, count } = moments(basis, scores, targets, masks);
  const size = basis.size;
  const fits = Array.from(
    { length: targets },
    (): Fit => ({ evidence: Number.POSITIVE_INFINITY, ratio: 0, noise: 0, weights: null }),
  );
  for (const [at, ratio] of RATIOS.entries()) {
    const lower = factor(gram, size, ratio);
    let logDeterminant = -size * Math.log(ratio);
    for (let k = 0; k < size; k++) logDeterminant += 2 * Math.log(lower[k * size + k]);
    for (const [target, fit] of fits.entries()) {
      if (!(squares[target] > 0) || count < 3) continue;
      const whitened = solveLower(lower, products[target]);
      const left = squares[target] - whitened.reduce((sum, value) => sum + value * value, 0);
      const noise = Math.max(left, 1e-12 * squares[target]) / (count - 1);
      const evidence = (count - 1) * Math.log(noise) + logDeterminant;
      if (evidence < fit.evidence) fits[target] = { evidence, ratio: at, noise, weights: solveUpper(lower, whitened) };
    }
  }
  const spreads = new Map<number, Float64Array>();
  return fits.map(({ ratio, noise, weights }) => {
    const places = grid.columns * grid.rows;
    if (!weights)
      return { map: new Float32Array(spec.width * spec.height), error: new Float32Array(places), reliability: 0 };
    const spread = spreads.get(ratio) ?? posteriorSpread(basis, factor(gram, size, RATIOS[ratio]), grid);
    spreads.set(ratio, spread);
    const map = basis.covariance(weights);
    const error = Float32Array.from(spread, (value) => Math.sqrt(noise * value));
    const doubt = noise * mean(spread);
    const power = varianceOf(map);
    return { map, error, reliability: power > 0 ? power / (power + doubt) : 0 };
  });
}

interface Fit {
  readonly evidence: number;
  /** Which of {@link RATIOS}. */
  readonly ratio: number;
  readonly noise: number;
  readonly weights: Float64Array | null;
}

/** Sums of squares and products of patterns and scores, each about its mean. */
function moments(basis: MaskBasis, scores: Float32Array, targets: number, masks?: ArrayLike<number>) {
  const { size } = basis;
  const count = scores.length / targets;
  const gram = new Float64Array(size * size);
  const products = Array.from({ length: targets }, () => new Float64Array(size));
  const pattern = new Float64Array(size);
  const sums = new Float64Array(size);
  const scoreSums = new Float64Array(targets);
  const squares = new Float64Array(targets);
  for (let n = 0; n < count; n++) {
    basis.project(masks?.[n] ?? n, pattern);
    for (let i = 0; i < size; i++) {
      const value = pattern[i];
      sums[i] += value;
      for (let j = 0, k = i * size; j <= i; j++, k++) gram[k] += value * pattern[j];
    }
    for (let target = 0; target < targets; target++) {
      const score = scores[n * targets + target];
      scoreSums[target] += score;
      squares[target] += score * score;
      for (let i = 0; i < size; i++) products[target][i] += score * pattern[i];
    }
  }
  for (let i = 0; i < size; i++) for (let j = 0; j <= i; j++) gram[i * size + j] -= (sums[i] * sums[j]) / count;
  for (let target = 0; target < targets; target++) {
    for (let i = 0; i < size; i++) products[target][i] -= (sums[i] * scoreSums[target]) / count;
    squares[target] -= scoreSums[target] ** 2 / count;
    // A score that never moves leaves rounding errors.
    if (squares[target] < 1e-10 * count) squares[target] = 0;
  }
  return { gram, products, squares, count };
}

function factor(gram: Float64Array, size: number, ratio: number): Float64Array {
  const raised = Float64Array.from(gram);
  for (let k = 0; k < size; k++) raised[k * size + k] += ratio;
  return cholesky(raised, size);
}

/** Posterior variance of the map at each place, in units of the noise. */
function posteriorSpread(
  basis: MaskBasis,
  lower: Float64Array,
  { columns, rows }: { readonly columns: number; readonly rows: number },
): Float64Array {
  const { width, height } = basis.spec;
  return Float64Array.from({ length: columns * rows }, (_, k) => {
    const x = Math.floor((((k % columns) + 0.5) * width) / columns);
    const y = Math.floor(((Math.floor(k / columns) + 0.5) * height) / rows);
    return solveLower(lower, basis.covarianceAt(x, y)).reduce((sum, value) => sum + value * value, 0);
  });
}

function varianceOf(values: Float32Array): number {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / values.length;
}
