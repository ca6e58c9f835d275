import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { tensorToFloat32 } from '../../src/core/tensor.ts';
import { fixInputDims } from '../../src/onnx/input-dims.ts';
import { findLinearHead, type LinearHead, type OtherHead } from '../../src/onnx/linear-head.ts';
import { type OnnxModel, type OnnxTensor, trueInputs } from '../../src/onnx/model.ts';
import { readModel } from '../../src/onnx/read-model.ts';
import { tensorShapes } from '../../src/onnx/shapes.ts';
import { makeTensor, tensorValues } from '../../src/onnx/tensor-values.ts';
import { missing, sharedFile } from '../support/fixtures.ts';
import { readGoldenNetwork } from '../support/golden-maps.ts';
import { probe } from './sessions.ts';
import { convNext, visionTransformer, windowedTransformer } from './small-transformers.ts';
import { buildModel, floats, ints, node, value } from './synthetic.ts';

async function headOf(model: OnnxModel, output?: string): Promise<LinearHead | OtherHead> {
  const sizes = trueInputs(model.graph).map(({ name, dims }) => {
    return [name, (dims ?? []).map((dim) => (typeof dim === 'number' ? null : 1))] as const;
  });
  const fixed = fixInputDims(model, Object.fromEntries(sizes));
  return findLinearHead(fixed, await tensorShapes(fixed, probe), output);
}

function assertLinear(head: LinearHead | OtherHead): asserts head is LinearHead {
  assert.equal(head.kind, 'linear', head.kind === 'other' ? head.reason : '');
}

function constant(model: OnnxModel, name: string): Float32Array {
  const tensor = model.graph.initializers.find((candidate) => candidate.name === name);
  assert.ok(tensor, name);
  return tensorToFloat32(tensorValues(tensor));
}

test('squeezenet: the class map is the last map, without weights', {
  skip: missing('models/squeezenet-fp32/model.onnx'),
}, async () => {
  const head = await headOf(readModel(sharedFile('models/squeezenet-fp32/model.onnx')));
  assert.deepEqual(head, {
    kind: 'linear',
    features: 'conv10_2',
    channelAxis: 1,
    channels: 1000,
    classes: 1000,
    weights: null,
  });
});

const behindMean: readonly [model: string, features: string, weight: string, classes: number, channels: number][] = [
  ['mobilenetv2-imagenet', 'hardtanh_34', 'classifier.1.weight_deq', 1000, 1280],
  [
    'mobilenetv2-flowers',
    'mobilenet_v2_alpha_0.35/re_lu_34/Relu6:0',
    'mobilenet_v2_alpha_0.35/dense/MatMul/ReadVariableOp:0',
    5,
    1280,
  ],
  [
    'yamnet-esc10',
    'model_1/sequential_2/model_2/layer6/pointwise_conv/relu/Relu:0',
    'model_1/new_head/MatMul/ReadVariableOp:0',
    10,
    256,
  ],
];

for (const [name, features, weight, classes, channels] of behindMean) {
  const file = `models/${name}/model.onnx`;
  test(`${name}: a mean and one layer, whose weights are read class by class`, { skip: missing(file) }, async () => {
    const model = readModel(sharedFile(file));
    const head = await headOf(model);
    assertLinear(head);
    assert.deepEqual([head.features, head.channelAxis, head.classes, head.channels], [features, 1, classes, channels]);
    // Stored as [channels, classes].
    const stored = constant(model, weight);
    assert.equal(head.weights?.length, stored.length);
    for (const [row, column] of [
      [0, 0],
      [1, 7],
      [classes - 1, channels - 1],
    ]) {
      assert.equal(head.weights?.[row * channels + column], stored[column * classes + row]);
    }
  });
}

