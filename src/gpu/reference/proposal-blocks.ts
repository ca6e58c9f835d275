import { makeMemory } from '../../core/wasm-memory.ts';
import { BLOCK, type FindRivals, findRivalsIn, TURN } from './find-rivals.ts';
import { type PlaceBoxes, placeBoxesIn } from './place-boxes.ts';
import type { PreparedTarget } from './prepare-targets.ts';
import type { ProposalReader } from './proposal-reader.ts';

const EDGES = 4;
/** What is known of a block beside its peak: the edges of what it covers, the areas of its smallest and its largest box. */
const BLOCK_ROWS = EDGES + 2;
const FLOAT_BYTES = 4;
/** Room for what float32 rounds away: a rival too many costs little, one too few would be a wrong score. */
const SLACK = 1e-5;

/** The model's own order, in which neighbours mostly lie beside each other, cut into blocks: what a block covers rules out most. */
export class ProposalBlocks {
  #floats = new Float32Array(0);
  #find: FindRivals | null = null;
  #placeBoxes: PlaceBoxes | null = null;
  /** Proposals with those that fill the last turn, their blocks, and groups of targets there is room for. */
  #padded = 0;
  #groups = 0;
  #offset = 0;
  /** Per group and block: whether its bounds have been looked into. */
  #isRefined = new Uint8Array(0);

  /**
   * Begins a picture. The bound of a proposal is the most that it can be worth to a target beside its overlap.
   * @param values per proposal, for all groups; 1 without values
   * @param groups of targets, whose bounds are told apart by {@link refine}
   * @param offset added to every width and height
   */
  begin(
    source: ProposalReader,
    values: Float32Array | null,
    { groups, offset }: { readonly groups: number; readonly offset: number },
  ): void {
    const { count } = source;
    this.#offset = offset;
    this.#reserve(count, groups);
    const padded = this.#padded;
    const blocks = padded / BLOCK;
    const floats = this.#floats;
    const [bounds, peaks] = [this.#bounds(0), this.#peaks(0)];
    if (values) floats.set(values.subarray(0, count), bounds);
    else floats.fill(1, bounds, bounds + count);
    // Those that fill the last turn.
    floats.fill(0, bounds + count, bounds + padded);
    floats.set(source.decodeAll(values).subarray(0, EDGES * count), this.#boxes);
    (this.#placeBoxes as PlaceBoxes)(
      this.#boxes * FLOAT_BYTES,
      padded * FLOAT_BYTES,
      padded * FLOAT_BYTES,
      bounds * FLOAT_BYTES,
      this.#edges * FLOAT_BYTES,
      blocks * FLOAT_BYTES,
      peaks * FLOAT_BYTES,
      offset,
    );
    for (let group = 1; group < groups; group++) {
      floats.copyWithin(this.#bounds(group), bounds, bounds + padded);
      floats.copyWithin(this.#peaks(group), peaks, peaks + blocks);
    }
    this.#isRefined.fill(0, 0, groups * blocks);
  }

  /**
   * The first of the next four proposals of which one may be more like a target than `best`, from `first`, a whole number of
   * fours, on; {@link end} or more where there are none.
   */
  next(first: number, group: number, target: PreparedTarget, best: number): number {
    const blocks = this.#padded / BLOCK;
    const { box } = target;
    return (
      (this.#find as FindRivals)(
        first * FLOAT_BYTES,
        this.#padded * FLOAT_BYTES,
        this.#padded * FLOAT_BYTES,
        this.#bounds(group) * FLOAT_BYTES,
        this.#edges * FLOAT_BYTES,
        blocks * FLOAT_BYTES,
        this.#peaks(group) * FLOAT_BYTES,
        box[0],
        box[1],
        box[2],
        box[3],
        this.#offset,
        best * (1 - SLACK),
      ) / FLOAT_BYTES
    );
  }

  get end(): number {
    return this.#padded;
  }

  /** What proposal p can be worth to a target of a group beside its overlap. */
  bound(p: number, group: number): number {
    return this.#floats[this.#bounds(group) + p];
  }

  /**
   * Lowers the bounds of the block around p for a group, once.
   * @param factor what the bound is multiplied by, at most 1
   * @returns whether it has been done now
   */
  refine(p: number, group: number, count: number, factor: (p: number) => number): boolean {
    const blocks = this.#padded / BLOCK;
    const block = Math.floor(p / BLOCK);
    if (this.#isRefined[group * blocks + block] === 1) return false;
    this.#isRefined[group * blocks + block] = 1;
    const bounds = this.#bounds(group);
    let peak = 0;
    for (let k = block * BLOCK, end = Math.min(count, k + BLOCK); k < end; k++) {
      const bound = this.#floats[bounds + k] * Math.min(1, factor(k) * (1 + SLACK));
      this.#floats[bounds + k] = bound;
      if (bound > peak) peak = bound;
    }
    this.#floats[this.#peaks(group) + block] = peak;
    return true;
  }

  /** Floats before the blocks' edges, before a group's bounds, before its peaks, and before the boxes as they came. */
  get #edges(): number {
    return EDGES * this.#padded;
  }

  #bounds(group: number): number {
    return this.#edges + (BLOCK_ROWS * this.#padded) / BLOCK + group * this.#padded;
  }

  #peaks(group: number): number {
    return this.#bounds(this.#groups) + (group * this.#padded) / BLOCK;
  }

  get #boxes(): number {
    // Four floats are read at a time.
    return Math.ceil(this.#peaks(this.#groups) / EDGES) * EDGES;
  }

  #reserve(count: number, groups: number): void {
    const padded = Math.ceil(count / TURN) * TURN;
    if (this.#find && padded === this.#padded && groups <= this.#groups) return;
    this.#padded = padded;
    this.#groups = groups;
    const floats = this.#boxes + EDGES * padded;
    const memory = makeMemory(floats * FLOAT_BYTES, "The model's boxes", {
      advice: 'choose a model with fewer proposals',
    });
    this.#floats = new Float32Array(memory.buffer);
    this.#find = findRivalsIn(memory);
    this.#placeBoxes = placeBoxesIn(memory);
    this.#isRefined = new Uint8Array((groups * padded) / BLOCK);
  }
}
