import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RATIOS } from '../../../src/core/masks/evidence.ts';
import { ManyMasks } from '../../../src/core/masks/many-masks.ts';
import { hasMoved } from '../../../src/core/masks/mask-fit.ts';

const noise = (k: number, seed: number) => Math.sin(12.9898 * (k + 1) * seed) + Math.cos(78.233 * (k + seed));

const ones = (size: number) => new Float64Array(size).fill(1);

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
    const many = new ManyMasks(size, targets, new Float64Array(size * size), [ones(size)]);
    masks.forEach((mask, n) => {
      many.add(Float64Array.from(mask), [9, ...scores[n]], 1);
    });
    assert.equal(many.count, count);
    const [x, y] = [centred(masks), centred(scores)];
    const gram = products(x);
    for (let t = 0; t < targets; t++) {
      const fit = many.of(0).fit(t, 3, 'far');
      const { ratio } = fit;
      const [weights, likeliest] = [fit.weights(), fit.likeliest()];
      assert.ok(weights && likeliest);
      const right = Array.from({ length: size }, (_, i) => x.reduce((sum, row, n) => sum + row[i] * y[n][t], 0));
      const apart = (a: readonly number[], b: readonly number[], what: string) =>
        a.forEach((value, i) => {
          assert.ok(
            Math.abs(value - b[i]) < 1e-9 * count,
            `${what}: ${value} and ${b[i]}, pattern ${i} of target ${t}`,
          );
        });
      apart(times(raised(gram, RATIOS[ratio]), likeliest), right, 'likeliest');
      // What three rounds leave of the right side, each a share r (G + r)^-1 of what the one before left.
      let left = right;
      for (let round = 0; round < 3; round++)
        left = solve(raised(gram, RATIOS[ratio + 1]), left).map((value) => RATIOS[ratio + 1] * value);
      apart(
        times(gram, weights),
        right.map((value, i) => value - left[i]),
        'three rounds',
      );
    }
  });
}

function products(x: readonly number[][]): number[][] {
  return x[0].map((_, i) => x[0].map((__, j) => x.reduce((sum, row) => sum + row[i] * row[j], 0)));
}

function raised(matrix: readonly number[][], ratio: number): number[][] {
  return matrix.map((row, i) => row.map((value, j) => value + (i === j ? ratio : 0)));
}

function times(matrix: readonly number[][], vector: ArrayLike<number>): number[] {
  return matrix.map((row) => row.reduce((sum, value, j) => sum + value * vector[j], 0));
}

test('how the weights stray is what their rounds make of noise, and of the prior what they lack', () => {
  const [size, count, ratio] = [3, 40, 4];
  const masks = Array.from({ length: count }, (_, n) =>
    Array.from({ length: size }, (__, i) => noise(n * size + i, 1)),
  );
  const gram = products(centred(masks));
  const many = new ManyMasks(size, 1, new Float64Array(size * size), [ones(size)]);
  for (const mask of masks) many.add(Float64Array.from(mask), [1], 0);
  const { chance, whole } = many.errors().covariancesOf(0, ratio);
  // Of each unit of the right side: the weights, and what they lack.
  const units = gram.map((_, k) => gram.map((__, i) => (i === k ? 1 : 0)));
  const share = (right: readonly number[]) =>
    solve(raised(gram, RATIOS[ratio + 1]), right).map((value) => RATIOS[ratio + 1] * value);
  const lacks = units.map((unit) => share(share(share(unit))));
  const weights = units.map((unit, k) =>
    solve(
      gram,
      unit.map((value, i) => value - lacks[k][i]),
    ),
  );
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let [ofNoise, ofPrior] = [0, 0];
      for (let k = 0; k < size; k++) {
        ofPrior += (lacks[k][i] * lacks[k][j]) / RATIOS[ratio];
        for (let l = 0; l < size; l++) ofNoise += weights[k][i] * gram[k][l] * weights[l][j];
      }
      const at = i * size + j;
      assert.ok(Math.abs(chance[at] - ofNoise) < 1e-9, `${chance[at]}, not ${ofNoise}`);
      assert.ok(Math.abs(whole[at] - ofNoise - ofPrior) < 1e-9, `${whole[at]}, not ${ofNoise + ofPrior}`);
    }
  }
});

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
  const many = new ManyMasks(size, 1, means, [ones(size)]);
  for (const mask of masks) many.add(Float64Array.from(mask), [1], 0);
  const matrix = Array.from({ length: size }, (_, i) =>
    Array.from(
      { length: size },
      (__, j) => x.reduce((sum, row) => sum + row[i] * row[j], 0) + (i === j ? RATIOS[ratio] : 0),
    ),
  );
  const variances = pixels.map((pixel) => solve(matrix, pixel).reduce((sum, value, i) => sum + value * pixel[i], 0));
  const expected = variances.reduce((sum, value) => sum + value, 0) / pixels.length;
  assert.ok(
    Math.abs(many.of(0).meanSpread(ratio) / expected - 1) < 1e-9,
    `${many.of(0).meanSpread(ratio)}, not ${expected}`,
  );
});

test('scores move by what they are, not by a fixed step: those of rare classes are small all over', () => {
  assert.ok(hasMoved(1e-14, 100, 1e-5));
  assert.ok(!hasMoved(0, 100, 0));
  // The last bits of float32 numbers around .5.
  assert.ok(!hasMoved(100 * 1e-7 ** 2, 100, 0.5));
});
