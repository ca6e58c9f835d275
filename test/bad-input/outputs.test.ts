import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drise } from '../../src/methods/d-rise.ts';
import { rise } from '../../src/methods/rise.ts';
import { Model } from '../../src/tasks/model.ts';
import { openTinyClassifier, openTinyDetector } from '../methods/open-model.ts';
import { buildBytes, floats, node, value } from '../onnx/synthetic.ts';
import { type Fault, TINY_SIDE, tinyClassifierRecipe } from '../support/tiny-detector.ts';
import { squarePicture } from '../support/tiny-pictures.ts';

const SQUARE = { label: 'red', column: 3, row: 3 } as const;
const REFUSAL = { name: 'XaiError', code: 'model-output', message: /not numbers|infinite|gave NaN|gave Infinity/ };

for (const fault of ['nan', 'infinite'] satisfies Fault[]) {
  test(`a detector whose scores are ${fault}: refused by predict and by an explanation of a given box`, async () => {
    await using model = await openTinyDetector({ fault });
    const picture = await squarePicture([SQUARE]);
    await assert.rejects(model.predict(picture), REFUSAL);
    await assert.rejects(drise(model, picture, { masks: 4 }).result(), REFUSAL);
    const byHand = drise(model, picture, { masks: 4, targets: [{ box: [0, 0, 20, 20] }] });
    await assert.rejects(byHand.result(), REFUSAL);
  });
}

test('a detector that answers well until the picture is hidden: refused in the middle of the masks', async () => {
  await using model = await openTinyDetector({ fault: 'nan-when-hidden' });
  const picture = await squarePicture([SQUARE]);
  const prediction = await model.predict(picture);
  assert.ok(prediction.boxes && prediction.boxes.length === 1);
  for (const batch of [1, 4]) {
    await assert.rejects(drise(model, picture, { masks: 300, keep: 0.2, batch }).result(), REFUSAL);
  }
});

/** A classifier whose logits are what `spoil` makes of the mean colours. */
function spoiltClassifier(spoil: ReturnType<typeof node>[]): Uint8Array {
  return buildBytes({
    inputs: [value('images', ['batch', 3, TINY_SIDE, TINY_SIDE])],
    outputs: [value('logits', ['batch', 3])],
    initializers: [floats('none', [1, 1, 1, 1], [0]), floats('dark', [1, 1, 1, 1], [0.15])],
    nodes: [node('GlobalAveragePool', ['images'], ['means']), ...spoil, node('Flatten', ['spoilt'], ['logits'])],
  });
}

const CLASSIFIERS = {
  NaN: [node('Div', ['none', 'none'], ['nan']), node('Add', ['means', 'nan'], ['spoilt'])],
  infinite: [node('Div', ['means', 'none'], ['spoilt'])],
};

for (const [fault, spoil] of Object.entries(CLASSIFIERS)) {
  for (const activation of ['softmax', 'sigmoid', 'none'] as const) {
    test(`a classifier whose logits are ${fault}, activation ${activation}`, async () => {
      const recipe = { ...tinyClassifierRecipe, output: { format: 'scores', activation } };
      await using model = await Model.load(spoiltClassifier(spoil), { backend: 'wasm', recipe });
      const picture = await squarePicture([]);
      await assert.rejects(model.predict(picture), REFUSAL);
      await assert.rejects(rise(model, picture, { masks: 4 }).result(), REFUSAL);
    });
  }
}

test('a classifier that answers well until the picture is hidden', async () => {
  const spoil = [
    node('ReduceMean', ['images'], ['brightness'], { axes: [1, 2, 3], keepdims: 1 }),
    node('Sub', ['brightness', 'dark'], ['light']),
    node('Sqrt', ['light'], ['root']),
    node('Mul', ['root', 'none'], ['nothing']),
    node('Add', ['means', 'nothing'], ['spoilt']),
  ];
  await using model = await Model.load(spoiltClassifier(spoil), { backend: 'wasm', recipe: tinyClassifierRecipe });
  await assert.rejects(rise(model, await squarePicture([]), { masks: 300, keep: 0.2 }).result(), REFUSAL);
});

/** The mean colour of a picture, spoilt, as one output for each of the other tasks. */
const OTHERS: Record<string, { dims: number[]; recipe: object }> = {
  'semantic-segmentation': { dims: [3, 1, 1], recipe: { output: { format: 'class-maps' } } },
  attributes: {
    dims: [3, 1, 1],
    recipe: { output: { format: 'heads', heads: [{ name: 'colour', output: 'spoilt', labels: ['r', 'g', 'b'] }] } },
  },
  embedding: { dims: [3, 1, 1], recipe: { output: { format: 'vector' } } },
};

for (const [task, { dims, recipe }] of Object.entries(OTHERS)) {
  for (const [fault, spoil] of Object.entries(CLASSIFIERS)) {
    test(`a model for ${task} whose numbers are ${fault}`, async () => {
      const bytes = buildBytes({
        inputs: [value('images', ['batch', 3, TINY_SIDE, TINY_SIDE])],
        outputs: [value('spoilt', ['batch', ...dims])],
        initializers: [floats('none', [1, 1, 1, 1], [0])],
        nodes: [node('GlobalAveragePool', ['images'], ['means']), ...spoil],
      });
      const input = { width: TINY_SIDE, height: TINY_SIDE };
      await using model = await Model.load(bytes, { backend: 'wasm', recipe: { version: 1, task, input, ...recipe } });
      await assert.rejects(model.predict(await squarePicture([])), REFUSAL);
    });
  }
}

test('after a refusal the next model is none the worse', async () => {
  await using model = await openTinyClassifier();
  const answer = await model.predict(await squarePicture([SQUARE]));
  assert.ok(answer.classes && answer.classes[0].label === 'red');
});
