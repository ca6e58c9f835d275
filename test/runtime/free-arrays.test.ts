import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { freeArrays } from '../../src/runtime/free-arrays.ts';

const MEGABYTE = 2 ** 20;

test('memory is free at once, without the garbage collector', async () => {
  // Node 20 takes some turns to close the port that it sends arrays to.
  freeArrays([new Float32Array(1)]);
  for (let turn = 0; turn < 5; turn++) await nextTurn();
  const before = process.memoryUsage().arrayBuffers;
  const kept: Float32Array[] = [];
  for (let k = 0; k < 64; k++) {
    const values = new Float32Array(MEGABYTE).fill(k);
    freeArrays([values]);
    kept.push(values);
  }
  assert.ok(kept.every(({ length }) => length === 0));
  // They were 256 MiB; other arrays may come or go.
  assert.ok(process.memoryUsage().arrayBuffers - before < 32 * MEGABYTE);
});

test('two arrays over the same memory, an empty one, or shared memory may be freed', () => {
  const values = new Float32Array(8);
  const half = values.subarray(4);
  const shared = new Uint8Array(new SharedArrayBuffer(4)).fill(7);
  freeArrays([values, half, new Float32Array(0), shared, new BigInt64Array(3)]);
  assert.deepEqual([values.length, half.length, shared[0]], [0, 0, 7]);
});
