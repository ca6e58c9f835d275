import type { Activation, DenseProposals, Proposals } from '../../core/proposals.ts';
import { ClassShares } from './class-shares.ts';
import { ClassTops, notNumbers } from './class-tops.ts';
import { ClassVectors } from './class-vectors.ts';
import { boxDecoder, checkPriors, type DecodeBox, outputData, pictureStart, sigmoid } from './decode-proposals.ts';
import type { Arrangement, PlainCoding } from './place-boxes.ts';
import type { PreparedTarget } from './prepare-targets.ts';
import { ProposalBlocks } from './proposal-blocks.ts';
import { emptyReach, type Reach, reach } from './reach.ts';
import type { SimilarityOptions } from './similarity.ts';
import { TargetGroups } from './target-groups.ts';

const NONE = new Float32Array(0);

/** Boxes that lie so in a model's output, and are coded so, that many can be decoded at a time. */
export interface PlainBoxes {
  readonly arrangement: Arrangement;
  readonly coding: PlainCoding;
  readonly reach: Readonly<Reach>;
  readonly scale: readonly [sx: number, sy: number];
  readonly priors: Float32Array | null;
}

/** Proposals that share one entry of {@link Objectness.peaks}. */
export const PEAK_BLOCK = 32;

/** What every proposal of a picture is worth at most: similarity and greedy choice begin with it. */
export interface Objectness {
  /** Per proposal. */
  readonly values: Float32Array;
  /** The highest of each {@link PEAK_BLOCK} proposals in a row: most blocks are ruled out by it alone. */
  readonly peaks: Float32Array;
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

