import { makeMemory } from '../../core/wasm-memory.ts';
import { BLOCK, type FindRivals, findBestIn, findRivalsIn, TURN } from './find-rivals.ts';
import { type PlaceBoxes, placeBoxesIn } from './place-boxes.ts';
import type { PreparedTarget } from './prepare-targets.ts';
import type { ProposalReader } from './proposal-reader.ts';
import type { TargetGroups } from './target-groups.ts';

const EDGES = 4;
/** What is known of a block beside its peak: the edges of what it covers, the areas of its smallest and its largest box. */
const BLOCK_ROWS = EDGES + 2;
const FLOAT_BYTES = 4;
/** Room for what float32 rounds away: a rival too many costs little, one too few would be a wrong score. */
const SLACK = 4e-6;

/** The model's own order, in which neighbours mostly lie beside each other, cut into blocks: what a block covers rules out most. */
export class ProposalBlocks {
  #floats = new Float32Array(0);
  #findNext: FindRivals | null = null;
  #findBest: FindRivals | null = null;
  #placeBoxes: PlaceBoxes | null = null;
  /** Proposals with those that fill the last turn, their blocks, and groups of targets there is room for. */
  #padded = 0;
  #groups = 0;
  #offset = 0;
  /** Per group and block: whether its bounds have been looked into. */
  #isRefined = new Uint8Array(0);

  /**
   * Begins a picture. The bound of a proposal is the most that it can be worth to a target of a group beside its overlap.
   * @param values per proposal, for all groups; 1 without values
   * @param groups of the run's targets, whose bounds are told apart by {@link refine}
   * @param offset added to every width and height
   */
  begin(source: ProposalReader, values: Float32Array | null, groups: TargetGroups, offset: number): void {
    const { count } = source;
    this.#offset = offset;
    this.#reserve(count, groups.count);
    const padded = this.#padded;
    const floats = this.#floats;
    floats.set(source.decodeAll(values).subarray(0, EDGES * count), this.#boxes);
    (this.#placeBoxes as PlaceBoxes)(
      this.#boxes * FLOAT_BYTES,
      padded * FLOAT_BYTES,
      padded * FLOAT_BYTES,
      this.#edges * FLOAT_BYTES,
      (padded / BLOCK) * FLOAT_BYTES,
      offset,
    );
    const [bounds, blocks] = [this.#bounds(0), padded / BLOCK];
    if (values) floats.set(values.subarray(0, count), bounds);
    else floats.fill(1, bounds, bounds + count);
    // Those that fill the last turn.
    floats.fill(0, bounds + count, bounds + padded);
    for (let group = 1; group < groups.count; group++) floats.copyWithin(this.#bounds(group), bounds, bounds + padded);
    for (let group = 0; group < groups.count; group++) {
      const isLarge = groups.isLarge(group);
      if (isLarge) groups.lower(source, group, [0, count], floats, this.#bounds(group), SLACK);
      this.#isRefined.fill(isLarge ? 1 : 0, group * blocks, (group + 1) * blocks);
      this.#findPeaks(group, 0, blocks);
    }
  }

  /** The highest bounds of blocks of a group. */
  #findPeaks(group: number, from: number, end: number): void {
    const floats = this.#floats;
    for (let block = from, at = this.#bounds(group) + from * BLOCK; block < end; block++) {
      let peak = 0;
      for (const last = at + BLOCK; at < last; at++) if (floats[at] > peak) peak = floats[at];
      floats[this.#peaks(group) + block] = peak;
    }
  }

  /**
   * Lowers the bounds of the block around p for a group by what its classes are like, once; those of large groups have been
   * lowered already.
   * @returns whether it has been done now
   */
  refine(p: number, source: ProposalReader, groups: TargetGroups, group: number): boolean {
    const block = Math.floor(p / BLOCK);
    const at = (group * this.#padded) / BLOCK + block;
    if (this.#isRefined[at] === 1) return false;
    this.#isRefined[at] = 1;
    const from = block * BLOCK;
    const range = [from, Math.min(source.count, from + BLOCK)] as const;
    groups.lower(source, group, range, this.#floats, this.#bounds(group), SLACK);
    this.#findPeaks(group, block, block + 1);
    return true;
  }

  /**
   * The first of the next four proposals of which one may be more like a target than `best`, from `first`, a whole number of
   * fours, on; {@link end} or more where there are none.
   */
  next(first: number, group: number, target: PreparedTarget, best: number): number {
    return this.#look(this.#findNext as FindRivals, first, group, target, best);
  }

  /** The first of the four proposals among which the one of the greatest overlap x bound is, if that is above `best`. */
  best(group: number, target: PreparedTarget, best: number): number {
    return this.#look(this.#findBest as FindRivals, 0, group, target, best);
  }

  #look(find: FindRivals, first: number, group: number, { box }: PreparedTarget, best: number): number {
    const at = find(
      first * FLOAT_BYTES,
      this.#padded * FLOAT_BYTES,
      this.#padded * FLOAT_BYTES,
      this.#bounds(group) * FLOAT_BYTES,
      this.#edges * FLOAT_BYTES,
      (this.#padded / BLOCK) * FLOAT_BYTES,
      this.#peaks(group) * FLOAT_BYTES,
      box[0],
      box[1],
      box[2],
      box[3],
      this.#offset,
      best * (1 - SLACK),
    );
    return at / FLOAT_BYTES;
  }

  get end(): number {
    return this.#padded;
  }

  /** What proposal p can be worth to a target of a group beside its overlap. */
  bound(p: number, group: number): number {
    return this.#floats[this.#bounds(group) + p];
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
    if (this.#findNext && padded === this.#padded && groups <= this.#groups) return;
    this.#padded = padded;
    this.#groups = groups;
    const floats = this.#boxes + EDGES * padded;
    const memory = makeMemory(floats * FLOAT_BYTES, "The model's boxes", {
      advice: 'choose a model with fewer proposals',
    });
    this.#floats = new Float32Array(memory.buffer);
    this.#findNext = findRivalsIn(memory);
    this.#findBest = findBestIn(memory);
    this.#placeBoxes = placeBoxesIn(memory);
    this.#isRefined = new Uint8Array((groups * padded) / BLOCK);
  }
}
