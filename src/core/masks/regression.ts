import { cholesky, solveLower, solveUpper } from '../cholesky.ts';
import { addFour } from './add-four.ts';
import { climb, type Factor, factorOf, RATIOS } from './evidence.ts';
import { MaskBasis } from './mask-basis.ts';
import { MaskPlaces } from './mask-places.ts';
import type { MaskSpec } from './spec.ts';

/** Masks that are added together. */
const TOGETHER = 4;

/** What a regression of scores on masks says of one target; maps are made when they are asked for, of the masks of then. */
export interface Regression {
  /** The covariance of score and mask at each pixel, length height x width: what `mean-subtracted` comes to with ever more masks. */
  map(): Float32Array;
  /** Standard error of each pixel, as long as the map. */
  error(): Float32Array;
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
 *
 * Masks are added four by four at some 40 000 multiplications each and 256 a target, so that maps, errors and reliability of a
 * growing run can be asked for again and again.
 */
export class MaskRegression {
  readonly targets: number;
  readonly #basis: MaskBasis;
  readonly #places: MaskPlaces;
  /** Sums of products of patterns, the lower triangle; of patterns and scores; of both; and of squared scores. */
  readonly #gram: Float64Array;
  readonly #products: Float64Array;
  readonly #sums: Float64Array;
  readonly #scores: Float64Array;
  readonly #squares: Float64Array;
  /** The last masks' patterns and scores: added to the products when there are {@link TOGETHER}. */
  readonly #rows: Float64Array;
  readonly #rowScores: Float64Array;
  /** Of the map over all pixels: its mean and its mean square are products of the weights with these. */
  readonly #mean: Float64Array;
  readonly #square: Float64Array;
  /** The ratio of each target that was best at the last look: the first to try at the next. */
  readonly #lastRatios: Int32Array;
  /** The same of maps that were shown meanwhile: when that was hangs on the clock, and no result may hang on it. */
  readonly #shownRatios: Int32Array;
  /** How many masks there were when those were looked for. */
  #climbedAt = 0;
  #known: { readonly count: number; readonly factors: Map<number, Factor> } = { count: 0, factors: new Map() };
  #count = 0;

  constructor(spec: MaskSpec, targets: number) {
    this.targets = targets;
    this.#basis = new MaskBasis(spec);
    this.#places = new MaskPlaces(spec);
    const { size } = this.#basis;
    this.#gram = new Float64Array(size * size);
    this.#products = new Float64Array(targets * size);
    this.#sums = new Float64Array(size);
    this.#scores = new Float64Array(targets);
    this.#squares = new Float64Array(targets);
    this.#rows = new Float64Array(TOGETHER * size);
    this.#rowScores = new Float64Array(TOGETHER * targets);
    this.#mean = this.#basis.meanCovariance();
    // A little on the diagonal: patterns of no variance leave rounding errors.
    const products = this.#basis.meanProducts();
    const most = products.reduce((a, b) => Math.max(a, b), 0);
    for (let i = 0; i < size; i++) products[i * size + i] += 1e-12 * most;
    this.#square = cholesky(products, size);
    this.#lastRatios = new Int32Array(targets).fill(RATIOS.length >> 1);
    this.#shownRatios = this.#lastRatios.slice();
  }

  /** Masks added so far. */
  get count(): number {
    return this.#count;
  }

  /** Adds mask number `index` with one score per target, `scores[at + target]`. */
  add(index: number, scores: ArrayLike<number>, at = 0): void {
    const { size } = this.#basis;
    const waiting = this.#count++ % TOGETHER;
    const start = waiting * size;
    this.#basis.project(index, this.#rows, start);
    for (let i = 0; i < size; i++) this.#sums[i] += this.#rows[start + i];
    for (let target = 0; target < this.targets; target++) {
      const score = scores[at + target];
      this.#rowScores[waiting * this.targets + target] = score;
      this.#scores[target] += score;
      this.#squares[target] += score * score;
    }
    if (waiting < TOGETHER - 1) return;
    this.#addRows(this.#gram, this.#products);
    this.#rows.fill(0);
    this.#rowScores.fill(0);
  }

