import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  centred,
  MOST_SCALE,
  panned,
  type Viewport,
  WHOLE,
  within,
  zoomed,
} from '../../src/elements/xai-viewer/viewport.ts';

/** What point of the picture a point of the frame shows. */
const shownAt = ({ scale, x, y }: Viewport, [fx, fy]: [number, number]) => [x + fx / scale, y + fy / scale];

function close(actual: readonly number[], expected: readonly number[]): void {
  actual.forEach((value, k) => {
    assert.ok(Math.abs(value - expected[k]) < 1e-12, `${actual} is not ${expected}`);
  });
}

test('the point under the pointer stays there while the picture grows', () => {
  const at: [number, number] = [0.7, 0.2];
  let viewport = WHOLE;
  for (const factor of [2, 1.3, 3, 0.8]) {
    const before = shownAt(viewport, at);
    viewport = zoomed(viewport, factor, ...at);
    close(shownAt(viewport, at), before);
  }
  assert.ok(Math.abs(viewport.scale - 2 * 1.3 * 3 * 0.8) < 1e-12);
});

test('nothing beyond the picture is shown, and the scale has its limits', () => {
  assert.deepEqual(zoomed({ scale: 2, x: 0.5, y: 0 }, 0.1, 0.5, 0.5), WHOLE);
  assert.equal(zoomed(WHOLE, 1000, 0.5, 0.5).scale, MOST_SCALE);
  assert.deepEqual(panned({ scale: 2, x: 0.25, y: 0.25 }, 9, -9), { scale: 2, x: 0, y: 0.5 });
  assert.deepEqual(zoomed({ scale: 4, x: 0.75, y: 0.75 }, 0.5, 0, 0), { scale: 2, x: 0.5, y: 0.5 });
  assert.deepEqual(within({ scale: Number.NaN, x: 2, y: -1 }), WHOLE);
  assert.deepEqual(within({ scale: 2, x: 2, y: Number.NaN }), { scale: 2, x: 0.5, y: 0 });
});

test('the picture follows the pointer, and a place is brought to the middle', () => {
  // A quarter of the frame to the right at twice the size is an eighth of the picture.
  assert.deepEqual(panned({ scale: 2, x: 0.5, y: 0.25 }, 0.25, 0), { scale: 2, x: 0.375, y: 0.25 });
  assert.deepEqual(centred({ scale: 4, x: 0, y: 0 }, 0.5, 0.5), { scale: 4, x: 0.375, y: 0.375 });
  assert.deepEqual(centred({ scale: 4, x: 0, y: 0 }, 0.9, 0), { scale: 4, x: 0.75, y: 0 });
});
