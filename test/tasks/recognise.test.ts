import assert from 'node:assert/strict';
import { test } from 'node:test';
import { XaiError, type XaiErrorCode } from '../../src/core/errors.ts';
import type { ModelDescription, TensorDescription } from '../../src/onnx/describe-model.ts';
import { labelFileOf, type Recognised, recognise, sidecarName } from '../../src/tasks/recognise.ts';
import { parseNames } from '../../src/tasks/recognition/ultralytics.ts';
import { missing } from '../support/fixtures.ts';
import { describeShared, openRecipe } from './open-fixture.ts';

type Port = [name: string, dims: TensorDescription['dims'], type?: TensorDescription['type']];

function describe(inputs: Port[], outputs: Port[], more: Partial<ModelDescription> = {}): ModelDescription {
  const ports = (list: Port[]) => list.map(([name, dims, type = 'float32']) => ({ name, dims, type }));
  return {
    inputs: ports(inputs),
    outputs: ports(outputs),
    irVersion: 8,
    producer: '',
    opsets: { 'ai.onnx': 17 },
    operators: {},
    customOperators: [],
    metadata: {},
    parameterCount: 0,
    parameterBytes: 0,
    externalFiles: [],
    ...more,
  };
}

const classifier = describe([['x', ['N', 3, 8, 8]]], [['y', ['N', 2]]]);
const written = {
  version: 1,
  task: 'classification',
  input: { width: 8, height: 8 },
  output: { format: 'scores' },
  labels: { file: 'names.txt' },
};

function fails(given: Parameters<typeof recognise>[0], code: XaiErrorCode, pattern: RegExp) {
  assert.throws(
    () => recognise(given),
    (error) => {
      assert.ok(error instanceof XaiError && error.code === code, String(error));
      assert.match(error.message, pattern);
      return true;
    },
  );
}

test('a recipe that is given wins over a sidecar, a sidecar over a guess', () => {
  const beside = {
    'net.recipe.json': JSON.stringify({ ...written, name: 'beside', labels: ['a', 'b'] }),
    'names.txt': 'cat\ndog\n',
  };
  const given = recognise({ name: 'models/net.onnx', description: classifier, recipe: written, beside });
  assert.deepEqual([given.source, given.isGuess, given.recipe.labels], ['explicit', false, ['cat', 'dog']]);
  const sidecar = recognise({ name: 'models/net.onnx', description: classifier, beside });
  assert.deepEqual([sidecar.source, sidecar.recipe.name, sidecar.recipe.labels], ['sidecar', 'beside', ['a', 'b']]);
  const guess = recognise({ name: 'models/net.onnx', description: classifier });
  assert.deepEqual([guess.source, guess.isGuess], ['signature', true]);
  const relabelled = recognise({ name: 'net.onnx', description: classifier, recipe: written, labels: ['x', 'y'] });
  assert.deepEqual(relabelled.recipe.labels, ['x', 'y']);
});

test('names of sidecars and label files', () => {
  assert.equal(sidecarName('a/b.v2.onnx'), 'b.v2.recipe.json');
  assert.equal(sidecarName('C:\\models\\Net.ONNX'), 'Net.recipe.json');
  assert.equal(labelFileOf(written), 'names.txt');
  assert.equal(labelFileOf({ labels: ['a'] }), null);
  assert.equal(labelFileOf(null), null);
});

test('a written recipe that does not fit is refused, not replaced by a guess', () => {
  const base = { name: 'net.onnx', description: classifier };
  const bare = { ...written, labels: ['a', 'b'] };
  fails(
    { ...base, beside: { 'net.recipe.json': '{"version": 1,' } },
    'recipe-invalid',
    /net\.recipe\.json is not JSON/,
  );
  fails({ ...base, beside: { 'net.recipe.json': '{}' } }, 'recipe-invalid', /net\.recipe\.json.*task/);
  fails({ ...base, recipe: written }, 'labels-invalid', /"names\.txt".*not given/);
  fails({ ...base, recipe: written, beside: { 'names.txt': '\n' } }, 'labels-invalid', /empty/);
  fails(
    { ...base, recipe: { ...bare, input: { width: 9, height: 8 } } },
    'recipe-invalid',
    /\[batch, 3, 8, 9\].*\[N, 3, 8, 8\]/,
  );
  fails({ ...base, recipe: { ...bare, input: { ...bare.input, name: 'z' } } }, 'recipe-invalid', /"z".*"x"/);
  fails({ ...base, recipe: { ...bare, input: { ...bare.input, channels: 'grey' } } }, 'recipe-invalid', /channels/);
  const two = describe(
    [
      ['x', ['N', 3, 8, 8]],
      ['sizes', ['N', 2], 'int64'],
    ],
    [['y', ['N', 2]]],
  );
  fails({ name: 'net.onnx', description: two, recipe: bare }, 'recipe-invalid', /"sizes" \[N, 2\].*extraInputs/);
});

