import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Enlargement, GridEnlarger } from '../../src/core/grid-enlarger.ts';

function enlarge(
  how: Enlargement,
  plane: number[][],
  side: number,
  content = { x: 0, y: 0, width: side, height: side },
) {
  const grid = { columns: plane[0].length, rows: plane.length };
  const out = new Float32Array(content.width * content.height);
  new GridEnlarger(grid, { width: side, height: side }, content, how).enlarge(Float32Array.from(plane.flat()), out);
  return [...out].map((value) => Math.round(value * 1e4) / 1e4);
}

// Worked out by hand: a ramp from 0 to 3 along x.
const RAMP = [
  [0, 3],
  [0, 3],
];

test('pixel centres at halves, clamped: 0, 1/4, 3/4, 1 of the way', () => {
  assert.deepEqual(enlarge('clamp', RAMP, 4).slice(0, 4), [0, 0.75, 2.25, 3]);
});

test('mirrored at the outer cell centre: beyond it the neighbour comes in', () => {
  assert.deepEqual(enlarge('mirror', RAMP, 4).slice(0, 4), [0.75, 0.75, 2.25, 2.25]);
});

test('corner to corner: the outer pixels are the outer cells', () => {
  assert.deepEqual(enlarge('corners', RAMP, 4).slice(0, 4), [0, 1, 2, 3]);
  assert.deepEqual(enlarge('corners', [[5]], 2), [5, 5, 5, 5]);
});

test('only the content rectangle is written, its rows and columns where they lie in the input', () => {
  const plane = [
    [0, 4],
    [8, 12],
  ];
  const whole = enlarge('corners', plane, 5);
  const part = enlarge('corners', plane, 5, { x: 1, y: 2, width: 3, height: 2 });
  const expected = [2, 3].flatMap((y) => [1, 2, 3].map((x) => whole[y * 5 + x]));
  assert.deepEqual(part, expected);
  // x adds 1 a pixel, y adds 2.
  assert.deepEqual(part, [5, 6, 7, 7, 8, 9]);
});
