export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Milliseconds that `work` takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/**
 * Times several kinds of work by turns, so that whatever else the machine does meets all of them alike.
 * @returns per kind, one time per repeat
 */
export async function interleave<K extends string>(
  repeats: number,
  kinds: Readonly<Record<K, () => Promise<number>>>,
): Promise<Record<K, number[]>> {
  const names = Object.keys(kinds) as K[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<K, number[]>;
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const name of names) times[name].push(await kinds[name]());
  }
  return times;
}

/** Median over the repeats of one kind's time over another's. */
export function ratio(over: readonly number[], under: readonly number[]): number {
  return median(over.map((time, repeat) => time / under[repeat]));
}
