import assert from 'node:assert/strict';
import { test } from 'node:test';
import { XaiError } from '../../src/core/errors.ts';
import { mapsFromScores } from '../../src/core/masks/create-mask-sum.ts';
import { defaultMaskSpec } from '../../src/core/masks/spec.ts';
import { Run } from '../../src/core/run.ts';
import { BatchTuner } from '../../src/methods/batch-tuner.ts';
import { MaskRecord } from '../../src/methods/mask-record.ts';
import { runMasks } from '../../src/methods/mask-run.ts';
import { Steadiness } from '../../src/methods/mask-statistics.ts';
import type { MaskedPasses } from '../../src/methods/masked-passes.ts';
import type { GraphRunner } from '../../src/runtime/graph-runner.ts';

const TARGETS = 2;
const MASKS = 100;
const spec = defaultMaskSpec({ width: 8, height: 8 }, { grid: 2, keep: 0.5, seed: 0 });

/** What a model could have given mask n for a target: any fixed numbers do. */
const scoreOf = (n: number, target: number) => 0.5 + 0.5 * Math.sin(3.7 * n + target);
const allScores = Float32Array.from({ length: MASKS * TARGETS }, (_, k) =>
  scoreOf(Math.floor(k / TARGETS), k % TARGETS),
);

interface Plan {
  /** Called before each pass and before each map; what it throws stops the pass. */
  readonly fail?: (what: 'pass' | 'map', count: number) => void;
  /** Whether a failure is one that the runner brings the model back from. */
  readonly recover?: (cause: unknown) => boolean;
  readonly most?: number;
  readonly signal?: AbortSignal;
}

/** Runs all masks over fake passes that keep their own sums, as a GPU does, and lose them when they are made anew. */
function fakeRun(plan: Plan) {
  const record = new MaskRecord(spec, TARGETS, 1);
  const seen = { made: 0, released: 0, passes: [] as [first: number, count: number][], recovered: [] as unknown[] };
  const makePasses = async (): Promise<MaskedPasses> => {
    seen.made++;
    const own: number[] = [];
    let isReleased = false;
    return {
      async pass(first, count) {
        assert.equal(isReleased, false);
        plan.fail?.('pass', count);
        seen.passes.push([first, count]);
        const numbers = Array.from({ length: count }, (_, k) => first + k);
        own.push(...numbers);
        const scores = numbers.flatMap((n) => [scoreOf(n, 0), scoreOf(n, 1)]);
        return { scores: Float32Array.from(scores), kept: Uint32Array.from(numbers, (n) => n + 1) };
      },
      async map(target) {
        assert.equal(isReleased, false);
        plan.fail?.('map', own.length);
        const scores = Float32Array.from(own, (n) => scoreOf(n, target));
        return mapsFromScores(spec, scores, 1, 'mean-subtracted', own)[0];
      },
      release() {
        assert.equal(isReleased, false, 'released twice');
        isReleased = true;
        seen.released++;
      },
    };
  };
  const runner = {
    async recover(cause: unknown) {
      seen.recovered.push(cause);
      return plan.recover?.(cause) ?? false;
    },
  };
  const run = new Run<{ maps: readonly Float32Array[] }>(
    (context) =>
      runMasks(context, {
        runner: runner as unknown as GraphRunner,
        record,
        masks: MASKS,
        tuner: new BatchTuner(null, plan.most ?? 8),
        form: 'mean-subtracted',
        steadiness: new Steadiness(record, 'mean-subtracted', 'sum', null),
        partialEvery: null,
        makePasses,
        finish: (maps) => ({ maps: maps.map((map) => map()) }),
      }),
    plan.signal,
  );
  return { run, record, seen };
}

/** The maps that a run without any accident gives. */
const expected = mapsFromScores(spec, allScores, TARGETS, 'mean-subtracted');

const lost = () => new XaiError('device-lost', 'The graphics device was lost.');

test('without accident every mask is run once, and what was made is released', async () => {
  const { run, record, seen } = fakeRun({});
  const { maps } = await run.result();
  assert.deepEqual(maps, expected);
  assert.deepEqual([seen.made, seen.released], [1, 1]);
  assert.deepEqual(record.scores, allScores);
  assert.deepEqual(
    [...record.kept],
    Array.from({ length: MASKS }, (_, n) => n + 1),
  );
});

test('a lost device costs the batch under way and no other; the map is the same', async () => {
  let passes = 0;
  const { run, record, seen } = fakeRun({
    fail: (what) => {
      passes += what === 'pass' ? 1 : 0;
      if (what === 'pass' && (passes === 4 || passes === 9)) throw lost();
    },
    recover: () => true,
  });
  const { maps } = await run.result();
  assert.deepEqual([seen.made, seen.released, seen.recovered.length], [3, 3, 2]);
  // Every batch goes on where the last finished one ended.
  let next = 0;
  for (const [first, count] of seen.passes) {
    assert.equal(first, next);
    next = first + count;
  }
  assert.equal(next, MASKS);
  assert.deepEqual(record.scores, allScores);
  assert.deepEqual(maps, expected);
});

test('a device lost at the very end, while the map is read, costs no pass at all', async () => {
  let isLost = false;
  const { run, seen } = fakeRun({
    fail: (what) => {
      if (what !== 'map' || isLost) return;
      isLost = true;
      throw lost();
    },
    recover: () => true,
  });
  assert.deepEqual((await run.result()).maps, expected);
  assert.equal(seen.passes.at(-1)?.[0], MASKS - (seen.passes.at(-1)?.[1] ?? 0));
  assert.equal(seen.made, seen.released);
});

test('a failure that is no lost device ends the run with that failure, all released', async () => {
  const cause = new XaiError('engine-failed', 'The model stopped while it ran.');
  const { run, seen } = fakeRun({
    fail: () => {
      if (seen.passes.length === 3) throw cause;
    },
  });
  await assert.rejects(run.result(), (thrown) => thrown === cause);
  assert.deepEqual([seen.made, seen.released], [1, 1]);
});

test('too little memory halves the batch and repeats it; at one picture it is a failure', async () => {
  const narrow = fakeRun({
    most: 16,
    fail: (what, count) => {
      if (what === 'pass' && count > 4) throw new XaiError('out-of-memory', 'There is not enough memory.');
    },
  });
  assert.deepEqual((await narrow.run.result()).maps, expected);
  assert.ok(narrow.seen.passes.every(([, count]) => count <= 4));
  assert.equal(narrow.seen.recovered.length, 0);

  const none = fakeRun({
    fail: (what) => {
      if (what === 'pass') throw new XaiError('out-of-memory', 'There is not enough memory.');
    },
  });
  await assert.rejects(none.run.result(), { code: 'out-of-memory' });
  assert.deepEqual([none.seen.made, none.seen.released], [1, 1]);
});

test('an abort is heard before the next batch, rejects with its reason and releases', async () => {
  const controller = new AbortController();
  const reason = new Error('enough');
  const { run, seen } = fakeRun({
    signal: controller.signal,
    fail: () => {
      if (seen.passes.length === 5) controller.abort(reason);
    },
  });
  await assert.rejects(run.result(), (thrown) => thrown === reason);
  assert.equal(seen.passes.length, 6);
  assert.deepEqual([seen.made, seen.released], [1, 1]);
});
