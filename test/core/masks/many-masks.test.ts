import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RATIOS } from '../../../src/core/masks/evidence.ts';
import { ManyMasks } from '../../../src/core/masks/many-masks.ts';
import { hasMoved } from '../../../src/core/masks/mask-fit.ts';

const noise = (k: number, seed: number) => Math.sin(12.9898 * (k + 1) * seed) + Math.cos(78.233 * (k + seed));

/** Each column less its mean. */
function centred(rows: readonly number[][]): number[][] {
  const means = rows[0].map((_, i) => rows.reduce((sum, row) => sum + row[i], 0) / rows.length);
  return rows.map((row) => row.map((value, i) => value - means[i]));
}

// Sums are made of 32 masks at a time, four and two in one step: numbers that these do not divide.
for (const { size, targets, count } of [
  { size: 5, targets: 3, count: 45 },
  { size: 6, targets: 2, count: 64 },
  { size: 1, targets: 1, count: 33 },
  { size: 8, targets: 5, count: 7 },
]) {
  test(`weights of ${size} patterns and ${targets} targets solve the equations of ${count} masks`, () => {
    const masks = Array.from({ length: count }, (_, n) =>
      Array.from({ length: size }, (__, i) => noise(n * size + i, 1)),
    );
    const scores = masks.map((mask, n) =>
      Array.from({ length: targets }, (_, t) => mask[t % size] * (t + 1) + 0.3 * noise(n, t + 2)),
    );
    const many = new ManyMasks(size, targets, new Float64Array(size * size));
    masks.forEach((mask, n) => {
      many.add(Float64Array.from(mask), [9, ...scores[n]], 1);
    });
    assert.equal(many.count, count);
    const [x, y] = [centred(masks), centred(scores)];
    for (const [t, { ratio, weights }] of many.fits(new Array(targets).fill(3), 'far').entries()) {
      assert.ok(weights);
      for (let i = 0; i < size; i++) {
        let [left, right] = [RATIOS[ratio] * weights[i], 0];
        for (let n = 0; n < count; n++) {
          right += x[n][i] * y[n][t];
          for (let j = 0; j < size; j++) left += x[n][i] * x[n][j] * weights[j];
        }
        assert.ok(Math.abs(left - right) < 1e-9 * count, `${left} and ${right}, pattern ${i} of target ${t}`);
      }
    }
  });
}

/** Solves a small system by elimination. */
function solve(matrix: readonly number[][], right: readonly number[]): number[] {
  const size = right.length;
  const rows = matrix.map((row, i) => [...row, right[i]]);
  for (let k = 0; k < size; k++) {
    for (let i = 0; i < size; i++) {
      if (i === k) continue;
      const share = rows[i][k] / rows[k][k];
      for (let j = k; j <= size; j++) rows[i][j] -= share * rows[k][j];
    }
  }
  return rows.map((row, i) => row[size] / row[i]);
}

test('the mean variance of the map is that of the posterior, seen through the covariances of pixels and patterns', () => {
  const [size, count, ratio] = [7, 50, 5];
  const masks = Array.from({ length: count }, (_, n) =>
    Array.from({ length: size }, (__, i) => noise(n * size + i, 1)),
  );
  const x = centred(masks);
  // Pixels' covariances with the patterns, one row a pixel; solvers get the mean of their products, its lower triangle.
  const pixels = Array.from({ length: 9 }, (_, p) => Array.from({ length: size }, (__, i) => noise(p * size + i, 5)));
  const means = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++)
      means[i * size + j] = pixels.reduce((sum, pixel) => sum + pixel[i] * pixel[j], 0) / pixels.length;
  const many = new ManyMasks(size, 1, means);
  for (const mask of masks) many.add(Float64Array.from(mask), [1], 0);
  const matrix = Array.from({ length: size }, (_, i) =>
    Array.from(
      { length: size },
      (__, j) => x.reduce((sum, row) => sum + row[i] * row[j], 0) + (i === j ? RATIOS[ratio] : 0),
    ),
  );
  const variances = pixels.map((pixel) => solve(matrix, pixel).reduce((sum, value, i) => sum + value * pixel[i], 0));
  const expected = variances.reduce((sum, value) => sum + value, 0) / pixels.length;
  assert.ok(Math.abs(many.meanSpread(ratio) / expected - 1) < 1e-9, `${many.meanSpread(ratio)}, not ${expected}`);
});

test('scores move by what they are, not by a fixed step: those of rare classes are small all over', () => {
  assert.ok(hasMoved(1e-14, 100, 1e-5));
  assert.ok(!hasMoved(0, 100, 0));
  // The last bits of float32 numbers around .5.
  assert.ok(!hasMoved(100 * 1e-7 ** 2, 100, 0.5));
});
