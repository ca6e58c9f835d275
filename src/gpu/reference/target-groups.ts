import { LEAST_SQUARES } from './class-shares.ts';
import type { PreparedTarget } from './prepare-targets.ts';
import type { ProposalReader } from './proposal-reader.ts';
import type { SimilarityOptions } from './similarity.ts';

/** Targets of one best class that are about as sure of it, so that what each proposal can be worth to them is worked out once. */
interface Group {
  /** That class; -1 where classes do not matter. */
  readonly topClass: number;
  /** Cosine and sine of the widest angle between the class vector of a target of the group and one of that class alone. */
  readonly cosine: number;
  readonly sine: number;
  /** How many targets it has. */
  readonly size: number;
}

/** Cosines of that angle from which on a target is of a surer kind. */
const KINDS = [0.995, 0.96, 0.85];

/** Targets from which on a group is large. */
const LARGE = 8;

/** Numbers of proposals, from the first to behind the last. */
type Range = readonly [from: number, end: number];

/** How a run's targets fall into groups. */
export class TargetGroups {
  readonly #numbers: readonly number[];
  readonly #groups: readonly Group[];
  readonly #options: SimilarityOptions;

  constructor(targets: readonly PreparedTarget[], options: SimilarityOptions) {
    const tellsClasses = options.classes !== 'ignore' && !options.expandTop1;
    const tellsAngles = tellsClasses && options.classes === 'cosine';
    const sureness = ({ topScore, norm }: PreparedTarget) => (tellsAngles && norm > 0 ? topScore / norm : 1);
    const kindOf = (target: PreparedTarget) => KINDS.findIndex((least) => sureness(target) >= least);
    const keys = targets.map((target) => (tellsClasses ? `${target.topClass} ${kindOf(target)}` : ''));
    const kinds = [...new Set(keys)];
    this.#numbers = keys.map((key) => kinds.indexOf(key));
    this.#groups = kinds.map((kind) => {
      const members = targets.filter((_, t) => keys[t] === kind);
      const cosine = Math.min(...members.map(sureness));
      const topClass = tellsClasses ? members[0].topClass : -1;
      const sine = Math.sqrt(Math.max(0, 1 - cosine * cosine));
      return { topClass, cosine, sine, size: members.length };
    });
    this.#options = options;
  }

  get count(): number {
    return this.#groups.length;
  }

  /** The group of target number t. */
  of(t: number): number {
    return this.#numbers[t];
  }

  /**
   * Whether bounds of a group are looked into for all proposals at once: where that is quickly done, and so many targets ask for most
   * of them anyway; or where there is nothing to look into.
   */
  isLoweredAtOnce(source: ProposalReader, number: number): boolean {
    const { size, topClass } = this.#groups[number];
    if (topClass < 0 || source.classes === 1) return true;
    return size >= LARGE && (this.#options.classes === 'same-label' || source.shares.ready(topClass) !== null);
  }

  /**
   * Lowers what each of some proposals is worth, `worth[at + p]`, to the most that it can be worth to any target of a group by its
   * classes, but for rounding. Angles between vectors add up at most: what stands farther from the group's class than the
   * widest of its targets stands as far from that one as is left.
   * @param slack what may be added to a factor for rounding, as a share of it
   */
  lower(
    source: ProposalReader,
    number: number,
    [from, end]: Range,
    worth: Float32Array,
    at: number,
    slack: number,
  ): void {
    const { topClass, cosine, sine } = this.#groups[number];
    if (topClass < 0 || source.classes === 1) return;
    if (this.#options.classes === 'same-label') {
      for (let p = from; p < end; p++) if (source.topClass(p) !== topClass) worth[at + p] = 0;
      return;
    }
    const { shares } = source;
    const ready = shares.ready(topClass);
    for (let p = from; p < end; p++) {
      if (worth[at + p] === 0) continue;
      const share =
        ready && ready.squares[p] > LEAST_SQUARES
          ? ready.data[ready.at + p] / Math.sqrt(ready.squares[p])
          : shares.of(p, topClass);
      if (share >= cosine) continue;
      const factor = sine === 0 ? share : share * cosine + Math.sqrt(1 - share * share) * sine;
      worth[at + p] *= Math.min(1, factor * (1 + slack));
    }
  }
}
