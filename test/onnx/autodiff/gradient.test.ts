import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as ort from 'onnxruntime-web';
import { XaiError } from '../../../src/core/errors.ts';
import { gradientModel } from '../../../src/onnx/autodiff/gradient.ts';
import type { OnnxModel, OnnxNode, OnnxTensor } from '../../../src/onnx/model.ts';
import { tensorShapes } from '../../../src/onnx/shapes.ts';
import { writeModel } from '../../../src/onnx/write-model.ts';
import { probe, runModel } from '../sessions.ts';
import { buildModel, floats, node, value } from '../synthetic.ts';

async function gradients(
  model: OnnxModel,
  x: ort.Tensor,
  wrt: readonly string[],
  options: { targets?: readonly string[]; style?: 'plain' | 'guided' } = {},
) {
  const shapes = await tensorShapes(model, probe);
  const built = gradientModel(model, { targets: ['y'], wrt, shapes, ...options });
  const feeds: Record<string, ort.Tensor> = { x };
  for (const seed of built.seeds.values()) {
    const count = seed.dims.reduce((product, dim) => product * dim, 1);
    feeds[seed.name] = new ort.Tensor(
      'float32',
      Float32Array.from({ length: count }, (_, i) => i + 1),
      seed.dims,
    );
  }
  const [outputs] = await runModel(writeModel(built.model), [feeds]);
  // Adding 0 turns -0 into 0.
  const valuesOf = (name: string) => outputs.get(built.gradients.get(name)?.name ?? '')?.values.map((v) => v + 0);
  return { built, outputs, valuesOf };
}

const tensor = (values: number[], dims: number[]) => new ort.Tensor('float32', Float32Array.from(values), dims);

test('among ties of a MaxPool the first element, row by row, gets the gradient', async () => {
  const model = buildModel({
    inputs: [value('x', [1, 1, 3, 4])],
    outputs: [value('y', null)],
    nodes: [node('MaxPool', ['x'], ['y'], { kernel_shape: [2, 3] })],
  });
  // Windows 2 x 3 at rows 0, 1 and columns 0, 1; seeds 1 2 / 3 4.
  const x = tensor([0, 5, 5, 5, 5, 0, 5, 0, 5, 5, 0, 0], [1, 1, 3, 4]);
  const { valuesOf } = await gradients(model, x, ['x']);
  assert.deepEqual(valuesOf('x'), [0, 1 + 2, 0, 0, 3, 0, 4, 0, 0, 0, 0, 0]);
});

test('elements that tie for a maximum over axes share the gradient', async () => {
  const model = buildModel({
    inputs: [value('x', [2, 3])],
    outputs: [value('y', null)],
    nodes: [node('ReduceMax', ['x'], ['y'], { axes: [1], keepdims: 0 })],
  });
  const { valuesOf } = await gradients(model, tensor([1, 1, 0, 2, 3, 3], [2, 3]), ['x']);
  assert.deepEqual(valuesOf('x'), [0.5, 0.5, 0, 0, 1, 1]);
});

/** x -> a = 2x (through an operator without a rule) -> b = relu(a - 1) -> y = b * w; z is beside. */
function branched(): OnnxModel {
  return buildModel({
    inputs: [value('x', [4])],
    outputs: [value('y', null), value('z', null)],
    initializers: [floats('two', [1], [2]), floats('one', [1], [1]), floats('w', [4], [1, -2, 3, -4])],
    nodes: [
      node('Mul', ['x', 'two'], ['doubled']),
      node('Hardmax', ['doubled'], ['chosen']),
      node('Add', ['chosen', 'doubled'], ['a']),
      node('Sub', ['a', 'one'], ['less']),
      node('Relu', ['less'], ['b']),
      node('Mul', ['b', 'w'], ['y']),
      node('Softmax', ['x'], ['z']),
    ],
  });
}

test('operators before the layer need no rule, and only what lies between is differentiated', async () => {
  const x = tensor([1, 0.2, 2, 3], [4]);
  const { built, valuesOf, outputs } = await gradients(branched(), x, ['b', 'less']);
  assert.deepEqual(valuesOf('b'), [1, -4, 9, -16]);
  assert.deepEqual(valuesOf('less'), [1, 0, 9, -16]);
  assert.ok(!built.model.graph.nodes.some(({ opType }) => opType === 'Softmax'), 'what no target needs is left out');
  assert.ok(outputs.has('b') && outputs.has('y'), 'the layer and the target are read out too');
});

