/** Milliseconds over which arrivals are counted: long enough for what comes in bursts. */
const SPAN_MS = 4000;
/** Before that nothing is said. */
const LEAST_MS = 1500;

/** How many samples a second came lately. */
export class ArrivalRate {
  readonly #now: () => number;
  #marks: { readonly at: number; readonly count: number }[] = [];
  #count = 0;

  /** @param now milliseconds */
  constructor(now: () => number) {
    this.#now = now;
  }

  add(samples: number): void {
    const at = this.#now();
    this.#count += samples;
    const last = this.#marks.at(-1);
    // A mark every 50 ms tells as much as one for every sample.
    if (last && at - last.at < 50) return;
    this.#marks.push({ at, count: this.#count });
    while (this.#marks.length > 2 && this.#marks[1].at <= at - SPAN_MS) this.#marks.shift();
  }

  /** null while too little came. */
  get perSecond(): number | null {
    const [first] = this.#marks;
    const last = this.#marks.at(-1);
    if (!first || !last || last.at - first.at < LEAST_MS) return null;
    // What stopped coming counts down.
    const until = this.#now() - last.at > LEAST_MS ? this.#now() : last.at;
    return ((last.count - first.count) / (until - first.at)) * 1000;
  }

  /** Milliseconds since the newest sample; null before the first. */
  get silence(): number | null {
    const last = this.#marks.at(-1);
    return last ? this.#now() - last.at : null;
  }
}
