import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as ort from 'onnxruntime-web';
import type { Tensor } from '../../src/core/tensor.ts';
import { findTailCut, makeTail } from '../../src/onnx/cut-tail.ts';
import { reachLogits } from '../../src/onnx/reach-logits.ts';
import { exposeTensors } from '../../src/onnx/rewrite.ts';
import { writeModel } from '../../src/onnx/write-model.ts';
import { skipModel } from '../support/skip-model.ts';
import { runModel } from './sessions.ts';
import { buildModel, floats, node, value } from './synthetic.ts';

const picture = Float32Array.from({ length: 192 }, (_, k) => Math.cos(3 * k));

test('a tail takes what comes past the layer as further inputs, and sizes as constants', () => {
  const cut = findTailCut(skipModel(), 'inner', 'image', ['scores']);
  assert.deepEqual(cut, { layer: 'inner', outputs: ['scores'], sides: ['stem'], constants: ['rows'] });
  const later = findTailCut(skipModel(), 'joined', 'image', ['scores', 'aside']);
  assert.deepEqual(later, { layer: 'joined', outputs: ['scores'], sides: [], constants: ['rows'] });
});

test('a tail gives what the whole model gives', async () => {
  const model = skipModel();
  const cut = findTailCut(model, 'inner', 'image', ['scores']);
  const whole = writeModel(exposeTensors(model, ['inner', 'stem', 'rows']));
  const image = new ort.Tensor('float32', picture, [1, 3, 8, 8]);
  const [outputs] = await runModel(whole, [{ image }]);
  const read = (name: string, type: 'float32' | 'int64'): Tensor => {
    const { dims, values } = outputs.get(name) as { dims: readonly number[]; values: readonly number[] };
    const data = type === 'int64' ? BigInt64Array.from(values, BigInt) : Float32Array.from(values);
    return { type, dims, data };
  };
  const values = { inner: read('inner', 'float32'), stem: read('stem', 'float32'), rows: read('rows', 'int64') };
  const tail = makeTail(model, cut, values);
  assert.deepEqual(
    tail.graph.inputs.map(({ name, dims }) => [name, dims]),
    [
      ['inner', [1, 4, 4, 4]],
      ['stem', [1, 4, 4, 4]],
    ],
  );
  const feed = (name: 'inner' | 'stem') =>
    new ort.Tensor('float32', values[name].data as Float32Array, values[name].dims as number[]);
  const [again] = await runModel(writeModel(tail), [{ inner: feed('inner'), stem: feed('stem') }]);
  assert.deepEqual(again.get('scores')?.values, outputs.get('scores')?.values);
});

test('a layer that is not there, or not between picture and answer, is refused by name', () => {
  const refused = (layer: string, outputs: string[], message: RegExp) =>
    assert.throws(() => findTailCut(skipModel(), layer, 'image', outputs), {
      name: 'XaiError',
      code: 'option-invalid',
      option: 'layer',
      message,
    });
  refused('iner', ['scores'], /no tensor "iner".*nearest names are "inner"/);
  refused('image', ['scores'], /"image" is the model's own input, not a layer/);
  refused('inner', ['aside'], /no score of the answer \(aside\) depends on "inner", made by Relu "Relu_inner"/);
  refused('rows', ['scores'], /"rows", made by Concat "Concat_rows", does not depend on the picture/);
  refused('scores', ['scores'], /"scores" is the answer itself/);
});

test('a hundred thousand nodes are cut, or refused, in time that grows with their number', () => {
  const count = 100_000;
  const nodes = Array.from({ length: count }, (_, k) => node('Relu', [k === 0 ? 'image' : `t${k - 1}`], [`t${k}`]));
  const model = buildModel({
    inputs: [value('image', [1, 3, 8, 8])],
    outputs: [value(`t${count - 1}`, null)],
    nodes,
  });
  const start = performance.now();
  assert.deepEqual(findTailCut(model, 't5', 'image', [`t${count - 1}`]).sides, []);
  assert.throws(() => findTailCut(model, 't5x', 'image', [`t${count - 1}`]), { code: 'option-invalid' });
  // Under two seconds on an idle machine; time that grows with the square would be minutes.
  assert.ok(performance.now() - start < 20_000, `${performance.now() - start} ms`);
});

test('logits are found behind the last activation, through changes of shape only', () => {
  assert.equal(reachLogits(skipModel(), 'scores'), 'logits');
  assert.equal(reachLogits(skipModel(), 'aside'), null);
  const ending = (...nodes: ReturnType<typeof node>[]) =>
    buildModel({
      inputs: [value('image', [1, 3])],
      outputs: [value('out', null)],
      initializers: [floats('half', [1])],
      nodes: [node('Relu', ['image'], ['raw']), ...nodes],
    });
  const reshaped = ending(
    node('Sigmoid', ['raw'], ['p']),
    node('Flatten', ['p'], ['flat']),
    node('Identity', ['flat'], ['out']),
  );
  assert.equal(reachLogits(reshaped, 'out'), 'raw');
  assert.equal(reachLogits(ending(node('Sigmoid', ['raw'], ['p']), node('Mul', ['p', 'half'], ['out'])), 'out'), null);
});
