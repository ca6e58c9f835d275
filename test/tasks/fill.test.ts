import assert from 'node:assert/strict';
import { test } from 'node:test';
import { XaiError } from '../../src/core/errors.ts';
import { type Fill, fillTensor } from '../../src/tasks/fill.ts';
import { prepareInput } from '../../src/tasks/prepare.ts';
import { type PictureRecipe, parseRecipe } from '../../src/tasks/recipe.ts';

const recipe = parseRecipe({
  version: 1,
  task: 'classification',
  input: { width: 8, height: 8, scale: 1, mean: [100], std: [50], resize: 'letterbox-top-left' },
  output: { format: 'scores' },
}) as PictureRecipe;
const data = new Uint8ClampedArray(8 * 4 * 4).map((_, i) => (i % 4 === 3 ? 255 : (i * 37) % 256));
const prepared = prepareInput({ width: 8, height: 4, data, sha256: '' }, recipe);
const AREA = 64;
const CONTENT = 32;

/** Content and padding of each channel. */
function split(tensor: Float32Array): { content: number[]; padding: number[] } {
  const inContent = (i: number) => i % AREA < CONTENT;
  return {
    content: Array.from(tensor.filter((_, i) => inContent(i))),
    padding: Array.from(tensor.filter((_, i) => !inContent(i))),
  };
}

const fillWith = (fill: Fill, seed = 1) => split(fillTensor(recipe, prepared, fill, seed));

test('every fill leaves the padding as it is and changes the content', () => {
  const original = split(prepared.tensor);
  for (const fill of ['black', 'zero', 'mean', 'blur', 'noise', [1, 2, 3]] as const) {
    const { content, padding } = fillWith(fill);
    assert.deepEqual(padding, original.padding, String(fill));
    assert.notDeepEqual(content, original.content, String(fill));
  }
});

test('black is black before normalisation, zero is zero after it, a colour is that colour', () => {
  assert.ok(fillWith('black').content.every((value) => value === -2));
  assert.ok(fillWith('zero').content.every((value) => value === 0));
  const { content } = fillWith([100, 150, 200]);
  assert.deepEqual([content[0], content[CONTENT], content[2 * CONTENT]], [0, 1, 2]);
});

test('mean and blur keep the mean colour, blur does not flatten the picture', () => {
  const { content } = split(prepared.tensor);
  const channelMean = (values: number[], channel: number) =>
    values.slice(channel * CONTENT, (channel + 1) * CONTENT).reduce((sum, value) => sum + value, 0) / CONTENT;
  const mean = fillWith('mean').content;
  for (let channel = 0; channel < 3; channel++) {
    assert.ok(Math.abs(mean[channel * CONTENT] - channelMean(content, channel)) < 1e-5);
  }
  const blurred = fillWith('blur').content;
  const spread = (values: number[]) => Math.max(...values.slice(0, CONTENT)) - Math.min(...values.slice(0, CONTENT));
  assert.ok(spread(blurred) > 0 && spread(blurred) < spread(content));
});

test('blur of an even picture is that picture', () => {
  const even = prepareInput({ width: 8, height: 4, data: new Uint8ClampedArray(128).fill(60), sha256: '' }, recipe);
  const filled = fillTensor(recipe, even, 'blur', 1);
  // Running sums of 60 are exact in float64; the rest is one float32 rounding.
  assert.ok(filled.every((value, i) => Math.abs(value - even.tensor[i]) < 1e-6));
});

test('noise follows the seed and nothing else', () => {
  assert.deepEqual(fillWith('noise', 5), fillWith('noise', 5));
  assert.notDeepEqual(fillWith('noise', 5), fillWith('noise', 6));
  const { content } = fillWith('noise', 5);
  assert.ok(content.every((value) => value >= -2 && value <= 3.1) && new Set(content).size > CONTENT);
});

test('an unknown fill is refused by name', () => {
  for (const fill of ['white', [1, 2], [0, 0, 300]]) {
    assert.throws(
      () => fillTensor(recipe, prepared, fill as Fill, 0),
      (error) => error instanceof XaiError && error.code === 'option-invalid' && error.option === 'fill',
    );
  }
});
