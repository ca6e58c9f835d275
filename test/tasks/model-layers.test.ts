import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readModel } from '../../src/onnx/read-model.ts';
import { Model } from '../../src/tasks/model.ts';
import { feedModel, listLayers } from '../../src/tasks/model-layers.ts';
import { probe } from '../onnx/sessions.ts';
import { buildBytes, floats, node, value } from '../onnx/synthetic.ts';
import { external } from '../support/external-weights.ts';
import { missing, sharedFile } from '../support/fixtures.ts';
import { tinyClassifier, tinyClassifierRecipe, tinyDetector, tinyDetectorRecipe } from '../support/tiny-detector.ts';
import { openRecipe } from './open-fixture.ts';

test('a model lists its layers, asking the runtime once', async () => {
  await using model = await Model.load('www/models/detector.onnx', { backend: 'wasm' });
  const layers = await model.layers();
  assert.match(layers[0].name, /^\/stem\.1\//);
  assert.deepEqual(layers[0].dims, [1, 64, 16, 16]);
  assert.equal(await model.layers(), layers);
});

test('open axes are fixed as the recipe feeds them', async () => {
  await using model = await Model.load(tinyClassifier(), { backend: 'wasm', recipe: tinyClassifierRecipe });
  const [layer] = await model.layers();
  assert.deepEqual([layer.name, layer.dims, layer.stride], ['positive', [1, 3, 32, 32], { x: 1, y: 1 }]);
});

test('where only the answers themselves have places, they are offered', async () => {
  await using model = await Model.load(tinyDetector(), { backend: 'wasm', recipe: tinyDetectorRecipe });
  const layers = await model.layers();
  assert.deepEqual(layers.map((layer) => layer.name).toSorted(), ['logits', 'zeros']);
});

const fixtures: readonly [model: string, first: string | null][] = [
  ['deeplabv3-mnv2', 'Relu__94:0'],
  ['deimv2-atto-int8', '/encoder/pan_block/Concat_output_0'],
  ['yamnet-esc10', 'model_1/sequential_2/model_2/layer6/pointwise_conv/relu/Relu:0'],
  ['swift-f0', null],
];

for (const [name, first] of fixtures) {
  const file = `models/${name}/model.onnx`;
  test(`${name}: layers by its recipe`, { skip: missing(file) }, async () => {
    const recipe = openRecipe(name);
    const layers = listLayers(await feedModel(readModel(sharedFile(file)), recipe, probe), recipe);
    assert.equal(layers[0]?.name ?? null, first);
  });
}

test('weights in another file are given to the runtime here too', async () => {
  const bytes = buildBytes({
    inputs: [value('image', [1, 3, 8, 8])],
    outputs: [value('scores', [1, 4, 1, 1])],
    initializers: [external('weight', [4, 3, 1, 1], 'weights.bin')],
    nodes: [node('Conv', ['image', 'weight'], ['features']), node('GlobalAveragePool', ['features'], ['scores'])],
  });
  const recipe = {
    version: 1,
    task: 'classification',
    input: { width: 8, height: 8 },
    output: { format: 'scores' },
  } as const;
  const externalData = [{ path: 'weights.bin', data: new Uint8Array(48) }];
  await using model = await Model.load(bytes, { backend: 'wasm', recipe, externalData });
  assert.equal((await model.layers())[0].name, 'features');
});

test('an open length is that of the windows that the recipe cuts', async () => {
  const bytes = buildBytes({
    inputs: [value('x', ['batch', 3, 'time'])],
    outputs: [value('scores', ['batch', 4])],
    initializers: [floats('weight', [4, 3, 3])],
    nodes: [
      node('Conv', ['x', 'weight'], ['features'], { pads: [1, 1] }),
      node('ReduceMean', ['features'], ['scores'], { axes: [2], keepdims: 0 }),
    ],
    opset: 13,
  });
  const recipe = {
    version: 1,
    task: 'series',
    input: { name: 'x', dims: ['batch', 3, 'time'], sampleRate: 50, window: 64 },
    output: { format: 'scores' },
  } as const;
  await using model = await Model.load(bytes, { backend: 'wasm', recipe: recipe as never });
  assert.deepEqual(
    (await model.layers()).map(({ name, dims }) => [name, ...dims]),
    [['features', 1, 4, 64]],
  );
});
