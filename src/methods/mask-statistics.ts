import { mapsFromScores } from '../core/masks/create-mask-sum.ts';
import type { MapForm } from '../core/masks/mask-sum.ts';
import { MaskRegression } from '../core/masks/regression.ts';
import { reliabilityOfHalves } from '../core/masks/reliability.ts';
import { shrinkSpec } from '../core/masks/shrink-spec.ts';
import type { MaskSpec } from '../core/masks/spec.ts';
import { FEWEST_FOR_ERROR, standardErrors } from '../core/masks/standard-error.ts';
import type { MaskRecord } from './mask-record.ts';
import type { Estimate } from './masking.ts';

/** How sure the maps of a finished run are; one entry a target. */
export interface MaskStatistics {
  /** Maps by regression, in mask space, in place of the sums; null where none was asked for. */
  readonly maps: readonly Float32Array[] | null;
  /** Split-half reliability, or null where too few masks were run. */
  readonly reliability: readonly (number | null)[];
  /** Number of masks at which the map first repeated as well as was asked for, or null where it never did. */
  readonly stableAt: readonly (number | null)[];
  /** Standard error of each pixel on a small plane over the mask space, or null where too few masks were run. */
  readonly error: readonly (ErrorPlane | null)[];
}

export interface ErrorPlane {
  readonly width: number;
  readonly height: number;
  /** Length height x width. */
  readonly data: Float32Array;
}

/** Split-half reliability below this number of masks is noise about noise. */
const FEWEST_FOR_RELIABILITY = 64;
/** A check looks at all masks again, so the next one waits for a fifth more of them. */
const CHECK_GROWTH = 1.2;
/** Places per side at which the error of a regression is worked out. */
const ERROR_SIDE = 32;
/** Places per side that are enough to tell how reliable a regression is. */
const CHECK_SIDE = 16;
/** Targets whose errors are worked out together: more share the work of a mask, and take memory. */
const ERRORS_TOGETHER = 8;

/** Watches how well the maps of a run repeat, from the scores that were kept. */
export class Steadiness {
  readonly #record: MaskRecord;
  readonly #form: MapForm;
  /** Null where maps are sums. */
  readonly #regression: MaskRegression | null;
  readonly #wanted: number | null;
  readonly #small: MaskSpec;
  readonly #stableAt: (number | null)[];
  #nextCheck = FEWEST_FOR_RELIABILITY;
  /** Of each target, when they were last looked at. */
  #seen: readonly (number | null)[] | null = null;
  /** Of the least steady target, then. */
  #least: { readonly masks: number; readonly reliability: number } | null = null;

  /** @param wanted reliability to stop at, or null */
  constructor(record: MaskRecord, form: MapForm, estimate: Estimate, wanted: number | null) {
    this.#record = record;
    this.#form = form;
    this.#regression = estimate === 'regression' ? new MaskRegression(record.spec, record.targets) : null;
    this.#wanted = wanted;
    this.#small = shrinkSpec(record.spec);
    this.#stableAt = Array.from({ length: record.targets }, () => null);
  }