  /** Adds the masks that wait. */
  #addRows(gram: Float64Array, products: Float64Array): void {
    const { size } = this.#basis;
    const { targets } = this;
    const rows = this.#rows;
    for (let i = 0; i < size; i++)
      addFour(gram, i * size, i + 1, rows, 0, size, rows[i], rows[size + i], rows[2 * size + i], rows[3 * size + i]);
    const scores = this.#rowScores;
    for (let t = 0; t < targets; t++) {
      const [w0, w1, w2, w3] = [scores[t], scores[targets + t], scores[2 * targets + t], scores[3 * targets + t]];
      if (w0 !== 0 || w1 !== 0 || w2 !== 0 || w3 !== 0)
        addFour(products, t * size, size, rows, 0, size, w0, w1, w2, w3);
    }
  }

  /** What the masks so far say of each target. */
  fit(): Regression[] {
    const { spec } = this.#basis;
    const { factorAt, fits } = this.#fits();
    const errors = new Map<number, Float64Array>();
    const spreadAt = (ratio: number) => {
      const spread = errors.get(ratio) ?? this.#spread(factorAt(ratio).lower);
      errors.set(ratio, spread);
      return spread;
    };
    const reliabilities = this.#reliabilities(factorAt, fits);
    return fits.map(({ ratio, noise, weights }, target) => {
      const nothing = () => new Float32Array(spec.width * spec.height);
      if (!weights) return { map: nothing, error: nothing, reliability: 0 };
      return {
        map: () => this.#basis.covariance(weights),
        error: () => this.#places.enlarge(spreadAt(ratio)).map((value) => Math.sqrt(noise * value)),
        reliability: reliabilities[target],
      };
    });
  }

  /** How reliable the maps are. */
  reliabilities(): number[] {
    const { factorAt, fits } = this.#fits();
    fits.forEach(({ ratio }, target) => {
      this.#lastRatios[target] = ratio;
    });
    return this.#reliabilities(factorAt, fits);
  }

  /**
   * The map of a target that was not asked for when the masks were added, numbers 0 to {@link count} - 1.
   * @param scores one a mask
   */
  mapOf(scores: Float32Array): Float32Array {
    const { spec, size } = this.#basis;
    const rows = new Float64Array(TOGETHER * size);
    const product = new Float64Array(size);
    let [sum, squares] = [0, 0];
    // In the same order as when it had been asked for at first, so that the map is the same to the last bit.
    for (let n = 0; n < this.#count; n += TOGETHER) {
      const weights = [0, 0, 0, 0];
      for (let k = 0; k < TOGETHER && n + k < this.#count; k++) {
        const score = scores[n + k];
        weights[k] = score;
        sum += score;
        squares += score * score;
        if (score !== 0) this.#basis.project(n + k, rows, k * size);
      }
      if (weights.some((weight) => weight !== 0))
        addFour(product, 0, size, rows, 0, size, weights[0], weights[1], weights[2], weights[3]);
    }
    const gram = this.#gram.slice();
    this.#addRows(gram, this.#products.slice());
    const { weights } = this.#fitOf(product, sum, squares, this.#factors(gram), RATIOS.length >> 1);
    return weights ? this.#basis.covariance(weights) : new Float32Array(spec.width * spec.height);
  }

  /** The maps alone, each made when it is asked for, of the masks so far. */
  maps(): (() => Float32Array)[] {
    const { spec } = this.#basis;
    // Ratios move slowly, so they are not looked for again before there are half as many masks more.
    const stay = this.#count < 1.5 * this.#climbedAt;
    if (!stay) this.#climbedAt = this.#count;
    const { fits } = this.#fits(this.#shownRatios, stay);
    return fits.map(({ ratio, weights }, target) => {
      this.#shownRatios[target] = ratio;
      return () => (weights ? this.#basis.covariance(weights) : new Float32Array(spec.width * spec.height));
    });
  }

  #reliabilities(factorAt: FactorAt, fits: readonly Fit[]): number[] {
    const doubts = new Map<number, number>();
    return fits.map(({ ratio, noise, weights }) => {
      if (!weights) return 0;
      const doubt = doubts.get(ratio) ?? this.#meanSpread(factorAt(ratio).lower);
      doubts.set(ratio, doubt);
      return reliabilityOf(this.#variance(weights), noise * doubt);
    });
  }

  /** Variance over all pixels of the map with these weights. */
  #variance(weights: Float64Array): number {
    const { size } = this.#basis;
    let [mean, square] = [0, 0];
    for (let j = 0; j < size; j++) {
      mean += this.#mean[j] * weights[j];
      let sum = 0;
      for (let i = j; i < size; i++) sum += this.#square[i * size + j] * weights[i];
      square += sum * sum;
    }
    return Math.max(0, square - mean * mean);
  }

