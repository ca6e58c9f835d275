import { mapsFromScores } from '../core/masks/create-mask-sum.ts';
import { GroupSums } from '../core/masks/group-sums.ts';
import type { MapForm } from '../core/masks/mask-sum.ts';
import { MaskRegression } from '../core/masks/regression.ts';
import { FEWEST_FOR_ERROR } from '../core/masks/standard-error.ts';
import type { MaskRecord } from './mask-record.ts';
import type { Estimate } from './masking.ts';

/** A plane of the mask space, made when it is asked for: length height x width of the spec. */
export type LazyPlane = () => Float32Array;

/** Split-half reliability, worked out when it is asked for; null where too few masks were run. */
export type LazyReliability = () => number | null;

/** How sure the maps of a finished run are; one entry a target. */
export interface MaskStatistics {
  /** Maps by regression, in place of the sums; null where none was asked for. */
  readonly maps: readonly LazyPlane[] | null;
  readonly reliability: readonly LazyReliability[];
  /** Number of masks at which the map first repeated as well as was asked for, or null where it never did. */
  readonly stableAt: readonly (number | null)[];
  /** Standard error of each pixel, or null where too few masks were run. */
  readonly error: readonly (LazyPlane | null)[];
}

/** The same of one target that is asked for afterwards. */
export interface AskedStatistics {
  readonly map: LazyPlane;
  readonly reliability: number | null;
  readonly error: LazyPlane | null;
}

/** Split-half reliability below this number of masks is noise about noise. */
const FEWEST_FOR_RELIABILITY = 64;
/** A check takes time for every target, so the next one waits until the map may be there, but for a fifth more masks at least. */
const LEAST_STEP = 2;
/** Reliability grows unevenly at first: no check is farther than 1.6 times the masks away. */
const MOST_STEP = 5;

/**
 * Masks at the check of that number, from 0: a tenth more each, so that where a run ends does not hang on the batches of a
 * machine; whole batches of a CPU, which are of 4 or 8.
 */
function masksAtCheck(number: number): number {
  return 8 * Math.round((FEWEST_FOR_RELIABILITY / 8) * 1.1 ** number);
}

/** Watches how well the maps of a run repeat, from the scores that were kept. */
export class Steadiness {
  readonly #record: MaskRecord;
  readonly #form: MapForm;
  readonly #known: MaskRegression | GroupSums;
  readonly #wanted: number | null;
  readonly #stableAt: (number | null)[];
  /** Number of the next check. */
  #check = 0;
  /** Of each target, when they were last looked at. */
  #seen: readonly (number | null)[] | null = null;
  /** Of the least steady target, then. */
  #least: { readonly masks: number; readonly reliability: number } | null = null;

  /** @param wanted reliability to stop at, or null */
  constructor(record: MaskRecord, form: MapForm, estimate: Estimate, wanted: number | null) {
    this.#record = record;
    this.#form = form;
    const { spec, targets } = record;
    this.#known = estimate === 'regression' ? new MaskRegression(spec, targets) : new GroupSums(spec, targets);
    this.#wanted = wanted;
    this.#stableAt = Array.from({ length: record.targets }, () => null);
  }

  /** Masks at which the maps are looked at next; infinitely many where no reliability was asked for. */
  get nextCheck(): number {
    return this.#wanted === null ? Number.POSITIVE_INFINITY : masksAtCheck(this.#check);
  }

