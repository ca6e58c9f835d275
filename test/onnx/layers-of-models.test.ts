import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readModel } from '../../src/onnx/read-model.ts';
import { missing, sharedFile } from '../support/fixtures.ts';
import { GOLDEN_NETWORKS, readGoldenNetwork } from '../support/golden-maps.ts';
import { assertSound, layersOf, names } from './list-layers.ts';

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
const ssd = ['conv_pw_11_relu', 'conv_pw_13_relu', 'conv_pw_5_relu'].map((name) => `model_1/${name}/Relu6:0`);

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
    first: ['400', '360', '434', '314'],
    hinted: ['330', '376', '434'],
    shape: [1, 256, 8, 10],
    stride: [32, 30],
  },
  { model: 'st-ssd-person', first: ssd, hinted: ssd.slice(0, 2), shape: [1, 128, 16, 16], stride: [16, 16] },
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
  ['detector', [1, 2, 0].map((level) => `/stem.${level}/stem.${level}.1/stem.${level}.1.2/Relu_output_0`)],
  ['detector-nms', [1, 2, 0].map((level) => `/stem.${level}/stem.${level}.1/stem.${level}.1.2/Relu_output_0`)],
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
