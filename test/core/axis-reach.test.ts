import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AxisReach, gridReach } from '../../src/core/axis-reach.ts';
import { placePicture } from '../../src/core/placement.ts';

/** Where each pixel reads, in cells: 1.25 is a quarter of the way from cell 1 to cell 2. */
function places({ start, end, first, second, share }: AxisReach): number[] {
  return Array.from({ length: end - start }, (_, k) => {
    const at = start + k;
    return first[at] + share[at] * (second[at] - first[at]);
  });
}

test('a stretched picture reads half-pixel centres, level beyond the outer cells', () => {
  const placement = placePicture({ width: 4, height: 3 }, { width: 8, height: 8 }, 'stretch');
  const { across, down } = gridReach(placement, 2, 3);
  assert.deepEqual(places(across), [0, 0.25, 0.75, 1]);
  assert.deepEqual(places(down), [0, 1, 2]);
});

test('a letterboxed picture reads the rows that it lies on', () => {
  // 5 x 3 doubled is 10 x 6, two rows of padding above: rows 1 to 3 of five.
  const placement = placePicture({ width: 5, height: 3 }, { width: 10, height: 10 }, 'letterbox-centre');
  assert.deepEqual([placement.content.y, placement.content.height], [2, 6]);
  const { across, down } = gridReach(placement, 5, 5);
  assert.deepEqual(places(across), [0, 1, 2, 3, 4]);
  assert.deepEqual(places(down), [1, 2, 3]);
});

test('cells whose centre lies on padding are not read, even where the picture ends within a cell', () => {
  // 4 x 1 doubled is 8 x 2 at y 3 to 5; of cells two pixels high, only row 1 (centre 3) has its centre there.
  const placement = placePicture({ width: 4, height: 1 }, { width: 8, height: 8 }, 'letterbox-centre');
  assert.deepEqual([placement.content.y, placement.content.height], [3, 2]);
  assert.deepEqual(places(gridReach(placement, 4, 4).down), [1]);
  // Cells four pixels high have their centres at 2 and 6: none in 3 to 5, whose middle lies on the second cell.
  assert.deepEqual(places(gridReach(placement, 2, 2).down), [1]);
});

test('a centre crop leaves out what the model has not seen', () => {
  const placement = placePicture({ width: 7, height: 4 }, { width: 4, height: 4 }, 'centre-crop');
  const { across } = gridReach(placement, 4, 4);
  // The crop goes from 1.5 to 5.5: the centres of the pixels 1 (half out) to 4 lie in it.
  assert.deepEqual([across.start, across.end], [1, 5]);
  assert.deepEqual(places(across), [0, 0.5, 1.5, 2.5]);
});
