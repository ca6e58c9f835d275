import type { ClassScores, ClassTops } from './class-tops.ts';

/**
 * How far the class vectors of one picture's proposals point to a class: the cosine of the angle between them and it, or, where
 * scores have an activation yet to come, what it is at most. Much cheaper than the cosine with a vector of many classes, of
 * which it is a bound.
 */
export class ClassShares {
  readonly #tops: ClassTops;
  #scores: ClassScores | null = null;
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
    this.#squares = null;
  }

  /** Gets ready to be asked for many proposals of this picture. */
  prepare(): void {
    const { count } = this.#known;
    if (this.#perLength.length < count) this.#perLength = new Float64Array(count);
    this.#perLength.fill(-1, 0, count);
    this.#squares = this.#tops.squares();
  }

  /** The share of class c of proposal p. */
  of(p: number, c: number): number {
    if (this.#perLength[p] < 0) this.#perLength[p] = this.#find(p);
    return this.#tops.classScore(p, c) * this.#perLength[p];
  }

  get #known(): ClassScores {
    if (!this.#scores) throw new TypeError('There is no picture yet.');
    return this.#scores;
  }

  #find(p: number): number {
    const scores = this.#known;
    // No vector is shorter than its largest entry, which is known without the others' exponentials.
    const length =
      scores.activation === 'none' ? Math.sqrt(this.#squares?.[p] ?? sumSquares(scores, p)) : this.#tops.score(p);
    return length > 0 ? 1 / length : 0;
  }
}

/** The sum of the squares of a proposal's scores; four sums at a time, since each addition would wait for the one before. */
function sumSquares({ reach, classes }: ClassScores, p: number): number {
  const { data, base, row, column } = reach;
  let at = base + p * row;
  let [first, second, third, fourth] = [0, 0, 0, 0];
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
