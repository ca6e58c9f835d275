import assert from 'node:assert/strict';
import { test } from 'node:test';
import { colormapTable } from '../../../src/core/colour/colormaps.ts';
import { colourise } from '../../../src/core/colour/colourise.ts';
import { drawOverlay, drawSaliency, overlay } from '../../../src/core/colour/draw.ts';
import { findRange, quantile } from '../../../src/core/colour/score-range.ts';
import type { Picture } from '../../../src/core/picture.ts';
import type { Saliency } from '../../../src/core/saliency.ts';

const pixel = (pixels: Uint8ClampedArray, k: number) => [...pixels.subarray(4 * k, 4 * k + 4)];
const grey = (level: number) => [level, level, level, 255];

test('the ends of the range get the first and the last colour', () => {
  const { pixels, low, high } = colourise([-2, 0, 6], { colormap: 'greys' });
  assert.deepEqual([low, high], [-2, 6]);
  assert.deepEqual(
    [0, 1, 2].map((k) => pixel(pixels, k)),
    [grey(0), grey(64), grey(255)],
  );
});

test('every range rule', () => {
  const data = [-2, 1, 6];
  assert.deepEqual(findRange(data, 'min-max'), { low: -2, high: 6 });
  assert.deepEqual(findRange(data, 'zero-max'), { low: 0, high: 6 });
  assert.deepEqual(findRange(data, 'symmetric'), { low: -6, high: 6 });
  assert.deepEqual(findRange([-3, -1], 'zero-max'), { low: 0, high: 0 });
});

test('scores beyond the range get the colour at its end', () => {
  const { pixels } = colourise([-5, 5], { colormap: 'greys', range: [0, 1] });
  assert.deepEqual([pixel(pixels, 0), pixel(pixels, 1)], [grey(0), grey(255)]);
});

test('two numbers are the range', () => {
  const { low, high } = colourise([-2, 1, 6], { range: [-1, 2] });
  assert.deepEqual({ low, high }, { low: -1, high: 2 });
});

test('blue-red puts 0 in its middle unless told otherwise', () => {
  const { pixels, low, high } = colourise([-1, 0, 4], { colormap: 'blue-red' });
  assert.deepEqual([low, high], [-4, 4]);
  const middle = colormapTable('blue-red').subarray(3 * 128, 3 * 129);
  assert.deepEqual(pixel(pixels, 1), [...middle, 255]);
  assert.equal(colourise([-1, 4], { colormap: 'blue-red', range: 'min-max' }).low, -1);
});

test('NaN is transparent and does not move the range; infinities are coloured as the ends', () => {
  const { pixels, low, high } = colourise([Number.NaN, 1, Number.POSITIVE_INFINITY, 3, Number.NEGATIVE_INFINITY], {
    colormap: 'greys',
  });
  assert.deepEqual([low, high], [1, 3]);
  assert.deepEqual(pixel(pixels, 0), [0, 0, 0, 0]);
  assert.deepEqual(
    [1, 2, 3, 4].map((k) => pixel(pixels, k)),
    [grey(0), grey(255), grey(255), grey(0)],
  );
});

test('a map without extent or without numbers is even, not NaN', () => {
  assert.deepEqual(pixel(colourise([2, 2], { colormap: 'greys' }).pixels, 1), grey(0));
  assert.deepEqual(pixel(colourise([0, 0], { colormap: 'greys', range: 'symmetric' }).pixels, 1), grey(128));
  const none = colourise([Number.NaN], { colormap: 'greys' });
  assert.deepEqual([none.low, none.high, ...none.pixels], [0, 0, 0, 0, 0, 0]);
  assert.equal(colourise([]).pixels.length, 0);
});

test('opacity becomes alpha', () => {
  assert.equal(colourise([1, 2], { opacity: 0.5 }).pixels[3], 128);
});

