import { makeMemory } from '../../core/wasm-memory.ts';
import { BLOCK, EXTREMES, FIELD, type FindRivals, findBestIn, listRivalsIn, PLANES, TURN } from './find-rivals.ts';
import { type Arrangement, type PlaceBoxes, type PlainCoding, placeBoxesIn } from './place-boxes.ts';
import type { PreparedTarget } from './prepare-targets.ts';
import type { ProposalReader } from './proposal-reader.ts';
import { type RowExtremes, rowExtremesIn } from './row-extremes.ts';
import type { TargetGroups } from './target-groups.ts';

const EDGES = 4;
const FLOAT_BYTES = 4;
/** Room for what float32 rounds away: a rival too many costs little, one too few would be a wrong score. */
const SLACK = 4e-6;

/**
 * The proposals of a picture in the model's own order, in which neighbours mostly lie beside each other, cut into blocks and those
 * into fields: what one covers rules out most.
 */
export class ProposalBlocks {
  #floats = new Float32Array(0);
  #numbers = new Int32Array(0);
  #workshop: Workshop | null = null;
  /** Proposals with those that fill the last turn, and groups of targets there is room for. */
  #padded = 0;
  #groups = 0;
  #offset = 0;
  /** Whose priors lie in the memory. */
  #priorsOf: Float32Array | null = null;
  /** Per group and block: whether its bounds have been looked into. */
  #isRefined = new Uint8Array(0);

  /**
   * Begins a picture. The bound of a proposal is the most that it can be worth to a target of a group beside its overlap.
   * @param values per proposal, for all groups; 1 without values
   * @param least what a proposal has to be worth at least to be more like any target than what is known already
   * @param groups of the run's targets, whose bounds are told apart by {@link refine}
   * @param offset added to every width and height
   */
  begin(
    source: ProposalReader,
    values: Float32Array | null,
    least: number,
    groups: TargetGroups,
    offset: number,
  ): void {
    const { count } = source;
    this.#offset = offset;
    const workshop = this.#reserve(count, groups.count);
    const [padded, floats, bounds] = [this.#padded, this.#floats, this.#bounds(0)];
    if (values) for (let p = 0; p < count; p++) floats[bounds + p] = values[p] > least ? values[p] : 0;
    else floats.fill(1, bounds, bounds + count);
    // Those that fill the last turn.
    floats.fill(0, bounds + count, bounds + padded);
    this.#place(source, workshop);
    EXTREMES.forEach(({ plane, extreme }, row) => {
      this.#findExtremes(workshop.extremes[extreme], plane * padded, this.#blockRow(row), this.#fieldRow(row));
    });
    for (let group = 1; group < groups.count; group++) floats.copyWithin(this.#bounds(group), bounds, bounds + padded);
    const blocks = padded / BLOCK;
    for (let group = 0; group < groups.count; group++) {
      const atOnce = groups.isLoweredAtOnce(source, group);
      if (atOnce) groups.lower(source, group, [0, count], floats, this.#bounds(group), SLACK);
      this.#isRefined.fill(atOnce ? 1 : 0, group * blocks, (group + 1) * blocks);
      const peaks = this.#peaks(group);
      this.#findExtremes(workshop.extremes.greatest, this.#bounds(group), peaks, peaks + blocks);
    }
  }

  /** Boxes come as they lie in the model's output where they can be decoded here, else decoded. */
  #place(source: ProposalReader, { place }: Workshop): void {
    const { count } = source;
    const [floats, padded, raw] = [this.#floats, this.#padded, this.#raw];
    const run = (how: PlaceBoxes, [scaleX, scaleY]: readonly [number, number]) =>
      how(
        raw * FLOAT_BYTES,
        padded * FLOAT_BYTES,
        this.#bounds(0) * FLOAT_BYTES,
        this.#priors * FLOAT_BYTES,
        scaleX,
        scaleY,
        this.#offset,
      );
    const plain = source.plainBoxes();
    if (plain) {
      const { arrangement, coding, scale, priors } = plain;
      const { data, base, column } = plain.reach;
      if (arrangement === 'boxes') floats.set(data.subarray(base, base + EDGES * count), raw);
      else
        for (let k = 0, from = base; k < EDGES; k++, from += column)
          floats.set(data.subarray(from, from + count), raw + k * padded);
      if (priors && priors !== this.#priorsOf) this.#placePriors(priors, count);
      if (run(place(arrangement, coding), scale) === 0) return;
    }
    // What is wrong with boxes that are no numbers is said where they are decoded.
    const bounds = this.#bounds(0);
    floats.set(source.decodeWorth(floats.subarray(bounds, bounds + count)).subarray(0, EDGES * count), raw);
    run(place('boxes', 'xyxy'), [1, 1]);
  }

  /** Four planes, which stay from picture to picture. */
  #placePriors(priors: Float32Array, count: number): void {
    for (let k = 0; k < EDGES; k++)
      for (let p = 0; p < count; p++) this.#floats[this.#priors + k * this.#padded + p] = priors[p * EDGES + k];
    this.#priorsOf = priors;
  }

  /** Of a plane the extremes of all blocks, and of those the ones of all fields. All places are counted in floats. */
  #findExtremes(
    { blocks, fields }: Workshop['extremes']['least'],
    plane: number,
    blockRow: number,
    fieldRow: number,
  ): void {
    blocks(plane * FLOAT_BYTES, blockRow * FLOAT_BYTES, this.#padded * FLOAT_BYTES);
    fields(blockRow * FLOAT_BYTES, fieldRow * FLOAT_BYTES, (this.#padded / BLOCK) * FLOAT_BYTES);
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
    const floats = this.#floats;
    groups.lower(source, group, range, floats, this.#bounds(group), SLACK);
    const peaks = this.#peaks(group);
    const field = Math.floor(block / FIELD);
    floats[peaks + block] = this.#highest(this.#bounds(group) + from, BLOCK);
    floats[peaks + this.#padded / BLOCK + field] = this.#highest(peaks + field * FIELD, FIELD);
    return true;
  }

  #highest(from: number, length: number): number {
    let highest = 0;
    for (let at = from; at < from + length; at++) if (this.#floats[at] > highest) highest = this.#floats[at];
    return highest;
  }

  /**
   * The first of the four proposals among which the one of the greatest overlap x bound is, if that is above `best`;
   * {@link end} where there are none.
   */
  best(group: number, target: PreparedTarget, best: number): number {
    return this.#look((this.#workshop as Workshop).best, group, target, best);
  }

  /**
   * Finds all fours of which one may be more like a target than `best`; they are {@link listed} until it is called again.
   * @returns how many there are
   */
  list(group: number, target: PreparedTarget, best: number): number {
    return this.#look((this.#workshop as Workshop).list, group, target, best);
  }

  /** The first proposal of number k of the fours that {@link list} found. */
  listed(k: number): number {
    return this.#numbers[this.#list + k] / FLOAT_BYTES;
  }

  #look(find: FindRivals, group: number, { box }: PreparedTarget, best: number): number {
    const found = find(
      this.#padded * FLOAT_BYTES,
      this.#bounds(group) * FLOAT_BYTES,
      box[0],
      box[1],
      box[2],
      box[3],
      this.#offset,
      best * (1 - SLACK),
      this.#list * FLOAT_BYTES,
    );
    return found / FLOAT_BYTES;
  }

  /** Behind the last proposal and those that fill its turn. */
  get end(): number {
    return this.#padded;
  }

  /** What proposal p can be worth to a target of a group beside its overlap. */
  bound(p: number, group: number): number {
    return this.#floats[this.#bounds(group) + p];
  }

  /** Where things lie, in floats: planes, extremes of blocks and of fields, groups, then what comes in and what goes out. */
  #blockRow(row: number): number {
    return PLANES * this.#padded + (row * this.#padded) / BLOCK;
  }

  #fieldRow(row: number): number {
    return this.#blockRow(EXTREMES.length) + (row * this.#padded) / (BLOCK * FIELD);
  }

  #bounds(group: number): number {
    const each = this.#padded + this.#padded / BLOCK + this.#padded / (BLOCK * FIELD);
    return this.#fieldRow(EXTREMES.length) + group * each;
  }

  #peaks(group: number): number {
    return this.#bounds(group) + this.#padded;
  }

  get #raw(): number {
    return this.#bounds(this.#groups);
  }

  get #priors(): number {
    return this.#raw + EDGES * this.#padded;
  }

