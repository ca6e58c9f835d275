import { addFour } from '../add-four.ts';
import { inverseOf, solveLower, solveUpper } from '../cholesky.ts';
import { dot } from '../dot.ts';
import { once, remembered } from '../lazily.ts';
import { rowMemory } from '../row-memory.ts';
import { climb, type Factor, factorOf, type Search } from './evidence.ts';
import { type ErrorCovariances, errorCovariances } from './map-errors.ts';
import {
  fitAgain,
  hasMoved,
  leftOf,
  likeliestOf,
  type MaskFit,
  type MaskSolver,
  NOTHING,
  noiseOf,
  scaled,
} from './mask-fit.ts';

/** Masks whose products are added in one step. */
const FOUR = 4;
/** Masks that wait for each other, a multiple of them: the sums lie elsewhere and have to be fetched. */
const TOGETHER = 32;

/** What is worked out of the masks of a moment, each when it is first asked for. */
interface Known {
  readonly count: number;
  readonly products: Float64Array;
  /** One a prior, in its units. */
  readonly priors: readonly {
    readonly factorAt: (ratio: number) => Factor;
    /** The lower triangle. */
    readonly posteriorAt: (ratio: number) => Float64Array;
  }[];
}

/** How fits to some masks err. */
export interface FitErrors {
  /** What the map of a fit lacks, by its own account: the weights of it; null for a score that never moved. */
  lackOf(fit: MaskFit): Float64Array | null;
  /** How the weights of fits of that prior and ratio stray. */
  covariancesOf(prior: number, ratio: number): ErrorCovariances;
}

/** The regression of any number of masks, worked out over their patterns: of the masks only sums are kept. */
export class ManyMasks {
  readonly #size: number;
  readonly #targets: number;
  readonly #scales: readonly Float64Array[];
  /**
   * What entries of a covariance of patterns, in units of each prior, count for in the mean variance of the map: those below
   * the diagonal for two.
   */
  readonly #spreads: readonly Float64Array[];
  /** Sums of products of patterns, the lower triangle; of patterns and scores; of both; and of squared scores. */
  readonly #gram: Float64Array;
  readonly #products: Float64Array;
  readonly #sums: Float64Array;
  readonly #scores: Float64Array;
  readonly #squares: Float64Array;
  /** The last masks' patterns and scores: added to the products when there are {@link TOGETHER}. */
  readonly #rows: Float64Array;
  readonly #rowScores: Float64Array;
  #known: Known | null = null;
  #count = 0;

