import { seedKey, threefry2x32 } from '../../core/random.ts';
import { mean } from '../../core/statistics.ts';
import type { Interval } from '../result/intervals.ts';

const RESAMPLES = 1000;

/**
 * 95 % interval of a mean by the percentiles of resampled means (Efron 1979): for shares and movements, which are anything
 * but normal. A pure function of values and seed.
 * @param values at least one
 * @param others when given, of the difference of the two means, each resampled by itself
 */
export function bootstrapMean(values: readonly number[], seed: number, others: readonly number[] = []): Interval {
  const [k0, k1] = seedKey(seed);
  const words = new Uint32Array(2);
  const resample = (from: readonly number[], turn: number, stream: number) => {
    let sum = 0;
    for (let k = 0; k < from.length; k++) {
      threefry2x32(k0, k1, turn * from.length + k, stream, words);
      sum += from[Math.floor((words[0] / 2 ** 32) * from.length)];
    }
    return from.length > 0 ? sum / from.length : 0;
  };
  const means = Float64Array.from(
    { length: RESAMPLES },
    (_, turn) => resample(values, turn, 1) - resample(others, turn, 2),
  );
  means.sort();
  // A mean of equal values may differ from them in the last bit.
  const middle = mean(values) - mean(others);
  return {
    low: Math.min(middle, means[Math.floor(0.025 * RESAMPLES)]),
    high: Math.max(middle, means[Math.ceil(0.975 * RESAMPLES) - 1]),
  };
}
