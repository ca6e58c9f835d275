import { seedKey, threefry2x32 } from '../../core/random.ts';

/** What one recording adds to a mean over windows. */
export interface Part {
  readonly sum: number;
  readonly count: number;
}

/** A mean over all windows. */
export interface WindowMean {
  readonly mean: number;
  /** 95 %; null for windows of fewer than two recordings. */
  readonly interval: { readonly low: number; readonly high: number } | null;
  /** Windows. */
  readonly count: number;
}

const RESAMPLES = 1000;

/** Recordings below which nothing is claimed: a bootstrap over fewer is too sure. */
export const FEWEST_RECORDINGS = 5;

/**
 * The mean over windows, with the 95 % interval by the percentiles of means of resampled recordings: windows of one recording are
 * alike and overlap, so that whole recordings have to be drawn (Davison and Hinkley 1997, 3.8). A pure function of parts and seed.
 * @returns null without windows
 */
export function meanOverRecordings(parts: readonly Part[], seed: number): WindowMean | null {
  const filled = parts.filter(({ count }) => count > 0);
  const ratio = (chosen: readonly Part[]) =>
    chosen.reduce((total, { sum }) => total + sum, 0) / chosen.reduce((total, { count }) => total + count, 0);
  const count = filled.reduce((total, part) => total + part.count, 0);
  if (count === 0) return null;
  const mean = ratio(filled);
  if (filled.length < 2) return { mean, interval: null, count };
  const [k0, k1] = seedKey(seed);
  const words = new Uint32Array(2);
  const ratios = Float64Array.from({ length: RESAMPLES }, (_, turn) =>
    ratio(
      filled.map((_, k) => {
        threefry2x32(k0, k1, turn * filled.length + k, 3, words);
        return filled[Math.floor((words[0] / 2 ** 32) * filled.length)];
      }),
    ),
  ).sort();
  const low = Math.min(mean, ratios[Math.floor(0.025 * RESAMPLES)]);
  const high = Math.max(mean, ratios[Math.ceil(0.975 * RESAMPLES) - 1]);
  return { mean, interval: { low, high }, count };
}
