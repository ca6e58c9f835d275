import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { drise } from '../../src/methods/d-rise.ts';
import { rise } from '../../src/methods/rise.ts';
import { Model } from '../../src/tasks/model.ts';
import { openTinyDetector } from '../methods/open-model.ts';
import { buildBytes, floats, ints, node, value } from '../onnx/synthetic.ts';
import { TINY_SIDE, tinyClassifierRecipe } from '../support/tiny-detector.ts';
import { squarePicture } from '../support/tiny-pictures.ts';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** Megabytes of resident memory after the garbage is collected. */
function resident(): number {
  collectGarbage();
  return process.memoryUsage().rss / 2 ** 20;
}

/** Numbers in the weights that make a model heavy: 2 MB, so that one left behind each round is seen. */
const WEIGHTS = 2 ** 19;

/** A classifier of three colours whose scores go through the weights and come out as they were, or as NaN. */
function heavyClassifier(fault: 'nan' | 'unknown-operator' | null = null): Uint8Array {
  const spoil =
    fault === 'unknown-operator' ? node('Wobble', ['sum'], ['scores']) : node('Identity', ['sum'], ['scores']);
  return buildBytes({
    inputs: [value('images', [1, 3, TINY_SIDE, TINY_SIDE])],
    outputs: [value('scores', [1, 3])],
    initializers: [
      floats('weights', [1, WEIGHTS]),
      floats('none', [1], [fault === 'nan' ? Number.NaN : 0]),
      ints('axes', [1]),
    ],
    nodes: [
      node('GlobalAveragePool', ['images'], ['means']),
      node('Flatten', ['means'], ['flat']),
      node('ReduceSum', ['flat', 'axes'], ['total'], { keepdims: 1 }),
      node('MatMul', ['total', 'weights'], ['wide']),
      node('ReduceMax', ['wide'], ['most'], { axes: [1], keepdims: 1 }),
      node('Mul', ['most', 'none'], ['nothing']),
      node('Add', ['flat', 'nothing'], ['sum']),
      spoil,
    ],
  });
}

function loadHeavy(bytes: Uint8Array): Promise<Model> {
  const output = { format: 'scores', activation: 'none' };
  return Model.load(bytes, { backend: 'wasm', recipe: { ...tinyClassifierRecipe, output } });
}

const ROUNDS = 50;
/**
 * The allocator, the compiler and the wasm heap go on settling by some megabytes for a while. One heavy session, or what one
 * failed load took, left behind each round would be 100 MB and more.
 */
const MARGIN = 30;

/** Megabytes that 50 rounds of work leave behind, once it is warm. */
async function grownBy(work: () => Promise<void>): Promise<number> {
  for (let round = 0; round < 15; round++) await work();
  const start = resident();
  for (let round = 0; round < ROUNDS; round++) await work();
  return resident() - start;
}

async function staysFlat(work: () => Promise<void>): Promise<void> {
  const grown = await grownBy(work);
  assert.ok(grown < MARGIN, `${grown.toFixed(1)} MB more after ${ROUNDS} rounds`);
}

const picture = await squarePicture([{ label: 'red', column: 3, row: 3 }]);

test('models loaded, asked, explained and closed leave nothing behind', async () => {
  const bytes = heavyClassifier();
  await staysFlat(async () => {
    await using model = await loadHeavy(bytes);
    await model.predict(picture);
    const [map] = await rise(model, picture, { masks: 8, batch: 4, partialEvery: null }).result();
    assert.match(map.provenance.notes.join(' '), /was freed/);
  });
});

test('models that fail to load leave nothing behind', async () => {
  const whole = heavyClassifier();
  const output = { format: 'scores' };
  const misfit = { ...tinyClassifierRecipe, output, input: { width: 8, height: 8 } };
  await staysFlat(async () => {
    await assert.rejects(loadHeavy(whole.slice(0, WEIGHTS)), { code: 'model-unreadable' });
    await assert.rejects(loadHeavy(new Uint8Array(2 ** 21).fill(9)), { code: 'model-unreadable' });
    await assert.rejects(Model.load(whole, { backend: 'wasm', recipe: misfit }), { code: 'recipe-invalid' });
    await assert.rejects(Model.load(whole, { backend: 'wasm', sha256: '0' }), { code: 'model-integrity' });
  });
});

test('of a model with an unknown operator no more than the runtime itself keeps is left', async () => {
  const bytes = heavyClassifier('unknown-operator');
  const grown = await grownBy(() => assert.rejects(loadHeavy(bytes), { code: 'model-unsupported' }));
  // onnxruntime-web 1.30 never frees its own copy of a model that it has parsed and then refused.
  const kept = (ROUNDS * bytes.length) / 2 ** 20;
  assert.ok(grown < kept + MARGIN, `${grown.toFixed(1)} MB more, ${kept.toFixed(1)} MB of them the runtime's`);
});

test('explanations that fail or are aborted in their middle leave nothing behind', async () => {
  const faulty = heavyClassifier('nan');
  await using sound = await openTinyDetector();
  await staysFlat(async () => {
    await using model = await loadHeavy(faulty);
    await assert.rejects(rise(model, picture, { masks: 8 }).result(), { code: 'model-output' });
    const aborted = drise(sound, picture, { masks: 100_000, partialEvery: null });
    await assert.rejects(
      async () => {
        for await (const { done } of aborted) if (done >= 4) aborted.cancel(new Error('enough'));
      },
      { message: 'enough' },
    );
  });
});
