import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fixInputDims } from '../../src/onnx/input-dims.ts';
import { findLayers, type LayerOptions } from '../../src/onnx/layers/find-layers.ts';
import type { Layer } from '../../src/onnx/layers/layer.ts';
import { type OnnxModel, trueInputs } from '../../src/onnx/model.ts';
import { readModel } from '../../src/onnx/read-model.ts';
import { editGraph } from '../../src/onnx/rewrite.ts';
import { statedShapes, tensorShapes } from '../../src/onnx/shapes.ts';
import { missing, sharedFile } from '../support/fixtures.ts';
import { GOLDEN_NETWORKS, readGoldenNetwork } from '../support/golden-maps.ts';
import { probe } from './sessions.ts';
import { convNext, visionTransformer, windowedTransformer } from './small-transformers.ts';
import { buildModel, floats, node, value } from './synthetic.ts';

/** Layers of a model fed with one picture; `length` is put for open axes other than the batch. */
async function layersOf(model: OnnxModel, options?: LayerOptions, length = 1600): Promise<readonly Layer[]> {
  const inputs = trueInputs(model.graph).map(({ name, dims }) => {
    const fixed = (dims ?? []).map((dim, axis) => (typeof dim === 'number' ? null : axis === 0 ? 1 : length));
    return [name, fixed] as const;
  });
  const fixed = fixInputDims(model, Object.fromEntries(inputs));
  return findLayers(fixed, await tensorShapes(fixed, probe), options);
}

const names = (layers: readonly Layer[]) => layers.map((layer) => layer.name);

interface Expected {
  readonly model: string;
  /** The first layers, in this order. */
  readonly first: readonly string[];
  /** Of which `models.json` names at least one; none where it names no tensor. */
  readonly hinted: readonly string[];
  /** Axes and stride (x, y) of the first. */
  readonly shape: readonly number[];
  readonly stride: readonly [x: number, y: number];
}

const neck = ['21', '18', '15'].map((block) => `/model.${block}/cv2/act/Mul_output_0`);
const yoloxStems = ['1112', '1070', '1028'];
const mobilenet = 'mobilenet_v2_alpha_0.35/re_lu_34/Relu6:0';
const yamnet = 'model_1/sequential_2/model_2/layer6/pointwise_conv/relu/Relu:0';
const ssd = ['activation_3', 'conv_pw_13_relu', 'conv_pw_11_relu'].map((name) => `model_1/${name}/Relu6:0`);

const shared: readonly Expected[] = [
  {
    model: 'squeezenet-fp32',
    first: ['conv10_2', 'fire9/concat_1'],
    hinted: ['conv10_2'],
    shape: [1, 1000, 13, 13],
    stride: [224 / 13, 224 / 13],
  },
  {
    model: 'squeezenet-fp16',
    first: ['conv10_2', 'fire9/concat_1'],
    hinted: ['conv10_2'],
    shape: [1, 1000, 13, 13],
    stride: [224 / 13, 224 / 13],
  },
  {
    model: 'mobilenetv2-imagenet',
    first: ['hardtanh_34'],
    hinted: ['hardtanh_34'],
    shape: [1, 1280, 7, 7],
    stride: [32, 32],
  },
  { model: 'mobilenetv2-flowers', first: [mobilenet], hinted: [mobilenet], shape: [1, 1280, 4, 4], stride: [32, 32] },
  { model: 'cifar10-flatten-cnn', first: ['43'], hinted: ['43'], shape: [1, 24, 10, 10], stride: [3.2, 3.2] },
  { model: 'yolov8n-320', first: neck, hinted: neck, shape: [1, 256, 10, 10], stride: [32, 32] },
  { model: 'yolov8n-320-int8', first: neck, hinted: neck, shape: [1, 256, 10, 10], stride: [32, 32] },
  { model: 'yolov8n-seg-320', first: neck, hinted: neck, shape: [1, 256, 10, 10], stride: [32, 32] },
  { model: 'yolox-nano', first: yoloxStems, hinted: yoloxStems, shape: [1, 64, 13, 13], stride: [32, 32] },
  { model: 'yolox-nano-nms', first: yoloxStems, hinted: yoloxStems, shape: [1, 64, 13, 13], stride: [32, 32] },
  {
    model: 'fastestdet',
    first: ['onnx::Conv_738'],
    hinted: ['onnx::Conv_738', 'onnx::Conv_752'],
    shape: [1, 96, 22, 22],
    stride: [16, 16],
  },
  {
    model: 'ultraface-rfb-320',
    first: ['434', '400', '360', '314'],
    hinted: ['330', '376', '434'],
    shape: [1, 256, 4, 5],
    stride: [64, 60],
  },
  { model: 'st-ssd-person', first: ssd, hinted: ssd.slice(1), shape: [1, 256, 4, 4], stride: [64, 64] },
  {
    model: 'deeplabv3-mnv2',
    first: ['Relu__94:0'],
    hinted: ['Relu__94:0'],
    shape: [1, 256, 33, 33],
    stride: [257 / 33, 257 / 33],
  },
  { model: 'yamnet-esc10', first: [yamnet], hinted: [yamnet], shape: [1, 256, 12, 8], stride: [8, 8] },
  {
    model: 'deimv2-atto-int8',
    first: ['/encoder/pan_block/Concat_output_0'],
    hinted: [],
    shape: [1, 148, 10, 10],
    stride: [32, 32],
  },
];

