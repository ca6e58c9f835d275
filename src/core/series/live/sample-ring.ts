/**
 * The newest samples of a stream. Samples are counted from the first that ever came; memory stays as it is, the oldest give
 * way.
 */
export class SampleRing {
  /** Samples of each channel that are held at most. */
  readonly capacity: number;
  readonly #planes: readonly Float32Array[];
  #count = 0;

  constructor(channels: number, capacity: number) {
    this.capacity = capacity;
    this.#planes = Array.from({ length: channels }, () => new Float32Array(capacity));
  }

  /** Samples that came so far. */
  get count(): number {
    return this.#count;
  }

  /** The oldest sample that is still held. */
  get first(): number {
    return Math.max(0, this.#count - this.capacity);
  }

  /** @param planes one array a channel, all of one length */
  append(planes: readonly Float32Array[]): void {
    const { length } = planes[0];
    const kept = Math.min(length, this.capacity);
    const start = (this.#count + length - kept) % this.capacity;
    const untilEnd = Math.min(kept, this.capacity - start);
    planes.forEach((values, channel) => {
      const newest = values.subarray(length - kept);
      this.#planes[channel].set(newest.subarray(0, untilEnd), start);
      this.#planes[channel].set(newest.subarray(untilEnd), 0);
    });
    this.#count += length;
  }

  /**
   * A copy of samples `from` to `to - 1`, one array a channel.
   * @throws RangeError for samples that have given way, or did not come yet
   */
  copy(from: number, to: number): Float32Array[] {
    if (from < this.first || to > this.#count || from > to) {
      throw new RangeError(`Samples ${from} to ${to} are asked for; ${this.first} to ${this.#count} are held.`);
    }
    const start = from % this.capacity;
    const length = to - from;
    const untilEnd = Math.min(length, this.capacity - start);
    return this.#planes.map((plane) => {
      const out = new Float32Array(length);
      out.set(plane.subarray(start, start + untilEnd));
      out.set(plane.subarray(0, length - untilEnd), untilEnd);
      return out;
    });
  }
}
