import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inlineWeights } from '../../src/onnx/inline-weights.ts';
import { readModel } from '../../src/onnx/read-model.ts';
import { tensorValues } from '../../src/onnx/tensor-values.ts';
import { writeModel } from '../../src/onnx/write-model.ts';
import { external } from '../support/external-weights.ts';
import { buildModel, floats, node, value } from './synthetic.ts';

const model = buildModel({
  inputs: [value('x', [3])],
  outputs: [value('y', null)],
  initializers: [
    external('a', [3], 'w.bin', { offset: 4, length: 12 }),
    external('b', [2], 'w.bin', { offset: 16 }),
    floats('c', [3]),
  ],
  nodes: [node('Mul', ['x', 'a'], ['m']), node('Add', ['m', 'c'], ['y'])],
});
const file = new Uint8Array(Float32Array.of(9, 1, 2, 3, 4, 5).buffer);

test('weights of another file are taken in from where the model says that they lie', () => {
  const whole = inlineWeights(model, [{ path: 'w.bin', data: file }]);
  assert.ok(whole);
  const { initializers } = readModel(writeModel(whole)).graph;
  assert.deepEqual(
    initializers
      .slice(0, 2)
      .map((tensor) => [tensor.name, tensor.externalFile, ...(tensorValues(tensor).data as Float32Array)]),
    [
      ['a', null, 1, 2, 3],
      ['b', null, 4, 5],
    ],
  );
  assert.deepEqual(initializers[2], readModel(writeModel(model)).graph.initializers[2]);
});

test('without such weights nothing is written anew; a file that is too short is named', () => {
  assert.equal(inlineWeights(model, []), null);
  assert.throws(() => inlineWeights(model, [{ path: 'w.bin', data: file.subarray(0, 12) }]), {
    code: 'model-external-data',
    message: /w\.bin has 12 bytes, and the weights of "a" are 12 from 4 on/,
  });
});
