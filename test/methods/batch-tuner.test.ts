import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BatchTuner } from '../../src/methods/batch-tuner.ts';

/** Feeds the tuner until it has settled and gives the sizes that it tried. */
function sizesTried(tuner: BatchTuner, time: (size: number) => number, runs = 80): number[] {
  const sizes: number[] = [];
  for (let run = 0; run < runs; run++) {
    if (sizes.at(-1) !== tuner.size) sizes.push(tuner.size);
    tuner.record(tuner.size, time(tuner.size) * tuner.size);
  }
  return sizes;
}

test('the batch doubles as long as a picture gets cheaper, and goes back when it does not twice', () => {
  const pace = (size: number) => (size <= 8 ? 40 / size + 10 : 50);
  const tuner = new BatchTuner('model A', 64);
  assert.deepEqual(sizesTried(tuner, pace), [1, 2, 4, 8, 16, 32, 8]);
  assert.equal(new BatchTuner('model A', 64).size, 8);
  assert.equal(new BatchTuner('model A', 4).size, 4);
  assert.equal(new BatchTuner('model B', 64).size, 1);
});

test('a gain below a twentieth is not worth the memory', () => {
  assert.deepEqual(
    sizesTried(new BatchTuner('model C', 64), (size) => 10 - 0.2 * Math.log2(size)),
    [1, 2, 4, 1],
  );
});

test('one size that brings nothing does not end the search', () => {
  const pace = (size: number) => (size === 2 ? 12 : 10 / size);
  assert.deepEqual(sizesTried(new BatchTuner('model H', 8), pace), [1, 2, 4, 8]);
});

test('many short runs are listened to, and the best of them counts', () => {
  const tuner = new BatchTuner('model I', 2);
  for (let run = 0; run < 30; run++) tuner.record(1, run === 5 ? 1 : 4);
  assert.equal(tuner.size, 2);
  // Each a picture slower than the best at 1, but for one.
  for (let run = 0; run < 30; run++) tuner.record(2, run === 3 ? 1.5 : 8);
  assert.equal(new BatchTuner('model I', 2).size, 2);
});

test('the batch stays within what is allowed', () => {
  assert.deepEqual(
    sizesTried(new BatchTuner('model D', 12), (size) => 100 / size),
    [1, 2, 4, 8],
  );
  assert.deepEqual(
    sizesTried(new BatchTuner('model E', 1), () => 1),
    [1],
  );
});

test('the first run at a size pays for its kernels and does not count', () => {
  const tuner = new BatchTuner('model F', 8);
  tuner.record(1, 1000);
  assert.equal(tuner.size, 1);
  tuner.record(1, 100);
  assert.equal(tuner.size, 2);
  // The slow first run at 2 is forgiven.
  tuner.record(2, 5000);
  tuner.record(2, 100);
  assert.equal(tuner.size, 4);
});

test('the last, smaller batch of a run says nothing about the size', () => {
  const tuner = new BatchTuner('model G', 8);
  for (let run = 0; run < 4; run++) tuner.record(1, 10);
  const { size } = tuner;
  for (let run = 0; run < 10; run++) tuner.record(size - 1, 1000);
  assert.equal(tuner.size, size);
});

test('without a key the batch is as asked for, and only memory makes it smaller', () => {
  const tuner = new BatchTuner(null, 6);
  assert.deepEqual(
    sizesTried(tuner, (size) => size),
    [6],
  );
  assert.ok(tuner.shrink());
  assert.equal(tuner.size, 3);
  assert.ok(tuner.shrink());
  assert.equal(tuner.size, 1);
  assert.equal(tuner.shrink(), false);
});
