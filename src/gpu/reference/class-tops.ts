import { XaiError } from '../../core/errors.ts';
import type { Activation } from '../../core/proposals.ts';
import { ColumnTops } from './column-tops.ts';
import { sigmoid } from './decode-proposals.ts';
import type { Reach } from './reach.ts';

const NONE = new Float32Array(0);
/** Rows of so few classes are looked through all at once, since the memory is walked in order then too. */
const SHORT_ROW = 4;

/** What the class scores of one picture's proposals are. */
export interface ClassScores {
  /** Class c of proposal p is element (p, c). */
  readonly reach: Reach;
  readonly count: number;
  readonly classes: number;
  readonly activation: Activation;
  /** Class that softmax counts and nobody means, or undefined. */
  readonly background: number | undefined;
}

/** The best class of every proposal of a picture, found when it is asked for, or for all at once where that is faster. */
export class ClassTops {
  #of: ClassScores = {
    reach: { data: NONE, base: 0, row: 0, column: 0 },
    count: 0,
    classes: 0,
    activation: 'none',
    background: undefined,
  };
  /** Best class per proposal, -1 while unknown. */
  #number = new Int32Array(0);
  #score = NONE;
  /** Softmax only: the sum of exp(x - top), 0 while unknown, and the top before it. */
  #softmaxSum = new Float64Array(0);
  #rawTop = NONE;
  /** One proposal's exp(x - top). */
  #powers = new Float64Array(0);
  /** Of scores that have no activation to come squares are summed, since {@link squares} may be asked for. */
  readonly #columns = new ColumnTops(2);
  readonly #logitColumns = new ColumnTops(1);
  /** Sums over each proposal's classes, as one of these two leaves them. */
  #sums = NONE;
  #knowsSums = false;
  /** Whether every proposal's has been found. */
  #knowsAll = false;

  /** Begins a picture. */
  begin(scores: ClassScores): void {
    this.#of = scores;
    const { count } = scores;
    if (this.#number.length < count) {
      this.#number = new Int32Array(count);
      this.#score = new Float32Array(count);
      this.#sums = new Float32Array(count);
      this.#softmaxSum = new Float64Array(count);
      this.#rawTop = new Float32Array(count);
    }
    this.#number.fill(-1, 0, count);
    this.#knowsAll = false;
    this.#knowsSums = false;
  }

  /** The best class of proposal p, the lowest among equals. */
  number(p: number): number {
    if (this.#number[p] < 0) this.#find(p);
    return this.#number[p];
  }

  /** The score of the best class, after activation. */
  score(p: number): number {
    if (this.#number[p] < 0) this.#find(p);
    if (this.#of.activation === 'softmax') this.#score[p] = 1 / this.#sumOf(p);
    return this.#score[p];
  }

  /** {@link score} of every proposal. */
  scores(): Float32Array {
    if (this.#knowsAll) return this.#score;
    const { activation, classes, count } = this.#of;
    const isColumns = this.#isColumns();
    if (activation !== 'softmax' && count > 0 && (isColumns || classes <= SHORT_ROW)) this.#findAll(isColumns);
    for (let p = 0; p < count; p++) this.score(p);
    this.#knowsAll = true;
    return this.#score;
  }

  /** Each proposal's sum of squared class scores, where they have no activation to come and lie class by class; else null. */
  squares(): Float32Array | null {
    if (this.#of.activation !== 'none' || !this.#isColumns()) return null;
    this.scores();
    return this.#knowsSums ? this.#sums : null;
  }

  #isColumns(): boolean {
    return this.#of.reach.row === 1 && this.#of.classes > 1;
  }

  /** Class scores of proposal p after activation, from `out[at]` on. */
  readVector(p: number, out: Float32Array, to: number): void {
    const { activation, classes, reach } = this.#of;
    const { data, base, row, column } = reach;
    let at = base + p * row;
    if (activation === 'none') {
      for (let c = 0; c < classes; c++, at += column) out[to + c] = data[at];
    } else if (activation === 'sigmoid') {
      for (let c = 0; c < classes; c++, at += column) out[to + c] = sigmoid(data[at]);
    } else {
      if (this.#number[p] < 0) this.#find(p);
      const top = this.#rawTop[p];
      if (this.#powers.length < classes) this.#powers = new Float64Array(classes);
      const powers = this.#powers;
      let sum = this.#backgroundOf(p);
      for (let c = 0; c < classes; c++, at += column) {
        powers[c] = Math.exp(data[at] - top);
        sum += powers[c];
      }
      this.#softmaxSum[p] = sum;
      for (let c = 0; c < classes; c++) out[to + c] = powers[c] / sum;
    }
  }

  /** The score of class c of proposal p, after activation. */
  classScore(p: number, c: number): number {
    const { activation, reach } = this.#of;
    const raw = reach.data[reach.base + p * reach.row + c * reach.column];
    if (activation === 'none') return raw;
    return activation === 'sigmoid' ? sigmoid(raw) : this.score(p) * Math.exp(raw - this.#rawTop[p]);
  }

  #find(p: number): void {
    const { activation, classes, reach } = this.#of;
    const { data, base, row, column } = reach;
    let at = base + p * row;
    let best = 0;
    let top = Number.NEGATIVE_INFINITY;
    let all = 0;
    for (let c = 0; c < classes; c++, at += column) {
      all += data[at];
      if (data[at] > top) {
        top = data[at];
        best = c;
      }
    }
    if (top === Number.NEGATIVE_INFINITY) throw notNumbers();
    this.#refuseSum(all);
    this.#number[p] = best;
    if (activation === 'softmax') {
      this.#rawTop[p] = top;
      this.#softmaxSum[p] = 0;
    } else this.#score[p] = activation === 'sigmoid' ? sigmoid(top) : top;
  }

  /** The sum of exp(x - top) of a proposal whose best class is known. */
  #sumOf(p: number): number {
    if (this.#softmaxSum[p] > 0) return this.#softmaxSum[p];
    const { classes, reach } = this.#of;
    const { data, base, row, column } = reach;
    const top = this.#rawTop[p];
    let sum = this.#backgroundOf(p);
    for (let c = 0, at = base + p * row; c < classes; c++, at += column) sum += Math.exp(data[at] - top);
    this.#softmaxSum[p] = sum;
    return sum;
  }

  /** What a background class adds to that sum. */
  #backgroundOf(p: number): number {
    const { background, reach } = this.#of;
    if (background === undefined) return 0;
    return Math.exp(reach.data[reach.base + p * reach.row + background * reach.column] - this.#rawTop[p]);
  }

  #findAll(isColumns: boolean): void {
    const { activation, classes, count, reach } = this.#of;
    const [scores, numbers] = [this.#score, this.#number];
    this.#refuseSum(
      isColumns
        ? (activation === 'none' ? this.#columns : this.#logitColumns).find(
            reach.data,
            { base: reach.base, column: reach.column, count, classes },
            { score: scores, number: numbers, sum: this.#sums },
          )
        : this.#findInRows(),
    );
    this.#knowsSums = isColumns;
    for (let p = 0; p < count; p++) {
      if (!(scores[p] > Number.NEGATIVE_INFINITY)) throw notNumbers();
      if (activation === 'sigmoid') scores[p] = sigmoid(scores[p]);
    }
  }

  /** @returns the sum of all scores */
  #findInRows(): number {
    const { classes, count, reach } = this.#of;
    const { data, base, row, column } = reach;
    const [scores, numbers] = [this.#score, this.#number];
    let sum = 0;
    for (let p = 0; p < count; p++) {
      let at = base + p * row;
      let best = 0;
      let top = data[at];
      for (let c = 0; c < classes; c++, at += column) {
        sum += data[at];
        if (data[at] > top) {
          top = data[at];
          best = c;
        }
      }
      scores[p] = top;
      numbers[p] = best;
    }
    return sum;
  }

  /** Minus infinity is how a logit says "never". */
  #refuseSum(sum: number): void {
    const isNumber = this.#of.activation === 'none' ? Number.isFinite(sum) : sum < Number.POSITIVE_INFINITY;
    if (!isNumber) throw notNumbers();
  }
}

/** What a detector whose scores are no numbers is answered with. */
export function notNumbers(): XaiError {
  return new XaiError(
    'model-output',
    "The model gave class scores that are not numbers. Check the recipe's scale, mean and standard deviation, or try another backend.",
  );
}
