/** A batch must be this much faster a picture than the next smaller one to be worth its memory. */
const WORTHWHILE = 0.95;
/** Runs at each size: the first one pays for kernels and buffers of that size, so only later ones count. */
const RUNS_PER_SIZE = 2;

const remembered = new Map<string, number>();

/**
 * Finds the batch that a machine runs fastest while real work goes through it: doubled from 1 as long as the time a picture
 * falls and memory holds, and remembered per model, provider and adapter.
 */
export class BatchTuner {
  readonly #key: string | null;
  readonly #most: number;
  #size: number;
  #runs = 0;
  #best: { size: number; time: number } | null = null;
  #settled: boolean;

  /**
   * @param key what the finding is remembered by; null takes `most` untuned
   * @param most the largest batch allowed
   */
  constructor(key: string | null, most: number) {
    this.#key = key;
    this.#most = most;
    const known = key === null ? most : remembered.get(key);
    this.#settled = known !== undefined || most === 1;
    this.#size = Math.min(most, known ?? 1);
  }

  /** How many pictures the next run should hold. */
  get size(): number {
    return this.#size;
  }

  /** Tells how long a run of `count` pictures took. */
  record(count: number, milliseconds: number): void {
    if (this.#settled || count !== this.#size) return;
    this.#runs++;
    if (this.#runs < RUNS_PER_SIZE) return;
    const time = milliseconds / count;
    if (this.#best && time > this.#best.time * WORTHWHILE) {
      this.#settle(this.#best.size);
      return;
    }
    this.#best = { size: this.#size, time };
    if (this.#size * 2 > this.#most) this.#settle(this.#size);
    else this.#size *= 2;
    this.#runs = 0;
  }

  /** The size was too much for the memory. False when there is no smaller one. */
  shrink(): boolean {
    if (this.#size === 1) return false;
    this.#settle(Math.floor(this.#size / 2));
    return true;
  }

  #settle(size: number): void {
    this.#settled = true;
    this.#size = size;
    if (this.#key !== null) remembered.set(this.#key, size);
  }
}
