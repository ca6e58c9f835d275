import { XaiError } from '../../core/errors.ts';
import type { Activation, DenseProposals, Proposals } from '../../core/proposals.ts';
import { ClassVectors } from './class-vectors.ts';
import { checkPriors, decodeBox, outputData, sigmoid } from './decode-proposals.ts';
import type { PreparedTarget } from './prepare-targets.ts';
import { ProposalBins } from './proposal-bins.ts';

const NONE = new Float32Array(0);

/** Proposals that share one entry of {@link Objectness.peaks}. */
export const PEAK_BLOCK = 32;

/** What every proposal of a picture is worth at most: similarity and greedy choice begin with it. */
export interface Objectness {
  /** Per proposal. */
  readonly values: Float32Array;
  /** The highest of each {@link PEAK_BLOCK} proposals in a row: most blocks are ruled out by it alone. */
  readonly peaks: Float32Array;
}

/** Element (i, j) of a picture's data is `data[base + i * row + j * column]`. */
interface Reach {
  data: Float32Array;
  base: number;
  row: number;
  column: number;
}

/** Prototypes and coefficients of an instance segmenter, of one picture. */
export interface MaskSource {
  readonly coefficients: Reach;
  /** Prototypes [count, height, width] begin at `prototypeBase`. */
  prototypes: Float32Array;
  prototypeBase: number;
  readonly count: number;
  readonly width: number;
  readonly height: number;
}

/**
 * The proposals of one picture read where they lie: boxes and class scores are decoded when they are asked for, since
 * objectness rules out most of them. One reader serves a whole run without allocating. Class scores and objectness are
 * taken to lie in [0, 1].
 */
export class ProposalReader {
  count = 0;
  classes = 0;
  /** False: the best class score stands in for objectness. */
  ownObjectness = false;
  /** Corners in model-input pixels, those of proposal p at {@link boxAt}. */
  boxes: Float32Array = NONE;
  /** Present after reading an instance segmenter's outputs. */
  masks: MaskSource | null = null;
  /** The proposal that was most like each target in the last picture: the first to try in the next. */
  readonly hints = new Map<PreparedTarget, number>();
  /** Size of the model's input in pixels, to which boxes relate. */
  readonly input: { readonly width: number; readonly height: number };

  #bins: ProposalBins | null = null;
  readonly #layout: DenseProposals | null;
  readonly #scores: Reach = { data: NONE, base: 0, row: 0, column: 0 };
  readonly #objectness: Reach = { data: NONE, base: 0, row: 0, column: 0 };
  #activation: Activation = 'none';
  #sigmoidObjectness = false;
  readonly #decoded: Float32Array;
  /** 1 where a box has been decoded; null where all have. */
  #hasBox: Uint8Array | null = null;
  readonly #rawBoxes: Reach = { data: NONE, base: 0, row: 0, column: 0 };
  #allObjectness: Float32Array = NONE;
  #peaks: Float32Array = NONE;
  #knowsObjectness = false;
  /** Best class per proposal, -1 while unknown. */
  #topClass = new Int32Array(0);
  #topScore: Float32Array = NONE;
  readonly #vectors = new ClassVectors((p, out, at) => this.#readVector(p, out, at));
  /** Softmax only: sum of exp(x - top) and raw top. */
  #softmaxSum = new Float64Array(0);
  #rawTop: Float32Array = NONE;

  /** @param layout where the proposals lie; null when only decoded proposals are read. */
  constructor(layout: DenseProposals | null, input: { readonly width: number; readonly height: number }) {
    this.#layout = layout;
    this.input = input;
    this.#decoded = new Float32Array(layout ? layout.count * 4 : 0);
    if (!layout) return;
    checkPriors(layout);
    this.#reserve(layout.count);
    if (layout.masks) {
      const { count, width, height } = layout.masks.prototypes;
      const coefficients = { data: NONE, base: 0, row: 0, column: 0 };
      this.masks = { coefficients, prototypes: NONE, prototypeBase: 0, count, width, height };
    }
  }