test('a model that nothing fits gets told what was seen, what is missing and how to go on', () => {
  const odd = describe([['tokens', ['N', 'length'], 'int64']], [['hidden', ['N', 'length', 768]]]);
  fails(
    { name: 'bert.onnx', description: odd },
    'recipe-missing',
    /"tokens" int64 \[N, length\].*"hidden".*\[N, length, 768\]/,
  );
  fails({ name: 'bert.onnx', description: odd }, 'recipe-missing', /Missing:.*bert\.recipe\.json.*"task":"detection"/);
  fails({ name: 'none.onnx', description: describe([], []) }, 'recipe-missing', /inputs none/);
});

test('an open width needs a recipe that closes it', () => {
  const open = describe([['x', ['N', 3, 'h', 'w']]], [['y', ['N', 2]]]);
  fails({ name: 'net.onnx', description: open }, 'model-dynamic-axis', /input\.width/);
  const recipe = { ...written, labels: ['a', 'b'] };
  assert.equal(recognise({ name: 'net.onnx', description: open, recipe }).recipe.task, 'classification');
});

test("Ultralytics' notes: names in Python's spelling, size, task", () => {
  assert.deepEqual(parseNames(`{0: 'person', 1: "rider's hat", 2: 'it\\'s'}`), ['person', "rider's hat", "it's"]);
  assert.deepEqual(parseNames(`['a', 'b']`), ['a', 'b']);
  assert.equal(parseNames(`{0: 'a', 2: 'c'}`), null);
  assert.equal(parseNames('{}'), null);
  const metadata = { task: 'detect', names: `{0: 'cat', 1: 'dog'}`, imgsz: '[96, 160]', stride: '32' };
  const input: Port = ['images', ['batch', 3, 'height', 'width']];
  const v8 = recognise({
    name: 'm.onnx',
    description: describe([input], [['o', ['batch', 6, 'anchors']]], { metadata }),
  });
  assert.deepEqual([v8.source, v8.isGuess, v8.recipe.output.format], ['metadata', false, 'yolov8']);
  assert.deepEqual(v8.recipe.input, {
    ...v8.recipe.input,
    width: 160,
    height: 96,
    resize: 'letterbox-centre',
    scale: 1 / 255,
  });
  const v5 = recognise({ name: 'm.onnx', description: describe([input], [['o', [1, 945, 7]]], { metadata }) });
  assert.equal(v5.recipe.output.format, 'yolov5');
  const v10 = recognise({ name: 'm.onnx', description: describe([input], [['o', [1, 300, 6]]], { metadata }) });
  assert.deepEqual([v10.recipe.output.format, v10.recipe.labels], ['detection-rows', ['cat', 'dog']]);
  const nameless = recognise({
    name: 'm.onnx',
    description: describe([['x', [1, 3, 64, 64]]], [['o', [1, 300, 6]]]),
  });
  assert.deepEqual([nameless.recipe.output.format, nameless.isGuess], ['detection-rows', true]);
  const classify = { ...metadata, task: 'classify' };
  const cls = recognise({ name: 'm.onnx', description: describe([input], [['o', [1, 2]]], { metadata: classify }) });
  assert.deepEqual(
    [cls.recipe.task, cls.recipe.input],
    ['classification', { ...cls.recipe.input, resize: 'centre-crop' }],
  );
});

