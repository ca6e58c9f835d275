import assert from 'node:assert/strict';
import { test } from 'node:test';
import { principalProjection } from '../../src/core/principal.ts';

/** Points with coordinates 3 a and b along two orthogonal directions of `size` axes, a and b of mean 0. */
function cloud(count: number, size: number) {
  const a = Array.from({ length: count }, (_, i) => Math.sin(i * 1.3));
  const b = Array.from({ length: count }, (_, i) => Math.cos(i * 2.1));
  const points = new Float32Array(count * size);
  const centre = (values: number[]) => values.map((value) => value - values.reduce((s, v) => s + v, 0) / count);
  const [first, second] = [centre(a), centre(b)];
  const along = first.reduce((sum, value, i) => sum + value * second[i], 0) / first.reduce((sum, v) => sum + v * v, 0);
  // Orthogonal over the points too, so that the directions are the principal ones.
  const rest = second.map((value, i) => value - along * first[i]);
  for (let i = 0; i < count; i++) {
    points[i * size] = 10 + 3 * first[i];
    points[i * size + 1] = -5 + rest[i];
  }
  return { points, strong: first.map((value) => 3 * value), weak: rest };
}

for (const [count, size] of [
  [40, 6],
  [6, 40],
]) {
  test(`components of ${count} points with ${size} numbers, by strength, the largest coordinate positive`, () => {
    const { points, strong, weak } = cloud(count, size);
    for (const [component, expected] of [strong, weak].entries()) {
      const found = principalProjection(points, count, size, component + 1);
      const turned = -Math.min(...expected) > Math.max(...expected) ? -1 : 1;
      // Points are stored in float32.
      for (const [i, value] of found.entries()) assert.ok(Math.abs(value - turned * expected[i]) < 1e-5);
    }
    assert.ok(principalProjection(points, count, size, 3).every((value) => value === 0));
  });
}

for (const [strength, tolerance] of [
  [30, 1e-4],
  [1e3, 1e-3],
]) {
  test(`a second component ${strength} times as weak as the first, of channels of which most are dead`, () => {
    const { points, weak } = cloud(40, 12);
    const strong = points.slice();
    for (let i = 0; i < 40; i++) strong[i * 12] = points[i * 12] * strength;
    const found = principalProjection(strong, 40, 12, 2);
    const turned = -Math.min(...weak) > Math.max(...weak) ? -1 : 1;
    // Float32 points that are so far apart are orthogonal to so many digits.
    for (const [i, value] of found.entries()) assert.ok(Math.abs(value - turned * weak[i]) < tolerance);
    assert.ok(principalProjection(strong, 40, 12, 3).every((value) => value === 0));
  });
}

test('equal points have no component', () => {
  assert.ok(principalProjection(new Float32Array(12).fill(2), 4, 3, 1).every((value) => value === 0));
});