  /** Posterior variance of the map, the mean over all pixels, in units of the noise. */
  #meanSpread(lower: Float64Array): number {
    const { size } = this.#basis;
    const column = new Float64Array(size);
    let sum = 0;
    for (let j = 0; j < size; j++) {
      for (let i = j; i < size; i++) column[i] = this.#square[i * size + j];
      // What is above the diagonal is 0, and stays so.
      for (let i = j; i < size; i++) {
        let value = column[i];
        for (let k = j; k < i; k++) value -= lower[i * size + k] * column[k];
        column[i] = value / lower[i * size + i];
        sum += column[i] * column[i];
      }
    }
    return sum;
  }

  /** Posterior variance of the map at each place, in units of the noise. */
  #spread(lower: Float64Array): Float64Array {
    const { x: columns, y: rows } = this.#places;
    return Float64Array.from({ length: this.#places.size }, (_, k) => {
      const [x, y] = [columns[k % columns.length], rows[Math.floor(k / columns.length)]];
      return solveLower(lower, this.#basis.covarianceAt(x, y)).reduce((sum, value) => sum + value * value, 0);
    });
  }

  /** Each target's weights at the ratio of the greatest evidence, and the factors at the ratios. */
  #fits(starts: Int32Array = this.#lastRatios, stay = false): { factorAt: FactorAt; fits: Fit[] } {
    const { size } = this.#basis;
    const gram = this.#gram.slice();
    const products = this.#products.slice();
    this.#addRows(gram, products);
    const factorAt = this.#factors(gram);
    const fits = Array.from(this.#scores, (sum, target) => {
      const product = products.subarray(target * size, (target + 1) * size);
      return this.#fitOf(product, sum, this.#squares[target], factorAt, starts[target], stay);
    });
    return { factorAt, fits };
  }

  /** The factors of the masks so far, each made when it is first asked for and kept until there are more masks. */
  #factors(gram: Float64Array): FactorAt {
    const { size } = this.#basis;
    if (this.#known.count !== this.#count) this.#known = { count: this.#count, factors: new Map() };
    const { factors } = this.#known;
    for (let i = 0; i < size; i++) {
      const share = this.#sums[i] / Math.max(1, this.#count);
      for (let j = 0; j <= i; j++) gram[i * size + j] -= share * this.#sums[j];
    }
    return (ratio) => {
      const factor = factors.get(ratio) ?? factorOf(gram, size, ratio);
      factors.set(ratio, factor);
      return factor;
    };
  }

  /**
   * @param product sums of patterns times scores, not centred yet; overwritten
   * @param stay takes the ratio `start` as it is
   */
  #fitOf(product: Float64Array, sum: number, squareSum: number, factorAt: FactorAt, start: number, stay = false): Fit {
    const count = this.#count;
    const squares = squareSum - sum ** 2 / count;
    // A score that never moves leaves rounding errors.
    if (count < 3 || !(squares >= 1e-10 * count)) return { ratio: 0, noise: 0, weights: null };
    for (let i = 0; i < product.length; i++) product[i] -= (this.#sums[i] * sum) / count;
    const look = (at: number) => {
      const { lower, logDeterminant } = factorAt(at);
      const whitened = solveLower(lower, product);
      const left = squares - whitened.reduce((total, value) => total + value * value, 0);
      const noise = Math.max(left, 1e-12 * squares) / (count - 1);
      return { evidence: (count - 1) * Math.log(noise) + logDeterminant, ratio: at, noise, whitened };
    };
    const { ratio, noise, whitened } = stay ? look(start) : climb(start, look);
    return { ratio, noise, weights: solveUpper(factorAt(ratio).lower, whitened) };
  }
}

type FactorAt = (ratio: number) => Factor;

/**
 * {@link MaskRegression} of scores that are all there.
 * @param scores masks x targets, row-major
 * @param masks the number of each mask; without it mask k is number k
 */
export function regress(
  spec: MaskSpec,
  scores: Float32Array,
  targets: number,
  masks?: ArrayLike<number>,
): Regression[] {
  const regression = new MaskRegression(spec, targets);
  const count = scores.length / targets;
  for (let n = 0; n < count; n++) regression.add(masks?.[n] ?? n, scores, n * targets);
  return regression.fit();
}

interface Fit {
  /** Which of {@link RATIOS}. */
  readonly ratio: number;
  readonly noise: number;
  /** Null for a score that never moved. */
  readonly weights: Float64Array | null;
}

/** Expected squared correlation with the truth. */
function reliabilityOf(power: number, doubt: number): number {
  return power > 0 ? power / (power + doubt) : 0;
}