test('cifar10-flatten-cnn is refused with the node and the reason', {
  skip: missing('models/cifar10-flatten-cnn/model.onnx'),
}, async () => {
  const head = await headOf(readModel(sharedFile('models/cifar10-flatten-cnn/model.onnx')));
  assert.equal(head.kind, 'other');
  assert.match((head as OtherHead).reason, /Reshape .* flattens the last map \(24 x 10 x 10\)/);
  assert.ok((head as OtherHead).node);
});

test('a detector is no such model', { skip: missing('models/yolov8n-320/model.onnx') }, async () => {
  const head = await headOf(readModel(sharedFile('models/yolov8n-320/model.onnx')));
  assert.match((head as OtherHead).reason, /Concat .* lies between the last map and the scores/);
});

for (const name of ['classifier-fair', 'classifier-biased']) {
  test(`embedded ${name}: weights stored in 16 bits`, async () => {
    const head = await headOf(readModel(new Uint8Array(readFileSync(`www/models/${name}.onnx`))));
    assertLinear(head);
    assert.deepEqual([head.features, head.channels], ['/tower/tower.5/tower.5.2/Relu_output_0', 96]);
    assert.equal(head.weights?.length, head.classes * 96);
    assert.ok(head.weights?.every((weight) => Number.isFinite(weight) && Math.abs(weight) < 100));
    assert.ok(new Set(head.weights).size > 100);
  });
}

test('golden networks: the linear one by its weights, the deep one and the class token refused', async () => {
  const golden = readGoldenNetwork('linear-cnn');
  const model = readModel(golden.bytes);
  const head = await headOf(model);
  assertLinear(head);
  assert.deepEqual(head.weights, constant(model, 'network.head.weight'));
  // With a mean in between, the gradient of a logit is the weight over the number of places, everywhere.
  const layer = golden.layers.find((candidate) => candidate.name === head.features);
  assert.ok(layer);
  const places = layer.activations.data.length / head.channels;
  for (const { class: index, gradient } of layer.gradients) {
    for (let channel = 0; channel < head.channels; channel++) {
      const weight = head.weights?.[index * head.channels + channel] as number;
      assert.ok(Math.abs(gradient.data[channel * places] * places - weight) < 1e-5);
    }
  }
  const deep = await headOf(readModel(readGoldenNetwork('deep-cnn').bytes));
  assert.match((deep as OtherHead).reason, /Relu .* lies between/);
  const token = await headOf(readModel(readGoldenNetwork('transformer').bytes));
  assert.match((token as OtherHead).reason, /Gather .* lies between/);
});

test('transformers and ConvNeXt: a mean over tokens or over rows and columns, channels last or first', async () => {
  for (const [model, features, channelAxis] of [
    [visionTransformer('mean'), 'final', 2],
    [windowedTransformer(), 'final', 3],
    [convNext(), 'block2', 1],
  ] as const) {
    const head = await headOf(model);
    assertLinear(head);
    assert.deepEqual([head.features, head.channelAxis, head.channels, head.classes], [features, channelAxis, 8, 3]);
    const stored = constant(model, 'logits_weight');
    assert.equal(head.weights?.[1 * 8 + 5], stored[5 * 3 + 1]);
  }
});

const W = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

/** Four channels of 6 x 6 places, then the given head; the weights are 1 to 12, as [3, 4] or the other way round. */
function headed(nodes: readonly ReturnType<typeof node>[], initializers: readonly OnnxTensor[], opset = 17): OnnxModel {
  return buildModel({
    inputs: [value('image', [1, 3, 8, 8])],
    outputs: [value('scores', null)],
    initializers: [floats('conv', [4, 3, 3, 3]), ...initializers],
    nodes: [node('Conv', ['image', 'conv'], ['sum']), node('Relu', ['sum'], ['map']), ...nodes],
    opset,
  });
}

const gap = node('GlobalAveragePool', ['map'], ['mean']);
const flat = node('Flatten', ['mean'], ['flat']);
const rows = floats('rows', [3, 4], W);
const columns = floats('columns', [4, 3], [1, 5, 9, 2, 6, 10, 3, 7, 11, 4, 8, 12]);

