/** Differences: every method's map of "a rather than b" is a's less b's, whatever a and b are. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Box } from '../../src/core/boxes.ts';
import type { Picture } from '../../src/core/picture.ts';
import type { AttributeSpec, TargetSpec } from '../../src/core/targets.ts';
import { explain } from '../../src/methods/explain.ts';
import { Model } from '../../src/tasks/model.ts';
import { buildBytes, floats, node, value } from '../onnx/synthetic.ts';
import { missing } from '../support/fixtures.ts';
import { tinyAttributes, tinyAttributesRecipe } from '../support/tiny-answers.ts';
import { TINY_SIDE } from '../support/tiny-detector.ts';
import { type Square, squareBox, squarePicture } from '../support/tiny-pictures.ts';
import { sharedPicture } from '../tasks/open-fixture.ts';
import { openShared, openTinyClassifier, worstDifference } from './open-model.ts';

const RED: Square = { label: 'red', column: 2, row: 2 };
const BLUE: Square = { label: 'blue', column: 5, row: 6 };

type Options = Parameters<typeof explain>[2];

/** Sums in float32, in another order. */
const ROUNDING = 1e-4;

/** @returns the map of the difference */
async function assertLinear(model: Model, picture: Picture, a: TargetSpec, b: TargetSpec, options: Options) {
  const mapOf = async (target: TargetSpec) => {
    const [map] = await explain(model, picture, { ...options, targets: [target] }).result();
    return map;
  };
  const [first, second, both] = [await mapOf(a), await mapOf(b), await mapOf({ kind: 'difference', a, b })];
  const expected = first.data.map((value, at) => value - second.data[at]);
  assert.ok(
    first.data.some((value) => value !== 0) && second.data.some((value) => value !== 0),
    'a side has an empty map',
  );
  const worst = worstDifference(expected, both.data);
  assert.ok(worst < ROUNDING, `${options?.method}, ${both.target.label}: off by ${worst} of the range`);
  return both;
}

/** Mean colours of the picture through a softmax within the file. */
function softClassifier(): Uint8Array {
  return buildBytes({
    inputs: [value('image', ['batch', 3, TINY_SIDE, TINY_SIDE])],
    outputs: [value('shares', ['batch', 3])],
    initializers: [floats('weights', [3, 3], [9, -4, -3, -2, 8, -5, -4, -3, 7])],
    nodes: [
      node('AveragePool', ['image'], ['cells'], { kernel_shape: [4, 4], strides: [4, 4] }),
      node('GlobalAveragePool', ['cells'], ['means']),
      node('Flatten', ['means'], ['flat']),
      node('MatMul', ['flat', 'weights'], ['logits']),
      node('Softmax', ['logits'], ['shares'], { axis: 1 }),
    ],
  });
}

const SOFT_RECIPE = {
  version: 1,
  task: 'classification',
  input: { width: TINY_SIDE, height: TINY_SIDE, resize: 'stretch', scale: 1 / 255 },
  output: { format: 'scores', activation: 'none' },
  labels: ['red', 'green', 'blue'],
};

test('each side keeps its own kind of score: logits, probabilities and own weights', async () => {
  await using soft = await Model.load(softClassifier(), { backend: 'wasm', recipe: SOFT_RECIPE });
  await using outside = await openTinyClassifier();
  const picture = await squarePicture([RED, BLUE]);
  const logit: TargetSpec = { kind: 'class', index: 0, score: 'logit' };
  const probability: TargetSpec = { kind: 'class', index: 2, score: 'probability' };
  const plain: TargetSpec = { kind: 'class', index: 2 };
  const weights: TargetSpec = { kind: 'weights', indices: [2], weights: [2] };
  for (const model of [soft, outside]) {
    const options: Options = { method: 'occlusion', patch: 8, stride: 8 };
    await assertLinear(model, picture, logit, plain, options);
    await assertLinear(model, picture, logit, probability, options);
    await assertLinear(model, picture, plain, weights, options);
    await assertLinear(model, picture, { kind: 'class', index: 0 }, plain, options);
  }
  for (const score of ['logit', 'probability'] as const) {
    await assertLinear(soft, picture, logit, weights, { method: 'input-x-gradient', score });
    await assertLinear(soft, picture, probability, logit, { method: 'input-x-gradient', score });
    await assertLinear(soft, picture, plain, weights, { method: 'grad-cam', layer: 'cells', sign: 'both', score });
  }
});

test('attributes of one box are compared within that box; of two boxes, or what is always 0, is refused', async () => {
  await using model = await Model.load(tinyAttributes(), { backend: 'wasm', recipe: tinyAttributesRecipe });
  const picture = await squarePicture([RED, BLUE]);
  const about = (answer: number, box?: Box): AttributeSpec => ({ kind: 'attribute', head: 'colour', answer, box });
  const box: Box = [40, 44, 64, 64];
  for (const method of ['occlusion', 'input-x-gradient']) {
    const map = await assertLinear(model, picture, about(2, box), about(0, box), { method });
    const outside = map.data.filter((_, at) => at % map.width < 30);
    assert.ok(
      outside.every((value) => value === 0),
      `${method} explains what the model was not shown`,
    );
    const compare = (a: TargetSpec, b: TargetSpec) =>
      explain(model, picture, { method, targets: [{ kind: 'difference', a, b }] }).result();
    const apart = { code: 'option-invalid', message: /same box/ };
    await assert.rejects(compare(about(2, box), about(0)), apart);
    await assert.rejects(compare(about(2, box), about(0, squareBox(RED))), apart);
    await assert.rejects(compare(about(2), about(2)), { code: 'target-missing', message: /same answer/ });
    const nothing: TargetSpec = { kind: 'weights', indices: [0], weights: [0] };
    await assert.rejects(explain(model, picture, { method, targets: [nothing] }).result(), { message: /All weights/ });
  }
});

test('objects of two levels of the pyramid are compared at a level that feeds both', {
  skip: missing('models/yolov8n-320/model.onnx'),
}, async () => {
  await using model = await openShared('yolov8n-320');
  const picture = await sharedPicture('bus.jpg');
  const { boxes = [] } = await model.predict(picture);
  const [bus, person] = ['bus', 'person'].map((label): TargetSpec => {
    const { box, classIndex, proposalIndex } = boxes.find((found) => found.label === label) ?? assert.fail(label);
    return { kind: 'box', box, class: classIndex, proposal: proposalIndex };
  });
  const layerOf = async (method: string, target: TargetSpec) => {
    const [{ provenance }] = await explain(model, picture, { method, targets: [target] }).result();
    return provenance.options.layer as string;
  };
  for (const method of ['grad-cam', 'ablation-cam']) {
    const levels = [await layerOf(method, bus), await layerOf(method, person)];
    assert.notEqual(levels[0], levels[1], 'both objects come from one level, so nothing is tested');
    const shared = await layerOf(method, { kind: 'difference', a: bus, b: person });
    assert.equal(shared, levels[1], `${method}: the finer level feeds the coarser one`);
  }
  const options = { method: 'grad-cam', layer: await layerOf('grad-cam', person), sign: 'both' } as const;
  await assertLinear(model, picture, bus, person, options);
});
