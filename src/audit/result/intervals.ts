import { mean } from '../../core/statistics.ts';

/** A 95 % interval. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Standard errors to each side of a normal value that hold 95 %. */
const NORMAL = 1.959964;

/** 97.5 % points of Student's t for 1 to 30 degrees of freedom. */
const STUDENT = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];

/** Of a mean, by Student's t; null for fewer than two values. */
export function intervalOfMean(values: readonly number[]): Interval | null {
  const { length } = values;
  if (length < 2) return null;
  const middle = mean(values);
  const variance = values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (length - 1);
  const reach = (STUDENT[length - 2] ?? NORMAL) * Math.sqrt(variance / length);
  return { low: middle - reach, high: middle + reach };
}

/** Of a share, by Wilson's score (1927); null of nothing. */
export function intervalOfShare(hits: number, count: number): Interval | null {
  if (count === 0) return null;
  const share = hits / count;
  const square = NORMAL ** 2;
  const middle = (share + square / (2 * count)) / (1 + square / count);
  const reach = (NORMAL / (1 + square / count)) * Math.sqrt((share * (1 - share)) / count + square / (4 * count ** 2));
  return { low: Math.max(0, middle - reach), high: Math.min(1, middle + reach) };
}

/** The middle value, or the mean of the two in the middle; null of nothing. */
export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const rising = [...values].sort((a, b) => a - b);
  const half = rising.length >> 1;
  return rising.length % 2 === 1 ? rising[half] : (rising[half - 1] + rising[half]) / 2;
}
