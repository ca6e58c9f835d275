import { addFour } from '../add-four.ts';
import { solveLower, solveUpper } from '../cholesky.ts';
import { dot } from '../dot.ts';
import { once, remembered } from '../lazily.ts';
import { climb, type Factor, factorOf, RATIOS, type Search } from './evidence.ts';
import { fitAgain, hasMoved, type MaskFit, type MaskSolver, NOTHING, noiseOf, scaled } from './mask-fit.ts';

/**
 * The regression under one prior while masks are fewer than patterns, worked out over masks (its dual form): a tenth of the
 * time for the first maps of a run. Keeps the masks, so that they can be handed on when there are more.
 */
export class FewMasks implements MaskSolver {
  /** How many masks there is room for: no fewer than patterns, a multiple of four. */
  readonly capacity: number;
  readonly #size: number;
  readonly #targets: number;
  readonly #prior: number;
  readonly #scale: Float64Array;
  readonly #square: Float64Array;
  /** Row by row: the masks' patterns, and their products with `square`; each mask's scores. */
  readonly #rows: Float64Array;
  readonly #seen: Float64Array;
  readonly #scores: Float64Array;
  /** Products of masks with each other, the lower triangle, capacity x capacity. */
  readonly #products: Float64Array;
  #count = 0;
  /** Masks whose products with each other, and with `square`, are there. */
  #multiplied = 0;
  #looked = 0;
  #known: { readonly count: number; readonly factorAt: (ratio: number) => Factor } | null = null;

  /**
   * @param size number of patterns
   * @param square lower triangle whose product with itself transposed is the mean over all pixels of the products of the
   * covariances of pixel and patterns, size x size
   * @param scale of the prior of that number: the spread of each pattern's weight
   */
  constructor(size: number, targets: number, square: Float64Array, prior: number, scale: Float64Array) {
    this.#prior = prior;
    this.#scale = scale;
    this.capacity = 4 * Math.ceil(size / 4);
    this.#size = size;
    this.#targets = targets;
    this.#square = square.map((value, at) => value * scale[Math.floor(at / size)]);
    this.#rows = new Float64Array(this.capacity * size);
    this.#seen = new Float64Array(this.capacity * size);
    this.#scores = new Float64Array(this.capacity * targets);
    this.#products = new Float64Array(this.capacity ** 2);
  }

  get count(): number {
    return this.#count;
  }

  /** The patterns of mask `k`, in units of the prior. */
  row(k: number): Float64Array {
    return this.#rows.subarray(k * this.#size, (k + 1) * this.#size);
  }

  /** The scores of mask `k`, one a target. */
  scores(k: number): Float64Array {
    return this.#scores.subarray(k * this.#targets, (k + 1) * this.#targets);
  }

