import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeModel } from '../../src/onnx/describe-model.ts';
import type { Dim } from '../../src/onnx/model.ts';
import { readModel } from '../../src/onnx/read-model.ts';
import { recognise } from '../../src/tasks/recognise.ts';
import { seriesLayout } from '../../src/tasks/series/series-layout.ts';
import { buildModel, value } from '../onnx/synthetic.ts';
import { missing, sharedFile } from '../support/fixtures.ts';
import { refusal } from '../support/refusals.ts';

function seen(dims: readonly Dim[], output: readonly Dim[] = ['batch', 5], name = 'input') {
  const model = buildModel({ nodes: [], inputs: [value(name, dims)], outputs: [value('scores', output)] });
  return recognise({ name: 'model.onnx', description: describeModel(model) });
}

function axesOf(dims: readonly Dim[], name?: string): string {
  const { recipe, isGuess, source } = seen(dims, undefined, name);
  assert.ok(isGuess && source === 'signature');
  return recipe.task === 'series' ? seriesLayout(recipe.input).axes.join(' ') : recipe.task;
}

test('samples of some channels are told from pictures by their shape', () => {
  assert.equal(axesOf(['batch', 3, 100]), 'batch channel time');
  assert.equal(axesOf([1, 128, 9]), 'batch time channel');
  assert.equal(axesOf(['batch', 1, 100, 3]), 'batch one time channel');
  assert.equal(axesOf(['batch', 16_000]), 'batch time');
  assert.equal(axesOf([1, 'samples'], 'waveform'), 'batch time');
  assert.equal(axesOf(['batch', 1, 28, 28]), 'classification');
  assert.equal(axesOf(['batch', 3, 64, 64]), 'classification');
  assert.equal(axesOf(['batch', 1, 96, 64]), 'batch one time band');
});

test('a rate is assumed for sound only, and a row of a few numbers is no recording', () => {
  const rate = (dims: readonly Dim[], name?: string) => {
    const { recipe } = seen(dims, undefined, name);
    return recipe.task === 'series' ? recipe.input.sampleRate : null;
  };
  assert.equal(rate(['batch', 16_000]), 16_000);
  assert.equal(rate(['batch', 1, 'length'], 'audio'), 16_000);
  assert.equal(rate(['batch', 3, 100]), undefined);
  assert.throws(() => seen(['batch', 12]), refusal('recipe-missing', /Nothing says how to feed/));
});

test('where the shape leaves open which axis is time, the recipe is asked for it', () => {
  assert.throws(() => seen(['batch', 40, 50]), refusal('recipe-invalid', /can't be told which axis .* is time/));
});

test('yamnet-esc10 and swift-f0 are recognised without a recipe', {
  skip: missing('models/swift-f0/model.onnx'),
}, () => {
  const of = (name: string) => {
    const description = describeModel(readModel(sharedFile(`models/${name}/model.onnx`)));
    return recognise({ name: 'model.onnx', description });
  };
  const yamnet = of('yamnet-esc10');
  assert.ok(yamnet.recipe.task === 'series' && yamnet.recipe.output.format === 'scores');
  assert.equal(yamnet.recipe.input.processors[0].kind, 'log-mel');
  assert.equal(seriesLayout(yamnet.recipe.input).axes.join(' '), 'batch one band time');
  const swift = of('swift-f0');
  assert.ok(swift.recipe.task === 'series' && swift.recipe.output.format === 'frames');
  assert.deepEqual([swift.recipe.output.output, swift.recipe.input.sampleRate], ['confidence', 16_000]);
  assert.match(swift.reasons.join(' '), /Guessed one value per frame in "confidence"/);
});

test('a recipe whose dims are not those of the model is refused', () => {
  const model = buildModel({ nodes: [], inputs: [value('input', ['batch', 1, 100, 3])], outputs: [] });
  const fits = (dims: readonly (number | string)[]) => {
    const recipe = { version: 1, task: 'series', input: { dims }, output: { format: 'scores' } };
    return recognise({ name: 'model.onnx', description: describeModel(model), recipe }).source;
  };
  assert.equal(fits(['batch', 1, 100, 3]), 'explicit');
  for (const dims of [
    ['batch', 3, 100],
    ['batch', 1, 100, 6],
    ['batch', 1, 3, 100],
  ]) {
    assert.throws(
      () => fits(dims),
      refusal('recipe-invalid', /feeds recordings as .* but the input "input" of the model is \[batch, 1, 100, 3\]/),
    );
  }
});