  /**
   * Whether every target's map repeats as well as was asked for, at the last check. Masks of a stored run are looked at as
   * if they had just been run.
   */
  isReached(): boolean {
    while (this.#record.count >= this.nextCheck) if (this.#isReachedAt(this.nextCheck)) return true;
    return false;
  }

  #isReachedAt(masks: number): boolean {
    this.#seen = this.#reliability(masks);
    const least = Math.min(...this.#seen.map((reached) => reached ?? 0));
    this.#least = { masks, reliability: least };
    const likely = this.expected(Number.POSITIVE_INFINITY) ?? Number.POSITIVE_INFINITY;
    const last = this.#check + MOST_STEP;
    this.#check += LEAST_STEP;
    while (this.#check < last && masksAtCheck(this.#check) < likely) this.#check++;
    return least >= (this.#wanted ?? 0);
  }

  /**
   * Masks after which the run is likely to end, at most `most`: by the Spearman-Brown formula the odds of reliability grow
   * with the number of masks. Null as long as nothing is known of it.
   */
  expected(most: number): number | null {
    if (this.#wanted === null) return most;
    if (this.#least === null || this.#least.reliability <= 0) return null;
    const { masks, reliability } = this.#least;
    return Math.min(most, Math.ceil(masks * (odds(this.#wanted) / odds(Math.min(reliability, this.#wanted)))));
  }

  /** Maps of the masks so far by regression; null where they are sums. */
  maps(): readonly LazyPlane[] | null {
    const known = this.#caughtUp();
    return known instanceof MaskRegression ? known.maps() : null;
  }

  /**
   * The map of a target that was not asked for when the masks ran, and how sure it is.
   * @param scores one a recorded mask
   */
  of(scores: Float32Array): AskedStatistics {
    const { spec, count } = this.#record;
    const known = this.#caughtUp();
    if (known instanceof MaskRegression) {
      const { map, error, reliability } = known.fitOf(scores);
      return count < FEWEST_FOR_RELIABILITY ? { map, reliability: null, error: null } : { map, reliability, error };
    }
    const form = this.#form;
    const map = () => mapsFromScores(spec, scores, 1, form)[0];
    if (count < FEWEST_FOR_ERROR) return { map, reliability: null, error: null };
    const sums = new GroupSums(spec, 1);
    for (let n = 0; n < count; n++) sums.add(n, scores, n);
    const reliability = sums.reliability(0, form);
    return { map, reliability: Number.isFinite(reliability) ? reliability : null, error: () => sums.errors(0, form) };
  }

  /** What is known in the middle of a run; null before the first look. Errors are worked out at its end. */
  soFar(): MaskStatistics | null {
    const none = this.#stableAt.map(() => null);
    const reliability = this.#seen?.map((reached) => () => reached);
    return reliability ? { maps: null, reliability, stableAt: none, error: none } : null;
  }

  statistics(): MaskStatistics {
    const stableAt = this.#stableAt;
    const { count } = this.#record;
    const known = this.#caughtUp();
    if (known instanceof GroupSums) {
      const error = stableAt.map((_, target) =>
        count < FEWEST_FOR_ERROR ? null : () => known.errors(target, this.#form),
      );
      return { maps: null, reliability: this.#reliability(count).map((reached) => () => reached), stableAt, error };
    }
    const found = known.fit();
    const isKnown = count >= FEWEST_FOR_RELIABILITY;
    // When a map first repeated as well as was asked for is said with every map.
    if (isKnown && this.#wanted !== null)
      found.forEach(({ reliability }, target) => {
        this.#note(target, reliability, count);
      });
    return {
      maps: found.map(({ map }) => map),
      reliability: found.map((one) => () => (isKnown ? one.reliability : null)),
      stableAt,
      error: found.map(({ error }) => (isKnown ? error : null)),
    };
  }

  /** What is known of masks of the record, all of them if no number is given: they are added when asked. */
  #caughtUp(masks = this.#record.count): MaskRegression | GroupSums {
    const known = this.#known;
    const { scores, targets } = this.#record;
    while (known.count < masks) known.add(known.count, scores, known.count * targets);
    return known;
  }

  #reliability(masks: number): (number | null)[] {
    if (masks < FEWEST_FOR_RELIABILITY) return this.#stableAt.map(() => null);
    const known = this.#caughtUp(masks);
    const found =
      known instanceof MaskRegression
        ? known.reliabilities()
        : this.#stableAt.map((_, target) => known.reliability(target, this.#form));
    return found.map((reliability, target) =>
      Number.isFinite(reliability) ? this.#note(target, reliability, masks) : null,
    );
  }

  #note(target: number, reliability: number, masks: number): number {
    if (this.#wanted !== null && reliability >= this.#wanted) this.#stableAt[target] ??= masks;
    return reliability;
  }
}

function odds(share: number): number {
  return share / (1 - share);
}
