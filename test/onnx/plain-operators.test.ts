import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as ort from 'onnxruntime-web';
import type { OnnxModel } from '../../src/onnx/model.ts';
import { plainOperators } from '../../src/onnx/plain-operators.ts';
import { tensorShapes } from '../../src/onnx/shapes.ts';
import { writeModel } from '../../src/onnx/write-model.ts';
import { probe, runModel } from './sessions.ts';
import { buildModel, node, value } from './synthetic.ts';

async function assertSame(model: OnnxModel, dims: Readonly<Record<string, readonly number[]>>): Promise<string[]> {
  const rewritten = plainOperators(model, await tensorShapes(model, probe));
  const feeds = Object.fromEntries(
    Object.entries(dims).map(([name, sizes], position) => {
      const count = sizes.reduce((product, size) => product * size, 1);
      const data = Float32Array.from({ length: count }, (_, k) => Math.sin(3.7 * k + position));
      return [name, new ort.Tensor('float32', data, sizes)];
    }),
  );
  const [before] = await runModel(writeModel(model), [feeds]);
  const [after] = await runModel(writeModel(rewritten.model), [feeds]);
  for (const [name, { dims: shape, values }] of before) {
    assert.deepEqual(after.get(name)?.dims, shape);
    // The same sums in the same order, but a softmax over a matrix may use another kernel.
    for (const [k, each] of values.entries()) {
      assert.ok(Math.abs(each - (after.get(name)?.values[k] ?? Number.NaN)) < 1e-6, name);
    }
  }
  const shapes = rewritten.shapes;
  for (const made of rewritten.model.graph.nodes) for (const name of made.outputs) assert.ok(shapes.has(name), name);
  return rewritten.model.graph.nodes.map(({ opType }) => opType);
}

test('a sum of several becomes additions, broadcasts included', async () => {
  const model = buildModel({
    inputs: [value('a', [2, 3]), value('b', [3]), value('c', [2, 1]), value('d', [1])],
    outputs: [value('y', null)],
    nodes: [node('Sum', ['d', 'b', 'c', 'a'], ['y'])],
  });
  assert.deepEqual(await assertSame(model, { a: [2, 3], b: [3], c: [2, 1], d: [1] }), ['Add', 'Add', 'Add']);
});

test('a sum of one, and dropout in use, pass on what they get', async () => {
  const model = buildModel({
    inputs: [value('a', [2, 3])],
    outputs: [value('y', null)],
    nodes: [node('Sum', ['a'], ['s']), node('Dropout', ['s'], ['y'])],
    opset: 12,
  });
  assert.deepEqual(await assertSame(model, { a: [2, 3] }), ['Identity', 'Identity']);
});

test('an old softmax over several axes becomes one over rows', async () => {
  for (const opType of ['Softmax', 'LogSoftmax']) {
    const model = buildModel({
      inputs: [value('a', [2, 5, 1, 3])],
      outputs: [value('y', null)],
      nodes: [node(opType, ['a'], ['y'], { axis: -3 })],
      opset: 11,
    });
    assert.deepEqual(await assertSame(model, { a: [2, 5, 1, 3] }), ['Reshape', opType, 'Reshape']);
  }
});

test('what is plain already is left alone', async () => {
  const model = buildModel({
    inputs: [value('a', [2, 5])],
    outputs: [value('y', null)],
    nodes: [node('Softmax', ['a'], ['y'])],
    opset: 11,
  });
  const shapes = await tensorShapes(model, probe);
  assert.equal(plainOperators(model, shapes).model, model);
});
