import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultMaskSpec } from '../../src/core/masks/spec.ts';
import { Run } from '../../src/core/run.ts';
import { BatchTuner } from '../../src/methods/batch-tuner.ts';
import { MaskRecord } from '../../src/methods/mask-record.ts';
import { runMasks } from '../../src/methods/mask-run.ts';
import { Steadiness } from '../../src/methods/mask-statistics.ts';
import type { GraphRunner } from '../../src/runtime/graph-runner.ts';

const spec = defaultMaskSpec({ width: 8, height: 8 }, { grid: 2, keep: 0.5, seed: 0 });

/** Holds the thread, as wasm does. */
function hold(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

/** A run whose passes take `pass` ms and whose results take `finish` ms, all without letting go of the thread. */
function heldRun(options: { masks: number; partialEvery: number | null; pass: number; finish: number }): Run<number> {
  const record = new MaskRecord(spec, 1, 0);
  return new Run<number>((context) =>
    runMasks(context, {
      runner: { recover: async () => false } as unknown as GraphRunner,
      record,
      masks: options.masks,
      tuner: new BatchTuner(null, 1),
      form: 'mean-subtracted',
      steadiness: new Steadiness(record, 'mean-subtracted', 'sum', null),
      partialEvery: options.partialEvery,
      makePasses: async () => ({
        pass: async () => {
          hold(options.pass);
          return { scores: Float32Array.of(1), kept: null };
        },
        map: async () => new Float32Array(64),
        release: () => {},
      }),
      finish: () => {
        hold(options.finish);
        return record.count;
      },
    }),
  );
}

async function countPartials(run: Run<number>): Promise<number> {
  let partials = 0;
  for await (const { partial } of run) if (partial !== null) partials++;
  return partials;
}

test('timers are heard while passes hold the thread, so that a run can be stopped by one', async () => {
  const run = heldRun({ masks: 1_000_000, partialEvery: null, pass: 5, finish: 0 });
  setTimeout(() => run.cancel(new Error('enough')), 20);
  await assert.rejects(run.result(), /enough/);
});

test('partial results that take long come less often; 0 asks for one a batch, null for none', async () => {
  const pace = { masks: 60, pass: 5, finish: 4 };
  const start = performance.now();
  const some = await countPartials(heldRun({ ...pace, partialEvery: 10 }));
  const took = performance.now() - start;
  // Each of 4 ms or more is followed by 10 times as long without, but for the first, whose code is cold, and the last.
  assert.ok(some >= 1 && (some - 2) * 4 * 10 <= took, `${some} partial results in ${took} ms`);
  assert.equal(await countPartials(heldRun({ ...pace, partialEvery: 0 })), 59);
  assert.equal(await countPartials(heldRun({ ...pace, partialEvery: null })), 0);
});
