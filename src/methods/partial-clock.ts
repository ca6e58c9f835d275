import { lazyMilliseconds } from '../core/lazily.ts';

/** Partial results take at most one part in so many of the time, however many targets there are and however large. */
const PARTIAL_SHARE = 100;
/** In the beginning, when a map changes most and whoever asked for it looks on, it may be a larger part. */
const EARLY_SHARE = 10;
const EARLY_MS = 3000;
/** But a person who watches sees the map grow: milliseconds that no pause is longer than, unless longer ones were asked for. */
const LONGEST_PAUSE = 2000;

/** How much longer the first one takes, whose code is still cold: what it takes says little of the next. */
const COLD = 5;

/** Says when a run should show what it has. */
export class PartialClock {
  readonly #every: number;
  readonly #begunAt = performance.now();
  #askedAt = this.#begunAt;
  #madeAt = this.#begunAt;
  /** Milliseconds that making the last one took, and what had been spent on reading maps when it was given away. */
  #made = 0;
  #readBefore = 0;
  #count = 0;

  /** @param every least milliseconds between two. 0: as often as is asked */
  constructor(every: number) {
    this.#every = every;
  }

  /** Whether the time for the next one has come. Where it has, the next call is {@link wasMade}. */
  isDue(): boolean {
    this.#askedAt = performance.now();
    return this.#askedAt >= this.#madeAt + this.#pause();
  }

  /** The result has been given away; its maps are made when somebody reads them, which counts too. */
  wasMade(): void {
    const now = performance.now();
    this.#count++;
    this.#made = now - this.#askedAt;
    this.#madeAt = now;
    this.#readBefore = lazyMilliseconds();
  }

  #pause(): number {
    if (this.#every === 0 || this.#count === 0) return this.#every;
    const taken = this.#made + lazyMilliseconds() - this.#readBefore;
    const share = this.#madeAt - this.#begunAt < EARLY_MS ? EARLY_SHARE : PARTIAL_SHARE;
    const fair = (taken * share) / (this.#count === 1 ? COLD : 1);
    return Math.max(this.#every, Math.min(fair, LONGEST_PAUSE));
  }
}
