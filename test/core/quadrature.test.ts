import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gaussLegendre, midpoints, type Quadrature } from '../../src/core/quadrature.ts';

const integrate = ({ points, weights }: Quadrature, of: (x: number) => number) =>
  points.reduce((sum, x, k) => sum + weights[k] * of(x), 0);

test('Gauss and Legendre: exact up to degree 2 n - 1', () => {
  for (const count of [1, 2, 3, 7, 50]) {
    const rule = gaussLegendre(count);
    const degree = 2 * count - 1;
    assert.ok(Math.abs(integrate(rule, () => 1) - 1) < 1e-13);
    assert.ok(Math.abs(integrate(rule, (x) => x ** degree) - 1 / (degree + 1)) < 1e-13, `${count}`);
    assert.ok(rule.points.every((x, k) => x > 0 && x < 1 && (k === 0 || x > rule.points[k - 1])));
  }
});

test('two points of Gauss and Legendre lie where the tables have them', () => {
  const { points, weights } = gaussLegendre(2);
  assert.ok(Math.abs(points[0] - (1 - 1 / Math.sqrt(3)) / 2) < 1e-15);
  assert.ok(weights.every((weight) => Math.abs(weight - 0.5) < 1e-15));
});

test('midpoints', () => {
  assert.deepEqual(midpoints(2), { points: [0.25, 0.75], weights: [0.5, 0.5] });
});
