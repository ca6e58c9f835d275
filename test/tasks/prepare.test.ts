import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Picture } from '../../src/core/picture.ts';
import { boxToInput, boxToPicture, placePicture } from '../../src/core/placement.ts';
import { inputDims, prepareInput } from '../../src/tasks/prepare.ts';
import { type PictureRecipe, parseRecipe, type RecipeFile } from '../../src/tasks/recipe.ts';
import { type Interpolation, resample } from '../../src/tasks/resample.ts';

/** A picture whose three channels are given by a function of x and y. */
function draw(width: number, height: number, colour: (x: number, y: number) => readonly number[]): Picture {
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let i = 0; i < width * height; i++) data.set(colour(i % width, Math.floor(i / width)), i * 4);
  return { width, height, data, sha256: '' };
}

function pictureRecipe(input: Partial<Exclude<RecipeFile, { task: 'series' }>['input']>): PictureRecipe {
  return parseRecipe({
    version: 1,
    task: 'classification',
    input: { width: 2, height: 2, ...input },
    output: { format: 'scores' },
  }) as PictureRecipe;
}

const line = (...levels: number[]) => draw(levels.length, 1, (x) => [levels[x], 0, 0]);
const reds = (pixels: Float32Array) => Array.from(pixels.filter((_, i) => i % 3 === 0));
const resize = (picture: Picture, width: number, how: Interpolation) =>
  reds(resample(picture, { x: 0, y: 0, width: picture.width, height: 1 }, width, 1, how));

test('enlarging is linear between half-pixel centres, whichever the interpolation', () => {
  // Centres of 6 pixels over 3 lie at -.25, .25, .75, 1.25, 1.75, 2.25 (source centres at 0, 1, 2), ends clamped.
  for (const how of ['linear', 'antialias', 'area'] as const) {
    assert.deepEqual(resize(line(0, 80, 160), 6, how), [0, 20, 60, 100, 140, 160]);
  }
});

test('shrinking by two takes neighbours, the mean, or a triangle four pixels wide', () => {
  const eight = line(0, 0, 0, 240, 240, 0, 0, 0);
  // Each output centre lies between two source pixels.
  assert.deepEqual(resize(eight, 4, 'linear'), [0, 120, 120, 0]);
  assert.deepEqual(resize(eight, 4, 'area'), [0, 120, 120, 0]);
  // Weights 1/8, 3/8, 3/8, 1/8; at the border 1/8 falls away: 3/7, 3/7, 1/7.
  const expected = [0, (3 * 240 + 240) / 8, (240 + 3 * 240) / 8, 0];
  assert.deepEqual(resize(eight, 4, 'antialias'), expected);
  const border = resize(line(240, 0, 0, 0, 0, 0, 0, 0), 4, 'antialias');
  assert.ok(Math.abs(border[0] - (240 * 3) / 7) < 1e-4, `${border[0]}`);
});

test('shrinking by one and a half weighs by covered area', () => {
  // Output pixels cover source [0, 1.5), [1.5, 3).
  assert.deepEqual(resize(line(30, 60, 90), 2, 'area'), [(30 + 30) / 1.5, (30 + 90) / 1.5]);
});

test('a crop reads its neighbours across its own border, and both axes alike', () => {
  const picture = draw(4, 4, (x, y) => [10 * x, 10 * y, 0]);
  const pixels = resample(picture, { x: 1.5, y: 0.5, width: 2, height: 2 }, 2, 2, 'linear');
  assert.deepEqual(reds(pixels), [15, 25, 15, 25]);
  assert.deepEqual(Array.from(pixels.filter((_, i) => i % 3 === 1)), [5, 5, 15, 15]);
});

