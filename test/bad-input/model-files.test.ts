import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { XaiError, type XaiErrorCode } from '../../src/core/errors.ts';
import { writeModel } from '../../src/onnx/write-model.ts';
import { type LoadOptions, Model } from '../../src/tasks/model.ts';
import { buildBytes, buildModel, floats, node, value } from '../onnx/synthetic.ts';
import { external } from '../support/external-weights.ts';
import { missing, sharedFile } from '../support/fixtures.ts';
import { tinyDetector, tinyDetectorRecipe } from '../support/tiny-detector.ts';
import { squarePicture } from '../support/tiny-pictures.ts';

/** Loads, and asks one prediction where loading still went well; it must fail with the code and the words. */
async function refuses(
  bytes: Uint8Array,
  code: XaiErrorCode,
  words: RegExp,
  options: LoadOptions = {},
): Promise<XaiError> {
  let caught: unknown = null;
  await assert.rejects(
    async () => {
      await using model = await Model.load(bytes, { backend: 'wasm', recipe: tinyDetectorRecipe, ...options });
      await model.predict(await squarePicture([]));
    },
    (cause) => {
      caught = cause;
      assert.ok(cause instanceof XaiError, `not an XaiError but ${cause}`);
      assert.equal(cause.code, code, cause.message);
      assert.match(cause.message, words);
      return true;
    },
  );
  return caught as XaiError;
}

test('an empty file', async () => {
  await refuses(new Uint8Array(0), 'model-unreadable', /empty \(0 bytes\)\. Export or download it again/);
});

test('a file cut short anywhere', async () => {
  const whole = tinyDetector();
  // A message of protobuf may end between two fields, so that a cut in the right place leaves a whole but poorer model:
  // then an output has no node, and the runtime says so.
  for (let length = 1; length < whole.length; length += 13) {
    await assert.rejects(
      async () => {
        await using _model = await Model.load(whole.slice(0, length), { backend: 'wasm', recipe: tinyDetectorRecipe });
      },
      (cause) => {
        assert.ok(cause instanceof XaiError, `cut at ${length}: not an XaiError but ${cause}`);
        assert.match(cause.code, /^(model-unreadable|model-unsupported|recipe-invalid)$/, `cut at ${length}`);
        return true;
      },
    );
  }
  await refuses(
    whole.slice(0, whole.length >> 1),
    'model-unreadable',
    /cut off after \d+ bytes.*Export or download it again/,
  );
});

test('a real model cut short', { skip: missing('models/fastestdet/model.onnx') }, async () => {
  const whole = sharedFile('models/fastestdet/model.onnx');
  for (const share of [0.01, 0.5, 0.99]) {
    const cut = whole.slice(0, Math.floor(whole.length * share));
    await refuses(cut, 'model-unreadable', /cut off after \d+ bytes/, { recipe: undefined });
  }
});

test('files that are something else are called by their name', async () => {
  const text = (content: string) => new TextEncoder().encode(content);
  await refuses(text('<!doctype html><title>404</title>'), 'model-unreadable', /a web page/);
  await refuses(
    text('version https://git-lfs.github.com/spec/v1\noid sha256:12\n'),
    'model-unreadable',
    /Git LFS pointer/,
  );
  await refuses(text('PK\x03\x04 archive/data.pkl'), 'model-unreadable', /PyTorch checkpoint.*torch\.onnx\.export/);
  await refuses(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10), 'model-unreadable', /a picture/);
  await refuses(text('just some words, nothing else'), 'model-unreadable', /plain text/);
  const noise = Uint8Array.from({ length: 4096 }, (_, k) => (k * 7919 + 13) % 251);
  await refuses(noise, 'model-unreadable', /not an ONNX model \(4096 bytes/);
});

const classifierRecipe = {
  version: 1,
  task: 'classification',
  input: { width: 8, height: 8 },
  output: { format: 'scores' },
} as const;

const withExternalWeights = () =>
  buildBytes({
    inputs: [value('image', [1, 3, 8, 8])],
    outputs: [value('scores', [1, 2, 1, 1])],
    initializers: [external('weight', [2, 3, 1, 1], 'weights.bin')],
    nodes: [node('Conv', ['image', 'weight'], ['features']), node('GlobalAveragePool', ['features'], ['scores'])],
  });

test('weights in a file that was not given; with the file the model runs', async () => {
  const bytes = withExternalWeights();
  const error = await refuses(bytes, 'model-external-data', /weights of .* are in weights\.bin/, {
    recipe: classifierRecipe,
  });
  assert.equal(error.file, 'weights.bin');
  const data = new Uint8Array(Float32Array.of(1, 0, 0, 0, 1, 0).buffer);
  await using model = await Model.load(bytes, {
    backend: 'wasm',
    recipe: classifierRecipe,
    externalData: [{ path: 'weights.bin', data }],
  });
  const answer = await model.predict(await squarePicture([]));
  assert.ok(answer.classes);
  assert.ok(Math.abs(answer.classes[0].score - 128 / 255) < 1e-5);
  // A file of the wrong length is the runtime's to refuse.
  const short = { recipe: classifierRecipe, externalData: [{ path: 'weights.bin', data: data.slice(0, 8) }] };
  await refuses(bytes, 'model-external-data', /weights\.bin|separate files/, short);
});

