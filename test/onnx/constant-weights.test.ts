import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as ort from 'onnxruntime-web';
import { constantWeights } from '../../src/onnx/constant-weights.ts';
import { writeModel } from '../../src/onnx/write-model.ts';
import { buildModel, floats, node, value } from './synthetic.ts';

ort.env.wasm.numThreads = 1;

/** y = x + w with w listed as an input, as some exporters do. */
function listing(irVersion: number, isListed = true) {
  return buildModel({
    nodes: [node('Add', ['x', 'w'], ['y'])],
    inputs: isListed ? [value('x', [2]), value('w', [2])] : [value('x', [2])],
    outputs: [value('y', [2])],
    initializers: [floats('w', [2], [10, 20])],
    irVersion,
  });
}

test('weights listed as inputs cannot be fed any more, and the model gives what it gave', async () => {
  const constant = constantWeights(listing(8));
  assert.ok(constant);
  assert.deepEqual(
    constant.graph.inputs.map(({ name }) => name),
    ['x'],
  );
  const x = new ort.Tensor('float32', Float32Array.of(1, 2), [2]);
  const before = await ort.InferenceSession.create(writeModel(listing(8)));
  const after = await ort.InferenceSession.create(writeModel(constant));
  assert.deepEqual([...((await before.run({ x })).y.data as Float32Array)], [11, 22]);
  assert.deepEqual([...((await after.run({ x })).y.data as Float32Array)], [11, 22]);
  await before.release();
  await after.release();
});

test('a model is left as it is when no weight is listed, or when they are constants anyway', () => {
  assert.equal(constantWeights(listing(8, false)), null);
  assert.equal(constantWeights(listing(3)), null);
});
