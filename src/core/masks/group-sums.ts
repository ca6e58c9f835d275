import { addFour } from '../add-four.ts';
import { MaskPlaces } from './mask-places.ts';
import { factorsOf, type MapForm } from './mask-sum.ts';
import { NEVER_SHOWN } from './plane-sum.ts';
import { reliabilityOfHalves } from './reliability.ts';
import type { MaskSpec } from './spec.ts';

/** Groups that the masks of a run are dealt into, one after the other in turn. */
const GROUPS = 16;
/** Masks that are added together: four of each group. */
const TOGETHER = 4 * GROUPS;

/**
 * What is known of the maps of a run beside the maps: sums of scored masks at some hundred places, in 16 groups of masks, for
 * all targets together. A mask costs one multiplication a place and target, a target's error next to nothing.
 *
 * Memory: 41 kB a target, 74 kB at most.
 */
export class GroupSums {
  readonly places: MaskPlaces;
  readonly targets: number;
  #count = 0;
  /** Per group and target, over the places; then per group, of masks alone. */
  readonly #scored: Float64Array;
  readonly #masked: Float64Array;
  /** Per group and target. */
  readonly #scores: Float64Array;
  /** The last masks at the places, and their scores: added when there are {@link TOGETHER}. */
  readonly #rows: Float64Array;
  readonly #rowScores: Float64Array;

  constructor(spec: MaskSpec, targets: number) {
    this.places = new MaskPlaces(spec);
    this.targets = targets;
    const { size } = this.places;
    this.#scored = new Float64Array(GROUPS * targets * size);
    this.#masked = new Float64Array(GROUPS * size);
    this.#scores = new Float64Array(GROUPS * targets);
    this.#rows = new Float64Array(TOGETHER * size);
    this.#rowScores = new Float64Array(TOGETHER * targets);
  }

  /** Masks added so far. */
  get count(): number {
    return this.#count;
  }

  /** Adds mask number `index` with one score per target, `scores[at + target]`. */
  add(index: number, scores: ArrayLike<number>, at = 0): void {
    const { targets } = this;
    const { size } = this.places;
    const waiting = this.#count++ % TOGETHER;
    const group = waiting % GROUPS;
    const row = waiting * size;
    this.places.sample(index, this.#rows, row);
    for (let p = 0; p < size; p++) this.#masked[group * size + p] += this.#rows[row + p];
    for (let target = 0; target < targets; target++) {
      const score = scores[at + target];
      this.#rowScores[waiting * targets + target] = score;
      this.#scores[group * targets + target] += score;
    }
    if (waiting < TOGETHER - 1) return;
    for (let target = 0; target < targets; target++) {
      for (let other = 0; other < GROUPS; other++)
        this.#addRows(this.#scored, (target * GROUPS + other) * size, target, other, TOGETHER);
    }
  }

  /**
   * How well the map of a target would repeat with other masks, in [-1, 1], from the maps of every other group; NaN with
   * fewer masks than groups.
   */
  reliability(target: number, form: MapForm): number {
    if (this.#count < GROUPS) return Number.NaN;
    const groups = this.#groupsOf(target);
    const [even, odd] = [0, 1].map((half) => {
      const { size } = this.places;
      const some = this.#nothing();
      for (let group = half; group < GROUPS; group += 2) this.#collect(some, groups, target, group, 1);
      return Float64Array.from({ length: size }, (_, p) => this.#mapAt(some, p, form));
    });
    return reliabilityOfHalves(even, odd);
  }

  /**
   * How far the map of a target strays by the chance of its masks: the standard error by the jackknife over the groups (Efron and Stein, "The jackknife estimate of variance", Annals of Statistics 1981), which needs no formula for
   * the form of the map.
   * @returns length height x width of the spec: worked out at the places, and variances enlarged between them
   */
  errors(target: number, form: MapForm): Float32Array {
    return this.places.enlarge(this.#variances(target, form)).map(Math.sqrt);
  }

  #variances(target: number, form: MapForm): Float64Array {
    const { size } = this.places;
    const groups = this.#groupsOf(target);
    const all = this.#nothing();
    for (let group = 0; group < GROUPS; group++) this.#collect(all, groups, target, group, 1);
    const sums = new Float64Array(size);
    const squares = new Float64Array(size);
    const centre = Float64Array.from({ length: size }, (_, p) => this.#mapAt(all, p, form));
    for (let group = 0; group < GROUPS; group++) {
      this.#collect(all, groups, target, group, -1);
      for (let p = 0; p < size; p++) {
        const off = this.#mapAt(all, p, form) - centre[p];
        sums[p] += off;
        squares[p] += off * off;
      }
      this.#collect(all, groups, target, group, 1);
    }
    return sums.map((sum, p) => Math.max(0, ((GROUPS - 1) / GROUPS) * (squares[p] - (sum * sum) / GROUPS)));
  }

  #nothing(): Collected {
    const { size } = this.places;
    return { count: 0, scores: 0, scored: new Float64Array(size), masked: new Float64Array(size) };
  }

  /** The sums of each group of a target, with the masks that wait. */
  #groupsOf(target: number): Float64Array {
    const { size } = this.places;
    const waiting = this.#count % TOGETHER;
    const groups = this.#scored.slice(target * GROUPS * size, (target + 1) * GROUPS * size);
    for (let group = 0; group < GROUPS; group++) this.#addRows(groups, group * size, target, group, waiting);
    return groups;
  }

  /** Adds those of the first `waiting` rows that belong to a group. */
  #addRows(out: Float64Array, at: number, target: number, group: number, waiting: number): void {
    const { size } = this.places;
    const score = (turn: number) => {
      const row = group + turn * GROUPS;
      return row < waiting ? this.#rowScores[row * this.targets + target] : 0;
    };
    const [w0, w1, w2, w3] = [score(0), score(1), score(2), score(3)];
    if (w0 === 0 && w1 === 0 && w2 === 0 && w3 === 0) return;
    addFour(out, at, size, this.#rows, group * size, GROUPS * size, w0, w1, w2, w3);
  }

  #collect(into: Collected, groups: Float64Array, target: number, group: number, sign: 1 | -1): void {
    const { size } = this.places;
    into.count += sign * Math.ceil((this.#count - group) / GROUPS);
    into.scores += sign * this.#scores[group * this.targets + target];
    for (let p = 0; p < size; p++) {
      into.scored[p] += sign * groups[group * size + p];
      into.masked[p] += sign * this.#masked[group * size + p];
    }
  }

  #mapAt({ count, scores, scored, masked }: Collected, p: number, form: MapForm): number {
    if (form === 'ratio') return masked[p] > NEVER_SHOWN ? scored[p] / masked[p] : 0;
    const share = 1 / Math.max(1, count);
    const factors = factorsOf(form, this.places.spec.keep, share * scores);
    return share * (factors.scored * scored[p] + factors.masked * masked[p]) - factors.level;
  }
}

/** Sums of some groups, at the places. */
interface Collected {
  count: number;
  scores: number;
  readonly scored: Float64Array;
  readonly masked: Float64Array;
}