test('weights in a file that lies beside the model on disk are found', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'xai-external-'));
  try {
    const file = path.join(folder, 'model.onnx');
    await writeFile(file, withExternalWeights());
    await assert.rejects(Model.load(file, { backend: 'wasm', recipe: classifierRecipe }), {
      name: 'XaiError',
      code: 'model-external-data',
    });
    await writeFile(path.join(folder, 'weights.bin'), new Uint8Array(Float32Array.of(1, 0, 0, 0, 1, 0).buffer));
    await using model = await Model.load(file, { backend: 'wasm', recipe: classifierRecipe });
    assert.equal(model.description.externalFiles[0], 'weights.bin');
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('an operator that no runtime knows is named', async () => {
  const error = await refuses(
    tinyDetector({ fault: 'unknown-operator' }),
    'model-unsupported',
    /Wobble.*standard ONNX operators/,
  );
  assert.equal(error.operator, 'Wobble');
  const custom = buildModel({
    inputs: [value('image', [1, 3, 8, 8])],
    outputs: [value('scores', [1, 3, 8, 8])],
    nodes: [node('Wobble', ['image'], ['scores'], {}, 'com.example')],
  });
  const opsets = new Map([...custom.opsets, ['com.example', 1] as const]);
  await refuses(writeModel({ ...custom, opsets }), 'model-unsupported', /Wobble/, { recipe: classifierRecipe });
});

test('an opset from the future', async () => {
  const bytes = buildBytes({
    inputs: [value('image', [1, 3, 8, 8])],
    outputs: [value('scores', [1, 3, 8, 8])],
    nodes: [node('Relu', ['image'], ['scores'])],
    opset: 99,
  });
  await refuses(bytes, 'model-unsupported', /opset/, { recipe: classifierRecipe });
});

test('an axis that neither the model nor a recipe fixes', async () => {
  const bytes = buildBytes({
    inputs: [value('images', ['batch', 3, 'height', 'width'])],
    outputs: [value('scores', ['batch', 3])],
    initializers: [floats('gain', [1], [1])],
    nodes: [
      node('GlobalAveragePool', ['images'], ['means']),
      node('Mul', ['means', 'gain'], ['strong']),
      node('Flatten', ['strong'], ['scores']),
    ],
  });
  await refuses(bytes, 'model-dynamic-axis', /height|width/, { recipe: undefined });
  await using model = await Model.load(bytes, { backend: 'wasm', recipe: classifierRecipe });
  const answer = await model.predict(await squarePicture([]));
  assert.ok(answer.classes && answer.classes.length === 3);
});

test('a model that nothing says how to read names what was seen and how to go on', async () => {
  const bytes = buildBytes({
    inputs: [value('left', [1, 7]), value('right', [1, 7])],
    outputs: [value('sum', [1, 7])],
    nodes: [node('Add', ['left', 'right'], ['sum'])],
  });
  await refuses(bytes, 'recipe-missing', /"left" float32 \[1, 7\].*recipe\.json/, { recipe: undefined });
});

test('a recipe that breaks its format, and one that does not fit the model', async () => {
  const broken = { ...tinyDetectorRecipe, input: { width: 'wide', height: 32 } };
  await refuses(tinyDetector(), 'recipe-invalid', /input\.width/, { recipe: broken });
  const other = { ...tinyDetectorRecipe, input: { ...tinyDetectorRecipe.input, width: 64 } };
  await refuses(tinyDetector(), 'recipe-invalid', /\[batch, 3, 32, 64\].*\[batch, 3, 32, 32\]/, { recipe: other });
  const format = { ...tinyDetectorRecipe, output: { format: 'fastestdet' } };
  await refuses(tinyDetector(), 'recipe-invalid', /4 axes.*"output0" \[1, 7, 64\]/, { recipe: format });
});

test('a label list of the wrong length', async () => {
  const labels = ['red', 'green'];
  await refuses(tinyDetector(), 'labels-invalid', /2 labels.*3 classes/, { labels });
  const recipe = { ...tinyDetectorRecipe, labels: { file: 'colours.txt' } };
  const beside = { 'colours.txt': 'red\ngreen\nblue\nyellow\n' };
  await refuses(tinyDetector(), 'labels-invalid', /4 labels.*3 classes/, { recipe, beside });
  await refuses(tinyDetector(), 'labels-invalid', /empty/, { recipe, beside: { 'colours.txt': '\n' } });
  await refuses(tinyDetector(), 'labels-invalid', /colours\.txt/, { recipe });
});

test('another size or hash than was asked for', async () => {
  const bytes = tinyDetector();
  await refuses(bytes, 'model-integrity', /\d+ bytes where 5 were expected/, { bytes: 5 });
  await refuses(bytes, 'model-integrity', /SHA-256/, { sha256: 'ab'.repeat(32) });
});