  /** Adds a mask with one score per target, `scores[at + target]`. */
  add(row: Float64Array, scores: ArrayLike<number>, at: number): void {
    const k = this.#count++;
    this.row(k).set(scaled(row, this.#scale));
    const own = this.scores(k);
    for (let target = 0; target < own.length; target++) own[target] = scores[at + target];
  }

  fit(target: number, start: number, search: Search): MaskFit {
    const count = this.#count;
    const scores = Float64Array.from({ length: count }, (_, k) => this.#scores[k * this.#targets + target]);
    const mean = scores.reduce((sum, score) => sum + score, 0) / count;
    for (let k = 0; k < count; k++) scores[k] -= mean;
    const squares = scores.reduce((sum, score) => sum + score * score, 0);
    if (!hasMoved(squares, count, mean)) return NOTHING;
    const factorAt = this.#factors();
    const look = (at: number) => {
      const { lower, logDeterminant } = factorAt(at);
      const whitened = solveLower(lower, scores);
      const left = RATIOS[at] * whitened.reduce((sum, value) => sum + value * value, 0);
      const noise = noiseOf(left, squares, count);
      return { evidence: (count - 1) * Math.log(noise) + logDeterminant, ratio: at, noise, whitened };
    };
    const { ratio, evidence, noise, whitened } = climb(start, search, look);
    const again = () => {
      const { lower } = factorAt(ratio + 1);
      return fitAgain(ratio, scores, (right) => solveUpper(lower, solveLower(lower, right)));
    };
    return {
      prior: this.#prior,
      ratio,
      evidence,
      noise,
      weights: once(() => this.#spreadOver(again())),
      likeliest: once(() => this.#spreadOver(solveUpper(factorAt(ratio).lower, whitened))),
    };
  }

  /** Weights of patterns from those of masks, whose own mean is no part of them. */
  #spreadOver(ofMasks: Float64Array): Float64Array {
    const out = new Float64Array(this.#size);
    const mean = ofMasks.reduce((sum, value) => sum + value, 0) / ofMasks.length;
    for (let k = 0; k < ofMasks.length; k++) {
      const row = this.row(k);
      for (let i = 0; i < row.length; i++) out[i] += (ofMasks[k] - mean) * row[i];
    }
    return scaled(out, this.#scale);
  }

  meanSpread(ratio: number): number {
    const size = this.#size;
    const count = this.#count;
    const { lower } = this.#factors()(ratio);
    this.#look();
    // What the masks leave of the prior's spread: all of it, less what they see. Rows of 0 at the end, so that four can be taken.
    const seen = new Float64Array(4 * Math.ceil(count / 4) * size);
    seen.set(this.#seen.subarray(0, count * size));
    const mean = new Float64Array(size);
    for (let k = 0; k < count; k++) for (let i = 0; i < size; i++) mean[i] += seen[k * size + i] / count;
    let sum = this.#square.reduce((total, value) => total + value * value, 0);
    for (let k = 0; k < count; k++) {
      const start = k * size;
      for (let i = 0; i < size; i++) seen[start + i] -= mean[i];
      const share = (j: number) => (j < k ? -lower[k * count + j] : 0);
      for (let j = 0; j < k; j += 4)
        addFour(seen, start, size, seen, j * size, size, share(j), share(j + 1), share(j + 2), share(j + 3));
      const scale = 1 / lower[k * count + k];
      for (let i = 0; i < size; i++) {
        seen[start + i] *= scale;
        sum -= seen[start + i] ** 2;
      }
    }
    return Math.max(0, sum) / RATIOS[ratio];
  }

  /** The factors of the centred products of the masks so far, each made when it is first asked for. */
  #factors(): (ratio: number) => Factor {
    const count = this.#count;
    if (this.#known?.count !== count) {
      const gram = this.#centred();
      this.#known = { count, factorAt: remembered((ratio) => factorOf(gram, count, ratio)) };
    }
    return this.#known.factorAt;
  }

  /** Products of the masks' differences from their mean, count x count, the lower triangle. */
  #centred(): Float64Array {
    this.#multiply();
    const count = this.#count;
    const means = new Float64Array(count);
    for (let i = 0; i < count; i++) {
      for (let j = 0; j <= i; j++) {
        const product = this.#products[i * this.capacity + j] / count;
        means[i] += product;
        if (j < i) means[j] += product;
      }
    }
    const whole = means.reduce((sum, value) => sum + value, 0) / count;
    const out = new Float64Array(count * count);
    for (let i = 0; i < count; i++)
      for (let j = 0; j <= i; j++)
        out[i * count + j] = this.#products[i * this.capacity + j] - means[i] - means[j] + whole;
    return out;
  }

  /** Products with each other of the masks that came since the last look. */
  #multiply(): void {
    const size = this.#size;
    for (; this.#multiplied < this.#count; this.#multiplied++) {
      const k = this.#multiplied;
      const row = this.row(k);
      for (let j = 0; j <= k; j++) {
        this.#products[k * this.capacity + j] = dot(this.#rows, j * size, row, size);
      }
    }
  }

  /** Products with `square` of the masks that came since the last look. */
  #look(): void {
    const size = this.#size;
    for (; this.#looked < this.#count; this.#looked++) {
      const row = this.row(this.#looked);
      const seen = this.#seen.subarray(this.#looked * size, (this.#looked + 1) * size);
      for (let i = 0; i < size; i++) for (let j = 0; j <= i; j++) seen[j] += row[i] * this.#square[i * size + j];
    }
  }
}