for (const { model, first, hinted, shape, stride } of shared) {
  const file = `models/${model}/model.onnx`;
  test(`${model}: its layers`, { skip: missing(file) }, async () => {
    const layers = await layersOf(readModel(sharedFile(file)));
    assert.deepEqual(names(layers).slice(0, first.length), first);
    if (hinted.length)
      assert.ok(
        names(layers)
          .slice(0, 3)
          .some((name) => hinted.includes(name)),
      );
    assert.deepEqual(layers[0].dims, shape);
    assert.deepEqual([layers[0].stride.x, layers[0].stride.y], stride);
    assert.equal(new Set(names(layers)).size, layers.length);
    for (const layer of layers) assertSound(layer);
  });
}

/** Whatever a layer says of itself must be in its dims. */
function assertSound(
  { name, dims, kind, layout, channels, height, width, prefixTokens, reason }: Layer,
  leastHeight = 2,
): void {
  const size = { N: 1, C: channels, H: height, W: width, T: 0 };
  assert.equal(layout.length, dims.length, name);
  for (const [axis, letter] of [...layout].entries()) {
    if (letter === 'T') assert.ok(dims[axis] >= prefixTokens + height * width, name);
    else assert.equal(dims[axis], size[letter as keyof typeof size], name);
  }
  assert.equal(kind === 'tokens', layout === 'NTC');
  assert.ok(height >= leastHeight && width > 1 && channels > 1 && reason.length > 10, name);
}

test('a picture that the model turns on its side is called by its own sides', {
  skip: missing('models/yamnet-esc10/model.onnx'),
}, async () => {
  const [layer] = await layersOf(readModel(sharedFile('models/yamnet-esc10/model.onnx')));
  assert.deepEqual([layer.layout, layer.height, layer.width], ['NCWH', 8, 12]);
});

test('a recording whose operators are not followed has no layers', {
  skip: missing('models/swift-f0/model.onnx'),
}, async () => {
  assert.deepEqual(await layersOf(readModel(sharedFile('models/swift-f0/model.onnx'))), []);
});

const embedded: readonly [name: string, first: readonly string[]][] = [
  ['classifier-fair', ['/tower/tower.5/tower.5.2/Relu_output_0']],
  ['classifier-biased', ['/tower/tower.5/tower.5.2/Relu_output_0']],
  ['detector', [2, 1, 0].map((level) => `/stem.${level}/stem.${level}.1/stem.${level}.1.2/Relu_output_0`)],
  ['detector-nms', [2, 1, 0].map((level) => `/stem.${level}/stem.${level}.1/stem.${level}.1.2/Relu_output_0`)],
];

