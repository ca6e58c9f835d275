import assert from 'node:assert/strict';
import { test } from 'node:test';
import { channelPlane, type GridLayout, makeGrid, weightedPlane } from '../../src/core/feature-grid.ts';

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
