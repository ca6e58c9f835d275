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

/** Places at which errors are wanted, evenly spread. */
export interface PlaceGrid {
  readonly columns: number;
  readonly rows: number;
}

/**
 * Maps by Bayesian linear regression: scores are taken for a linear function of the mask plus noise, the function's weights for
 * independent draws of one unknown variance. Where the covariance of masks is known, as here, regression takes out of a map
 * what one part of the picture adds to another by the chance of few masks. The ratio of the variances is the one of the
 * greatest evidence (restricted maximum likelihood; Patterson and Thompson, Biometrika 1971); the errors are those of the
 * posterior, whose intervals hold on the average over the pixels (Nychka, "Bayesian confidence intervals for smoothing
 * splines", JASA 1988).
 *
 * Masks are added one by one at some 33 000 multiplications each, so that maps, errors and reliability of a growing run can be
 * asked for again and again.
 */
export class MaskRegression {
  readonly targets: number;
  readonly #basis: MaskBasis;
  /** Sums of products of patterns, the lower triangle; of patterns and scores; of both; and of squared scores. */
  readonly #gram: Float64Array;
  readonly #products: Float64Array[];
  readonly #sums: Float64Array;
  readonly #scores: Float64Array;
  readonly #squares: Float64Array;
  readonly #pattern: Float64Array;
  #count = 0;

  constructor(spec: MaskSpec, targets: number) {
    this.targets = targets;
    this.#basis = new MaskBasis(spec);
    const { size } = this.#basis;
    this.#gram = new Float64Array(size * size);
    this.#products = Array.from({ length: targets }, () => new Float64Array(size));
    this.#sums = new Float64Array(size);
    this.#scores = new Float64Array(targets);
    this.#squares = new Float64Array(targets);
    this.#pattern = new Float64Array(size);
  }

  /** Masks added so far. */
  get count(): number {
    return this.#count;
  }

  /** Adds mask number `index` with one score per target, `scores[at + target]`. */
  add(index: number, scores: ArrayLike<number>, at = 0): void {
    const size = this.#basis.size;
    const pattern = this.#pattern;
    const gram = this.#gram;
    this.#basis.project(index, pattern);
    this.#count++;
    for (let i = 0; i < size; i++) {
      const value = pattern[i];
      this.#sums[i] += value;
      for (let j = 0, k = i * size; j <= i; j++, k++) gram[k] += value * pattern[j];
    }
    for (let target = 0; target < this.targets; target++) {
      const score = scores[at + target];
      const products = this.#products[target];
      this.#scores[target] += score;
      this.#squares[target] += score * score;
      for (let i = 0; i < size; i++) products[i] += score * pattern[i];
    }
  }

  /** What the masks so far say of each target. */
  fit(grid: PlaceGrid): Regression[] {
    const { spec } = this.#basis;
    const spreadAt = this.#spreads(grid);
    return this.#fits().map(({ ratio, noise, weights }) => {
      const places = grid.columns * grid.rows;
      if (!weights)
        return { map: new Float32Array(spec.width * spec.height), error: new Float32Array(places), reliability: 0 };
      const spread = spreadAt(ratio);
      const map = this.#basis.covariance(weights());
      const error = Float32Array.from(spread, (value) => Math.sqrt(noise * value));
      return { map, error, reliability: reliabilityOf(varianceOf(map), noise * mean(spread)) };
    });
  }

  /** How reliable the maps are, judged at the places of a grid alone. */
  reliabilities(grid: PlaceGrid): number[] {
    const basis = this.#basis;
    const places = placesOf(basis.spec, grid).map(([x, y]) => basis.covarianceAt(x, y));
    const spreadAt = this.#spreads(grid);
    return this.#fits().map(({ ratio, noise, weights }) => {
      if (!weights) return 0;
      const found = weights();
      const map = places.map((reach) => reach.reduce((sum, value, k) => sum + value * found[k], 0));
      return reliabilityOf(varianceOf(map), noise * mean(spreadAt(ratio)));
    });
  }

  /** Posterior variance at the places of a grid by number of the ratio, worked out once for all targets. */
  #spreads(grid: PlaceGrid): (ratio: number) => Float64Array {
    const known = new Map<number, Float64Array>();
    return (ratio) => {
      const lower = () => factor(this.#centredGram(), this.#basis.size, RATIOS[ratio]);
      const spread = known.get(ratio) ?? posteriorSpread(this.#basis, lower(), grid);
      known.set(ratio, spread);
      return spread;
    };
  }

  /** The maps alone, for less than half of the work. */
  maps(): Float32Array[] {
    const { spec } = this.#basis;
    return this.#fits().map(({ weights }) =>
      weights ? this.#basis.covariance(weights()) : new Float32Array(spec.width * spec.height),
    );
  }

  /** Each target's weights at the ratio of the greatest evidence. */
  #fits(): Fit[] {
    const { size } = this.#basis;
    const count = this.#count;
    const gram = this.#centredGram();
    const centred = this.#scores.map((sum, target) => {
      const squares = this.#squares[target] - sum ** 2 / count;
      // A score that never moves leaves rounding errors.
      return squares < 1e-10 * count ? 0 : squares;
    });
    const products = this.#products.map((one, target) =>
      one.map((product, i) => product - (this.#sums[i] * this.#scores[target]) / count),
    );
    const factors = new Map<number, Factor>();
    const factorAt = (at: number): Factor => {
      const known = factors.get(at) ?? factorOf(gram, size, RATIOS[at]);
      factors.set(at, known);
      return known;
    };
    return products.map((product, target) => {
      const squares = centred[target];
      if (count < 3 || !(squares > 0)) return NO_FIT;
      return climb((at) => {
        const { lower, logDeterminant } = factorAt(at);
        const whitened = solveLower(lower, product);
        const left = squares - whitened.reduce((sum, value) => sum + value * value, 0);
        const noise = Math.max(left, 1e-12 * squares) / (count - 1);
        const evidence = (count - 1) * Math.log(noise) + logDeterminant;
        return { evidence, ratio: at, noise, weights: () => solveUpper(lower, whitened) };
      });
    });
  }

  #centredGram(): Float64Array {
    const { size } = this.#basis;
    const gram = Float64Array.from(this.#gram);
    for (let i = 0; i < size; i++)
      for (let j = 0; j <= i; j++) gram[i * size + j] -= (this.#sums[i] * this.#sums[j]) / this.#count;
    return gram;
  }
}

