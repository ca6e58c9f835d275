/** One graph per rule and per form that the rule has: operator sets, paddings, groups, strides, axes, broadcasts. */
import type { OnnxAttribute, OnnxNode, OnnxTensor } from '../../../src/onnx/model.ts';
import { makeTensor } from '../../../src/onnx/tensor-values.ts';
import { floats, ints, node, scalar } from '../synthetic.ts';
import type { GradientCase } from './check.ts';
import { RECURRENT_CASES } from './recurrent-cases.ts';

const float = (value: number): OnnxAttribute => ({ kind: 'float', value });
const realScalar = (name: string, value: number): OnnxTensor =>
  makeTensor(name, { type: 'float32', dims: [], data: Float32Array.of(value) });

type Attributes = Parameters<typeof node>[3];

/** An operator from x alone to y. */
function unary(
  opType: string,
  attributes: Attributes = {},
  more: Partial<GradientCase> = {},
  domain = '',
): GradientCase {
  return {
    name: `${domain}${opType} ${JSON.stringify(attributes)} opset ${more.opset ?? 17}`,
    inputs: { x: [2, 3, 4] },
    nodes: [node(opType, ['x'], ['y'], attributes, domain)],
    ...more,
  };
}

/** An operator from x and constants to y. */
function withConstants(
  opType: string,
  x: readonly number[],
  constants: readonly OnnxTensor[],
  attributes: Attributes = {},
  more: Partial<GradientCase> = {},
): GradientCase {
  return {
    name: `${opType} x ${x} ${constants.map((tensor) => `${tensor.name} ${tensor.dims}`)} ${JSON.stringify(attributes)} opset ${more.opset ?? 17}`,
    inputs: { x },
    initializers: constants,
    nodes: [node(opType, ['x', ...constants.map((tensor) => tensor.name)], ['y'], attributes)],
    ...more,
  };
}

/** An operator of two computed operands. */
function binary(
  opType: string,
  a: readonly number[],
  b: readonly number[],
  more: Partial<GradientCase> = {},
): GradientCase {
  return {
    name: `${opType} ${a} with ${b} opset ${more.opset ?? 17}`,
    inputs: { x: a, z: b },
    nodes: [node(opType, ['x', 'z'], ['y'])],
    ...more,
  };
}

const arithmetic: GradientCase[] = [
  ...['Add', 'Sub', 'Mul', 'Max', 'Min'].flatMap((opType) => [
    binary(opType, [2, 3, 4], [2, 3, 4]),
    binary(opType, [2, 3, 4], [3, 1]),
    binary(opType, [4], [2, 3, 4], { opset: opType === 'Max' || opType === 'Min' ? 12 : 7 }),
    binary(opType, [2, 1, 4], [1, 3, 1]),
  ]),
  binary('Div', [2, 3], [2, 3], { values: 'positive' }),
  binary('Div', [3], [2, 1], { values: 'positive', opset: 7 }),
  {
    name: 'Sum of three, broadcast',
    inputs: { x: [2, 3], z: [3], w: [1] },
    nodes: [node('Sum', ['x', 'z', 'w'], ['y'])],
  },
  {
    name: 'Mean of three, broadcast',
    inputs: { x: [2, 3], z: [3], w: [1] },
    nodes: [node('Mean', ['x', 'z', 'w'], ['y'])],
  },
  {
    name: 'Max of three',
    inputs: { x: [2, 3], z: [3], w: [1] },
    nodes: [node('Max', ['x', 'z', 'w'], ['y'])],
  },
  { name: 'one tensor used twice', inputs: { x: [2, 3] }, nodes: [node('Mul', ['x', 'x'], ['y'])] },
  ...[2, 0.5, 3, -1.5].map((p) =>
    withConstants('Pow', [2, 3], [realScalar('p', p)], {}, { values: 'positive', name: `Pow ${p}` }),
  ),
  withConstants('Pow', [2, 3], [floats('p', [3], [2, 3, 1.5])], {}, { values: 'positive' }),
  {
    name: 'Where',
    inputs: { x: [2, 3], z: [3] },
    nodes: [node('Greater', ['x', 'z'], ['larger']), node('Where', ['larger', 'x', 'z'], ['y'])],
  },
  binary('PRelu', [2, 3, 4], [3, 1]),
  withConstants('PRelu', [2, 3, 4], [floats('slope', [3, 1])], {}, { opset: 7 }),
];

