import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as ort from 'onnxruntime-web';
import { elementCount } from '../../src/core/tensor.ts';
import { freeBatchByProbe } from '../../src/onnx/free-batch.ts';
import { writeModel } from '../../src/onnx/write-model.ts';
import { type BatchCase, measured, modelOf, zero, zero1 } from './batch-cases.ts';
import { assertBatchEqualsSingles, type Feeds, probe } from './sessions.ts';
import { floats, ints, node } from './synthetic.ts';

function picture(dims: readonly number[], number: number): Feeds {
  const data = Float32Array.from({ length: elementCount(dims) }, (_, index) =>
    Math.sin(3.1 * index + 5 * number + 0.5),
  );
  return { x: new ort.Tensor('float32', data, dims) };
}

const freed: BatchCase[] = [
  {
    name: 'Reshape with 1 in front',
    x: [1, 4, 6],
    initializers: [ints('s', [1, 2, 12])],
    nodes: [node('Reshape', ['x', 's'], ['y'])],
  },
  {
    name: 'Reshape with 0 copies',
    x: [1, 4, 6],
    initializers: [ints('s', [0, 0, 2, 3])],
    nodes: [node('Reshape', ['x', 's'], ['y'])],
  },
  {
    name: 'Reshape with -1 that took the whole picture',
    x: [1, 4, 6],
    initializers: [ints('s', [-1, 24])],
    nodes: [node('Reshape', ['x', 's'], ['y'])],
  },
  {
    name: 'channel shuffle that merges the batch into the channels',
    x: [1, 8, 2, 3],
    initializers: [ints('merge', [4, 2, 6]), ints('part', [2, -1, 4, 2, 3]), zero],
    nodes: [
      node('Reshape', ['x', 'merge'], ['a']),
      node('Transpose', ['a'], ['b'], { perm: [1, 0, 2] }),
      node('Reshape', ['b', 'part'], ['c']),
      node('Gather', ['c', 'zero'], ['y'], { axis: 0 }),
    ],
  },
  {
    name: 'channel shuffle whose parts are spelled out',
    x: [1, 8, 2, 3],
    initializers: [ints('merge', [1, 2, 4, 2, 3]), ints('back', [1, 8, 2, 3])],
    nodes: [
      node('Reshape', ['x', 'merge'], ['a']),
      node('Transpose', ['a'], ['b'], { perm: [0, 2, 1, 3, 4] }),
      node('Reshape', ['b', 'back'], ['y']),
    ],
  },
  {
    name: 'Reshape by a measured size',
    x: [1, 4, 6],
    initializers: [zero, zero1, ints('tail', [-1, 3])],
    nodes: [...measured('tail'), node('Reshape', ['x', 'target'], ['y'])],
  },
  {
    name: 'windows merged into the batch and taken apart again',
    x: [1, 4, 4, 3],
    initializers: [ints('cut', [1, 2, 2, 2, 2, 3]), ints('windows', [4, 4, 3]), ints('back', [1, 2, 2, 2, 2, 3])],
    nodes: [
      node('Reshape', ['x', 'cut'], ['a']),
      node('Transpose', ['a'], ['b'], { perm: [0, 1, 3, 2, 4, 5] }),
      node('Reshape', ['b', 'windows'], ['c']),
      node('Softmax', ['c'], ['d'], { axis: 1 }),
      node('Reshape', ['d', 'back'], ['y']),
    ],
  },
  {
    name: 'attention with the batch moved to axis 1',
    x: [1, 5, 12],
    initializers: [ints('heads', [1, 5, 3, 2, 2]), zero, ints('one', [1]), ints('join', [1, 5, 4])],
    nodes: [
      node('Reshape', ['x', 'heads'], ['a']),
      node('Transpose', ['a'], ['b'], { perm: [2, 0, 3, 1, 4] }),
      node('Gather', ['b', 'zero'], ['q'], { axis: 0 }),
      node('Gather', ['b', 'one'], ['k1'], { axis: 0 }),
      node('Squeeze', ['k1', 'zero1'], ['k']),
      node('Transpose', ['k'], ['kt'], { perm: [0, 1, 3, 2] }),
      node('MatMul', ['q', 'kt'], ['scores']),
      node('Softmax', ['scores'], ['weights']),
      node('MatMul', ['weights', 'k'], ['mixed']),
      node('Transpose', ['mixed'], ['together'], { perm: [0, 2, 1, 3] }),
      node('Reshape', ['together', 'join'], ['y']),
    ],
  },
  {
    name: 'class token joined to the patches',
    x: [1, 4, 6],
    initializers: [floats('token', [1, 1, 6])],
    nodes: [node('Concat', ['token', 'x'], ['y'], { axis: 1 })],
  },
  {
    name: 'class token expanded by a measured size',
    x: [1, 4, 6],
    initializers: [
      floats('token', [1, 1, 6]),
      zero,
      zero1,
      ints('tail', [-1, -1]),
      ints('minus', [-1]),
      ints('ones', [1, 1, 1]),
    ],
    nodes: [
      ...measured('tail'),
      node('Equal', ['target', 'minus'], ['open']),
      node('Where', ['open', 'ones', 'target'], ['counts']),
      node('Expand', ['token', 'counts'], ['tokens']),
      node('Concat', ['tokens', 'x'], ['y'], { axis: 1 }),
    ],
  },
  {
    name: 'zeros made by a measured size',
    x: [1, 4, 6],
    initializers: [zero, zero1, ints('tail', [1, 6])],
    nodes: [
      ...measured('tail'),
      node('ConstantOfShape', ['target'], ['zeros']),
      node('Concat', ['x', 'zeros'], ['y'], { axis: 1 }),
    ],
  },
  {
    name: 'Tile by a measured size',
    x: [1, 4, 6],
    initializers: [floats('anchors', [1, 2, 6]), zero, zero1, ints('tail', [1, 1])],
    nodes: [
      ...measured('tail'),
      node('Tile', ['anchors', 'target'], ['tiled']),
      node('Concat', ['x', 'tiled'], ['y'], { axis: 1 }),
    ],
  },
  {
    name: 'Tile of pictures',
    x: [1, 2, 3],
    initializers: [ints('r', [1, 2, 1])],
    nodes: [node('Tile', ['x', 'r'], ['y'])],
  },
  {
    name: 'Expand to a fixed shape',
    x: [1, 1, 6],
    initializers: [ints('s', [1, 4, 6])],
    nodes: [node('Expand', ['x', 's'], ['y'])],
  },
  {
    name: 'Resize to fixed sizes',
    x: [1, 2, 3, 3],
    initializers: [ints('sizes', [1, 2, 6, 9])],
    nodes: [node('Resize', ['x', '', '', 'sizes'], ['y'], { mode: 'nearest' })],
  },
  {
    name: 'Resize by scales, operator set 10',
    x: [1, 2, 3, 3],
    opset: 10,
    initializers: [floats('scales', [4], [1, 1, 2, 2])],
    nodes: [node('Resize', ['x', 'scales'], ['y'], { mode: 'nearest' })],
  },
  {
    name: 'Resize to sizes measured with an enlargement',
    x: [1, 2, 3, 3],
    initializers: [ints('two', [2]), zero1, ints('end', [9]), ints('factor', [2, 2])],
    nodes: [
      node('Shape', ['x'], ['shape']),
      node('Slice', ['shape', 'zero1', 'two'], ['front']),
      node('Slice', ['shape', 'two', 'end'], ['back']),
      node('Mul', ['back', 'factor'], ['larger']),
      node('Concat', ['front', 'larger'], ['sizes'], { axis: 0 }),
      node('Resize', ['x', '', '', 'sizes'], ['y'], { mode: 'nearest' }),
    ],
  },
  {
    name: 'Slice that keeps the one picture',
    x: [1, 4, 6],
    initializers: [ints('from', [0, 1]), ints('to', [1, 3])],
    nodes: [node('Slice', ['x', 'from', 'to'], ['y'])],
  },
  {
    name: 'Slice with attributes that keeps the one picture',
    x: [1, 4, 6],
    opset: 9,
    nodes: [node('Slice', ['x'], ['y'], { starts: [0, 1], ends: [1, 3], axes: [0, 2] })],
  },
  {
    name: 'Slice with steps elsewhere',
    x: [1, 4, 6],
    initializers: [ints('from', [-1]), ints('to', [-100]), ints('axes', [-1]), ints('steps', [-2])],
    nodes: [node('Slice', ['x', 'from', 'to', 'axes', 'steps'], ['y'])],
  },
  {
    name: 'Pad whose paddings are built as PyTorch builds them',
    x: [1, 2, 3, 4],
    initializers: [
      ints('given', [1, 2, 0, 1]),
      ints('four', [4]),
      ints('rows', [-1, 2]),
      ints('from', [-1]),
      ints('to', [-(2 ** 40)]),
      zero1,
      ints('flat', [-1]),
      ints('minus', [-1]),
    ],
    nodes: [
      node('ConstantOfShape', ['four'], ['none'], { value: { kind: 'tensor', value: ints('zero', [0]) } }),
      node('Concat', ['given', 'none'], ['all'], { axis: 0 }),
      node('Reshape', ['all', 'rows'], ['pairs']),
      node('Slice', ['pairs', 'from', 'to', 'zero1', 'minus'], ['reversed']),
      node('Transpose', ['reversed'], ['turned'], { perm: [1, 0] }),
      node('Reshape', ['turned', 'flat'], ['pads']),
      node('Pad', ['x', 'pads'], ['y']),
    ],
  },
  {
    name: 'Flatten, Gemm and Softmax of operator set 11',
    x: [1, 2, 3],
    opset: 11,
    initializers: [floats('w', [6, 4]), floats('b', [4])],
    nodes: [node('Flatten', ['x'], ['a']), node('Gemm', ['a', 'w', 'b'], ['c']), node('Softmax', ['c'], ['y'])],
  },
  {
    name: 'Gemm with a transposed picture matrix',
    x: [1, 6],
    initializers: [floats('w', [6, 4])],
    nodes: [node('Transpose', ['x'], ['t']), node('Gemm', ['t', 'w'], ['y'], { transA: 1 })],
  },
  {
    name: 'weights times a picture, the batch along the columns',
    x: [1, 6],
    initializers: [floats('w', [4, 6])],
    nodes: [node('Transpose', ['x'], ['t']), node('MatMul', ['w', 't'], ['c']), node('Transpose', ['c'], ['y'])],
  },
  {
    name: 'MatMul with a vector',
    x: [1, 4, 6],
    initializers: [floats('v', [6])],
    nodes: [node('MatMul', ['x', 'v'], ['y'])],
  },
  {
    name: 'reductions, arguments, norms',
    x: [1, 4, 6],
    outputs: ['y', 'z', 'n'],
    initializers: [ints('axis', [1]), floats('scale', [6]), floats('shift', [6])],
    nodes: [
      node('ReduceMean', ['x'], ['m'], { axes: [2], keepdims: 0 }),
      node('ReduceSum', ['m', 'axis'], ['y'], { keepdims: 1 }),
      node('ReduceMax', ['x'], ['z'], { axes: [-1], keepdims: 1 }),
      node('LayerNormalization', ['x', 'scale', 'shift'], ['n'], { axis: -1 }),
    ],
  },
  {
    name: 'ArgMax',
    x: [1, 4, 6],
    outputType: 'int64',
    nodes: [node('ArgMax', ['x'], ['y'], { axis: 1, keepdims: 0 })],
  },
  {
    name: 'best entries looked up by their places',
    x: [1, 4, 6],
    outputs: ['y', 'best'],
    initializers: [ints('k', [2])],
    nodes: [
      node('TopK', ['x', 'k'], ['best', 'places'], { axis: 1 }),
      node('GatherElements', ['x', 'places'], ['y'], { axis: 1 }),
    ],
  },
  {
    name: 'GatherElements with places that are the same for all pictures',
    x: [1, 4, 2],
    initializers: [ints('p', [3, 0, 1, 2]), ints('s', [1, 2, 2])],
    nodes: [node('Reshape', ['p', 's'], ['places']), node('GatherElements', ['x', 'places'], ['y'], { axis: 1 })],
  },
  {
    name: 'constants along other axes',
    x: [1, 4, 6],
    initializers: [
      floats('row', [6]),
      floats('column', [4, 1]),
      floats('whole', [1, 4, 6]),
      floats('slope', [1, 4, 1]),
    ],
    nodes: [
      node('Add', ['x', 'row'], ['a']),
      node('Mul', ['column', 'a'], ['b']),
      node('PRelu', ['b', 'slope'], ['c']),
      node('Max', ['c', 'whole', 'x'], ['d']),
      node('Less', ['d', 'row'], ['low']),
      node('Where', ['low', 'x', 'd'], ['y']),
    ],
  },
  {
    name: 'convolution, pooling and norms',
    x: [1, 4, 6, 6],
    initializers: [floats('w', [4, 2, 3, 3]), floats('t', [4, 2, 2, 2]), floats('s', [2]), floats('b', [2])],
    nodes: [
      node('Conv', ['x', 'w'], ['a'], { group: 2, pads: [1, 1, 1, 1] }),
      node('MaxPool', ['a'], ['m'], { kernel_shape: [2, 2], strides: [2, 2] }),
      node('ConvTranspose', ['m', 't'], ['c'], { strides: [2, 2] }),
      node('InstanceNormalization', ['c', 's', 'b'], ['i']),
      node('SpaceToDepth', ['i'], ['y'], { blocksize: 2 }),
    ],
  },
  {
    name: 'sampling at places that are the same for all pictures',
    x: [1, 2, 4, 4],
    initializers: [floats('grid', [1, 3, 3, 2])],
    nodes: [node('GridSample', ['x', 'grid'], ['y'])],
  },
  {
    name: 'recurrent layer with an initial state',
    x: [1, 5, 3],
    initializers: [floats('w', [1, 8, 3]), floats('r', [1, 8, 2]), floats('b', [1, 16]), floats('h', [1, 1, 2])],
    nodes: [
      node('Transpose', ['x'], ['t'], { perm: [1, 0, 2] }),
      node('LSTM', ['t', 'w', 'r', 'b', '', 'h', 'h'], ['all', 'last'], { hidden_size: 2 }),
      node('Transpose', ['all'], ['first'], { perm: [2, 0, 1, 3] }),
      node('Transpose', ['last'], ['second'], { perm: [1, 0, 2] }),
      node('ReduceSum', ['first'], ['sum'], { keepdims: 0, noop_with_empty_axes: 1 }),
      node('Flatten', ['sum'], ['a']),
      node('Flatten', ['second'], ['b2']),
      node('Concat', ['a', 'b2'], ['y'], { axis: 1 }),
    ],
  },
  {
    name: 'Einsum',
    x: [1, 4, 6],
    initializers: [floats('w', [6, 3])],
    nodes: [node('Einsum', ['x', 'w'], ['y'], { equation: 'bnc,cd->bdn' })],
  },
  {
    name: 'quantised and back with fixed scales',
    x: [1, 4, 6],
    initializers: [floats('s', [], [0.01])],
    nodes: [node('QuantizeLinear', ['x', 's'], ['q']), node('DequantizeLinear', ['q', 's'], ['y'])],
  },
  {
    name: 'Split, Unsqueeze, Squeeze, CumSum',
    x: [1, 4, 6],
    initializers: [ints('halves', [2, 2]), ints('one', [1]), ints('two', [2])],
    nodes: [
      node('Split', ['x', 'halves'], ['a', 'b'], { axis: 1 }),
      node('Add', ['a', 'b'], ['c']),
      node('Unsqueeze', ['c', 'one'], ['d']),
      node('Squeeze', ['d', 'one'], ['e']),
      node('CumSum', ['e', 'two'], ['y']),
    ],
  },
  {
    name: 'an output that is the same for every picture',
    x: [1, 4, 6],
    outputs: ['y', 'anchors'],
    shared: ['anchors'],
    initializers: [floats('a', [1, 4, 6]), floats('b', [6])],
    nodes: [node('Add', ['a', 'b'], ['anchors']), node('Mul', ['x', 'anchors'], ['y'])],
  },
  {
    name: 'a dead branch that could not be freed',
    x: [1, 4, 6],
    nodes: [node('Relu', ['x'], ['y']), node('ReduceMax', ['x'], ['unused'])],
  },
];

for (const one of freed) {
  test(`freed: ${one.name}`, async () => {
    const initializers = [...(one.initializers ?? [])];
    if (!initializers.some((tensor) => tensor.name === 'zero1')) initializers.push(zero1);
    const model = modelOf({ ...one, initializers });
    const { bytes, shared } = await freeBatchByProbe(model, probe);
    assert.deepEqual(shared, one.shared ?? []);
    const pictures = [0, 1, 2].map((number) => picture(one.x, number));
    await assertBatchEqualsSingles(writeModel(model), bytes, pictures, { shared });
  });
}