const disguises: readonly [name: string, model: OnnxModel][] = [
  ['Gemm, transposed', headed([gap, flat, node('Gemm', ['flat', 'rows'], ['scores'], { transB: 1 })], [rows])],
  ['Gemm', headed([gap, flat, node('Gemm', ['flat', 'columns'], ['scores'])], [columns])],
  [
    'MatMul and Add, then Softmax',
    headed(
      [
        gap,
        flat,
        node('MatMul', ['flat', 'columns'], ['x']),
        node('Add', ['b', 'x'], ['y']),
        node('Softmax', ['y'], ['scores']),
      ],
      [columns, floats('b', [3])],
    ),
  ],
  [
    'a 1 x 1 Conv behind the mean, then Flatten',
    headed(
      [gap, node('Conv', ['mean', 'k'], ['x']), node('Flatten', ['x'], ['scores'])],
      [floats('k', [3, 4, 1, 1], W)],
    ),
  ],
  [
    'AveragePool over the whole map, Squeeze',
    headed(
      [
        node('AveragePool', ['map'], ['mean'], { kernel_shape: [6, 6] }),
        node('Squeeze', ['mean', 'axes'], ['flat']),
        node('Gemm', ['flat', 'rows'], ['scores'], { transB: 1 }),
      ],
      [rows, ints('axes', [2, 3])],
    ),
  ],
  [
    'ReduceMean that keeps its axes, Reshape',
    headed(
      [
        node('ReduceMean', ['map'], ['mean'], { axes: [-1, -2], keepdims: 1 }),
        node('Reshape', ['mean', 'shape'], ['flat']),
        node('Gemm', ['flat', 'rows'], ['scores'], { transB: 1 }),
      ],
      [rows, ints('shape', [1, -1])],
    ),
  ],
  [
    'ReduceMean with its axes as an input (opset 18)',
    headed(
      [
        node('ReduceMean', ['map', 'axes'], ['flat'], { keepdims: 0 }),
        node('Gemm', ['flat', 'rows'], ['scores'], { transB: 1 }),
      ],
      [rows, ints('axes', [2, 3])],
      18,
    ),
  ],
  [
    'a weight behind Cast and Transpose',
    headed(
      [
        gap,
        flat,
        node('Cast', ['rows'], ['half'], { to: 10 }),
        node('Cast', ['half'], ['whole'], { to: 1 }),
        node('Transpose', ['whole'], ['turned'], { perm: [1, 0] }),
        node('MatMul', ['flat', 'turned'], ['scores']),
      ],
      [rows],
    ),
  ],
  [
    '8-bit weights with a scale for each class, by DequantizeLinear',
    headed(
      [
        gap,
        flat,
        node('DequantizeLinear', ['steps', 'scale', 'zero'], ['weight'], { axis: 0 }),
        node('Gemm', ['flat', 'weight'], ['scores'], { transB: 1 }),
      ],
      [
        makeTensor('steps', {
          type: 'int8',
          dims: [3, 4],
          data: Int8Array.of(2, 3, 4, 5, 10, 12, 14, 16, 38, 42, 46, 50),
        }),
        floats('scale', [3], [1, 0.5, 0.25]),
        makeTensor('zero', { type: 'int8', dims: [3], data: Int8Array.of(1, 0, 2) }),
      ],
    ),
  ],
  [
    '8-bit weights by Cast and Mul, and a factor behind',
    headed(
      [
        gap,
        flat,
        node('Cast', ['steps'], ['floats'], { to: 1 }),
        node('Mul', ['floats', 'scale'], ['weight']),
        node('Gemm', ['flat', 'weight'], ['x'], { transB: 1 }),
        node('Mul', ['x', 'gain'], ['scores']),
      ],
      [
        makeTensor('steps', { type: 'int8', dims: [3, 4], data: Int8Array.from(W) }),
        floats('scale', [3, 1], [0.5, 0.5, 0.25]),
        floats('gain', [3], [2, 2, 4]),
      ],
    ),
  ],
];