for (const [name, first] of embedded) {
  test(`embedded ${name}, whose weights are 16-bit: its layers`, async () => {
    const layers = await layersOf(readModel(new Uint8Array(readFileSync(`www/models/${name}.onnx`))));
    assert.deepEqual(names(layers).slice(0, first.length), first);
    for (const layer of layers) assertSound(layer);
  });
}

test('networks exported from PyTorch: folded and whole norms, a flattened head behind a pool, a class token', async () => {
  const found = await Promise.all(
    GOLDEN_NETWORKS.map(async (name) => layersOf(readModel(readGoldenNetwork(name).bytes))),
  );
  const [linear, deep, transformer] = found;
  assert.deepEqual(names(linear).slice(0, 2), ['features', 'middle']);
  // The pool between the last map and the head has no weights, so the map before it is finer and as good.
  assert.deepEqual(names(deep).slice(0, 3), ['features', '/network/MaxPool_1_output_0', 'middle']);
  assert.deepEqual(names(transformer).slice(0, 2), ['block3_normed', 'tokens']);
  assert.match(linear[0].reason, /before GlobalAveragePool .* sums up/);
  assert.match(deep[0].reason, /before Gemm .* weighs/);
});

test('tokens: with a class token, with two, and with none', async () => {
  for (const [pooling, prefixTokens] of [
    ['token', 1],
    ['two-tokens', 2],
  ] as const) {
    const layers = await layersOf(visionTransformer(pooling));
    // After the last attention only the class token counts, so its patches have no gradient any more.
    assert.deepEqual(names(layers).slice(0, 2), ['block2_normed', 'block1']);
    const { kind, layout, dims, height, width, channels, stride } = layers[0];
    assert.deepEqual([kind, layout, layers[0].prefixTokens], ['tokens', 'NTC', prefixTokens]);
    assert.deepEqual([dims, height, width, channels, stride], [[1, 16 + prefixTokens, 8], 4, 4, 8, { x: 4, y: 4 }]);
    assert.match(layers[0].reason, /MatMul_block2_mixed.*Gather_class_token/);
  }
  const [last] = await layersOf(visionTransformer('mean'));
  assert.deepEqual([last.name, last.layout, last.prefixTokens, last.dims], ['final', 'NTC', 0, [1, 16, 8]]);
});

test('a windowed transformer: the grid comes back from its windows and shifts, channels last', async () => {
  const layers = await layersOf(windowedTransformer());
  assert.deepEqual(names(layers).slice(0, 2), ['final', 'block2_sum']);
  assert.deepEqual([layers[0].layout, layers[0].dims], ['NHWC', [1, 4, 4, 8]]);
  assert.ok(names(layers).includes('block1'));
  for (const layer of layers) assertSound(layer);
  assert.ok(!names(layers).some((name) => /shares|scores|windows|mixed/.test(name)));
});

test('ConvNeXt: channels first between the blocks', async () => {
  const layers = await layersOf(convNext());
  assert.deepEqual(names(layers).slice(0, 2), ['block2', 'block1']);
  assert.equal(layers[0].layout, 'NCHW');
});

/** A picture of 16 x 16, a convolution to 8 channels, and whatever comes then. */
function picture(
  nodes: readonly ReturnType<typeof node>[],
  outputs: readonly string[],
  input: readonly number[] = [1, 3, 16, 16],
) {
  return buildModel({
    inputs: [value('image', input)],
    outputs: outputs.map((name) => value(name, null, null)),
    initializers: [
      floats('w1', [8, 3, 3, 3]),
      floats('w2', [8, 8, 3, 3]),
      floats('w3', [8, 8, 1, 1]),
      floats('w4', [4, 8, 1, 1]),
    ],
    nodes: [
      node('Conv', ['image', 'w1'], ['sum1'], { pads: [1, 1, 1, 1] }),
      node('Relu', ['sum1'], ['map1']),
      ...nodes,
    ],
  });
}

