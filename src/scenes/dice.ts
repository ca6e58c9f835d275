import { seedKey, threefry2x32 } from '../core/random.ts';

/** A stream of random draws: the n-th is a pure function of (seed, stream, n). */
export class Dice {
  readonly #key: readonly [number, number];
  readonly #words = new Uint32Array(2);
  #drawn = 0;

  /**
   * @param seed whole number in [0, 2^53)
   * @param stream whole number; other streams of the same seed are unrelated
   */
  constructor(
    readonly seed: number,
    readonly stream = 0,
  ) {
    this.#key = seedKey(seed);
  }

  /** Uniform in [0, 1). */
  next(): number {
    if (this.#drawn % 2 === 0) {
      threefry2x32(this.#key[0], this.#key[1], this.#drawn >>> 1, this.stream, this.#words);
    }
    return this.#words[this.#drawn++ & 1] / 2 ** 32;
  }

  /** Uniform between two bounds, in either order. */
  range(a: number, b: number): number {
    return a + (b - a) * this.next();
  }

  /** Whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return low + Math.floor((high - low + 1) * this.next());
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.next() * list.length)];
  }

  /** One key of a table of weights. */
  weighted<K extends string>(weights: Readonly<Partial<Record<K, number>>>): K {
    const entries = Object.entries(weights) as [K, number][];
    let left = this.next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [key, weight] of entries) {
      left -= weight;
      if (left < 0) return key;
    }
    return entries[entries.length - 1][0];
  }

  /** Standard normal (Box-Muller). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.next()));
    return radius * Math.cos(2 * Math.PI * this.next());
  }

  /** A seed for something that draws for itself, so that it may draw as much as it likes. */
  seedFor(): number {
    return Math.floor(this.next() * 2 ** 32);
  }

  /** A stream of its own for one part of a picture. */
  part(stream: number): Dice {
    return new Dice(this.seed, stream);
  }
}
