import type { ClassScores, ClassTops } from './class-tops.ts';

/** Sums of squares below it may have lost what float32 can't hold. */
export const LEAST_SQUARES = 1e-30;

/**
 * How far the class vectors of one picture's proposals point to a class: the cosine of the angle between them and it, or, where
 * scores have an activation yet to come, what it is at most. Much cheaper than the cosine with a vector of many classes, of
 * which it is a bound.
 */
export class ClassShares {
  readonly #tops: ClassTops;
  #scores: ClassScores | null = null;
  #isPrepared = false;
  #squares: Float32Array | null = null;
  /** One over the length of each class vector, or over the least that it can be; 0 for a vector of zeros, -1 while unknown. */
  #perLength = new Float64Array(0);

  /** @param tops of the same pictures */
  constructor(tops: ClassTops) {
    this.#tops = tops;
  }

  /** Begins a picture, of which {@link ClassTops} has begun already. */
  begin(scores: ClassScores): void {
    this.#scores = scores;
    this.#isPrepared = false;
  }

  /** The share of class c of proposal p. */
  of(p: number, c: number): number {
    if (!this.#isPrepared) this.#prepare();
    if (this.#perLength[p] < 0) this.#perLength[p] = this.#find(p);
    return this.#tops.classScore(p, c) * this.#perLength[p];
  }

  /**
   * What the shares of class c are made of, where it lies ready for all proposals: the score of proposal p at `data[at + p]` and
   * the sum of the squares of all its scores. Null where each has to be found by itself.
   */
  ready(c: number): { readonly data: Float32Array; readonly at: number; readonly squares: Float32Array } | null {
    if (!this.#isPrepared) this.#prepare();
    const { base, column, data } = this.#known.reach;
    return this.#squares && { data, at: base + c * column, squares: this.#squares };
  }

  get #known(): ClassScores {
    if (!this.#scores) throw new TypeError('There is no picture yet.');
    return this.#scores;
  }

  #prepare(): void {
    const { count } = this.#known;
    if (this.#perLength.length < count) this.#perLength = new Float64Array(count);
    this.#perLength.fill(-1, 0, count);
    this.#squares = this.#tops.squares();
    this.#isPrepared = true;
  }

  #find(p: number): number {
    const length = this.#lengthOf(p);
    return length > 0 ? 1 / length : 0;
  }

  /** The length of a class vector, or its largest entry, than which none is shorter, where that is all that can be had. */
  #lengthOf(p: number): number {
    const scores = this.#known;
    // Those that are still to be made of logits would take an exponential each.
    if (scores.activation !== 'none') return this.#tops.score(p);
    const squares = this.#squares?.[p] ?? sumSquares(scores, p);
    return squares > LEAST_SQUARES ? Math.sqrt(squares) : this.#tops.score(p);
  }
}

/** The sum of the squares of a proposal's scores; four sums at a time, since each addition would wait for the one before. */
function sumSquares({ reach, classes }: ClassScores, p: number): number {
  const { data, base, row, column } = reach;
  let at = base + p * row;
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  const whole = classes - (classes % 4);
  for (const end = at + whole * column; at < end; at += 4 * column) {
    first += data[at] * data[at];
    second += data[at + column] * data[at + column];
    third += data[at + 2 * column] * data[at + 2 * column];
    fourth += data[at + 3 * column] * data[at + 3 * column];
  }
  for (let c = whole; c < classes; c++, at += column) first += data[at] * data[at];
  return first + second + third + fourth;
}