const activations: GradientCase[] = [
  unary('Identity'),
  unary('Relu'),
  unary('Relu', {}, { opset: 7 }),
  unary('LeakyRelu'),
  unary('LeakyRelu', { alpha: float(0.3) }),
  unary('Elu', { alpha: float(1.5) }),
  unary('Selu'),
  unary('Celu', { alpha: float(1.5) }),
  unary('ThresholdedRelu', { alpha: float(0.5) }),
  unary('HardSigmoid'),
  unary('HardSigmoid', { alpha: float(0.5), beta: float(0.25) }),
  unary('HardSwish', {}, { opset: 14 }),
  unary('Clip', { min: float(-1), max: float(1) }, { opset: 10 }),
  unary('Clip', { max: float(1) }, { opset: 7 }),
  withConstants('Clip', [2, 3, 4], [realScalar('low', -1), realScalar('high', 1)]),
  {
    name: 'Clip with an upper bound only',
    inputs: { x: [2, 3, 4] },
    initializers: [realScalar('high', 1)],
    nodes: [node('Clip', ['x', '', 'high'], ['y'])],
  },
  unary('Softplus'),
  unary('Softsign'),
  unary('Tanh'),
  unary('Sigmoid'),
  unary('Exp'),
  unary('Log', {}, { values: 'positive' }),
  unary('Sqrt', {}, { values: 'positive' }),
  unary('Neg'),
  unary('Abs'),
  unary('Reciprocal', {}, { values: 'positive' }),
  unary('Sin'),
  unary('Cos'),
  unary('Erf'),
  ...['Atan', 'Sinh', 'Cosh', 'Asinh'].map((opType) => unary(opType)),
  // Where it is finite.
  ...['Tan', 'Atanh'].map((opType) => ({
    ...unary(opType),
    name: opType,
    initializers: [realScalar('part', 0.4)],
    nodes: [node('Mul', ['x', 'part'], ['small']), node(opType, ['small'], ['y'])],
  })),
  unary('Gelu', {}, { opset: 20 }),
  unary('Gelu', { approximate: 'tanh' }, { opset: 20 }),
  unary('Mish', {}, { opset: 18 }),
  {
    name: 'com.microsoft Gelu',
    inputs: { x: [2, 3] },
    nodes: [node('Gelu', ['x'], ['y'], {}, 'com.microsoft')],
    domains: { 'com.microsoft': 1 },
  },
  {
    name: 'com.microsoft QuickGelu',
    inputs: { x: [2, 3] },
    nodes: [node('QuickGelu', ['x'], ['y'], {}, 'com.microsoft')],
    domains: { 'com.microsoft': 1 },
  },
  { name: 'SiLU', inputs: { x: [2, 3] }, nodes: [node('Sigmoid', ['x'], ['s']), node('Mul', ['x', 's'], ['y'])] },
  {
    name: 'Cast to double and back',
    inputs: { x: [2, 3] },
    nodes: [node('Cast', ['x'], ['d'], { to: 11 }), node('Exp', ['d'], ['e']), node('Cast', ['e'], ['y'], { to: 1 })],
  },
];

