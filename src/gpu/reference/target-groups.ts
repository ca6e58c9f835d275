import type { PreparedTarget } from './prepare-targets.ts';
import type { ProposalReader } from './proposal-reader.ts';
import { classFactor, type SimilarityOptions } from './similarity.ts';

/** Targets that ask for much the same class, so that what one proposal can be worth to them is worked out once. */
interface Group {
  /** Its first target, which stands for all. */
  readonly target: PreparedTarget;
  /** Cosine and sine of the widest angle between its class vector and that of another target of the group. */
  cosine: number;
  sine: number;
}

export class TargetGroups {
  readonly count: number;
  readonly #numbers: readonly number[];
  readonly #groups: readonly Group[];
  readonly #options: SimilarityOptions;

  constructor(targets: readonly PreparedTarget[], options: SimilarityOptions) {
    const groups = new Map<number, { number: number; group: Group }>();
    const tellsClasses = options.classes !== 'ignore' && !options.expandTop1;
    this.#numbers = targets.map((target) => {
      const key = tellsClasses ? target.topClass : -1;
      const known = groups.get(key);
      if (known) {
        widen(known.group, target);
        return known.number;
      }
      const number = groups.size;
      groups.set(key, { number, group: { target, cosine: 1, sine: 0 } });
      return number;
    });
    this.count = groups.size;
    this.#groups = [...groups.values()].map(({ group }) => group);
    this.#options = options;
  }

  /** The group of target number t. */
  of(t: number): number {
    return this.#numbers[t];
  }

  /**
   * The most that the classes of proposal p can be like those of any target of a group. Angles between vectors add up at
   * most: what stands farther from the first target than the widest of the group stands as far from that one as is left.
   */
  bound(source: ProposalReader, p: number, number: number): number {
    const { target, cosine, sine } = this.#groups[number];
    if (this.#options.expandTop1) return 1;
    const alike = classFactor(source, p, target, this.#options);
    if (this.#options.classes !== 'cosine' || sine === 0) return alike;
    if (alike >= cosine) return 1;
    return alike * cosine + Math.sqrt(1 - alike * alike) * sine;
  }
}

function widen(group: Group, { classVector, norm }: PreparedTarget): void {
  const first = group.target.classVector;
  if (first === null || classVector === null || first === classVector) return;
  let product = 0;
  for (let c = 0; c < first.length; c++) product += first[c] * classVector[c];
  const lengths = group.target.norm * norm;
  const cosine = lengths > 0 ? Math.min(1, product / lengths) : 0;
  if (cosine >= group.cosine) return;
  group.cosine = cosine;
  group.sine = Math.sqrt(1 - cosine * cosine);
}