  get #list(): number {
    return this.#priors + EDGES * this.#padded;
  }

  #reserve(count: number, groups: number): Workshop {
    const padded = Math.ceil(count / TURN) * TURN;
    if (this.#workshop && padded === this.#padded && groups <= this.#groups) return this.#workshop;
    this.#padded = padded;
    this.#groups = groups;
    const memory = makeMemory((this.#list + padded / 4) * FLOAT_BYTES, "The model's boxes", {
      advice: 'choose a model with fewer proposals',
    });
    this.#floats = new Float32Array(memory.buffer);
    this.#numbers = new Int32Array(memory.buffer);
    this.#priorsOf = null;
    this.#isRefined = new Uint8Array((groups * padded) / BLOCK);
    this.#workshop = openWorkshop(memory);
    return this.#workshop;
  }
}

/** What works on one memory. */
interface Workshop {
  readonly list: FindRivals;
  readonly best: FindRivals;
  readonly extremes: {
    readonly [extreme in 'least' | 'greatest']: { readonly blocks: RowExtremes; readonly fields: RowExtremes };
  };
  readonly place: (arrangement: Arrangement, coding: PlainCoding) => PlaceBoxes;
}

function openWorkshop(memory: WebAssembly.Memory): Workshop {
  const both = (extreme: 'least' | 'greatest') => ({
    blocks: rowExtremesIn(memory, BLOCK, extreme),
    fields: rowExtremesIn(memory, FIELD, extreme),
  });
  const placers = new Map<string, PlaceBoxes>();
  return {
    list: listRivalsIn(memory),
    best: findBestIn(memory),
    extremes: { least: both('least'), greatest: both('greatest') },
    place: (arrangement, coding) => {
      const key = `${arrangement} ${coding}`;
      const place = placers.get(key) ?? placeBoxesIn(memory, arrangement, coding);
      placers.set(key, place);
      return place;
    },
  };
}
