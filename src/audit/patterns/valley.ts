import { mean } from '../../core/statistics.ts';

/** Length of the stretches that are compared, and where those around each end and those between them begin. */
const LENGTH = 0.25;
const ENDS = { first: [-0.25, -0.125, 0], second: [0.75, 0.875, 1] };
const BETWEEN = [0.25, 0.375, 0.5];

/**
 * How likely it is that two groups are the two halves of one cloud: of their points projected on the line between their means
 * (at 0 and 1; each point beside the mean of the others of its group, since its own would draw it there) those in a stretch
 * between are counted, and those in stretches as long around either mean. Along a single cloud, whose density has one peak, no
 * stretch between has less than the poorer of the two ends.
 * @returns p-value of the binomial test that it has not, 0 to 1: of the emptiest of three stretches, with the fullest of three at
 *   each end, times nine for that choice (Bonferroni)
 */
export function chanceOfOneCloud(first: readonly Float64Array[], second: readonly Float64Array[]): number {
  const places = [...projections(first, second), ...projections(second, first).map((place) => 1 - place)];
  const counts = (starts: readonly number[]) =>
    starts.map((start) => places.filter((place) => place >= start && place < start + LENGTH).length);
  const ends = Math.min(Math.max(...counts(ENDS.first)), Math.max(...counts(ENDS.second)));
  return Math.min(1, BETWEEN.length ** 2 * atMost(Math.min(...counts(BETWEEN)), ends));
}

/** Where the points of one group lie on the way from its mean (0) to that of the other (1). */
function projections(own: readonly Float64Array[], other: readonly Float64Array[]): number[] {
  if (own.length < 2) return [];
  const middle = meanPoint(own);
  const there = meanPoint(other);
  return own.map((point) => {
    let along = 0;
    let length = 0;
    for (let k = 0; k < point.length; k++) {
      const without = (middle[k] * own.length - point[k]) / (own.length - 1);
      const way = there[k] - without;
      along += (point[k] - without) * way;
      length += way * way;
    }
    return length > 0 ? along / length : 0;
  });
}

function meanPoint(points: readonly Float64Array[]): Float64Array {
  return points[0].map((_, k) => mean(points.map((point) => point[k])));
}

/** Probability that of middle + ends fair coins at most as many fall to the middle. */
function atMost(middle: number, ends: number): number {
  const all = middle + ends;
  // Logarithms of the binomial coefficients, one from the other.
  let log = -all * Math.LN2;
  let sum = 0;
  for (let k = 0; k <= middle; k++) {
    sum += Math.exp(log);
    log += Math.log((all - k) / (k + 1));
  }
  return Math.min(1, sum);
}