const convolutions: GradientCase[] = [
  withConstants('Conv', [2, 3, 5, 6], [floats('w', [4, 3, 3, 3])], { pads: [1, 1, 1, 1] }),
  withConstants('Conv', [1, 3, 5, 6], [floats('w', [4, 3, 3, 2]), floats('b', [4])], { strides: [2, 1] }, { opset: 7 }),
  withConstants('Conv', [1, 3, 8, 7], [floats('w', [2, 3, 3, 3])], { strides: [3, 2], pads: [0, 1, 2, 0] }),
  withConstants('Conv', [1, 2, 9, 9], [floats('w', [2, 2, 3, 3])], { dilations: [2, 3], pads: [2, 1, 0, 3] }),
  withConstants('Conv', [1, 2, 7, 8], [floats('w', [2, 2, 2, 2])], { strides: [4, 3] }),
  withConstants('Conv', [1, 4, 5, 5], [floats('w', [4, 1, 3, 3])], { group: 4, pads: [1, 1, 1, 1], strides: [2, 2] }),
  withConstants('Conv', [1, 4, 5, 5], [floats('w', [6, 2, 3, 3])], {
    group: 2,
    auto_pad: 'SAME_UPPER',
    strides: [2, 2],
  }),
  withConstants('Conv', [1, 3, 6, 5], [floats('w', [2, 3, 4, 2])], { auto_pad: 'SAME_LOWER' }),
  withConstants('Conv', [1, 3, 6, 5], [floats('w', [2, 3, 4, 2])], { auto_pad: 'VALID' }),
  withConstants('Conv', [2, 3, 9], [floats('w', [4, 3, 3])], { strides: [2], pads: [1, 0] }),
  withConstants('Conv', [1, 2, 4, 4, 3], [floats('w', [2, 2, 2, 3, 2])], {
    strides: [1, 2, 1],
    pads: [1, 0, 0, 0, 1, 1],
  }),
  withConstants('ConvTranspose', [1, 3, 4, 5], [floats('w', [3, 2, 3, 3])], {
    strides: [2, 2],
    pads: [1, 1, 1, 1],
    output_padding: [1, 1],
  }),
  withConstants('ConvTranspose', [1, 4, 4, 5], [floats('w', [4, 2, 2, 3]), floats('b', [4])], {
    group: 2,
    strides: [2, 3],
  }),
  withConstants('ConvTranspose', [1, 2, 4, 4], [floats('w', [2, 2, 2, 2])], {
    strides: [1, 1],
    output_padding: [0, 0],
    dilations: [2, 1],
    pads: [1, 0, 0, 1],
  }),
  withConstants('ConvTranspose', [1, 2, 4, 4], [floats('w', [2, 2, 3, 3])], {
    strides: [2, 2],
    auto_pad: 'SAME_UPPER',
  }),
  withConstants('ConvTranspose', [1, 2, 5], [floats('w', [2, 2, 3])], { strides: [2], output_padding: [1] }),
];

const products: GradientCase[] = [
  binary('MatMul', [3, 4], [4, 2]),
  binary('MatMul', [2, 3, 4], [4, 2]),
  binary('MatMul', [2, 1, 3, 4], [5, 4, 2]),
  binary('MatMul', [4], [4, 2]),
  binary('MatMul', [2, 3, 4], [4]),
  binary('MatMul', [4], [4]),
  ...[
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ].map(
    ([transA, transB]): GradientCase => ({
      name: `Gemm ${transA} ${transB}`,
      inputs: { x: transA ? [4, 3] : [3, 4], z: transB ? [2, 4] : [4, 2], c: [2] },
      nodes: [node('Gemm', ['x', 'z', 'c'], ['y'], { transA, transB, alpha: float(0.7), beta: float(0.3) })],
      opset: transA ? 9 : 13,
    }),
  ),
  binary('Einsum', [2, 3, 4], [2, 5, 4], { nodes: [node('Einsum', ['x', 'z'], ['y'], { equation: 'bij, bkj->bik' })] }),
  unary('Einsum', { equation: 'abc->cab' }),
];

