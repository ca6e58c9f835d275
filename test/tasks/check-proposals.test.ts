import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Model } from '../../src/tasks/model.ts';
import type { RecipeFile } from '../../src/tasks/recipe.ts';
import { buildBytes, floats, ints, node, value } from '../onnx/synthetic.ts';
import { tinyDetector, tinyDetectorRecipe } from '../support/tiny-detector.ts';
import { squarePicture } from '../support/tiny-pictures.ts';

const RECIPE: RecipeFile = {
  version: 1,
  task: 'detection',
  input: { width: 32, height: 32, resize: 'stretch', scale: 1 / 255 },
  output: { format: 'scored-boxes', boxes: 'boxes', scores: 'scores' },
  labels: ['red', 'green', 'blue'],
};

/** Two boxes whatever is shown, with scores of one class raised by the mean colour. */
function detector(boxes: readonly number[], score: number): Uint8Array {
  return buildBytes({
    inputs: [value('image', [1, 3, 32, 32])],
    outputs: [value('boxes', [1, 2, 4]), value('scores', [1, 2, 3])],
    initializers: [
      floats('table', [1, 2, 4], boxes),
      floats('sure', [1, 2, 3], [score, 0, 0, 0, score, 0]),
      floats('little', [1], [1e-4]),
      ints('flat', [1, 1, 3]),
    ],
    nodes: [
      node('GlobalAveragePool', ['image'], ['means']),
      node('Reshape', ['means', 'flat'], ['colours']),
      node('Mul', ['colours', 'little'], ['shade']),
      node('Add', ['sure', 'shade'], ['scores']),
      node('Identity', ['table'], ['boxes']),
    ],
  });
}

const PIXELS = [2, 2, 20, 20, 10, 10, 30, 30];
const SHARES = PIXELS.map((pixel) => pixel / 32);

test('scores and boxes that a wrong recipe makes are refused with the field to correct', async () => {
  const picture = await squarePicture([]);
  const open = (bytes: Uint8Array, recipe: unknown = RECIPE) => Model.load(bytes, { backend: 'wasm', recipe });
  await using right = await open(detector(PIXELS, 0.9));
  assert.equal((await right.predict(picture)).boxes?.length, 2);
  await using logits = await open(detector(PIXELS, 5));
  await assert.rejects(logits.predict(picture), {
    code: 'recipe-invalid',
    message: /scores reach from 0\.0 to 5\.0, .* Set "activation"/,
  });
  await using shares = await open(detector(SHARES, 0.9));
  await assert.rejects(shares.predict(picture), { code: 'recipe-invalid', message: /Set "boxUnit": "relative"/ });
  const corrected = { ...RECIPE, output: { ...RECIPE.output, boxUnit: 'relative' } };
  await using read = await open(detector(SHARES, 0.9), corrected);
  assert.deepEqual(
    (await read.predict(picture)).boxes?.map(({ inputBox }) => [...inputBox]),
    [
      [2, 2, 20, 20],
      [10, 10, 30, 30],
    ],
  );
});

test('a threshold beyond all scores is refused, not answered by nothing', async () => {
  await using model = await Model.load(tinyDetector(), { backend: 'wasm', recipe: tinyDetectorRecipe });
  await assert.rejects(model.predict(await squarePicture([]), { scoreThreshold: 5 }), {
    code: 'option-invalid',
    message: /scoreThreshold must be a number from 0 to 1, not 5/,
  });
  await assert.rejects(Model.load(tinyDetector(), { backend: 'gpu' as never, recipe: tinyDetectorRecipe }), {
    code: 'option-invalid',
    message: /backend must be one of auto, webgpu, wasm, node, not "gpu"/,
  });
});