test('an operator without a rule on the way is refused by name', async () => {
  const shapes = await tensorShapes(branched(), probe);
  assert.throws(
    () => gradientModel(branched(), { targets: ['y'], wrt: ['x'], shapes }),
    (error: unknown) =>
      error instanceof XaiError &&
      error.code === 'method-unsupported' &&
      error.operator === 'Hardmax' &&
      error.message.includes('Hardmax "Hardmax_chosen"'),
  );
});

test('what a rule holds to be constant is refused where it depends on the input', async () => {
  const refuses = async (nodes: readonly OnnxNode[], initializers: readonly OnnxTensor[], reason: RegExp) => {
    const model = buildModel({
      inputs: [value('x', [2, 3])],
      outputs: [value('y', null)],
      nodes,
      initializers,
    });
    const shapes = await tensorShapes(model, probe);
    assert.throws(
      () => gradientModel(model, { targets: ['y'], wrt: ['x'], shapes }),
      (error: unknown) =>
        error instanceof XaiError && error.code === 'method-unsupported' && reason.test(error.message),
    );
  };
  const scale = floats('s', [3], [1, 2, 3]);
  const half = floats('half', [], [0.5]);
  await refuses(
    [node('ReduceMax', ['x'], ['top'], { keepdims: 0 }), node('Clip', ['x', '', 'top'], ['y'])],
    [],
    /takes "top", which depends on the input/,
  );
  await refuses(
    [node('LayerNormalization', ['x', 's'], ['l', 'mean']), node('Add', ['l', 'mean'], ['y'])],
    [scale],
    /has a further output that the answer depends on/,
  );
  // A number cut down to a whole one does not move with x.
  await refuses(
    [
      node('Cast', ['x'], ['whole'], { to: 7 }),
      node('Cast', ['whole'], ['back'], { to: 1 }),
      node('Mul', ['back', 'half'], ['y']),
    ],
    [half],
    /its gradient is 0 everywhere/,
  );
});

test('a layer that does not feed the target is refused; among several only those that do are answered', async () => {
  const shapes = await tensorShapes(branched(), probe);
  assert.throws(
    () => gradientModel(branched(), { targets: ['z'], wrt: ['b'], shapes }),
    (error: unknown) => error instanceof XaiError && error.code === 'method-unsupported' && /"b"/.test(error.message),
  );
  const built = gradientModel(branched(), { targets: ['y'], wrt: ['b', 'z'], shapes });
  assert.deepEqual([...built.gradients.keys()], ['b']);
});

test('several targets have a seed each, and their gradients add up', async () => {
  const model = buildModel({
    inputs: [value('x', [2])],
    outputs: [value('y', null), value('z', null)],
    initializers: [floats('w', [2], [3, 5])],
    nodes: [node('Mul', ['x', 'w'], ['y']), node('Mul', ['x', 'x'], ['z'])],
  });
  const { valuesOf } = await gradients(model, tensor([1, 2], [2]), ['x'], { targets: ['y', 'z'] });
  // Seeds 1, 2 for both: 3 * 1 + 2 * 1 * 1, 5 * 2 + 2 * 2 * 2.
  assert.deepEqual(valuesOf('x'), [5, 18]);
});

test('guided backpropagation passes positive gradients of open rectifiers only', async () => {
  const { valuesOf } = await gradients(branched(), tensor([1, 0.2, 2, 3], [4]), ['less'], { style: 'guided' });
  assert.deepEqual(valuesOf('less'), [1, 0, 9, 0]);
});

test('an operator set without broadcasting is refused', async () => {
  const model = { ...branched(), opsets: new Map([['', 6]]) };
  assert.throws(
    () => gradientModel(model, { targets: ['y'], wrt: ['b'], shapes: new Map() }),
    (error: unknown) => error instanceof XaiError && /operator set 7/.test(error.message),
  );
});