const softmaxes: GradientCase[] = ['Softmax', 'LogSoftmax'].flatMap((opType) => [
  unary(opType),
  unary(opType, { axis: 1 }),
  unary(opType, {}, { opset: 11 }),
  unary(opType, { axis: 2 }, { opset: 7 }),
]);

const normalisations: GradientCase[] = [
  withConstants(
    'BatchNormalization',
    [2, 3, 4],
    [floats('scale', [3]), floats('shift', [3]), floats('mean', [3]), floats('variance', [3], [0.5, 1, 2])],
  ),
  withConstants('LayerNormalization', [2, 3, 4], [floats('scale', [4]), floats('shift', [4])]),
  withConstants('LayerNormalization', [2, 3, 4], [floats('scale', [3, 4])], { axis: 1 }),
  withConstants('InstanceNormalization', [2, 3, 4, 2], [floats('scale', [3]), floats('shift', [3])]),
  withConstants(
    'GroupNormalization',
    [2, 4, 3],
    [floats('scale', [4]), floats('shift', [4])],
    { num_groups: 2 },
    { opset: 21 },
  ),
  unary('LpNormalization', { axis: 1 }),
  unary('LpNormalization', { axis: 2, p: 1 }),
  withConstants('LRN', [1, 6, 2, 2], [], { size: 3, alpha: float(0.5), beta: float(0.75), bias: float(1) }),
  withConstants('LRN', [1, 6, 2, 2], [], { size: 5, alpha: float(0.5) }),
];

const pools: GradientCase[] = [
  withConstants('MaxPool', [1, 2, 6, 6], [], { kernel_shape: [2, 2], strides: [2, 2] }),
  withConstants('MaxPool', [1, 2, 7, 6], [], { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] }),
  withConstants('MaxPool', [1, 2, 7, 6], [], { kernel_shape: [3, 3], strides: [2, 2] }, { opset: 7 }),
  withConstants('MaxPool', [1, 2, 7, 8], [], { kernel_shape: [3, 2], strides: [2, 3], ceil_mode: 1 }),
  withConstants('MaxPool', [1, 2, 6, 6], [], { kernel_shape: [5, 5], pads: [2, 2, 2, 2] }),
  withConstants('MaxPool', [1, 1, 8, 8], [], { kernel_shape: [2, 3], dilations: [3, 2] }),
  withConstants('MaxPool', [1, 2, 5, 5], [], { kernel_shape: [3, 3], strides: [2, 2], auto_pad: 'SAME_UPPER' }),
  withConstants('MaxPool', [1, 2, 5, 4], [], { kernel_shape: [2, 2], auto_pad: 'SAME_LOWER' }),
  withConstants('MaxPool', [2, 2, 9], [], { kernel_shape: [3], strides: [2] }),
  withConstants('MaxPool', [1, 1, 4, 4, 4], [], { kernel_shape: [2, 2, 2], strides: [2, 2, 2] }),
  withConstants('MaxPool', [1, 2, 5, 5], [], { kernel_shape: [1, 1], strides: [2, 2] }),
  withConstants('AveragePool', [1, 2, 6, 6], [], { kernel_shape: [2, 2], strides: [2, 2] }),
  withConstants('AveragePool', [1, 2, 7, 6], [], { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] }),
  withConstants('AveragePool', [1, 2, 7, 6], [], {
    kernel_shape: [3, 3],
    strides: [2, 1],
    pads: [1, 1, 1, 1],
    count_include_pad: 1,
  }),
  withConstants('AveragePool', [1, 2, 7, 7], [], { kernel_shape: [3, 2], strides: [3, 2], ceil_mode: 1 }),
  withConstants('AveragePool', [1, 2, 5, 5], [], { kernel_shape: [3, 3], auto_pad: 'SAME_UPPER' }),
  withConstants('AveragePool', [2, 2, 9], [], { kernel_shape: [3], strides: [2] }),
  withConstants('GlobalAveragePool', [2, 3, 4, 5], []),
  withConstants('GlobalMaxPool', [2, 3, 4, 5], []),
];

