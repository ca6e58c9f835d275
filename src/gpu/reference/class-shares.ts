import type { ClassScores, ClassTops } from './class-tops.ts';

/**
 * How far the class vectors of one picture's proposals point to a class: the cosine of the angle between them and it, or, where
 * scores have an activation yet to come, what it is at most. Every proposal's is needed where there are many targets, so
 * that they are worked out for all at once, and lengths once for all classes.
 */
export class ClassShares {
  #of: ClassScores | null = null;
  /** One over the length of each class vector, or over the least that it can be; 0 for a vector of zeros. */
  #perLength = new Float64Array(0);
  #knowsLengths = false;

  /** Begins a picture. */
  begin(scores: ClassScores): void {
    this.#of = scores;
    this.#knowsLengths = false;
  }

  /**
   * @param tops of the same picture
   * @param out the share of class c of proposal p is written at `at + p`
   */
  read(c: number, tops: ClassTops, out: Float32Array, at: number): void {
    if (!this.#of) throw new TypeError('There is no picture yet.');
    const { count } = this.#of;
    if (!this.#knowsLengths) this.#findLengths(this.#of, tops);
    const perLength = this.#perLength;
    tops.readClass(c, out, at);
    for (let p = 0; p < count; p++) out[at + p] *= perLength[p];
  }

  #findLengths(scores: ClassScores, tops: ClassTops): void {
    const { activation, count } = scores;
    if (this.#perLength.length < count) this.#perLength = new Float64Array(count);
    const perLength = this.#perLength;
    if (activation !== 'none') {
      // No vector is shorter than its largest entry, which is known without the others' exponentials.
      const top = tops.scores();
      for (let p = 0; p < count; p++) perLength[p] = top[p] > 0 ? 1 / top[p] : 0;
    } else {
      const squares = tops.squares() ?? sumSquares(scores, perLength);
      for (let p = 0; p < count; p++) perLength[p] = squares[p] > 0 ? 1 / Math.sqrt(squares[p]) : 0;
    }
    this.#knowsLengths = true;
  }
}

/** Sums of the squares of each proposal's scores; four sums at a time, since each addition would wait for the one before. */
function sumSquares({ reach, count, classes }: ClassScores, out: Float64Array): Float64Array {
  const { data, base, row, column } = reach;
  const whole = classes - (classes % 4);
  for (let p = 0; p < count; p++) {
    let at = base + p * row;
    let [first, second, third, fourth] = [0, 0, 0, 0];
    const end = at + whole * column;
    for (; at < end; at += 4 * column) {
      first += data[at] * data[at];
      second += data[at + column] * data[at + column];
      third += data[at + 2 * column] * data[at + 2 * column];
      fourth += data[at + 3 * column] * data[at + 3 * column];
    }
    for (let c = whole; c < classes; c++, at += column) first += data[at] * data[at];
    out[p] = first + second + third + fourth;
  }
  return out;
}
