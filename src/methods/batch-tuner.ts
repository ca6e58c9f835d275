/** A batch must be this much faster a picture than a smaller one to be worth its memory. */
const WORTHWHILE = 0.95;
/** Sizes in a row that must bring nothing before the search ends: one alone may have been disturbed. */
const FAILURES = 2;
/**
 * Milliseconds that runs of one size take before their best counts, so that a model of a few milliseconds is not judged
 * by one run; the first run pays for kernels and buffers of that size and never counts.
 */
const LISTENING = 25;

const remembered = new Map<string, number>();

/**
 * Finds the batch that a machine runs fastest while real work goes through it: doubled from 1 as long as the time a picture
 * falls and memory holds, and remembered per model, provider and adapter.
 */
export class BatchTuner {
  readonly #key: string | null;
  readonly #most: number;
  #size: number;
  /** Of the runs at the present size: how many, their time, and the best time a picture. */
  #runs = 0;
  #spent = 0;
  #fastest = Number.POSITIVE_INFINITY;
  #failures = 0;
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
    if (this.#runs++ === 0) return;
    this.#spent += milliseconds;
    this.#fastest = Math.min(this.#fastest, milliseconds / count);
    if (this.#spent >= LISTENING) this.#judge();
  }

  #judge(): void {
    if (this.#best && this.#fastest > this.#best.time * WORTHWHILE) this.#failures++;
    else {
      this.#best = { size: this.#size, time: this.#fastest };
      this.#failures = 0;
    }
    if (this.#failures === FAILURES || this.#size * 2 > this.#most) {
      this.#settle(this.#best.size);
      return;
    }
    this.#size *= 2;
    this.#runs = 0;
    this.#spent = 0;
    this.#fastest = Number.POSITIVE_INFINITY;
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