const reductions: GradientCase[] = [
  ...[
    'ReduceSum',
    'ReduceMean',
    'ReduceMax',
    'ReduceMin',
    'ReduceL1',
    'ReduceL2',
    'ReduceSumSquare',
    'ReduceLogSumExp',
  ].flatMap((opType) => [
    unary(opType, opType === 'ReduceSum' ? {} : { axes: [1] }),
    unary(opType, { axes: [0, -1], keepdims: 0 }, { opset: 11 }),
  ]),
  unary('ReduceLogSum', { axes: [1] }, { values: 'positive' }),
  withConstants('ReduceSum', [2, 3, 4], [ints('axes', [1, 2])], { keepdims: 0 }),
  withConstants('ReduceMean', [2, 3, 4], [ints('axes', [-2])], {}, { opset: 18 }),
];

const measured: OnnxNode[] = [
  node('Shape', ['x'], ['shape']),
  node('Gather', ['shape', 'axis'], ['length']),
  node('Div', ['length', 'two'], ['half']),
  node('Unsqueeze', ['half', 'first'], ['end']),
];

const shapes: GradientCase[] = [
  withConstants('Reshape', [2, 3, 4], [ints('s', [4, -1])]),
  unary('Flatten', { axis: 2 }),
  unary('Transpose'),
  unary('Transpose', { perm: [2, 0, 1] }),
  withConstants('Unsqueeze', [2, 3], [ints('axes', [1])]),
  unary('Squeeze', { axes: [1] }, { inputs: { x: [2, 1, 3] }, opset: 11 }),
  withConstants('Expand', [3, 1], [ints('s', [2, 3, 4])]),
  withConstants('Tile', [2, 3], [ints('repeats', [2, 3])]),
  binary('Concat', [2, 3], [2, 2], { nodes: [node('Concat', ['x', 'z'], ['y'], { axis: -1 })] }),
  {
    name: 'Split with one part unused',
    inputs: { x: [2, 6] },
    initializers: [ints('parts', [1, 2, 3])],
    nodes: [
      node('Split', ['x', 'parts'], ['a', 'b', 'c'], { axis: 1 }),
      node('Concat', ['c', 'a'], ['y'], { axis: 1 }),
    ],
  },
  unary('DepthToSpace', { blocksize: 2 }, { inputs: { x: [1, 8, 2, 3] } }),
  unary('DepthToSpace', { blocksize: 2, mode: 'CRD' }, { inputs: { x: [1, 8, 2, 3] } }),
  unary('SpaceToDepth', { blocksize: 2 }, { inputs: { x: [1, 2, 4, 6] } }),
  withConstants('Slice', [4, 5], [ints('starts', [1, -4]), ints('ends', [3, 1000])]),
  withConstants('Slice', [4, 7], [ints('starts', [1]), ints('ends', [7]), ints('axes', [1]), ints('steps', [2])]),
  withConstants('Slice', [4, 7], [ints('starts', [-1]), ints('ends', [-8]), ints('axes', [-1]), ints('steps', [-2])]),
  unary('Slice', { starts: [1], ends: [3], axes: [2] }, { opset: 9 }),
  {
    name: 'Slice up to an end computed from the shape',
    inputs: { x: [2, 6] },
    initializers: [scalar('axis', 1), scalar('two', 2), ints('first', [0]), ints('start', [0]), ints('axes', [1])],
    nodes: [...measured, node('Slice', ['x', 'start', 'end', 'axes'], ['y'])],
  },
  withConstants('Pad', [3, 4], [ints('pads', [1, 2, 0, 1])]),
  withConstants('Pad', [3, 4], [ints('pads', [1, -1, 0, 1])]),
  withConstants('Pad', [3, 4], [ints('pads', [1, 2, 2, 3])], { mode: 'reflect' }),
  withConstants('Pad', [3, 4], [ints('pads', [1, 2, 0, 1])], { mode: 'edge' }),
  unary('Pad', { pads: [0, 1, 0, 0, 0, 2] }, { opset: 9 }),
  withConstants('Gather', [4, 5], [ints('indices', [1, 2, 3])], { axis: 1 }),
  withConstants('Gather', [4, 5], [ints('indices', [3, 0, 0, -1])], { axis: 0 }),
  withConstants('Gather', [4, 5, 2], [scalar('index', 2)], { axis: 1 }),
  {
    name: 'Gather at places that the data decide',
    inputs: { x: [4, 5] },
    nodes: [
      node('ArgMax', ['x'], ['best'], { axis: 1, keepdims: 0 }),
      node('Gather', ['x', 'best'], ['y'], { axis: 1 }),
    ],
  },
  {
    name: 'TopK',
    inputs: { x: [3, 6] },
    initializers: [ints('k', [2])],
    nodes: [node('TopK', ['x', 'k'], ['y', 'places'], { axis: 1 })],
  },
  withConstants('CumSum', [3, 4], [scalar('axis', 1)]),
  withConstants('CumSum', [3, 4], [scalar('axis', 0)], { exclusive: 1, reverse: 1 }),
  unary('Trilu', { upper: 0 }, { inputs: { x: [2, 4, 4] } }),
];

