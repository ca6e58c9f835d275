import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boxToInput, placePicture, type ResizeRule } from '../../../src/core/placement.ts';
import { ClassGrid } from '../../../src/tasks/segmentation/class-grid.ts';
import { Segmentation } from '../../../src/tasks/segmentation/segmentation.ts';
import { maps, recipeOf, rowsOf, stretched } from './class-scores.ts';

const close = (a: number, b: number, words?: string) => assert.ok(Math.abs(a - b) < 1e-6, `${words}: ${a} is not ${b}`);

test('classes, shares and mean scores of four cells over 4 x 4 pixels, by hand', () => {
  // Pixels lie at 0, .25, .75 and 1 of the way between the two cells of an axis.
  const segmentation = stretched(
    [
      [
        [1, 0],
        [0, 0],
      ],
      [
        [0.25, 0.25],
        [0.25, 0.25],
      ],
    ],
    { width: 4, height: 4 },
  );
  // (1 - x)(1 - y) against .25; the first class has the two ties.
  assert.deepEqual(rowsOf(segmentation, 4), [
    [0, 0, 0, 1],
    [0, 0, 1, 1],
    [0, 1, 1, 1],
    [1, 1, 1, 1],
  ]);
  const [most, least] = segmentation.segments;
  assert.deepEqual([most.label, most.share, least.label, least.share], ['class 1', 10 / 16, 'class 0', 6 / 16]);
  close(most.score, 0.25);
  close(least.score, (1 + 0.75 + 0.25 + 0.75 + 0.5625 + 0.25) / 6);
});

test('a class that is best in no cell can be best between two', () => {
  const segmentation = stretched([[[1, 0]], [[0, 1]], [[0.6, 0.6]]], { width: 16, height: 1 });
  // Pixel 7 lies at .4375: .5625 against .6; pixel 6 at .3125: .6875.
  assert.deepEqual(rowsOf(segmentation, 16)[0], [0, 0, 0, 0, 0, 0, 0, 2, 2, 1, 1, 1, 1, 1, 1, 1]);
  assert.deepEqual(
    segmentation.segments.map(({ classIndex, share }) => [classIndex, share]),
    [
      [0, 7 / 16],
      [1, 7 / 16],
      [2, 2 / 16],
    ],
  );
});

test('where a sigmoid leaves every class below a half there is none, and one class needs no rival', () => {
  const planes = [[[-4, 4]]];
  const segmentation = stretched(planes, { width: 4, height: 1 }, { activation: 'sigmoid' });
  // Raw scores -4, -2, 2, 4.
  assert.deepEqual(rowsOf(segmentation, 4), [[255, 255, 0, 0]]);
  assert.equal(segmentation.segments[0].share, 0.5);
  // Scores are interpolated after the activation: a quarter from sigmoid(4) to sigmoid(-4), and sigmoid(4) itself.
  const high = 1 / (1 + Math.exp(-4));
  close(segmentation.segments[0].score, (0.75 * high + 0.25 * (1 - high) + high) / 2);
  assert.deepEqual(rowsOf(stretched([[[0.2, 0.8]]], { width: 2, height: 1 }), 2), [[255, 0]]);
});

test('both layouts are read alike, with softmax over the classes of a cell', () => {
  const placement = placePicture({ width: 2, height: 2 }, { width: 8, height: 8 }, 'stretch');
  const first = new ClassGrid(maps([1, 2, 1, 2], [0, Math.log(3), Math.log(3), 0]), recipeOf());
  const last = new ClassGrid(maps([1, 1, 2, 2], [0, Math.log(3), Math.log(3), 0]), recipeOf({ layout: 'NHWC' }));
  for (const grid of [first, last]) {
    const segmentation = new Segmentation(grid, placement);
    assert.deepEqual(rowsOf(segmentation, 2), [
      [1, 0],
      [1, 0],
    ]);
    for (const { score } of segmentation.segments) close(score, 0.75);
    close(grid.score(0, 0), 0.25);
    close(grid.raw[grid.element(1, 0)], Math.log(3));
  }
});

test('a second picture of a batch has scores of its own', () => {
  const outputs = maps([2, 2, 1, 1], [5, 0, 0, 5]);
  const winner = (picture: number) =>
    new Segmentation(
      new ClassGrid(outputs, recipeOf(), picture),
      placePicture({ width: 1, height: 1 }, { width: 8, height: 8 }, 'stretch'),
    ).segments[0].classIndex;
  assert.deepEqual([winner(0), winner(1)], [0, 1]);
});