  /** Whether every target's map repeats as well as was asked for; looked at now and then only. */
  isReached(): boolean {
    const { count } = this.#record;
    if (this.#wanted === null || count < this.#nextCheck) return false;
    this.#nextCheck = Math.ceil(count * CHECK_GROWTH);
    this.#seen = this.#reliability();
    const least = Math.min(...this.#seen.map((reached) => reached ?? 0));
    this.#least = { masks: count, reliability: least };
    return least >= this.#wanted;
  }

  /**
   * Masks after which the run is likely to end, at most `most`: by the Spearman-Brown formula the odds of reliability grow
   * with the number of masks.
   */
  expected(most: number): number {
    if (this.#wanted === null || this.#least === null) return most;
    const { masks, reliability } = this.#least;
    if (reliability <= 0) return most;
    return Math.min(most, Math.ceil(masks * (odds(this.#wanted) / odds(Math.min(reliability, this.#wanted)))));
  }

  /** Maps of the masks so far by regression; null where they are sums. */
  maps(): Float32Array[] | null {
    return this.#caughtUp()?.maps() ?? null;
  }

  /** What is known in the middle of a run; null before the first look. Errors are worked out at its end. */
  soFar(): MaskStatistics | null {
    const none = this.#stableAt.map(() => null);
    return this.#seen && { maps: null, reliability: this.#seen, stableAt: none, error: none };
  }

  statistics(): MaskStatistics {
    const stableAt = this.#stableAt;
    const regression = this.#caughtUp();
    if (!regression) return { maps: null, reliability: this.#reliability(), stableAt, error: this.#errors() };
    const { spec, count } = this.#record;
    const columns = Math.min(ERROR_SIDE, spec.width);
    const rows = Math.min(ERROR_SIDE, spec.height);
    const found = regression.fit({ columns, rows });
    const isKnown = count >= FEWEST_FOR_RELIABILITY;
    return {
      maps: found.map(({ map }) => map),
      reliability: found.map(({ reliability }, target) => (isKnown ? this.#note(target, reliability) : null)),
      stableAt,
      error: found.map(({ error }) => (isKnown ? { width: columns, height: rows, data: error } : null)),
    };
  }

  /** The regression with all masks of the record; those of a resumed run and of the last batches are added when asked. */
  #caughtUp(): MaskRegression | null {
    const regression = this.#regression;
    const { count, scores, targets } = this.#record;
    while (regression && regression.count < count) {
      regression.add(regression.count, scores, regression.count * targets);
    }
    return regression;
  }

  #reliability(): (number | null)[] {
    const { count } = this.#record;
    if (count < FEWEST_FOR_RELIABILITY) return this.#stableAt.map(() => null);
    const regression = this.#caughtUp();
    if (regression) {
      const found = regression.reliabilities({ columns: CHECK_SIDE, rows: CHECK_SIDE });
      return found.map((reliability, target) => this.#note(target, reliability));
    }
    const [even, odd] = [0, 1].map((half) => this.#halfMaps(half));
    return even.map((map, target) => {
      const reliability = reliabilityOfHalves(map, odd[target]);
      return Number.isFinite(reliability) ? this.#note(target, reliability) : null;
    });
  }

  #note(target: number, reliability: number): number {
    if (this.#wanted !== null && reliability >= this.#wanted) this.#stableAt[target] ??= this.#record.count;
    return reliability;
  }

  #halfMaps(half: number): Float32Array[] {
    const { count, targets, scores } = this.#record;
    const numbers: number[] = [];
    for (let n = half; n < count; n += 2) numbers.push(n);
    const chosen = new Float32Array(numbers.length * targets);
    numbers.forEach((n, row) => {
      chosen.set(scores.subarray(n * targets, (n + 1) * targets), row * targets);
    });
    return mapsFromScores(this.#small, chosen, targets, this.#form, numbers);
  }

  #errors(): (ErrorPlane | null)[] {
    const { count, targets } = this.#record;
    if (count < FEWEST_FOR_ERROR) return this.#stableAt.map(() => null);
    const { width, height } = this.#small;
    const planes: ErrorPlane[] = [];
    for (let first = 0; first < targets; first += ERRORS_TOGETHER) {
      const together = Math.min(ERRORS_TOGETHER, targets - first);
      const scores = this.#columns(first, together);
      for (const data of standardErrors(this.#small, scores, together, this.#form))
        planes.push({ width, height, data });
    }
    return planes;
  }

  /** Scores of some targets, row by row. */
  #columns(first: number, together: number): Float32Array {
    const { count, targets, scores } = this.#record;
    if (together === targets) return scores;
    const out = new Float32Array(count * together);
    for (let n = 0; n < count; n++) {
      out.set(scores.subarray(n * targets + first, n * targets + first + together), n * together);
    }
    return out;
  }
}

function odds(share: number): number {
  return share / (1 - share);
}