/** The runtime's own choices: where it pads, and to which side it rounds. */
const choices: GradientCase[] = [
  withConstants('ConvTranspose', [1, 2, 4, 5], [floats('w', [2, 3, 3, 3])], { output_shape: [8, 9], strides: [2, 2] }),
  withConstants('ConvTranspose', [1, 2, 4, 5], [floats('w', [2, 3, 4, 4])], { output_shape: [7, 10], strides: [2, 2] }),
  withConstants('Resize', [1, 2, 5, 5], [floats('scales', [4], [1, 1, 0.4, 0.6])], { mode: 'nearest' }, { opset: 10 }),
  withConstants('Resize', [1, 2, 5, 5], [floats('scales', [4], [1, 1, 2.2, 2.2])], { mode: 'nearest' }, { opset: 10 }),
];

/** Samples on a lattice that lies off the kinks, some outside of the picture. */
const gridSample = (attributes: Attributes, size: readonly number[], opset = 16): GradientCase => ({
  name: `GridSample ${size} ${JSON.stringify(attributes)} opset ${opset}`,
  inputs: { x: [2, 2, ...size], ...(attributes?.mode !== 'nearest' && { grid: [2, 2, 3, 2] }) },
  initializers: attributes?.mode === 'nearest' ? [floats('grid', [2, 2, 3, 2])] : [],
  nodes: [node('GridSample', ['x', 'grid'], ['y'], attributes)],
  opset,
});

const indices = (dims: readonly number[], values: readonly number[]): OnnxTensor =>
  makeTensor('places', { type: 'int64', dims, data: BigInt64Array.from(values, BigInt) });

/** Updates z at places of x. */
const scattered = (opType: string, attributes: Attributes, places: OnnxTensor): GradientCase => ({
  name: `${opType} ${JSON.stringify(attributes)}`,
  inputs: { x: [4, 3], z: [2, 3] },
  initializers: [places],
  nodes: [node(opType, ['x', 'places', 'z'], ['y'], attributes)],
  opset: 18,
});

