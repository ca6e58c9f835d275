import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Pyramid } from '../../../src/core/series/pyramid.ts';
import { thin } from '../../../src/core/series/thin.ts';

/** Park and Miller's generator, so that a failure repeats. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

test('every stretch at every zoom is thinned as by a plain walk over its samples', () => {
  const next = numbers(7);
  for (const length of [1, 7, 8, 9, 64, 65, 1000, 40_000]) {
    const values = Float32Array.from({ length }, () => next() - 0.5);
    const pyramid = new Pyramid(values);
    for (let k = 0; k < 40; k++) {
      const from = (next() * 1.4 - 0.2) * length;
      const to = from + next() * length + 0.01;
      const pixels = 1 + Math.floor(next() * 300);
      assert.deepEqual(pyramid.thin(from, to, pixels), thin(values, from, to, pixels), `${length}: ${from} to ${to}`);
    }
  }
});

test('one odd sample in an hour is seen at the widest zoom', () => {
  const values = new Float32Array(180_000);
  values[123_457] = 9;
  values[51_003] = -4;
  const { low, high } = new Pyramid(values).thin(0, values.length, 300);
  assert.equal(high[Math.floor(123_457 / 600)], 9);
  assert.equal(low[Math.floor(51_003 / 600)], -4);
  assert.equal(high.filter((value) => value > 0).length, 1);
});

test('what is not a number does not hide its neighbours, and alone leaves a hole', () => {
  const values = Float32Array.from({ length: 64 }, (_, at) => (at < 16 || at === 40 ? Number.NaN : at));
  const { low, high } = new Pyramid(values).thin(0, 64, 4);
  assert.deepEqual([...low], [Number.NaN, 16, 32, 48]);
  assert.deepEqual([...high], [Number.NaN, 31, 47, 63]);
});
