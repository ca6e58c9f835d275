import type { Recording, Span } from '../recording.ts';

/** Samples of a channel that memory is taken for at a time. */
const CHUNK = 1 << 16;

/** What came in, from the first sample until there is no room left. */
export class KeptSamples {
  /** Samples of each channel that there is room for. */
  readonly capacity: number;
  readonly #channels: number;
  readonly #chunks: Float32Array[][] = [];
  #count = 0;

  /** @param mostValues numbers of all channels together */
  constructor(channels: number, mostValues: number) {
    this.#channels = channels;
    this.capacity = Math.floor(mostValues / channels);
  }

  /** Samples of each channel that are kept. */
  get count(): number {
    return this.#count;
  }

  get isFull(): boolean {
    return this.#count >= this.capacity;
  }

  /** @param planes one array a channel; what there is no room for is left out */
  append(planes: readonly Float32Array[]): void {
    const length = Math.min(planes[0].length, this.capacity - this.#count);
    for (let at = 0; at < length; ) {
      const inChunk = this.#count % CHUNK;
      if (inChunk === 0) this.#chunks.push(Array.from({ length: this.#channels }, () => new Float32Array(CHUNK)));
      const size = Math.min(length - at, CHUNK - inChunk);
      const chunk = this.#chunks[this.#chunks.length - 1];
      planes.forEach((values, channel) => {
        chunk[channel].set(values.subarray(at, at + size), inChunk);
      });
      this.#count += size;
      at += size;
    }
  }

  /**
   * All of it as a recording that begins at 0 s.
   * @param gaps stretches that no values came for, samples
   */
  recording(about: Pick<Recording, 'name' | 'rate' | 'channels'>, gaps: readonly Span[]): Recording {
    const count = this.#count;
    const data = Array.from({ length: this.#channels }, (_, channel) => {
      const all = new Float32Array(count);
      this.#chunks.forEach((chunk, at) => {
        all.set(chunk[channel].subarray(0, Math.min(CHUNK, count - at * CHUNK)), at * CHUNK);
      });
      return all;
    });
    const kept = gaps
      .filter(({ start }) => start < count)
      .map(({ start, end }) => ({ start, end: Math.min(end, count) }));
    return { ...about, sha256: '', start: 0, data, gaps: kept, findings: [] };
  }
}