test('a squeeze-and-excitation is no head, its mask no layer, and the map after it is one', async () => {
  const layers = await layersOf(
    picture(
      [
        node('GlobalAveragePool', ['map1'], ['mean']),
        node('Conv', ['mean', 'w3'], ['gate_sum']),
        node('Sigmoid', ['gate_sum'], ['gate']),
        node('Mul', ['map1', 'gate'], ['gated']),
        node('Conv', ['gated', 'w4'], ['answers']),
        node('GlobalAveragePool', ['answers'], ['scores']),
      ],
      ['scores'],
    ),
  );
  assert.deepEqual(names(layers), ['answers', 'gated', 'map1']);
  assert.match(layers[0].reason, /one map for each class/);
});

test('a segmenter: the map before its classes, not the enlarged classes or the mask', async () => {
  const model = picture(
    [
      node('Conv', ['map1', 'w2'], ['sum2'], { pads: [1, 1, 1, 1], strides: [2, 2] }),
      node('Relu', ['sum2'], ['map2']),
      node('Conv', ['map2', 'w4'], ['classes']),
      node('Resize', ['classes', '', 'scales'], ['large']),
      node('ArgMax', ['large'], ['mask'], { axis: 1 }),
    ],
    ['mask'],
  );
  const scales = floats('scales', [4], [1, 1, 2, 2]);
  const whole = editGraph(model, { initializers: [...model.graph.initializers, scales] });
  assert.deepEqual(names(await layersOf(whole)), ['map2', 'map1']);
});

test('where nothing comes before the class maps, they are offered themselves', async () => {
  const model = buildModel({
    inputs: [value('image', [1, 3, 8, 8])],
    outputs: [value('classes', null)],
    initializers: [floats('w', [4, 3, 1, 1])],
    nodes: [node('Conv', ['image', 'w'], ['classes'])],
  });
  const layers = await layersOf(model);
  assert.deepEqual(names(layers), ['classes']);
  assert.match(layers[0].reason, /answers of Conv/);
});

test('channels last at the input, said or seen', async () => {
  const nodes = [
    node('Transpose', ['image'], ['turned'], { perm: [0, 3, 1, 2] }),
    node('Conv', ['turned', 'w1'], ['sum1'], { pads: [1, 1, 1, 1] }),
    node('Relu', ['sum1'], ['map1']),
    node('GlobalAveragePool', ['map1'], ['mean']),
  ];
  const model = buildModel({
    inputs: [value('image', [1, 12, 16, 3])],
    outputs: [value('mean', null)],
    initializers: [floats('w1', [8, 3, 3, 3])],
    nodes,
  });
  for (const options of [{}, { layout: 'NHWC' }] as const) {
    const [layer] = await layersOf(model, options);
    assert.deepEqual([layer.name, layer.height, layer.width], ['map1', 12, 16]);
  }
  // Told that columns and channels are rows and columns, it finds the channels where the rows are.
  assert.notDeepEqual((await layersOf(model, { layout: 'NCHW' }))[0]?.height, 12);
});

test('recordings: time along the width, channels first or last, or as a picture of one row', async () => {
  const series = (dims: readonly number[], nodes: readonly ReturnType<typeof node>[], weight: readonly number[]) =>
    buildModel({
      inputs: [value('signal', dims)],
      outputs: [value('mean', null)],
      initializers: [floats('w', weight)],
      nodes: [...nodes, node('Relu', ['sum'], ['map']), node('GlobalAveragePool', ['map'], ['mean'])],
    });
  const first = series([1, 3, 100], [node('Conv', ['signal', 'w'], ['sum'], { strides: [2] })], [8, 3, 4]);
  const turned = node('Transpose', ['signal'], ['turned'], { perm: [0, 2, 1] });
  const last = series([1, 100, 3], [turned, node('Conv', ['turned', 'w'], ['sum'], { strides: [2] })], [8, 3, 4]);
  const row = series([1, 3, 1, 100], [node('Conv', ['signal', 'w'], ['sum'], { strides: [1, 2] })], [8, 3, 1, 4]);
  for (const [model, layout] of [
    [first, 'NCW'],
    [last, 'NCW'],
    [row, 'NCHW'],
  ] as const) {
    const layers = await layersOf(model);
    assert.deepEqual(names(layers), ['map']);
    const { channels, height, width, stride } = layers[0];
    assert.deepEqual([layers[0].layout, channels, height, width], [layout, 8, 1, 49]);
    assert.deepEqual(stride, { x: 100 / 49, y: 1 });
    assertSound(layers[0], 1);
  }
});

