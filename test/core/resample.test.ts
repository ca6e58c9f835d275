import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boxToInput, placePicture, type ResizeRule } from '../../src/core/placement.ts';
import { gridToPicture, mapToPicture } from '../../src/core/resample.ts';

const rules: ResizeRule[] = ['letterbox-centre', 'letterbox-top-left', 'stretch', 'centre-crop'];
const pictures = [
  { width: 50, height: 31 },
  { width: 17, height: 40 },
  { width: 200, height: 90 },
];

for (const rule of rules) {
  test(`a plane in the content rectangle stays a plane in the picture: ${rule}`, () => {
    for (const picture of pictures) {
      const placement = placePicture(picture, { width: 32, height: 32 }, rule, rule === 'centre-crop' ? 36 : undefined);
      const { content, crop } = placement;
      const map = new Float32Array(content.width * content.height);
      for (let y = 0; y < content.height; y++) {
        for (let x = 0; x < content.width; x++) map[y * content.width + x] = 1 + 3 * (x + 0.5) - 2 * (y + 0.5);
      }
      const out = mapToPicture(map, placement);
      assert.equal(out.length, picture.width * picture.height);
      for (let y = 0; y < picture.height; y++) {
        for (let x = 0; x < picture.width; x++) {
          const [inputX, inputY] = boxToInput([x + 0.5, y + 0.5, 0, 0], placement);
          const seen =
            x + 0.5 >= crop.x && x + 0.5 < crop.x + crop.width && y + 0.5 >= crop.y && y + 0.5 < crop.y + crop.height;
          // Beyond the outer pixels' centres the map goes on level.
          const mapX = Math.min(content.width - 0.5, Math.max(0.5, inputX - content.x));
          const mapY = Math.min(content.height - 0.5, Math.max(0.5, inputY - content.y));
          const expected = seen ? 1 + 3 * mapX - 2 * mapY : 0;
          // Values up to 100 in float32, three roundings.
          assert.ok(Math.abs(out[y * picture.width + x] - expected) < 5e-5, `${picture.width}: ${x}, ${y}`);
        }
      }
    }
  });
}

test("a picture of the content's own size gets the map itself", () => {
  const placement = placePicture({ width: 4, height: 3 }, { width: 4, height: 3 }, 'stretch');
  const map = Float32Array.from({ length: 12 }, (_, k) => Math.sin(k));
  assert.deepEqual(mapToPicture(map, placement), map);
});

test('a picture of one pixel and a map of one pixel', () => {
  const one = placePicture({ width: 1, height: 1 }, { width: 8, height: 8 }, 'stretch');
  assert.equal(mapToPicture(new Float32Array(64).fill(2.5), one)[0], 2.5);
  const tiny = placePicture({ width: 9, height: 9 }, { width: 1, height: 1 }, 'stretch');
  assert.ok(mapToPicture(Float32Array.of(7), tiny).every((value) => value === 7));
});

test('a map of another size is refused', () => {
  const placement = placePicture({ width: 4, height: 3 }, { width: 8, height: 8 }, 'letterbox-centre');
  assert.throws(() => mapToPicture(new Float32Array(64), placement), { code: 'option-invalid' });
});

test('a grid over the whole input, padding included, falls into place', () => {
  // 8 x 4 picture in a 4 x 4 input: content is rows 1 and 2, each input pixel two picture pixels.
  const placement = placePicture({ width: 8, height: 4 }, { width: 4, height: 4 }, 'letterbox-centre');
  assert.deepEqual([placement.content.y, placement.content.height], [1, 2]);
  const input = Float32Array.from([9, 9, 9, 9, 0, 1, 2, 3, 4, 5, 6, 7, 9, 9, 9, 9]);
  const out = gridToPicture(input, 4, 4, placement);
  // Column 3 lies a quarter of the way from cell 1 to cell 2, row 1 a quarter of the way from row 1 of cells to row 2.
  assert.equal(out[1 * 8 + 3], 0.75 * 1.25 + 0.25 * 5.25);
  // The first row lies .25 above the first row of cells, but cells on padding are not read.
  assert.equal(out[3], 1.25);
});

test('a grid of one cell a pixel of content without padding is the map itself', () => {
  const placement = placePicture({ width: 11, height: 7 }, { width: 5, height: 6 }, 'stretch');
  const map = Float32Array.from({ length: 30 }, (_, k) => Math.sin(k));
  assert.deepEqual(gridToPicture(map, 5, 6, placement), mapToPicture(map, placement));
});

test('after a centre crop the grid ends where the model stopped looking', () => {
  const placement = placePicture({ width: 12, height: 8 }, { width: 4, height: 4 }, 'centre-crop', 4);
  const out = gridToPicture(Float32Array.of(1, 1, 1, 1), 2, 2, placement);
  assert.deepEqual([out[1], out[2], out[9], out[10]], [0, 1, 1, 0]);
});