/**
 * {@link MaskRegression} of scores that are all there.
 * @param scores masks x targets, row-major
 * @param masks the number of each mask; without it mask k is number k
 */
export function regress(
  spec: MaskSpec,
  scores: Float32Array,
  targets: number,
  grid: PlaceGrid,
  masks?: ArrayLike<number>,
): Regression[] {
  const regression = new MaskRegression(spec, targets);
  const count = scores.length / targets;
  for (let n = 0; n < count; n++) regression.add(masks?.[n] ?? n, scores, n * targets);
  return regression.fit(grid);
}

interface Fit {
  /** Up to a constant, the logarithm of how unlikely the scores are. */
  readonly evidence: number;
  /** Which of {@link RATIOS}. */
  readonly ratio: number;
  readonly noise: number;
  readonly weights: (() => Float64Array) | null;
}

const NO_FIT: Fit = { evidence: Number.POSITIVE_INFINITY, ratio: 0, noise: 0, weights: null };

/** Steps from ratio to ratio: far first. */
const STEPS = [3, 1];

/** The fit of the greatest evidence: it has one summit, which is climbed from the middle. */
function climb(fitAt: (at: number) => Fit): Fit {
  const known = new Map<number, Fit>();
  const look = (at: number): Fit => {
    if (at < 0 || at >= RATIOS.length) return NO_FIT;
    const fit = known.get(at) ?? fitAt(at);
    known.set(at, fit);
    return fit;
  };
  let best = look(RATIOS.length >> 1);
  for (const step of STEPS) {
    for (let moved = true; moved; ) {
      moved = false;
      for (const next of [look(best.ratio + step), look(best.ratio - step)]) {
        if (next.evidence >= best.evidence) continue;
        best = next;
        moved = true;
      }
    }
  }
  return best;
}

interface Factor {
  readonly lower: Float64Array;
  readonly logDeterminant: number;
}

function factorOf(gram: Float64Array, size: number, ratio: number): Factor {
  const lower = factor(gram, size, ratio);
  let logDeterminant = -size * Math.log(ratio);
  for (let k = 0; k < size; k++) logDeterminant += 2 * Math.log(lower[k * size + k]);
  return { lower, logDeterminant };
}

function factor(gram: Float64Array, size: number, ratio: number): Float64Array {
  const raised = gram.slice();
  for (let k = 0; k < size; k++) raised[k * size + k] += ratio;
  return cholesky(raised, size);
}

/** Posterior variance of the map at each place, in units of the noise. */
function posteriorSpread(basis: MaskBasis, lower: Float64Array, grid: PlaceGrid): Float64Array {
  return Float64Array.from(placesOf(basis.spec, grid), ([x, y]) =>
    solveLower(lower, basis.covarianceAt(x, y)).reduce((sum, value) => sum + value * value, 0),
  );
}

/** Pixels in the middle of the grid's cells, row by row. */
function placesOf({ width, height }: MaskSpec, { columns, rows }: PlaceGrid): (readonly [x: number, y: number])[] {
  return Array.from({ length: columns * rows }, (_, k) => [
    Math.floor((((k % columns) + 0.5) * width) / columns),
    Math.floor(((Math.floor(k / columns) + 0.5) * height) / rows),
  ]);
}

/** Expected squared correlation with the truth. */
function reliabilityOf(power: number, doubt: number): number {
  return power > 0 ? power / (power + doubt) : 0;
}

function varianceOf(values: ArrayLike<number>): number {
  const centre = mean(values);
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += (values[k] - centre) ** 2;
  return sum / values.length;
}
