import { XaiError } from '../core/errors.ts';
import { mapsFromScores } from '../core/masks/create-mask-sum.ts';
import type { MapForm } from '../core/masks/mask-sum.ts';
import { reliabilityOfHalves } from '../core/masks/reliability.ts';
import type { MaskSpec } from '../core/masks/spec.ts';
import { takeTurns } from '../core/next-turn.ts';
import type { RunContext } from '../core/run.ts';
import type { GraphRunner } from '../runtime/graph-runner.ts';
import type { BatchTuner } from './batch-tuner.ts';
import type { MaskRecord } from './mask-record.ts';
import type { MaskedPasses } from './masked-passes.ts';

export interface MaskRunOptions<T> {
  readonly runner: GraphRunner;
  readonly record: MaskRecord;
  readonly masks: number;
  readonly tuner: BatchTuner;
  readonly form: MapForm;
  /** Stop as soon as every target's reliability reaches this; null runs all masks. */
  readonly reliability: number | null;
  /** Least milliseconds between two partial results, more where making one is slow; 0: one a batch; null: none. */
  readonly partialEvery: number | null;
  /** Makes the passes; called again after a lost device. */
  makePasses(): Promise<MaskedPasses>;
  /** Makes a result of the maps (in mask space) so far. */
  finish(maps: readonly Float32Array[], reliability: readonly (number | null)[]): T;
}

/** Split-half reliability below this number of masks is noise about noise. */
const FEWEST_FOR_RELIABILITY = 64;

/** Partial results take at most one part in so many of the time, however many targets there are and however large. */
const PARTIAL_SHARE = 50;

/** Drives masked passes from the first mask to the last: progress, partial results, early stop, lost devices. */
export async function runMasks<T>(context: RunContext<T>, options: MaskRunOptions<T>): Promise<T> {
  const { runner, record, masks, tuner, form, makePasses, finish } = options;
  let passes = await makePasses();
  let sumsAreWhole = true;
  let partialDue = performance.now() + (options.partialEvery ?? Number.POSITIVE_INFINITY);
  const takeTurn = takeTurns();
  let nextCheck = FEWEST_FOR_RELIABILITY;

  // After a lost device its sums are gone, but every mask's scores are here.
  const recover = async (cause: unknown): Promise<void> => {
    if (!(await runner.recover(cause))) throw cause;
    passes.release();
    passes = await makePasses();
    sumsAreWhole = record.count === 0;
  };
  const maps = async (): Promise<Float32Array[]> => {
    if (sumsAreWhole) {
      try {
        const made: Float32Array[] = [];
        for (let target = 0; target < record.targets; target++) made.push(await passes.map(target));
        return made;
      } catch (cause) {
        await recover(cause);
      }
    }
    return mapsFromScores(record.spec, record.scores, record.targets, form);
  };

  try {
    context.report(0, masks);
    while (record.count < masks) {
      context.signal.throwIfAborted();
      const first = record.count;
      const count = Math.min(tuner.size, masks - first);
      const ahead = Math.min(tuner.size, masks - first - count);
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
      if (options.reliability !== null && record.count >= nextCheck) {
        const reached = reliabilities(record, form);
        if (reached.every((r) => r !== null && r >= (options.reliability as number))) break;
        // Each check sums all masks again, so the next one waits for a fifth more of them.
        nextCheck = Math.ceil(record.count * 1.2);
      }
      const start = performance.now();
      const isDue = start >= partialDue && record.count < masks;
      context.report(record.count, masks, isDue ? finish(await maps(), unknown(record)) : null);
      if (isDue) {
        const end = performance.now();
        partialDue = end + (options.partialEvery ? Math.max(options.partialEvery, (end - start) * PARTIAL_SHARE) : 0);
      }
      await takeTurn();
    }
    context.signal.throwIfAborted();
    return finish(await maps(), reliabilities(record, form));
  } finally {
    passes.release();
  }
}

function unknown(record: MaskRecord): null[] {
  return Array.from({ length: record.targets }, () => null);
}

/** Split-half reliability of each target's map, from the scores that were kept. */
export function reliabilities(record: MaskRecord, form: MapForm): (number | null)[] {
  if (record.count < FEWEST_FOR_RELIABILITY) return unknown(record);
  const [even, odd] = [0, 1].map((half) => halfMaps(record.spec, record, half, form));
  return even.map((map, target) => {
    const reliability = reliabilityOfHalves(map, odd[target]);
    return Number.isFinite(reliability) ? reliability : null;
  });
}

function halfMaps(spec: MaskSpec, record: MaskRecord, half: number, form: MapForm): Float32Array[] {
  const numbers: number[] = [];
  for (let n = half; n < record.count; n += 2) numbers.push(n);
  const scores = new Float32Array(numbers.length * record.targets);
  numbers.forEach((n, row) => {
    scores.set(record.scores.subarray(n * record.targets, (n + 1) * record.targets), row * record.targets);
  });
  return mapsFromScores(spec, scores, record.targets, form, numbers);
}