const indexing: GradientCase[] = [
  withConstants('GatherElements', [3, 4], [indices([3, 3], [1, 1, 0, 2, -1, 2, 0, 0, 0])], { axis: 1 }, { opset: 16 }),
  withConstants('GatherND', [3, 4], [indices([3, 2], [2, 1, 2, 1, 0, -1])]),
  withConstants('GatherND', [3, 4, 2], [indices([2, 2, 1], [2, 2, 0, 1])], {}, { opset: 16 }),
  scattered('ScatterElements', { axis: 0 }, indices([2, 3], [1, 0, 2, 3, -1, 0])),
  scattered('ScatterElements', { axis: 0, reduction: 'add' }, indices([2, 3], [1, 0, 2, 1, -1, 2])),
  scattered('ScatterND', {}, indices([2, 1], [3, 1])),
  scattered('ScatterND', { reduction: 'add' }, indices([2, 1], [3, 3])),
  gridSample({ align_corners: 1 }, [5, 5]),
  gridSample({ align_corners: 0, padding_mode: 'border' }, [4, 4]),
  gridSample({ mode: 'bilinear' }, [4, 2]),
  gridSample({ mode: 'nearest', align_corners: 1 }, [3, 4]),
  gridSample({ mode: 'linear', align_corners: 1, padding_mode: 'border' }, [3, 5], 20),
];

/** Resize by factors (input 2) or to sizes (input 3). */
function resize(by: { scales?: number[]; sizes?: number[] }, attributes: Attributes, x = [1, 2, 4, 5]): GradientCase {
  const constants = by.scales ? [floats('scales', [4], by.scales)] : [ints('sizes', by.sizes ?? [])];
  const inputs = by.scales ? ['x', '', 'scales'] : ['x', '', '', 'sizes'];
  return {
    name: `Resize ${JSON.stringify(by)} ${JSON.stringify(attributes)}`,
    inputs: { x },
    initializers: constants,
    nodes: [node('Resize', inputs, ['y'], attributes)],
  };
}

const resizes: GradientCase[] = [
  ...['nearest', 'linear'].flatMap((mode) =>
    ['half_pixel', 'asymmetric', 'align_corners', 'pytorch_half_pixel'].flatMap((coordinates) => [
      resize({ scales: [1, 1, 2, 1.5] }, { mode, coordinate_transformation_mode: coordinates }),
      resize({ sizes: [1, 2, 3, 8] }, { mode, coordinate_transformation_mode: coordinates }),
    ]),
  ),
  resize(
    { scales: [1, 1, 2, 2] },
    { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' },
  ),
  resize({ sizes: [1, 2, 7, 9] }, { mode: 'nearest', nearest_mode: 'round_prefer_ceil' }),
  resize(
    { sizes: [1, 2, 7, 9] },
    { mode: 'nearest', nearest_mode: 'ceil', coordinate_transformation_mode: 'asymmetric' },
  ),
  resize({ sizes: [1, 2, 8, 10] }, { mode: 'cubic' }),
  resize({ sizes: [1, 2, 7, 8] }, { mode: 'cubic', exclude_outside: 1, cubic_coeff_a: float(-0.5) }),
  withConstants('Resize', [1, 2, 3, 4], [floats('scales', [4], [1, 1, 2, 2])], { mode: 'linear' }, { opset: 10 }),
  withConstants('Upsample', [1, 2, 3, 4], [floats('scales', [4], [1, 1, 2, 3])], {}, { opset: 9 }),
  unary(
    'Upsample',
    { scales: { kind: 'floats', value: [1, 1, 2, 2] }, mode: 'linear' },
    { inputs: { x: [1, 2, 3, 4] }, opset: 8 },
  ),
];

/** Maxima need inputs that differ by more than the steps of the differences. */
function distinct(cases: readonly GradientCase[]): GradientCase[] {
  return cases.map((item) => (/Max|Min/.test(item.name) ? { ...item, values: 'distinct' } : item));
}

export const GRADIENT_CASES: readonly GradientCase[] = [
  ...distinct(arithmetic),
  ...activations,
  ...convolutions,
  ...products,
  ...softmaxes,
  ...normalisations,
  ...distinct(pools),
  ...distinct(reductions),
  ...shapes,
  ...indexing,
  ...choices,
  ...resizes,
  ...RECURRENT_CASES,
];
