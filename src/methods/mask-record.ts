import type { MaskSpec } from '../core/masks/spec.ts';

/**
 * What is kept of a run of masks: the recipe of the masks themselves (they are never stored), each mask's score per target
 * and, for detectors, its best proposals in packed form. At most 4 kB a mask for proposals plus 4 bytes a target.
 */
export class MaskRecord {
  readonly spec: MaskSpec;
  readonly targets: number;
  readonly keptWords: number;
  readonly #most: number;
  #scores: Float32Array;
  #kept: Uint32Array;
  #count = 0;

  /** @param most masks that there will be at most, beyond which no room is made in advance. Default: any number. */
  constructor(spec: MaskSpec, targets: number, keptWords: number, most = Number.POSITIVE_INFINITY) {
    this.spec = spec;
    this.targets = targets;
    this.keptWords = keptWords;
    this.#most = most;
    const capacity = Math.min(256, most);
    this.#scores = new Float32Array(capacity * targets);
    this.#kept = new Uint32Array(capacity * keptWords);
  }

  /** Masks recorded: numbers 0 to count - 1. */
  get count(): number {
    return this.#count;
  }

  /** Length count x targets, one row per mask. */
  get scores(): Float32Array {
    return this.#scores.subarray(0, this.#count * this.targets);
  }

  /** Length count x keptWords. */
  get kept(): Uint32Array {
    return this.#kept.subarray(0, this.#count * this.keptWords);
  }

  /** Scores of one target in the first `count` masks. */
  targetScores(target: number, count: number): Float32Array {
    return Float32Array.from({ length: count }, (_, n) => this.#scores[n * this.targets + target]);
  }

  append(scores: Float32Array, kept: Uint32Array | null, count: number): void {
    const needed = this.#count + count;
    if (needed * this.targets > this.#scores.length || needed * this.keptWords > this.#kept.length) {
      const capacity = Math.max(needed, Math.min(this.#most, this.#count * 2));
      this.#scores = grown(this.#scores, new Float32Array(capacity * this.targets));
      this.#kept = grown(this.#kept, new Uint32Array(capacity * this.keptWords));
    }
    this.#scores.set(scores, this.#count * this.targets);
    if (kept) this.#kept.set(kept, this.#count * this.keptWords);
    this.#count = needed;
  }
}

function grown<A extends Float32Array | Uint32Array>(old: A, larger: A): A {
  (larger as Float32Array).set(old as Float32Array);
  return larger;
}