test('files of the Hugging Face layout', () => {
  const config = {
    architectures: ['ViTForImageClassification'],
    id2label: { '1': 'dog', '0': 'cat' },
    model_type: 'vit',
  };
  const processor = {
    size: { shortest_edge: 12 },
    crop_size: { width: 8, height: 8 },
    do_center_crop: true,
    image_mean: [0.5, 0.4, 0.3],
    image_std: [0.2, 0.2, 0.2],
  };
  const beside = { 'config.json': JSON.stringify(config), 'preprocessor_config.json': JSON.stringify(processor) };
  const open = describe([['pixel_values', ['batch', 3, 'h', 'w']]], [['logits', ['batch', 2]]]);
  const { recipe, source, isGuess } = recognise({ name: 'model.onnx', description: open, beside });
  assert.deepEqual(
    [source, isGuess, recipe.task, recipe.labels],
    ['hugging-face', false, 'classification', ['cat', 'dog']],
  );
  assert.deepEqual(recipe.input, {
    ...recipe.input,
    name: 'pixel_values',
    width: 8,
    height: 8,
    scale: 1 / 255,
    mean: [0.5, 0.4, 0.3],
    resize: 'centre-crop',
    cropShortSide: 12,
  });
  assert.ok('activation' in recipe.output && recipe.output.activation === 'softmax');
  const multi = { ...config, problem_type: 'multi_label_classification' };
  const tagger = recognise({
    name: 'model.onnx',
    description: classifier,
    beside: { 'config.json': JSON.stringify(multi) },
  });
  assert.deepEqual([tagger.recipe.task, tagger.isGuess], ['tagging', true]);
  const detr = { architectures: ['RTDetrForObjectDetection'], model_type: 'rt_detr', id2label: config.id2label };
  const boxes = describe(
    [['pixel_values', [1, 3, 8, 8]]],
    [
      ['logits', [1, 300, 2]],
      ['pred_boxes', [1, 300, 4]],
    ],
  );
  const found = recognise({
    name: 'model.onnx',
    description: boxes,
    beside: { 'config.json': JSON.stringify(detr) },
  }).recipe;
  assert.deepEqual(found.output, {
    format: 'scored-boxes',
    boxes: 'pred_boxes',
    scores: 'logits',
    boxCoding: 'cxcywh',
    boxUnit: 'relative',
    background: 'none',
    activation: 'sigmoid',
  });
});

/** What can honestly be told from each file alone: how it was recognised, and whether all of it is as in the recipe. */
const FROM_THE_FILE: Readonly<
  Record<string, readonly [source: Recognised['source'], reads: 'right' | 'other colours']>
> = {
  'squeezenet-fp32': ['signature', 'right'],
  'squeezenet-fp16': ['signature', 'right'],
  'mobilenetv2-imagenet': ['signature', 'right'],
  'mobilenetv2-flowers': ['signature', 'right'],
  'cifar10-flatten-cnn': ['signature', 'other colours'],
  'yolov8n-320': ['metadata', 'right'],
  'yolov8n-320-int8': ['metadata', 'right'],
  'yolov8n-seg-320': ['metadata', 'right'],
  'yolox-nano': ['signature', 'right'],
  'yolox-nano-nms': ['signature', 'other colours'],
  fastestdet: ['signature', 'right'],
  'deimv2-atto-int8': ['signature', 'right'],
  'ultraface-rfb-320': ['signature', 'right'],
  'st-ssd-person': ['signature', 'right'],
  'deeplabv3-mnv2': ['signature', 'right'],
};

for (const [model, [source, reads]] of Object.entries(FROM_THE_FILE)) {
  test(`${model} is recognised by its file alone`, { skip: missing(`models/${model}/model.onnx`) }, () => {
    const { recipe, ...found } = recognise({ name: 'model.onnx', description: describeShared(model) });
    assert.deepEqual([found.source, found.isGuess], [source, source === 'signature']);
    assert.ok(
      found.reasons.length > 0 && found.reasons.every((reason) => /^[A-Z].*\.$/.test(reason)),
      String(found.reasons),
    );
    const known = openRecipe(model);
    assert.equal(recipe.task, known.task);
    assert.equal(recipe.output.format, known.output.format);
    assert.ok(recipe.task !== 'series' && known.task !== 'series');
    const feeding = ({
      mean,
      std,
      channels,
      scale,
      resize,
      width,
      height,
      layout,
      cropShortSide,
    }: typeof known.input) => ({
      mean: mean.length === 1 ? [mean[0], mean[0], mean[0]] : mean,
      std: std.length === 1 ? [std[0], std[0], std[0]] : std,
      scale: scale.toFixed(9),
      ...{ channels, resize, width, height, layout, cropShortSide },
    });
    if (reads === 'right') assert.deepEqual(feeding(recipe.input), feeding(known.input));
    else assert.notDeepEqual(feeding(recipe.input), feeding(known.input));
  });
}