  /** Points the reader at picture `picture` of raw outputs; the constructor's layout says where things are. */
  read(outputs: Readonly<Record<string, Float32Array>>, picture: number): void {
    const layout = this.#layout;
    if (!layout) throw new TypeError('This reader was made without a layout; use readDecoded.');
    this.count = layout.count;
    this.classes = layout.classes;
    this.ownObjectness = layout.objectness !== null;
    this.#activation = layout.scoreActivation;
    this.#sigmoidObjectness = layout.objectnessActivation === 'sigmoid';
    this.boxes = this.#decoded;
    this.#hasBox ??= new Uint8Array(layout.count);
    this.#hasBox.fill(0);
    reach(this.#rawBoxes, outputs, picture, layout, layout.boxes);
    reach(this.#scores, outputs, picture, layout, layout.scores);
    if (layout.objectness) reach(this.#objectness, outputs, picture, layout, layout.objectness);
    if (layout.masks && this.masks) {
      reach(this.masks.coefficients, outputs, picture, layout, layout.masks.coefficients);
      const { output } = layout.masks.prototypes;
      this.masks.prototypes = outputData(outputs, output);
      this.masks.prototypeBase = picture * layout.batchStride[output];
    }
    this.#forget();
    // Down the columns the memory is walked in order, which is worth more than skipping proposals nobody asks for; so
    // it is along short rows.
    const inOrder = this.#scores.column > this.#scores.row || this.classes <= 4;
    if (!this.ownObjectness && inOrder && this.#activation !== 'softmax') this.#findTops();
  }

  /** Points the reader at decoded proposals. */
  readDecoded(proposals: Proposals): void {
    this.#reserve(proposals.count);
    this.count = proposals.count;
    this.classes = proposals.classes;
    this.ownObjectness = proposals.ownObjectness;
    this.boxes = proposals.boxes;
    this.#hasBox = null;
    this.#activation = 'none';
    this.#sigmoidObjectness = false;
    Object.assign(this.#scores, { data: proposals.classScores, base: 0, row: proposals.classes, column: 1 });
    Object.assign(this.#objectness, { data: proposals.objectness, base: 0, row: 1, column: 0 });
    this.masks = null;
    this.#forget();
  }

  /** Room for sorting the proposals where there are many targets. */
  get bins(): ProposalBins {
    this.#bins ??= new ProposalBins();
    return this.#bins;
  }

  /** Where the four numbers of box p begin in `boxes`; decodes it when that has not been done. */
  boxAt(p: number): number {
    if (this.#hasBox !== null && this.#hasBox[p] === 0) {
      const { data, base, row } = this.#rawBoxes;
      decodeBox(data, base + p * row, this.#layout as DenseProposals, p, this.#decoded);
      this.#hasBox[p] = 1;
    }
    return p * 4;
  }

  /** The detector's own objectness, or the best class score. */
  objectness(p: number): number {
    if (!this.ownObjectness) return this.topScore(p);
    const { data, base, row } = this.#objectness;
    const value = data[base + p * row];
    return this.#sigmoidObjectness ? sigmoid(value) : value;
  }

  /** {@link objectness} of every proposal, worked out once per picture; the arrays are at least so long. */
  objectnesses(): Objectness {
    const values = this.ownObjectness ? this.#allObjectness : this.#topScore;
    const peaks = this.#peaks;
    if (this.#knowsObjectness) return { values, peaks };
    let sum = 0;
    for (let p = 0, block = 0; p < this.count; block++) {
      let peak = Number.NEGATIVE_INFINITY;
      for (const end = Math.min(this.count, p + PEAK_BLOCK); p < end; p++) {
        if (this.ownObjectness) values[p] = this.objectness(p);
        else if (this.#topClass[p] < 0) this.#findTop(p);
        const value = values[p];
        sum += value;
        if (value > peak) peak = value;
      }
      peaks[block] = peak;
    }
    if (!Number.isFinite(sum)) throw notNumbers();
    this.#knowsObjectness = true;
    return { values, peaks };
  }

  /** The best class of proposal p; the lowest among equals. */
  topClass(p: number): number {
    if (this.#topClass[p] < 0) this.#findTop(p);
    return this.#topClass[p];
  }

  /** The score of the best class, after activation. */
  topScore(p: number): number {
    if (this.#topClass[p] < 0) this.#findTop(p);
    return this.#topScore[p];
  }

  /** Own objectness x best class score, or the best class score; rounded to float32 as on the GPU. */
  score(p: number): number {
    if (!this.ownObjectness) return this.topScore(p);
    return Math.fround(Math.fround(this.objectness(p)) * this.topScore(p));
  }

  /** Class scores of proposal p after activation, length classes; good until the next one is asked for. */
  classVector(p: number): Float32Array {
    return this.#vectors.of(p);
  }

  #readVector(p: number, out: Float32Array, to: number): void {
    const { data, base, row, column } = this.#scores;
    const activation = this.#activation;
    let at = base + p * row;
    if (activation === 'none') {
      for (let c = 0; c < this.classes; c++, at += column) out[to + c] = data[at];
    } else if (activation === 'sigmoid') {
      for (let c = 0; c < this.classes; c++, at += column) out[to + c] = sigmoid(data[at]);
    } else {
      if (this.#topClass[p] < 0) this.#findTop(p);
      const top = this.#rawTop[p];
      const sum = this.#softmaxSum[p];
      for (let c = 0; c < this.classes; c++, at += column) out[to + c] = Math.exp(data[at] - top) / sum;
    }
  }

  /** What was worked out of the last picture. */
  #forget(): void {
    this.#knowsObjectness = false;
    this.#topClass.fill(-1, 0, this.count);
    this.#vectors.begin(this.count, this.classes);
  }

  #reserve(count: number): void {
    if (this.#topClass.length >= count) return;
    this.#allObjectness = new Float32Array(count);
    this.#peaks = new Float32Array(Math.ceil(count / PEAK_BLOCK));
    this.#topClass = new Int32Array(count);
    this.#topScore = new Float32Array(count);
    this.#softmaxSum = new Float64Array(count);
    this.#rawTop = new Float32Array(count);
  }

  #findTop(p: number): void {
    const { data, base, row, column } = this.#scores;
    let at = base + p * row;
    let best = 0;
    let top = Number.NEGATIVE_INFINITY;
    let all = 0;
    for (let c = 0; c < this.classes; c++, at += column) {
      all += data[at];
      if (data[at] > top) {
        top = data[at];
        best = c;
      }
    }
    if (top === Number.NEGATIVE_INFINITY) throw notNumbers();
    this.#refuseSum(all);
    this.#topClass[p] = best;
    if (this.#activation !== 'softmax') {
      this.#topScore[p] = this.#activation === 'sigmoid' ? sigmoid(top) : top;
      return;
    }
    at = base + p * row;
    const background = this.#layout?.background;
    let sum = background === undefined ? 0 : Math.exp(data[at + background * column] - top);
    for (let c = 0; c < this.classes; c++, at += column) sum += Math.exp(data[at] - top);
    this.#rawTop[p] = top;
    this.#softmaxSum[p] = sum;
    this.#topScore[p] = 1 / sum;
  }

  /** Lets `classes` classes from c on, the first at `at`, compete for the best of proposal p. */
  #improveTop(p: number, c: number, at: number, classes: number): void {
    const { data, column } = this.#scores;
    for (let k = 0; k < classes; k++) {
      const value = data[at + k * column];
      if (value > this.#topScore[p]) {
        this.#topScore[p] = value;
        this.#topClass[p] = c + k;
      }
    }
  }

  /** Minus infinity is how a logit says "never". */
  #refuseSum(sum: number): void {
    if (this.#activation === 'none' ? !Number.isFinite(sum) : !(sum < Number.POSITIVE_INFINITY)) throw notNumbers();
  }

  #findTops(): void {
    const { data, base, row, column } = this.#scores;
    const { count } = this;
    const topClass = this.#topClass;
    const topScore = this.#topScore;
    topClass.fill(0, 0, count);
    // A sum tells what no comparison does, that something is not a number.
    let sum = 0;
    for (let p = 0, at = base; p < count; p++, at += row) {
      topScore[p] = data[at];
      sum += data[at];
    }
    let c = 1;
    // Four classes at a time: most do not beat what a proposal has, and one comparison settles them.
    for (; c + 4 <= this.classes; c += 4) {
      let at = base + c * column;
      for (let p = 0; p < count; p++, at += row) {
        const best = topScore[p];
        const first = data[at];
        const second = data[at + column];
        const third = data[at + 2 * column];
        const fourth = data[at + 3 * column];
        sum += first + second + (third + fourth);
        if (first > best || second > best || third > best || fourth > best) this.#improveTop(p, c, at, 4);
      }
    }
    for (let p = 0, at = base + c * column; c < this.classes && p < count; p++, at += row) {
      for (let k = c; k < this.classes; k++) sum += data[at + (k - c) * column];
      this.#improveTop(p, c, at, this.classes - c);
    }
    this.#refuseSum(sum);
    for (let p = 0; p < count; p++) {
      if (!(topScore[p] > Number.NEGATIVE_INFINITY)) throw notNumbers();
      if (this.#activation === 'sigmoid') topScore[p] = sigmoid(topScore[p]);
    }
  }
}

function notNumbers(): XaiError {
  return new XaiError(
    'model-output',
    "The model gave class scores that are not numbers. Check the recipe's scale, mean and standard deviation, or try another backend.",
  );
}

function reach(
  into: Reach,
  outputs: Readonly<Record<string, Float32Array>>,
  picture: number,
  layout: DenseProposals,
  view: DenseProposals['scores'],
): void {
  into.data = outputData(outputs, view.output);
  into.base = view.offset + picture * layout.batchStride[view.output];
  into.row = view.row;
  into.column = view.column;
}
