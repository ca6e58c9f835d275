/** One report of a running job. */
export interface Step<T> {
  /** Units done (masked passes, for D-RISE). */
  readonly done: number;
  /** Units in all; as long as `remaining` is null, the most that there may be. */
  readonly total: number;
  /** Milliseconds left by the pace so far; null before the first unit, and while nobody can say how many there will be. */
  readonly remaining: number | null;
  /** The result so far, when the job can give one. */
  readonly partial: T | null;
}

/** What a job is given: tell `report` how far it is and look at `signal` between batches. */
export interface RunContext<T> {
  readonly signal: AbortSignal;
  /** @param isBound whether `total` is only the most there may be (default false) */
  report(done: number, total: number, partial?: T | null, isBound?: boolean): void;
}

/**
 * A job under way: iterate over its steps, ask for its result, cancel it. Not a promise on purpose, so that `await run`
 * is not mistaken for its result. The job starts at once; steps that nobody reads are replaced by newer ones. Leaving the
 * loop over them does not stop it, so that a page can look away and come back; {@link cancel} does.
 */
export class Run<T> implements AsyncIterable<Step<T>> {
  readonly #controller = new AbortController();
  readonly #result: Promise<T>;
  #latest: Step<T> | null = null;
  #version = 0;
  #settled = false;
  #wake: (() => void)[] = [];

  constructor(job: (context: RunContext<T>) => Promise<T>, signal?: AbortSignal) {
    const follow = () => this.#controller.abort(signal?.reason);
    if (signal?.aborted) follow();
    else signal?.addEventListener('abort', follow, { once: true });
    const started = performance.now();
    const context: RunContext<T> = {
      signal: this.#controller.signal,
      report: (done, total, partial = null, isBound = false) => {
        const elapsed = performance.now() - started;
        const remaining = done > 0 && !isBound ? (elapsed / done) * (total - done) : null;
        this.#latest = { done, total, remaining, partial };
        this.#version++;
        this.#notify();
      },
    };
    this.#result = Promise.resolve()
      .then(() => {
        this.#controller.signal.throwIfAborted();
        return job(context);
      })
      .finally(() => {
        signal?.removeEventListener('abort', follow);
        this.#settled = true;
        this.#notify();
      });
    // Whoever only iterates learns of a failure there; an unread result must not count as an unhandled rejection.
    this.#result.catch(() => {});
  }

  /** The finished value; rejects with the `XaiError` that stopped it, or with the abort reason. */
  result(): Promise<T> {
    return this.#result;
  }

  /** Stops after the batch under way; `result()` then rejects with `reason`. */
  cancel(reason: unknown = new DOMException('The run was cancelled.', 'AbortError')): void {
    this.#controller.abort(reason);
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Step<T>> {
    let seen = 0;
    for (;;) {
      if (this.#version > seen && this.#latest) {
        seen = this.#version;
        yield this.#latest;
      } else if (this.#settled) {
        await this.#result;
        return;
      } else {
        await new Promise<void>((resolve) => this.#wake.push(resolve));
      }
    }
  }

  #notify(): void {
    const waiting = this.#wake;
    this.#wake = [];
    for (const wake of waiting) wake();
  }
}
