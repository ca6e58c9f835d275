import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { optionsAgain } from '../../src/core/repeat.ts';
import { layerText } from '../../src/core/stated-layers.ts';
import { explain } from '../../src/methods/explain.ts';
import { makeMotion } from '../../src/scenes/motion.ts';
import { Model } from '../../src/tasks/model.ts';
import { SessionWindows } from '../../src/tasks/series/session-windows.ts';
import { asRecording } from '../embedded/sessions.ts';
import { tinyDetector, tinyDetectorRecipe } from '../support/tiny-detector.ts';
import { squarePicture } from '../support/tiny-pictures.ts';

const LAST = '/tower/tower.4/tower.4.2/Relu_output_0';
const READ_LAST = '/tower/tower.3/MaxPool_output_0';
const SUMS = '/tower/tower.2/tower.2.0/Conv_output_0';
const METHODS = [
  'grad-cam',
  'hires-cam',
  'eigen-cam',
  'activation-map',
  'score-cam',
  'recipro-cam',
  'ablation-cam',
  'sidu',
];

/** The embedded motion model, whose recipe names other layers, or none. */
function openMotion(layer: string | readonly string[] | undefined): Promise<Model> {
  const recipe = JSON.parse(readFileSync('www/models/motion.recipe.json', 'utf8'));
  return Model.load('www/models/motion.onnx', { backend: 'wasm', recipe: { ...recipe, layer } });
}

async function layerUsed(model: Model, options: Parameters<typeof explain>[2]): Promise<unknown> {
  const window = new SessionWindows(model.seriesRecipe(), asRecording(makeMotion(7, { gesture: 'shake' }))).at(0);
  const [map] = await explain(model, window, options).result();
  return layerText(map.provenance.options);
}

test('methods of layers look at the layer that the recipe names, or at the one that a person does', async () => {
  await using model = await openMotion(READ_LAST);
  await using guessed = await openMotion(undefined);
  for (const method of METHODS) {
    assert.equal(await layerUsed(model, { method }), READ_LAST, method);
    assert.equal(await layerUsed(model, { method, layer: LAST }), LAST, method);
    assert.equal(await layerUsed(guessed, { method }), LAST, method);
  }
});

test('the layer of the recipe is offered first, and says so; one that is no guess is offered as well', async () => {
  await using guessed = await openMotion(undefined);
  const others = (await guessed.layers()).map(({ name }) => name);
  for (const name of [READ_LAST, SUMS]) {
    await using model = await openMotion(name);
    const layers = await model.layers();
    assert.deepEqual(
      layers.map((layer) => layer.name),
      [name, ...others.filter((other) => other !== name)],
    );
    assert.match(layers[0].reason, /^named by the recipe: /);
    assert.equal(await layerUsed(model, { method: 'grad-cam' }), name);
  }
});

test('several layers make one map, or as many as are asked for; methods of one layer take the first', async () => {
  await using model = await openMotion([READ_LAST, LAST]);
  assert.equal(await layerUsed(model, { method: 'grad-cam' }), `${READ_LAST} + ${LAST}`);
  assert.equal(await layerUsed(model, { method: 'eigen-cam' }), `${READ_LAST} + ${LAST}`);
  assert.equal(await layerUsed(model, { method: 'score-cam' }), READ_LAST);
  assert.equal(await layerUsed(model, { method: 'ablation-cam' }), READ_LAST);
  assert.equal(await layerUsed(model, { method: 'grad-cam', layer: LAST }), LAST);
});

test('a layer that the model does not have is refused with the nearest names, when the recipe is read', async () => {
  for (const layer of ['/tower/tower.3/MaxPol_output_0', [LAST, '/tower/tower.3/MaxPol_output_0']]) {
    await assert.rejects(openMotion(layer), {
      name: 'XaiError',
      code: 'recipe-invalid',
      option: 'layer',
      message:
        /no tensor "\/tower\/tower\.3\/MaxPol_output_0" before its scores\. The nearest names are "\/tower\/tower\.3\/MaxPool_output_0"/,
    });
  }
  for (const layer of ['onnx::Conv_37', 'window']) {
    await assert.rejects(openMotion(layer), {
      code: 'recipe-invalid',
      option: 'layer',
      message: /an input or a weight/,
    });
  }
  for (const layer of ['', [], 3]) await assert.rejects(openMotion(layer as string), { code: 'recipe-invalid' });
});

test('of a detector the recipe names the levels, of which each target takes the last that feeds it', async () => {
  const picture = await squarePicture([{ label: 'red', column: 2, row: 2 }]);
  for (const [layer, used] of [
    ['pooled', 'pooled'],
    [['pooled', 'zeros'], 'pooled'],
  ] as const) {
    await using model = await Model.load(tinyDetector(), {
      backend: 'wasm',
      recipe: { ...tinyDetectorRecipe, layer },
    });
    for (const method of ['grad-cam', 'ablation-cam']) {
      const [map] = await explain(model, picture, { method }).result();
      assert.equal(map.provenance.options.layer, used, `${method} ${layer}`);
    }
  }
});

test('a map that is fused of several layers states them one by one, so that it can be made again', async () => {
  const picture = await squarePicture([{ label: 'red', column: 2, row: 2 }]);
  const layer = ['pooled', 'zeros'];
  const options = { backend: 'wasm', recipe: { ...tinyDetectorRecipe, layer } } as const;
  await using model = await Model.load(tinyDetector(), options);
  for (const given of [
    { method: 'eigen-cam' },
    { method: 'grad-cam', layers: ['pooled', 'clean'], fuse: 'max' },
  ] as const) {
    const [map] = await explain(model, picture, given).result();
    const again = optionsAgain(map, null);
    assert.deepEqual(again.layers, 'layers' in given ? given.layers : layer);
    assert.equal(again.layer, undefined);
    const [second] = await explain(model, picture, { ...again, method: given.method }).result();
    assert.deepEqual(second.data, map.data, given.method);
  }
  const side = await explain(model, picture, { method: 'eigen-cam', fuse: 'none' }).result();
  assert.deepEqual(
    side.map(({ provenance }) => provenance.options.layer),
    layer,
  );
});
