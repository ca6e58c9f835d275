import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mean, pearson, ranks, spearman, spearmanBrown } from '../../src/core/statistics.ts';

test('pearson is 1 for any rising line, -1 for a falling one and 0 where nothing varies', () => {
  const line = [1, 2, 3, 4];
  assert.equal(pearson(line, [10, 20, 30, 40]), 1);
  assert.equal(pearson(line, [4, 3, 2, 1]), -1);
  assert.equal(pearson(line, [5, 5, 5, 5]), 0);
  assert.equal(pearson([], []), 0);
});

test('pearson of a hand-worked example', () => {
  // Deviations (-1, 0, 1) and (-1, 1, 0): products 1, squares 2 and 2.
  assert.ok(Math.abs(pearson([1, 2, 3], [1, 3, 2]) - 0.5) < 1e-15);
});

test('pearson refuses series of different lengths', () => {
  assert.throws(() => pearson([1, 2], [1]), { code: 'option-invalid' });
});

test('equal values share the mean of their ranks, and spearman only sees ranks', () => {
  assert.deepEqual([...ranks([10, 20, 10, 5, 20])], [2.5, 4.5, 2.5, 1, 4.5]);
  assert.ok(Math.abs(spearman([1, 2, 3, 4], [1, 8, 27, 1e9]) - 1) < 1e-15);
  // Squared differences of ranks 0, 1, 1: 1 - 6 * 2 / (3 * 8).
  assert.ok(Math.abs(spearman([1, 2, 3], [1, 3, 2]) - 0.5) < 1e-15);
});

test('mean', () => {
  assert.equal(mean([1, 2, 6]), 3);
  assert.equal(mean([]), 0);
});

test('spearmanBrown doubles the length of a measurement', () => {
  assert.equal(spearmanBrown(0.5), 2 / 3);
  assert.equal(spearmanBrown(1), 1);
  assert.equal(spearmanBrown(0), 0);
  assert.equal(spearmanBrown(-0.9), -0.9);
});
