import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as ort from 'onnxruntime-web';
import { numberToFloat16 } from '../../src/core/halves.ts';
import { makeTensor } from '../../src/onnx/tensor-values.ts';
import { widenHalves } from '../../src/onnx/widen-halves.ts';
import { writeModel } from '../../src/onnx/write-model.ts';
import { runModel } from './sessions.ts';
import { buildModel, node, smallModel, value } from './synthetic.ts';

const halves = (values: readonly number[]) => Uint16Array.from(values, numberToFloat16);

test('a model in half precision computes in full: inputs, weights, casts, constants and outputs', async () => {
  const constant = makeTensor('', { type: 'float16', dims: [], data: halves([0.5]) });
  const model = buildModel({
    inputs: [value('x', [3], 'float16')],
    outputs: [value('y', [3], 'float16')],
    initializers: [makeTensor('w', { type: 'float16', dims: [3], data: halves([1, 2, 3]) })],
    nodes: [
      node('Constant', [], ['half'], { value: { kind: 'tensor', value: constant } }),
      node('Mul', ['x', 'w'], ['product']),
      node('Add', ['product', 'half'], ['sum']),
      node('Cast', ['sum'], ['wide'], { to: 1 }),
      node('Cast', ['wide'], ['y'], { to: 10 }),
    ],
  });
  const widened = widenHalves(model);
  assert.ok(widened);
  assert.deepEqual(
    [...widened.graph.inputs, ...widened.graph.outputs].map(({ type }) => type),
    ['float32', 'float32'],
  );
  // 1 + 2^-12 is no half: computing in halves would round it away.
  const x = Float32Array.of(1 + 2 ** -12, 2, -1);
  const [outputs] = await runModel(writeModel(widened), [{ x: new ort.Tensor('float32', x, [3]) }]);
  assert.deepEqual(outputs.get('y')?.values, [1.5 + 2 ** -12, 4.5, -2.5]);
});

test('a model without halves is left alone', () => {
  assert.equal(widenHalves(smallModel()), null);
});