  #groups: { targets: readonly PreparedTarget[]; options: SimilarityOptions; groups: TargetGroups } | null = null;
  readonly #layout: DenseProposals | null;
  readonly #scores = emptyReach();
  readonly #objectness = emptyReach();
  #sigmoidObjectness = false;
  readonly #decoded: Float32Array;
  /** 1 where a box has been decoded; null where all have. */
  #hasBox: Uint8Array | null = null;
  readonly #rawBoxes = emptyReach();
  readonly #plain: PlainBoxes | null = null;
  readonly #decode: DecodeBox | null = null;
  #allObjectness: Float32Array = NONE;
  #peaks: Float32Array = NONE;
  #knowsObjectness = false;
  /** For pictures with many targets. */
  readonly blocks = new ProposalBlocks();
  readonly #tops = new ClassTops();
  /** How far class vectors point to one class. */
  readonly shares = new ClassShares(this.#tops);
  /** Class vectors of the picture, after activation. */
  readonly vectors = new ClassVectors((p, out, at) => this.#tops.readVector(p, out, at));

  /** @param layout where the proposals lie; null when only decoded proposals are read. */
  constructor(layout: DenseProposals | null, input: { readonly width: number; readonly height: number }) {
    this.#layout = layout;
    this.input = input;
    this.#decoded = new Float32Array(layout ? layout.count * 4 : 0);
    if (!layout) return;
    checkPriors(layout);
    this.#reserve(layout.count);
    this.#plain = describePlain(layout, this.#rawBoxes);
    this.#decode = boxDecoder(layout);
    if (layout.masks) {
      const { count, width, height } = layout.masks.prototypes;
      const coefficients = emptyReach();
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
      this.masks.prototypeBase = pictureStart(layout, output, this.masks.prototypes, picture);
    }
    this.#begin(layout.scoreActivation, layout.background);
  }

  /** Points the reader at decoded proposals. */
  readDecoded(proposals: Proposals): void {
    this.#reserve(proposals.count);
    this.count = proposals.count;
    this.classes = proposals.classes;
    this.ownObjectness = proposals.ownObjectness;
    this.boxes = proposals.boxes;
    this.#hasBox = null;
    this.#sigmoidObjectness = false;
    Object.assign(this.#scores, { data: proposals.classScores, base: 0, row: proposals.classes, column: 1 });
    Object.assign(this.#objectness, { data: proposals.objectness, base: 0, row: 1, column: 0 });
    this.masks = null;
    this.#begin('none', undefined);
  }

  /** How targets that are asked for picture after picture fall into groups. */
  groupsOf(targets: readonly PreparedTarget[], options: SimilarityOptions): TargetGroups {
    if (this.#groups?.targets !== targets || this.#groups.options !== options)
      this.#groups = { targets, options, groups: new TargetGroups(targets, options) };
    return this.#groups.groups;
  }

  /** Where the four numbers of box p begin in `boxes`; decodes it when that has not been done. */
  boxAt(p: number): number {
    if (this.#hasBox !== null && this.#hasBox[p] === 0) {
      const { data, base, row } = this.#rawBoxes;
      (this.#decode as DecodeBox)(data, base + p * row, p, this.#decoded);
      this.#hasBox[p] = 1;
    }
    return p * 4;
  }

  /** Where the boxes of the picture lie; null where they are decoded one by one, or have been. */
  plainBoxes(): PlainBoxes | null {
    return this.#hasBox && this.#plain;
  }

  /** {@link boxes} with those decoded that are worth something; the others may be anything. */
  decodeWorth(worth: Float32Array): Float32Array {
    if (this.#hasBox !== null) for (let p = 0; p < this.count; p++) if (worth[p] !== 0) this.boxAt(p);
    return this.boxes;
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
    const peaks = this.#peaks;
    if (this.#knowsObjectness) return { values: this.#values(), peaks };
    if (this.ownObjectness) this.#readObjectness();
    const values = this.#values();
    let sum = 0;
    for (let p = 0, block = 0; p < this.count; block++) {
      let peak = Number.NEGATIVE_INFINITY;
      for (const end = Math.min(this.count, p + PEAK_BLOCK); p < end; p++) {
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

  #values(): Float32Array {
    return this.ownObjectness ? this.#allObjectness : this.#tops.scores();
  }

  #readObjectness(): void {
    const { count } = this;
    const { data, base, row } = this.#objectness;
    const values = this.#allObjectness;
    if (this.#sigmoidObjectness) for (let p = 0, at = base; p < count; p++, at += row) values[p] = sigmoid(data[at]);
    else for (let p = 0, at = base; p < count; p++, at += row) values[p] = data[at];
  }

  /** The best class of proposal p; the lowest among equals. */
  topClass(p: number): number {
    return this.#tops.number(p);
  }

  /** The score of the best class, after activation. */
  topScore(p: number): number {
    return this.#tops.score(p);
  }

  /** Own objectness x best class score, or the best class score; rounded to float32 as on the GPU. */
  score(p: number): number {
    if (!this.ownObjectness) return this.topScore(p);
    return Math.fround(Math.fround(this.objectness(p)) * this.topScore(p));
  }

  /** What was worked out of the last picture is forgotten. */
  #begin(activation: Activation, background: number | undefined): void {
    const { count, classes } = this;
    this.#knowsObjectness = false;
    const scores = { reach: this.#scores, count, classes, activation, background };
    this.#tops.begin(scores);
    this.shares.begin(scores);
    this.vectors.begin(count, classes);
  }

  #reserve(count: number): void {
    if (this.#allObjectness.length >= count) return;
    this.#allObjectness = new Float32Array(count);
    this.#peaks = new Float32Array(Math.ceil(count / PEAK_BLOCK));
  }
}

const PLAIN: readonly string[] = ['xyxy', 'cxcywh', 'ssd-corner'] satisfies PlainCoding[];

function describePlain({ boxes, boxScale, coding, priors }: DenseProposals, reach: Reach): PlainBoxes | null {
  const arrangement = boxes.row === 1 ? 'planes' : boxes.row === 4 && boxes.column === 1 ? 'boxes' : null;
  // Products with other scales are rounded elsewhere.
  if (!arrangement || !PLAIN.includes(coding) || boxScale.some((scale) => Math.fround(scale) !== scale)) return null;
  return { arrangement, coding: coding as PlainCoding, reach, scale: boxScale, priors };
}
