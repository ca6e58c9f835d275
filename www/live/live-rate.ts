/** How much a new frame counts beside those before it. */
const SHARE = 0.2;

/** How fast frames come and how old they are when they are seen, evened out over some ten frames. */
export class LiveRate {
  /** Milliseconds from taking a picture to showing it with its map; null before the first. */
  latency: number | null = null;
  #interval: number | null = null;
  #lastAt: number | null = null;

  /** null before the second frame. */
  get framesPerSecond(): number | null {
    return this.#interval === null ? null : 1000 / this.#interval;
  }

  /** @param now when the frame was shown, milliseconds on any clock */
  add(now: number, latency: number): void {
    this.latency = blend(this.latency, latency);
    if (this.#lastAt !== null) this.#interval = blend(this.#interval, now - this.#lastAt);
    this.#lastAt = now;
  }

  /** What passes until the next frame does not count. */
  rest(): void {
    this.#lastAt = null;
  }
}

function blend(before: number | null, value: number): number {
  return before === null ? value : before + SHARE * (value - before);
}
