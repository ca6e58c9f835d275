import type { PreparedTarget } from './prepare-targets.ts';
import type { ProposalReader } from './proposal-reader.ts';

/** Bins per side of the model's input. */
const SIDE = 12;

/** Numbers of a proposal in {@link ProposalBins.rows}: x0, y0, x1, y1, objectness. */
export const ROW = 5;

/** What the boxes of a bin cover together, and the highest objectness among them. */
interface Bin {
  left: number;
  top: number;
  right: number;
  bottom: number;
  peak: number;
  /** Where its proposals begin and end in {@link ProposalBins.proposals}. */
  start: number;
  end: number;
}

/**
 * The proposals of one picture sorted by where they lie, so that each of many targets looks at its surroundings alone. One
 * serves a whole run without allocating.
 */
export class ProposalBins {
  /** Proposal numbers, bin by bin, rising within a bin. */
  proposals = new Int32Array(0);
  /** Of each of them corners and objectness, beside each other since all are read by every target near: see {@link ROW}. */
  rows = new Float32Array(0);
  readonly bins: readonly Readonly<Bin>[];
  readonly #bins: Bin[];
  #binOf = new Uint8Array(0);

  constructor() {
    const none = { left: 0, top: 0, right: 0, bottom: 0, peak: 0, start: 0, end: 0 };
    this.#bins = Array.from({ length: SIDE * SIDE }, () => ({ ...none }));
    this.bins = this.#bins;
  }

  /** Sorts the proposals whose objectness is above `floor`; none is left out where there are no values. */
  fill(source: ProposalReader, values: Float32Array | null, floor: number): void {
    const { count, boxes, input } = source;
    if (this.proposals.length < count) {
      this.proposals = new Int32Array(count);
      this.rows = new Float32Array(count * ROW);
      this.#binOf = new Uint8Array(count);
    }
    for (const bin of this.#bins) {
      bin.left = bin.top = Number.POSITIVE_INFINITY;
      bin.right = bin.bottom = Number.NEGATIVE_INFINITY;
      bin.peak = bin.end = 0;
    }
    for (let p = 0; p < count; p++) {
      const value = values === null ? 1 : values[p];
      if (values !== null && !(value > floor)) continue;
      const o = source.boxAt(p);
      const at = binAt((boxes[o] + boxes[o + 2]) / (2 * input.width));
      this.#binOf[p] = at + SIDE * binAt((boxes[o + 1] + boxes[o + 3]) / (2 * input.height));
      const bin = this.#bins[this.#binOf[p]];
      bin.end++;
      if (boxes[o] < bin.left) bin.left = boxes[o];
      if (boxes[o + 1] < bin.top) bin.top = boxes[o + 1];
      if (boxes[o + 2] > bin.right) bin.right = boxes[o + 2];
      if (boxes[o + 3] > bin.bottom) bin.bottom = boxes[o + 3];
      if (value > bin.peak) bin.peak = value;
    }
    let start = 0;
    for (const bin of this.#bins) {
      const { end } = bin;
      bin.start = bin.end = start;
      start += end;
    }
    for (let p = 0; p < count; p++) {
      const value = values === null ? 1 : values[p];
      if (values !== null && !(value > floor)) continue;
      const place = this.#bins[this.#binOf[p]].end++;
      this.proposals[place] = p;
      for (let k = 0; k < 4; k++) this.rows[place * ROW + k] = boxes[p * 4 + k];
      this.rows[place * ROW + 4] = value;
    }
  }
}

/** Whether a proposal of a bin may overlap the target, and be more like it than `best`. */
export function mayBeat(bin: Readonly<Bin>, { box }: PreparedTarget, offset: number, best: number): boolean {
  return (
    bin.peak > best &&
    bin.left < box[2] + offset &&
    bin.right > box[0] - offset &&
    bin.top < box[3] + offset &&
    bin.bottom > box[1] - offset
  );
}

function binAt(share: number): number {
  return share > 0 ? Math.min(SIDE - 1, Math.floor(share * SIDE)) : 0;
}
