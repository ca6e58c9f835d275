import type { Span } from '../recording.ts';
import { Filters, isSameRate, resampleStretch } from '../resample-recording.ts';
import type { SampleRing } from './sample-ring.ts';

/** How windows are cut out of a stream. */
export interface RollingShape {
  /** Samples of a window, and from one window to the next, at `rate`. */
  readonly length: number;
  readonly hop: number;
  /** Samples a second that the model wants. */
  readonly rate: number;
}

/** A window as the model wants it. */
export interface CutWindow {
  /** Position among all windows, from 0. */
  readonly index: number;
  /** Seconds since the first sample of the stream. */
  readonly start: number;
  /** One array a channel, at the model's rate. */
  readonly samples: Float32Array[];
}

/**
 * Windows of a stream at the model's rate: number k begins at sample k x hop, as in a recording. The newest samples are
 * resampled without those that follow, as at the end of a recording, so that nobody has to wait for them.
 */
export class RollingWindows {
  readonly #shape: RollingShape;
  readonly #filters: Filters | null;
  /** New rate over that of the stream. */
  readonly #factor: number;

  /** @param streamRate samples a second of the stream */
  constructor(shape: RollingShape, streamRate: number) {
    this.#shape = shape;
    const factor = shape.rate / streamRate;
    this.#factor = isSameRate(factor) ? 1 : factor;
    this.#filters = this.#factor === 1 ? null : new Filters(factor);
  }

  /** Samples of the stream that have to be held, so that the newest window can be cut. */
  get reach(): number {
    const { length, hop } = this.#shape;
    return Math.ceil((length + hop) / this.#factor) + 2 * (this.#filters?.half ?? 0) + 2;
  }

  /** Number of the newest window that is complete once `count` samples came; -1 before the first. */
  newest(count: number): number {
    const { length, hop } = this.#shape;
    // A window is complete with the sample of the stream that lies at its last one, or after it.
    const there = Math.floor((count - 1) * this.#factor + 1e-6) + 1;
    return there < length ? -1 : Math.floor((there - length) / hop);
  }

  /** Samples that must have come for a window to be complete. */
  needs(index: number): number {
    const { length, hop } = this.#shape;
    return Math.ceil((index * hop + length - 1) / this.#factor - 1e-6) + 1;
  }

  cut(ring: SampleRing, index: number): CutWindow {
    const { length, hop, rate } = this.#shape;
    const first = index * hop;
    const start = first / rate;
    const filters = this.#filters;
    if (!filters) return { index, start, samples: ring.copy(first, first + length) };
    const from = Math.max(ring.first, Math.floor(first / this.#factor) - filters.half);
    const to = Math.min(ring.count, Math.ceil((first + length) / this.#factor) + filters.half + 1);
    const samples = ring
      .copy(from, to)
      .map((values) => resampleStretch({ values, offset: from }, first, length, filters));
    return { index, start, samples };
  }

  /** Whether a window holds samples that never came. `gaps` are samples of the stream. */
  touches(index: number, gaps: readonly Span[]): boolean {
    const { length, hop } = this.#shape;
    const from = (index * hop) / this.#factor;
    const to = (index * hop + length) / this.#factor;
    return gaps.some(({ start, end }) => start < to && end > from);
  }
}
