import { XaiError } from '../core/errors.ts';
import { mapsFromScores } from '../core/masks/create-mask-sum.ts';
import type { MapForm } from '../core/masks/mask-sum.ts';
import { takeTurns } from '../core/next-turn.ts';
import type { RunContext } from '../core/run.ts';
import type { GraphRunner } from '../runtime/graph-runner.ts';
import type { BatchTuner } from './batch-tuner.ts';
import type { MaskRecord } from './mask-record.ts';
import type { LazyPlane, MaskStatistics, Steadiness } from './mask-statistics.ts';
import type { MaskedPasses } from './masked-passes.ts';
import { PartialClock } from './partial-clock.ts';

export interface MaskRunOptions<T> {
  readonly runner: GraphRunner;
  readonly record: MaskRecord;
  readonly masks: number;
  readonly tuner: BatchTuner;
  readonly form: MapForm;
  /** Watches the record, and says when its maps are steady enough. */
  readonly steadiness: Steadiness;
  /** Least milliseconds between two partial results, more where making one is slow; 0: one a batch; null: none. */
  readonly partialEvery: number | null;
  /** Makes the passes; called again after a lost device. */
  makePasses(): Promise<MaskedPasses>;
  /** Makes a result of the maps so far; while the run goes on, with what statistics there are. */
  finish(maps: readonly LazyPlane[], statistics: MaskStatistics | null): T;
}

/** Drives masked passes from the first mask to the last: progress, partial results, early stop, lost devices. */
export async function runMasks<T>(context: RunContext<T>, options: MaskRunOptions<T>): Promise<T> {
  const { runner, record, masks, tuner, form, steadiness, makePasses, finish } = options;
  let passes = await makePasses();
  // Masks of a run that is gone on with are in the record alone.
  let sumsAreWhole = record.count === 0;
  const partials = new PartialClock(options.partialEvery ?? Number.POSITIVE_INFINITY);
  const takeTurn = takeTurns();

  // After a lost device its sums are gone, but every mask's scores are here.
  const recover = async (cause: unknown): Promise<void> => {
    if (!(await runner.recover(cause))) throw cause;
    passes.release();
    passes = await makePasses();
    sumsAreWhole = record.count === 0;
  };
  const maps = async (): Promise<readonly LazyPlane[]> => {
    const regressed = steadiness.maps();
    if (regressed) return regressed;
    if (sumsAreWhole && passes.map) {
      try {
        const made: LazyPlane[] = [];
        for (let target = 0; target < record.targets; target++) {
          const map = await passes.map(target);
          made.push(() => map);
        }
        return made;
      } catch (cause) {
        await recover(cause);
      }
    }
    const { count } = record;
    return Array.from(
      { length: record.targets },
      (_, target) => () => mapsFromScores(record.spec, record.targetScores(target, count), 1, form)[0],
    );
  };

  try {
    context.report(record.count, Math.max(masks, record.count));
    // Masks of a stored run may be enough.
    const last = steadiness.isReached() ? record.count : masks;
    while (record.count < last) {
      context.signal.throwIfAborted();
      const first = record.count;
      // A batch ends where the maps are looked at: when that is must not hang on its size.
      const end = Math.min(masks, steadiness.nextCheck);
      const next = Math.min(first + tuner.size, end);
      const count = next - first;
      const ahead = Math.min(tuner.size, (next < end ? end : masks) - next);
      try {
        const before = performance.now();
        const { scores, kept } = await passes.pass(first, count, ahead);
        record.append(scores, kept, count);
        tuner.record(count, performance.now() - before);
      } catch (cause) {
        if (cause instanceof XaiError && cause.code === 'out-of-memory' && tuner.shrink()) continue;
        await recover(cause);
        continue;
      }
      if (steadiness.isReached()) break;
      const isDue = record.count < masks && partials.isDue();
      const expected = steadiness.expected(masks);
      const partial = isDue ? finish(await maps(), steadiness.soFar()) : null;
      context.report(record.count, Math.max(record.count, expected ?? masks), partial, expected === null);
      if (isDue) partials.wasMade();
      await takeTurn();
    }
    context.signal.throwIfAborted();
    const statistics = steadiness.statistics();
    return finish(statistics.maps ?? (await maps()), statistics);
  } finally {
    passes.release();
  }
}