test('only what the wanted outputs need', async () => {
  const model = picture(
    [
      node('GlobalAveragePool', ['map1'], ['first']),
      node('Conv', ['map1', 'w2'], ['sum2']),
      node('Relu', ['sum2'], ['map2']),
      node('GlobalAveragePool', ['map2'], ['second']),
    ],
    ['first', 'second'],
  );
  assert.deepEqual(names(await layersOf(model, { outputs: ['first'] })), ['map1']);
  assert.equal((await layersOf(model, { outputs: ['second'] }))[0].name, 'map2');
});

test('weights are seen through Cast, DequantizeLinear and Transpose', async () => {
  const model = buildModel({
    inputs: [value('image', [1, 3, 8, 8])],
    outputs: [value('scores', null)],
    initializers: [floats('stored', [3, 3, 3, 8]), floats('w', [4, 8])],
    nodes: [
      node('Cast', ['stored'], ['half'], { to: 10 }),
      node('Cast', ['half'], ['floats'], { to: 1 }),
      node('Transpose', ['floats'], ['weight'], { perm: [3, 2, 0, 1] }),
      node('Conv', ['image', 'weight'], ['sum']),
      node('Relu', ['sum'], ['map']),
      node('ReduceMean', ['map'], ['mean'], { axes: [2, 3], keepdims: 0 }),
      node('Gemm', ['mean', 'w'], ['scores'], { transB: 1 }),
    ],
  });
  const layers = await layersOf(model);
  assert.deepEqual(names(layers), ['map']);
});

test('a graph that runs in a circle is refused; one that hangs in the air has no layers', () => {
  const circle = picture([node('Add', ['map1', 'b'], ['a']), node('Relu', ['a'], ['b'])], ['b']);
  assert.throws(() => findLayers(circle, statedShapes(circle)), { name: 'XaiError', code: 'model-unreadable' });
  const hanging = picture([node('Add', ['map1', 'nobody'], ['a'])], ['a', 'no-such-output']);
  assert.deepEqual(findLayers(hanging, statedShapes(hanging)), []);
});

test('fifty thousand nodes, and a thousand levels of a detector', () => {
  const deep = Array.from({ length: 50_000 }, (_, k) =>
    k % 2 ? node('Relu', [`t${k}`], [`t${k + 1}`]) : node('Conv', [`t${k}`, 'w'], [`t${k + 1}`]),
  );
  const wide = Array.from({ length: 1000 }, (_, k) => node('Conv', ['t50000', 'w'], [`level${k}`]));
  const model = buildModel({
    inputs: [value('t0', [1, 3, 8, 8])],
    outputs: [value('joined', null)],
    initializers: [floats('w', [3, 3, 1, 1])],
    nodes: [
      ...deep,
      ...wide,
      node(
        'Concat',
        wide.map((one) => one.outputs[0]),
        ['joined'],
        { axis: 1 },
      ),
    ],
  });
  const shapes = new Map<string, readonly number[]>([['t0', [1, 3, 8, 8]]]);
  for (const { outputs } of model.graph.nodes) shapes.set(outputs[0], [1, 3, 8, 8]);
  shapes.set('joined', [1, 3000, 8, 8]);
  const start = process.cpuUsage();
  const layers = findLayers(model, shapes);
  const { user, system } = process.cpuUsage(start);
  assert.equal(layers[0].name, 't50000');
  assert.equal(layers.length, 25_000);
  // About a second on a quiet machine; anything quadratic takes minutes.
  assert.ok((user + system) / 1e6 < 8, `${(user + system) / 1e6} s`);
});
