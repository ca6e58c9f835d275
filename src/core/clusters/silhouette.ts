import type { Distances } from './distances.ts';

/**
 * How well groups are apart (Rousseeuw 1987): the mean over all things of (b - a) / max(a, b), where a is the mean distance to
 * the others of the own group and b that to the nearest other group. 1: far apart, 0: no more alike than others; a thing that is
 * alone in its group counts 0.
 * @param groups group of each thing, from 0
 * @returns in [-1, 1]; 0 for a single group
 */
export function silhouette({ count, values }: Distances, groups: ArrayLike<number>): number {
  const sizes: number[] = [];
  for (let one = 0; one < count; one++) sizes[groups[one]] = (sizes[groups[one]] ?? 0) + 1;
  if (Object.keys(sizes).length < 2) return 0;
  const sums = new Float64Array(sizes.length);
  let total = 0;
  for (let one = 0; one < count; one++) {
    const own = groups[one];
    if (sizes[own] < 2) continue;
    sums.fill(0);
    for (let other = 0; other < count; other++) sums[groups[other]] += values[one * count + other];
    const within = sums[own] / (sizes[own] - 1);
    let beyond = Number.POSITIVE_INFINITY;
    sizes.forEach((size, group) => {
      if (group !== own) beyond = Math.min(beyond, sums[group] / size);
    });
    const most = Math.max(within, beyond);
    total += most > 0 ? (beyond - within) / most : 0;
  }
  return total / count;
}