test('bad ranges and opacities are refused', () => {
  assert.throws(() => colourise([1], { range: [2, 2] }), { code: 'option-invalid', option: 'range' });
  assert.throws(() => colourise([1], { range: [Number.NaN, 2] }), { code: 'option-invalid', option: 'range' });
  assert.throws(() => colourise([1], { opacity: 1.5 }), { code: 'option-invalid', option: 'opacity' });
  assert.throws(() => colourise([1], { opacity: Number.NaN }), { code: 'option-invalid', option: 'opacity' });
});

const picture: Picture = {
  width: 2,
  height: 1,
  data: Uint8ClampedArray.of(100, 0, 200, 255, 10, 20, 30, 255),
  sha256: '',
};

test('overlay blends by alpha and is opaque', () => {
  const pixels = Uint8ClampedArray.of(200, 100, 0, 51, 9, 9, 9, 0);
  assert.deepEqual([...overlay(picture, pixels)], [120, 20, 160, 255, 10, 20, 30, 255]);
  assert.throws(() => overlay(picture, new Uint8ClampedArray(4)), { code: 'option-invalid' });
});

test('the exports of a map: alone, and fading in over its picture', () => {
  const map = { width: 2, height: 1, data: Float32Array.of(0, 1), target: { box: null } } as Saliency;
  assert.deepEqual([...drawSaliency(map, 'greys')], [...grey(0), ...grey(255)]);
  const drawn = drawOverlay(map, picture, 'greys');
  // Nothing where the score is 0; four fifths of white at the peak: 10 + .8 (255 - 10) = 206 and so on.
  for (const [k, wanted] of [100, 0, 200, 255, 206, 208, 210, 255].entries()) {
    assert.ok(Math.abs(drawn[k] - wanted) <= 1, `byte ${k} is ${drawn[k]}`);
  }
});

test('an overlay shows its target: a light line with a dark one outside', () => {
  const side = 8;
  const grey100 = { width: side, height: side, data: new Uint8ClampedArray(side * side * 4).fill(100), sha256: '' };
  const map = {
    width: side,
    height: side,
    data: new Float32Array(side * side),
    target: { box: [1, 1, 7, 7] },
  } as unknown as Saliency;
  const drawn = drawOverlay(map, grey100, 'viridis');
  const red = (x: number, y: number) => drawn[(y * side + x) * 4];
  assert.deepEqual([red(0, 4), red(1, 4), red(2, 4), red(3, 4)], [100, 20, 255, 100]);
  assert.deepEqual([red(6, 6), red(5, 5), red(7, 7)], [20, 255, 100]);
});

test('fading: clear at 0, full at the ends of a symmetric range', () => {
  const alphas = (data: number[], colormap: 'viridis' | 'blue-red') => {
    const { pixels } = colourise(data, {
      colormap,
      opacity: 0.5,
      fade: true,
      range: colormap === 'viridis' ? 'zero-max' : 'symmetric',
    });
    return data.map((_, k) => pixels[k * 4 + 3]);
  };
  assert.deepEqual(alphas([-1, 0, 1], 'viridis'), [0, 0, 128]);
  const [low, middle, high] = alphas([-1, 0, 1], 'blue-red');
  assert.ok(low === 128 && high === 128 && middle < 8, `${low} ${middle} ${high}`);
});

test('what is not above its doubt is grey and faint', () => {
  const options = { colormap: 'magma', range: [0, 4], opacity: 1 } as const;
  const plain = colourise([1, 3], options).pixels;
  const { pixels } = colourise([1, 3], { ...options, doubt: [1, 2] });
  const [red, green, blue, alpha] = pixel(pixels, 0);
  assert.ok(red === green && green === blue && alpha === 102);
  assert.deepEqual(pixel(pixels, 1), pixel(plain, 1));
});

test('what a share of the values stays below, by value or by magnitude; what is no number does not count', () => {
  const values = [Number.NaN, -9, 1, 2, 3, 4, 5, 6, 7, 8, 9];
  assert.equal(quantile(values, 0), -9);
  assert.equal(quantile(values, 0.5), 4);
  assert.equal(quantile(values, 1), 9);
  assert.equal(quantile(values, 0.95, Math.abs), 9);
  assert.equal(quantile([], 0.5), 0);
});