test('the tensor has the layout, channel order and normalisation of the recipe', () => {
  const picture = draw(2, 2, (x, y) => [10 + x, 100 + y, 200 + x + y]);
  const common = { scale: 0.5, mean: [1, 2, 3], std: [2, 4, 8] };
  const [red, green, blue] = [
    [10, 11, 10, 11],
    [100, 100, 101, 101],
    [200, 201, 201, 202],
  ];
  const norm = (values: number[], channel: number) =>
    values.map((v) => (v * 0.5 - common.mean[channel]) / common.std[channel]);
  const rgb = prepareInput(picture, pictureRecipe(common));
  assert.deepEqual(Array.from(rgb.tensor), [...norm(red, 0), ...norm(green, 1), ...norm(blue, 2)]);
  const bgr = prepareInput(picture, pictureRecipe({ ...common, channels: 'BGR' }));
  assert.deepEqual(Array.from(bgr.tensor), [...norm(blue, 0), ...norm(green, 1), ...norm(red, 2)]);
  const last = prepareInput(picture, pictureRecipe({ ...common, layout: 'NHWC' }));
  const planes = [norm(red, 0), norm(green, 1), norm(blue, 2)];
  assert.deepEqual(
    Array.from(last.tensor),
    [0, 1, 2, 3].flatMap((i) => planes.map((plane) => plane[i])),
  );
  const grey = prepareInput(picture, pictureRecipe({ scale: 1, channels: 'grey' }));
  assert.ok(Math.abs(grey.tensor[0] - (0.299 * 10 + 0.587 * 100 + 0.114 * 200)) < 1e-4);
  assert.deepEqual(inputDims(pictureRecipe({ channels: 'grey', layout: 'NHWC' }).input, 3), [3, 2, 2, 1]);
});

test('letterboxes pad evenly or right and below, with the grey level of the recipe', () => {
  const picture = draw(4, 2, () => [50, 50, 50]);
  const input = { width: 4, height: 5, scale: 1, padValue: 7, channels: 'grey' as const };
  const centred = prepareInput(picture, pictureRecipe({ ...input, resize: 'letterbox-centre' }));
  // Of three rows of padding one lies above and two below, as Ultralytics does.
  assert.deepEqual(rowsOf(centred.tensor, 4), [7, 50, 50, 7, 7]);
  const corner = prepareInput(picture, pictureRecipe({ ...input, resize: 'letterbox-top-left' }));
  assert.deepEqual(rowsOf(corner.tensor, 4), [50, 50, 7, 7, 7]);
  assert.deepEqual(rowsOf(prepareInput(picture, pictureRecipe(input)).tensor, 4), [50, 50, 50, 50, 50]);
});

function rowsOf(tensor: Float32Array, width: number): number[] {
  return Array.from({ length: tensor.length / width }, (_, y) => Math.round(tensor[y * width]));
}

test('the centre crop sees the middle of the resized picture', () => {
  const picture = draw(64, 32, (x) => [x, 0, 0]);
  const { placement, pixels } = prepareInput(
    picture,
    pictureRecipe({ width: 16, height: 16, resize: 'centre-crop', cropShortSide: 32 }),
  );
  assert.deepEqual(placement.crop, { x: 24, y: 8, width: 16, height: 16 });
  assert.deepEqual(reds(pixels).slice(0, 3), [24, 25, 26]);
});

test('boxes come back through every placement', () => {
  for (const rule of ['letterbox-centre', 'letterbox-top-left', 'stretch', 'centre-crop'] as const) {
    for (const [width, height] of [
      [810, 1080],
      [427, 640],
      [1, 1],
      [33, 7],
    ]) {
      const placement = placePicture({ width, height }, { width: 320, height: 240 }, rule, 256);
      const { crop } = placement;
      const box = [
        crop.x + 0.1 * crop.width,
        crop.y + 0.2 * crop.height,
        crop.x + 0.7 * crop.width,
        crop.y + crop.height,
      ] as const;
      boxToPicture(boxToInput(box, placement), placement).forEach((value, i) => {
        assert.ok(Math.abs(value - box[i]) < 1e-9 * 1080, `${rule} ${width} x ${height}: ${value} for ${box[i]}`);
      });
    }
  }
});

test('a picture of one pixel fills the input', () => {
  const one = draw(1, 1, () => [9, 9, 9]);
  for (const resizeRule of ['letterbox-centre', 'stretch', 'centre-crop'] as const) {
    const { tensor } = prepareInput(one, pictureRecipe({ scale: 1, resize: resizeRule }));
    assert.ok(
      tensor.every((value) => value === 9),
      resizeRule,
    );
  }
});