  /**
   * @param size number of patterns
   * @param meanProducts the mean over all pixels of the products of the covariances of pixel and patterns, size x size
   * @param scales of each prior: the spread of each pattern's weight
   */
  constructor(size: number, targets: number, meanProducts: Float64Array, scales: readonly Float64Array[]) {
    this.#size = size;
    this.#targets = targets;
    this.#scales = scales;
    this.#spreads = scales.map((scale) =>
      inUnitsOf(scale, meanProducts).map((value, at) => (at % size < Math.floor(at / size) ? 2 * value : value)),
    );
    this.#gram = new Float64Array(size * size);
    this.#products = new Float64Array(targets * size);
    this.#sums = new Float64Array(size);
    this.#scores = new Float64Array(targets);
    this.#squares = new Float64Array(targets);
    this.#rows = new Float64Array(TOGETHER * size);
    this.#rowScores = new Float64Array(TOGETHER * targets);
  }

  get count(): number {
    return this.#count;
  }

  /** Adds a mask with one score per target, `scores[at + target]`. */
  add(row: Float64Array, scores: ArrayLike<number>, at: number): void {
    const waiting = this.#count++ % TOGETHER;
    this.#rows.set(row, waiting * this.#size);
    for (let i = 0; i < row.length; i++) this.#sums[i] += row[i];
    for (let target = 0; target < this.#targets; target++) {
      const score = scores[at + target];
      this.#rowScores[waiting * this.#targets + target] = score;
      this.#scores[target] += score;
      this.#squares[target] += score * score;
    }
    if (waiting < TOGETHER - 1) return;
    this.#addRows(this.#gram, this.#products, TOGETHER);
    this.#rows.fill(0);
    this.#rowScores.fill(0);
  }

  /** Adds the first masks that wait, `count` of them. */
  #addRows(gram: Float64Array, products: Float64Array, count: number): void {
    const size = this.#size;
    const targets = this.#targets;
    // Where rows or targets are odd in number there is one more, which nobody reads.
    const [evenSize, evenTargets] = [size, targets].map((number) => number + (number & 1));
    const { rows: held, addFourToTwo } = rowMemory(
      evenSize * evenSize,
      evenTargets * evenSize,
      this.#rows.length + 1,
      this.#rowScores.length + 1,
    );
    const [sums, sumsOfTargets, rows, scores] = held;
    sums.set(gram);
    for (let t = 0; t < targets; t++) sumsOfTargets.set(products.subarray(t * size, (t + 1) * size), t * evenSize);
    rows.set(this.#rows);
    scores.set(this.#rowScores);
    for (let k = 0; k < count; k += FOUR) {
      const first = k * size;
      // The first of two rows is written one place beyond the triangle, where nobody reads.
      for (let i = 0; i < size; i += 2)
        addFourToTwo(sums, i * size, (i + 1) * size, i + 2, rows, first, size, rows, first + i, first + i + 1, size);
      for (let t = 0; t < targets; t += 2) {
        const [at, score] = [t * evenSize, k * targets + t];
        const other = at + evenSize;
        addFourToTwo(sumsOfTargets, at, other, evenSize, rows, first, size, scores, score, score + 1, targets);
      }
    }
    gram.set(sums.subarray(0, gram.length));
    for (let t = 0; t < targets; t++) products.set(sumsOfTargets.subarray(t * evenSize, t * evenSize + size), t * size);
  }

  /** The regression under the prior of that number. */
  of(prior: number): MaskSolver {
    return {
      fit: (target, start, search) => {
        const size = this.#size;
        const sum = this.#scores[target];
        const product = this.#current().products.slice(target * size, (target + 1) * size);
        return this.#fit(prior, this.#centred(product, sum), sum, this.#squares[target], start, search);
      },
      meanSpread: (ratio) => {
        const spread = this.#spreads[prior];
        return dot(this.#current().priors[prior].posteriorAt(ratio), 0, spread, spread.length);
      },
    };
  }

  /**
   * The likeliest fit of a target that was not asked for when the masks were added.
   * @param scores one a mask
   * @param project writes the patterns of mask number k
   */
  fitOf(scores: Float32Array, start: number, project: (k: number, out: Float64Array, at: number) => void): MaskFit {
    const size = this.#size;
    const rows = new Float64Array(FOUR * size);
    const product = new Float64Array(size);
    let sum = 0;
    let squares = 0;
    // In the same order as when it had been asked for at first, so that the map is the same to the last bit.
    for (let n = 0; n < this.#count; n += FOUR) {
      const weights = [0, 0, 0, 0];
      for (let k = 0; k < FOUR && n + k < this.#count; k++) {
        const score = scores[n + k];
        weights[k] = score;
        sum += score;
        squares += score * score;
        if (score !== 0) project(n + k, rows, k * size);
      }
      if (weights.some((weight) => weight !== 0))
        addFour(product, 0, size, rows, 0, size, weights[0], weights[1], weights[2], weights[3]);
    }
    this.#centred(product, sum);
    return likeliestOf(this.#scales.map((_, prior) => this.#fit(prior, product, sum, squares, start, 'far')));
  }

  /** Takes the part that the mean score has in sums of patterns times scores. */
  #centred(product: Float64Array, sum: number): Float64Array {
    for (let i = 0; i < product.length; i++) product[i] -= (this.#sums[i] * sum) / this.#count;
    return product;
  }

  /** @param product centred sums of patterns times scores */
  #fit(prior: number, product: Float64Array, sum: number, squareSum: number, start: number, search: Search): MaskFit {
    const count = this.#count;
    const squares = squareSum - sum ** 2 / count;
    if (!hasMoved(squares, count, sum / count)) return NOTHING;
    const { factorAt } = this.#current().priors[prior];
    const scale = this.#scales[prior];
    const right = scaled(product, scale);
    const solveAt = solver(factorAt);
    const look = (at: number) => {
      const { lower, logDeterminant } = factorAt(at);
      const whitened = solveLower(lower, right);
      const left = squares - whitened.reduce((total, value) => total + value * value, 0);
      const noise = noiseOf(left, squares, count);
      return { evidence: (count - 1) * Math.log(noise) + logDeterminant, ratio: at, noise, whitened };
    };
    const { ratio, evidence, noise, whitened } = climb(start, search, look);
    return {
      prior,
      ratio,
      evidence,
      noise,
      weights: once(() => scaled(fitAgain(ratio, right, solveAt(ratio + 1)), scale)),
      likeliest: once(() => scaled(solveUpper(factorAt(ratio).lower, whitened), scale)),
    };
  }

  /** How fits to the masks so far err. */
  errors(): FitErrors {
    const { priors } = this.#current();
    return {
      lackOf: ({ prior, ratio, weights }) => {
        const known = weights();
        if (!known) return null;
        const scale = this.#scales[prior];
        const solve = solver(priors[prior].factorAt)(ratio + 1);
        const own = known.map((weight, k) => weight / scale[k]);
        const lack = leftOf(ratio, own, solve);
        // What is lacking is itself seen through weights that lack something.
        const more = own.map((weight, k) => weight + lack[k]);
        return scaled(leftOf(ratio, more, solve), scale);
      },
      covariancesOf: (prior, ratio) => {
        const { chance, whole } = errorCovariances(priors[prior].posteriorAt(ratio + 1), this.#size, ratio);
        const scale = this.#scales[prior];
        return { chance: inUnitsOf(scale, chance), whole: inUnitsOf(scale, whole) };
      },
    };
  }

  /** All masks so far, those that wait among them. */
  #current(): Known {
    const count = this.#count;
    if (this.#known?.count === count) return this.#known;
    const size = this.#size;
    const gram = this.#gram.slice();
    const products = this.#products.slice();
    this.#addRows(gram, products, count % TOGETHER);
    for (let i = 0; i < size; i++) {
      const share = this.#sums[i] / Math.max(1, count);
      for (let j = 0; j <= i; j++) gram[i * size + j] -= share * this.#sums[j];
    }
    const priors = this.#scales.map((scale) => {
      const own = inUnitsOf(scale, gram);
      const factorAt = remembered((ratio) => factorOf(own, size, ratio));
      return { factorAt, posteriorAt: remembered((ratio) => inverseOf(factorAt(ratio).lower, size)) };
    });
    this.#known = { count, products, priors };
    return this.#known;
  }
}

function solver(factorAt: (ratio: number) => Factor): (ratio: number) => (right: Float64Array) => Float64Array {
  return (ratio) => {
    const { lower } = factorAt(ratio);
    return (right) => solveUpper(lower, solveLower(lower, right));
  };
}

/** A matrix of patterns, each row and column times its scale. */
function inUnitsOf(scale: Float64Array, matrix: Float64Array): Float64Array {
  const size = scale.length;
  const out = new Float64Array(matrix.length);
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++) out[i * size + j] = matrix[i * size + j] * scale[i] * scale[j];
  return out;
}
