import type { Distances } from './distances.ts';

/**
 * Divides things into k groups around k of them, so that the sum of the distances to the own group's middle is small: PAM, build
 * and swap (Kaufman and Rousseeuw, "Finding groups in data", 1990, chapter 2). The same distances give the same groups: of equal
 * choices the first is taken.
 * @param k from 1 to the number of things
 * @returns numbers of the things in the middle, in the order of their numbers
 */
export function kMedoids(distances: Distances, k: number): number[] {
  const medoids = build(distances, k);
  for (let swap = bestSwap(distances, medoids); swap; swap = bestSwap(distances, medoids)) {
    medoids[swap.out] = swap.into;
  }
  return medoids.sort((a, b) => a - b);
}

/** Which of the medoids each thing is nearest to: places in their list. */
export function nearestMedoids({ count, values }: Distances, medoids: readonly number[]): Uint8Array {
  return Uint8Array.from({ length: count }, (_, one) => {
    let best = 0;
    for (let m = 1; m < medoids.length; m++) {
      if (values[one * count + medoids[m]] < values[one * count + medoids[best]]) best = m;
    }
    return best;
  });
}

/** One thing after another that takes most off the sum. */
function build({ count, values }: Distances, k: number): number[] {
  const medoids: number[] = [];
  const nearest = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  while (medoids.length < k) {
    let best = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let candidate = 0; candidate < count; candidate++) {
      if (medoids.includes(candidate)) continue;
      let sum = 0;
      for (let one = 0; one < count; one++) sum += Math.min(nearest[one], values[one * count + candidate]);
      if (sum < least) [best, least] = [candidate, sum];
    }
    medoids.push(best);
    for (let one = 0; one < count; one++) nearest[one] = Math.min(nearest[one], values[one * count + best]);
  }
  return medoids;
}

/** Sums that differ by less are equal: else rounding could swap to and fro for ever. */
const EQUAL = 1e-12;

/** The exchange of a medoid for another thing that takes most off the sum; null when none does. */
function bestSwap(
  { count, values }: Distances,
  medoids: readonly number[],
): { readonly out: number; readonly into: number } | null {
  // Distances to the nearest medoid and to the next one, which takes over when the nearest goes.
  const own = new Uint8Array(count);
  const nearest = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  const next = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  for (let one = 0; one < count; one++) {
    for (let m = 0; m < medoids.length; m++) {
      const distance = values[one * count + medoids[m]];
      if (distance < nearest[one]) {
        next[one] = nearest[one];
        nearest[one] = distance;
        own[one] = m;
      } else if (distance < next[one]) next[one] = distance;
    }
  }
  let best: { out: number; into: number } | null = null;
  let most = EQUAL;
  const gains = new Float64Array(medoids.length);
  for (let into = 0; into < count; into++) {
    if (medoids.includes(into)) continue;
    gains.fill(0);
    let shared = 0;
    for (let one = 0; one < count; one++) {
      const distance = values[one * count + into];
      if (distance < nearest[one]) {
        shared += nearest[one] - distance;
        // Already counted for every exchange.
      } else gains[own[one]] += nearest[one] - Math.min(next[one], distance);
    }
    for (let out = 0; out < medoids.length; out++) {
      if (shared + gains[out] > most) [best, most] = [{ out, into }, shared + gains[out]];
    }
  }
  return best;
}
