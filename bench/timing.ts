import { watchOtherWork } from './other-work.ts';

/** Other programs that take more of the cores than this disturb a timing. */
const DISTURBED = 0.15;
/** Milliseconds of listening before a turn. */
const LISTENING = 300;

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

/** Kinds of work, each giving what it measured. */
export type Kinds = Readonly<Record<string, () => Promise<unknown>>>;

export interface Turns<K extends Kinds> {
  /** Per kind, what it measured at each repeat. */
  readonly times: { readonly [Kind in keyof K]: readonly Awaited<ReturnType<K[Kind]>>[] };
  /** Share of all cores that other programs took meanwhile, median over the turns. */
  readonly otherWork: number;
}

/**
 * Times several kinds of work by turns, so that whatever else the machine does meets all of them alike.
 * @param patience seconds to wait, in all, for other programs to be quiet; turns that they disturb are made again as long
 *   as it lasts
 */
export async function interleave<K extends Kinds>(repeats: number, patience: number, kinds: K): Promise<Turns<K>> {
  const names = Object.keys(kinds);
  const times: Record<string, unknown[]> = Object.fromEntries(names.map((name) => [name, []]));
  const shares: number[] = [];
  const deadline = performance.now() + patience * 1000;
  while (shares.length < repeats) {
    await waitForQuiet(deadline);
    const watch = watchOtherWork();
    const turn: [string, unknown][] = [];
    for (const name of names) turn.push([name, await kinds[name]()]);
    const share = watch();
    if (share > DISTURBED && performance.now() < deadline) continue;
    shares.push(share);
    for (const [name, time] of turn) times[name].push(time);
  }
  return { times: times as Turns<K>['times'], otherWork: median(shares) };
}

async function waitForQuiet(deadline: number): Promise<void> {
  while (performance.now() < deadline) {
    const watch = watchOtherWork();
    await new Promise((resolve) => setTimeout(resolve, LISTENING));
    if (watch() <= DISTURBED) return;
  }
}

/** Median over the repeats of one kind's time over another's. */
export function ratio(over: readonly number[], under: readonly number[]): number {
  return median(over.map((time, repeat) => time / under[repeat]));
}