test('pixels that a centre crop leaves out have no class and count for no share', () => {
  const placement = placePicture({ width: 6, height: 4 }, { width: 4, height: 4 }, 'centre-crop');
  const grid = new ClassGrid(maps([1, 2, 1, 2], [1, 0, 0, 1]), recipeOf({ activation: 'none' }));
  const segmentation = new Segmentation(grid, placement);
  assert.deepEqual(rowsOf(segmentation, 6)[0], [255, 0, 0, 1, 1, 255]);
  assert.deepEqual(
    segmentation.segments.map(({ share }) => share),
    [0.5, 0.5],
  );
});

test('a background comes last whatever its share', () => {
  const grid = new ClassGrid(
    maps([1, 3, 1, 3], [1, 1, 0, 0, 0, 0, 0, 0, 1]),
    recipeOf({ activation: 'none' }, ['background', 'cat', 'dog']),
  );
  const placement = placePicture({ width: 3, height: 1 }, { width: 8, height: 8 }, 'stretch');
  assert.deepEqual(
    new Segmentation(grid, placement).segments.map(({ label }) => label),
    ['dog', 'background'],
  );
});

test('more than 255 classes take 16 bits', () => {
  const scores = Array.from({ length: 300 }, (_, k) => (k === 299 ? 1 : 0));
  const grid = new ClassGrid(maps([1, 300, 1, 1], scores), recipeOf());
  const { classMap } = new Segmentation(
    grid,
    placePicture({ width: 1, height: 1 }, { width: 8, height: 8 }, 'stretch'),
  );
  assert.ok(classMap instanceof Uint16Array);
  assert.deepEqual([...classMap], [299]);
});

const RULES: readonly ResizeRule[] = ['letterbox-centre', 'letterbox-top-left', 'stretch', 'centre-crop'];
const PICTURES = [
  { width: 53, height: 31 },
  { width: 17, height: 41 },
  { width: 7, height: 5 },
];

for (const layout of ['NCHW', 'NHWC'] as const) {
  for (const rule of RULES) {
    test(`every pixel has the class that interpolation of all its scores gives: ${rule}, ${layout}`, () => {
      const [classes, rows, columns] = [5, 7, 9];
      const scores = Float32Array.from({ length: classes * rows * columns }, (_, k) => Math.sin(12.9 * k + k * k));
      const dims = layout === 'NCHW' ? [1, classes, rows, columns] : [1, rows, columns, classes];
      const at = (k: number, row: number, column: number) =>
        layout === 'NCHW'
          ? scores[(k * rows + row) * columns + column]
          : scores[(row * columns + column) * classes + k];
      const grid = new ClassGrid(maps(dims, scores), recipeOf({ layout, activation: 'none' }));
      const input = { width: 36, height: 28 };
      for (const picture of PICTURES) {
        const placement = placePicture(picture, input, rule, 30);
        const { classMap } = new Segmentation(grid, placement);
        const { content, crop } = placement;
        let decided = 0;
        for (let y = 0; y < picture.height; y++) {
          for (let x = 0; x < picture.width; x++) {
            const [u, v] = boxToInput([x + 0.5, y + 0.5, 0, 0], placement);
            const isSeen =
              x + 0.5 >= crop.x && x + 0.5 < crop.x + crop.width && y + 0.5 >= crop.y && y + 0.5 < crop.y + crop.height;
            // Only cells whose centre lies on the picture, 4 x 4 input pixels each.
            const inside = (place: number, start: number, size: number, count: number) => {
              const centres = Array.from({ length: count }, (_, k) => 4 * k + 2).filter(
                (centre) => centre >= start && centre < start + size,
              );
              return Math.min(centres[centres.length - 1], Math.max(centres[0], place)) / 4 - 0.5;
            };
            const column = inside(u, content.x, content.width, columns);
            const row = inside(v, content.y, content.height, rows);
            const [left, top] = [Math.floor(column), Math.floor(row)];
            const [right, below] = [Math.min(columns - 1, left + 1), Math.min(rows - 1, top + 1)];
            const mixed = Array.from({ length: classes }, (_, k) => {
              const upper = at(k, top, left) + (column - left) * (at(k, top, right) - at(k, top, left));
              const lower = at(k, below, left) + (column - left) * (at(k, below, right) - at(k, below, left));
              return upper + (row - top) * (lower - upper);
            });
            const [best, second] = [...mixed].sort((a, b) => b - a);
            const found = classMap[y * picture.width + x];
            if (!isSeen) assert.equal(found, 255, `${x}, ${y}`);
            // Shares between cells are float32.
            else if (best - second > 1e-5) {
              decided++;
              assert.equal(found, mixed.indexOf(best), `${x}, ${y} of ${picture.width} x ${picture.height}`);
            }
          }
        }
        assert.ok(decided > (picture.width * picture.height) / 3);
      }
    });
  }
}
