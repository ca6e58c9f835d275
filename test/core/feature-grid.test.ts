import assert from 'node:assert/strict';
import { test } from 'node:test';
import { channelPlane, type GridLayout, guessGrid, makeGrid, weightedPlane } from '../../src/core/feature-grid.ts';

const SQUARE = { width: 224, height: 224 };

/** Channels, rows, columns, tokens before the grid. */
function shapeOf(dims: readonly (number | null)[], input = SQUARE) {
  const grid = guessGrid(dims, input);
  return grid && [grid.channels, grid.rows, grid.columns, grid.offset / grid.channels];
}

test('feature maps of either layout and token sequences are grids', () => {
  assert.deepEqual(shapeOf([1, 1280, 7, 7]), [1280, 7, 7, 0]);
  assert.deepEqual(shapeOf([1, 14, 14, 96]), [96, 14, 14, 0]);
  assert.deepEqual(shapeOf([1, 197, 192]), [192, 14, 14, 1]);
  assert.deepEqual(shapeOf([1, 198, 192]), [192, 14, 14, 2]);
  assert.deepEqual(shapeOf([1, 49, 768]), [768, 7, 7, 0]);
  assert.deepEqual(shapeOf([1, 64, 30, 40], { width: 320, height: 240 }), [64, 30, 40, 0]);
  assert.deepEqual(shapeOf([1, 129, 8], { width: 256, height: 128 }), [8, 8, 16, 1]);
  assert.deepEqual(shapeOf([1, 256, 33, 33], { width: 257, height: 257 }), [256, 33, 33, 0]);
});

test('what has no places of the picture is no grid', () => {
  for (const dims of [
    [1, 1280, 1, 1],
    [1, 1000],
    [2, 8, 7, 7],
    [1, 4, 16, 2100],
    [1, 84, 2100],
    [1, null, 7, 7],
    [1, 8, 448, 448],
  ]) {
    assert.equal(shapeOf(dims), null, String(dims));
  }
});

test('channels are read in any order of axes, and behind class tokens', () => {
  const planes = [
    [1, 2, 3, 4, 5, 6],
    [10, 20, 30, 40, 50, 60],
  ];
  const pairs = planes[0].flatMap((value, place) => [value, planes[1][place]]);
  const turned = [0, 3, 1, 4, 2, 5];
  const layouts: [GridLayout, readonly number[], number[]][] = [
    ['NCHW', [1, 2, 2, 3], planes.flat()],
    ['NCWH', [1, 2, 3, 2], planes.flatMap((plane) => turned.map((place) => plane[place]))],
    ['NHWC', [1, 2, 3, 2], pairs],
    ['NWHC', [1, 3, 2, 2], turned.flatMap((place) => planes.map((plane) => plane[place]))],
    ['NTC', [1, 8, 2], [-1, -2, ...pairs, -3, -4]],
  ];
  for (const [layout, dims, values] of layouts) {
    const grid = makeGrid(layout, dims, { rows: 2, columns: 3, prefix: 1 });
    assert.deepEqual([...channelPlane(Float32Array.from(values), grid, 1)], planes[1], layout);
    assert.deepEqual([...weightedPlane(Float32Array.from(values), grid, [2, 0.5])], [7, 14, 21, 28, 35, 42], layout);
  }
});
