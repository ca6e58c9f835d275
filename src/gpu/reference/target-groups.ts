import type { PreparedTarget } from './prepare-targets.ts';
import type { ProposalReader } from './proposal-reader.ts';
import type { SimilarityOptions } from './similarity.ts';

/** Targets of one best class, so that what each proposal can be worth to them is worked out once. */
interface Group {
  /** That class; -1 where classes do not matter. */
  readonly topClass: number;
  /** Cosine and sine of the widest angle between the class vector of a target of the group and one of that class alone. */
  readonly cosine: number;
  readonly sine: number;
}

/** How a run's targets fall into groups. */
export class TargetGroups {
  readonly #numbers: readonly number[];
  readonly #groups: readonly Group[];
  readonly #options: SimilarityOptions;

  constructor(targets: readonly PreparedTarget[], options: SimilarityOptions) {
    const tellsClasses = options.classes !== 'ignore' && !options.expandTop1;
    const classOf = ({ topClass }: PreparedTarget) => (tellsClasses ? topClass : -1);
    const classes = [...new Set(targets.map(classOf))];
    this.#numbers = targets.map((target) => classes.indexOf(classOf(target)));
    this.#groups = classes.map((topClass) => {
      const own = targets.filter((target) => classOf(target) === topClass);
      const cosine = Math.min(...own.map(({ topScore, norm }) => (norm > 0 ? topScore / norm : 1)));
      return { topClass, cosine, sine: Math.sqrt(Math.max(0, 1 - cosine * cosine)) };
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
   * The most that the classes of each proposal can be like those of any target of a group, that of proposal p at `out[at + p]`; what
   * rounding adds is above 1 at times. Angles between vectors add up at most: what stands farther from the group's class than
   * the widest of its targets stands as far from that one as is left.
   */
  readBounds(source: ProposalReader, number: number, out: Float32Array, at: number): void {
    const { topClass, cosine, sine } = this.#groups[number];
    const { count } = source;
    if (topClass < 0 || source.classes === 1) out.fill(1, at, at + count);
    else if (this.#options.classes === 'same-label')
      for (let p = 0; p < count; p++) out[at + p] = source.topClass(p) === topClass ? 1 : 0;
    else {
      source.readShares(topClass, out, at);
      if (sine === 0) return;
      for (let p = at, end = at + count; p < end; p++) {
        const share = out[p];
        out[p] = share >= cosine ? 1 : share * cosine + Math.sqrt(1 - share * share) * sine;
      }
    }
  }
}