for (const [name, model] of disguises) {
  test(`disguise: ${name}`, async () => {
    const head = await headOf(model);
    assertLinear(head);
    assert.deepEqual([head.features, head.channelAxis, head.channels, head.classes], ['map', 1, 4, 3]);
    assert.deepEqual([...(head.weights ?? [])], W);
  });
}

test('a map turned for its mean is named as it was before; so are tokens whose class token was cut off', async () => {
  const turned = headed(
    [
      node('Transpose', ['map'], ['last'], { perm: [0, 2, 3, 1] }),
      node('ReduceMean', ['last'], ['mean'], { axes: [1, 2], keepdims: 0 }),
      node('Gemm', ['mean', 'rows'], ['scores'], { transB: 1 }),
    ],
    [rows],
  );
  const head = await headOf(turned);
  assertLinear(head);
  assert.deepEqual([head.features, head.channelAxis], ['map', 1]);
  const sliced = buildModel({
    inputs: [value('tokens', [1, 17, 4])],
    outputs: [value('scores', null)],
    initializers: [rows, ints('one', [1]), ints('end', [17])],
    nodes: [
      node('Relu', ['tokens'], ['active']),
      node('Slice', ['active', 'one', 'end', 'one'], ['patches']),
      node('ReduceMean', ['patches'], ['mean'], { axes: [1], keepdims: 0 }),
      node('Gemm', ['mean', 'rows'], ['scores'], { transB: 1 }),
    ],
  });
  const tokens = await headOf(sliced);
  assertLinear(tokens);
  assert.deepEqual([tokens.features, tokens.channelAxis], ['active', 2]);
});

const refusals: readonly [name: string, model: OnnxModel, reason: RegExp][] = [
  [
    'two layers',
    headed(
      [gap, flat, node('MatMul', ['flat', 'columns'], ['x']), node('MatMul', ['x', 'more'], ['scores'])],
      [columns, floats('more', [3, 2])],
    ),
    /MatMul "MatMul_scores" is not the only linear layer/,
  ],
  [
    'an activation between',
    headed(
      [
        gap,
        node('Sigmoid', ['mean'], ['s']),
        node('Flatten', ['s'], ['flat']),
        node('Gemm', ['flat', 'columns'], ['scores']),
      ],
      [columns],
    ),
    /Sigmoid .* lies between/,
  ],
  ['a maximum instead of a mean', headed([node('GlobalMaxPool', ['map'], ['scores'])], []), /GlobalMaxPool/],
  [
    'a pool over a part of the map',
    headed(
      [
        node('AveragePool', ['map'], ['part'], { kernel_shape: [3, 3], strides: [3, 3] }),
        node('Flatten', ['part'], ['scores']),
      ],
      [],
    ),
    /flattens the last map \(4 x 2 x 2\)/,
  ],
  [
    'a mean over channels too',
    headed([node('ReduceMean', ['map'], ['scores'], { axes: [1, 2, 3] })], []),
    /ReduceMean/,
  ],
];

for (const [name, model, reason] of refusals) {
  test(`refused: ${name}`, async () => {
    const head = await headOf(model);
    assert.equal(head.kind, 'other');
    assert.match((head as OtherHead).reason, reason);
  });
}

test('class maps behind a factor keep its sign', async () => {
  const head = await headOf(headed([gap, node('Mul', ['mean', 'gain'], ['scores'])], [floats('gain', [1], [-2])]));
  assertLinear(head);
  assert.deepEqual(
    [...(head.weights ?? [])].map((weight) => weight + 0),
    [-2, 0, 0, 0, 0, -2, 0, 0, 0, 0, -2, 0, 0, 0, 0, -2],
  );
});
