import assert from 'node:assert/strict';
import { test } from 'node:test';
import { euclideanDistances } from '../../src/core/clusters/distances.ts';
import { kMedoids, nearestMedoids } from '../../src/core/clusters/k-medoids.ts';
import { silhouette } from '../../src/core/clusters/silhouette.ts';

const distancesOf = (values: readonly number[]) => euclideanDistances(values.map((value) => [value]));

test('k-medoids finds the middles that no exchange betters', () => {
  // Worked out by hand: 1 is the median of the first three, 11 of the next, 30 stands alone.
  const line = [0, 1, 2, 10, 11, 12.5, 30];
  const distances = distancesOf(line);
  assert.deepEqual(kMedoids(distances, 3), [1, 4, 6]);
  assert.deepEqual([...nearestMedoids(distances, [1, 4, 6])], [0, 0, 0, 1, 1, 1, 2]);
  assert.deepEqual(kMedoids(distances, 1), [3]);
  assert.deepEqual(kMedoids(distances, line.length), [0, 1, 2, 3, 4, 5, 6]);
});

test('k-medoids is no worse than any other choice of middles', () => {
  const points = Array.from({ length: 14 }, (_, k) => [Math.sin(7 * k), Math.cos(3 * k * k)]);
  const distances = euclideanDistances(points);
  const cost = (medoids: readonly number[]) =>
    points.reduce(
      (sum, _, one) => sum + Math.min(...medoids.map((other) => distances.values[one * points.length + other])),
      0,
    );
  const best = cost(kMedoids(distances, 2));
  for (let a = 0; a < points.length; a++) {
    for (let b = a + 1; b < points.length; b++) assert.ok(cost([a, b]) >= best - 1e-9, `${a}, ${b}`);
  }
});

test('equal points end, whatever the order', () => {
  assert.equal(kMedoids(distancesOf([5, 5, 5, 5]), 2).length, 2);
});

test('silhouette: by hand, alone in a group, a single group', () => {
  // 0: within 1, beyond 10.5: 9.5 / 10.5; 1: within 1, beyond 9.5: 8.5 / 9.5; and the same for 10 and 11.
  const expected = (9.5 / 10.5 + 8.5 / 9.5) / 2;
  assert.ok(Math.abs(silhouette(distancesOf([0, 1, 10, 11]), [0, 0, 1, 1]) - expected) < 1e-12);
  assert.ok(silhouette(distancesOf([0, 1, 10, 11]), [0, 1, 0, 1]) < 0);
  assert.ok(Math.abs(silhouette(distancesOf([0, 1, 10]), [0, 0, 1]) - (9 / 10 + 8 / 9) / 3) < 1e-12);
  assert.equal(silhouette(distancesOf([0, 1]), [0, 0]), 0);
});
