import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { missing, sharedPath } from '../support/fixtures.ts';
import {
  tinyAttributes,
  tinyAttributesRecipe,
  tinyEmbedder,
  tinyEmbedderRecipe,
  tinySegmenter,
  tinySegmenterRecipe,
} from '../support/tiny-answers.ts';
import { tinyDetector, tinyDetectorRecipe } from '../support/tiny-detector.ts';
import { Bench } from './command.ts';

let bench: Bench;
before(async () => {
  bench = await Bench.make();
});
after(() => bench.remove());

test('inspect says what a model is', async () => {
  const { status, stdout, stderr } = await bench.run(['inspect', 'detector.onnx']);
  assert.deepEqual([status, stderr], [0, '']);
  const digest = createHash('sha256').update(tinyDetector()).digest('hex');
  assert.match(stdout, new RegExp(`^detector\\.onnx: \\S+ MB, SHA-256 ${digest}$`, 'm'));
  assert.match(stdout, /made by xai-viewer tests, IR 8, opset/);
  assert.match(stdout, /^Inputs\n {2}images {2}float32 \[batch, 3, 32, 32\]$/m);
  assert.match(stdout, /^Outputs\n {2}output0 {2}float32 \[batch, 7, 64\]$/m);
  assert.match(stdout, /Conv 2/);
  assert.match(stdout, /^Taken for detection, as written \(sidecar\)$/m);
  assert.match(stdout, /input 32x32 RGB NCHW, letterbox-centre.*output format yolov8/);
});

test('inspect names the first layers, --json all', async () => {
  const text = await bench.run(['inspect', 'classifier.onnx']);
  assert.match(text.stdout, /^Layers, best guess first\n {2}positive {2}\[1, 3, 32, 32\] NCHW: .*GlobalAveragePool/m);
  const { layers, layersProblem } = JSON.parse((await bench.run(['inspect', 'classifier.onnx', '--json'])).stdout);
  assert.equal(layersProblem, null);
  assert.deepEqual(layers, [
    {
      name: 'positive',
      dims: [1, 3, 32, 32],
      kind: 'grid',
      layout: 'NCHW',
      channels: 3,
      height: 32,
      width: 32,
      prefixTokens: 0,
      stride: { x: 1, y: 1 },
      level: false,
      reason: layers[0].reason,
    },
  ]);
});

test('inspect says which layer the recipe names, and refuses one that is not there', async () => {
  await bench.write('named.onnx', tinyDetector());
  await bench.write('named.recipe.json', JSON.stringify({ ...tinyDetectorRecipe, layer: 'zeros' }));
  const { stdout } = await bench.run(['inspect', 'named.onnx']);
  assert.match(stdout, /^ {2}layer zeros, as the recipe names it$/m);
  assert.match(stdout, /^Layers, best guess first\n {2}zeros {2}\[.*\] NCHW: named by the recipe: /m);
  const report = JSON.parse((await bench.run(['inspect', 'named.onnx', '--json'])).stdout);
  assert.deepEqual([report.recognised.recipe.layer, report.layers[0].name], ['zeros', 'zeros']);
  await bench.write('named.recipe.json', JSON.stringify({ ...tinyDetectorRecipe, layer: 'zeroes' }));
  const refused = JSON.parse((await bench.run(['inspect', 'named.onnx', '--json'])).stdout);
  assert.equal(refused.problem.code, 'recipe-invalid');
  assert.match(refused.problem.message, /no tensor "zeroes" before its scores\. The nearest names are "zeros"/);
});

test('layers of a model that no runtime can open are not listed, and inspect says why', async () => {
  await bench.write('broken.onnx', tinyDetector({ fault: 'unknown-operator' }));
  await bench.write('broken.recipe.json', JSON.stringify(tinyDetectorRecipe));
  const { status, stdout } = await bench.run(['inspect', 'broken.onnx']);
  assert.equal(status, 0);
  assert.match(stdout, /^Layers not listed \(model-unsupported\)\n {2}.*Wobble/m);
  const report = JSON.parse((await bench.run(['inspect', 'broken.onnx', '--json'])).stdout);
  assert.deepEqual([report.layers, report.layersProblem.code], [[], 'model-unsupported']);
});

test('inspect --json is JSON and nothing else', async () => {
  const { status, stdout } = await bench.run(['inspect', 'detector.onnx', '--json']);
  assert.equal(status, 0);
  const report = JSON.parse(stdout);
  assert.equal(report.file, 'detector.onnx');
  assert.equal(report.bytes, tinyDetector().length);
  assert.deepEqual(report.inputs, [{ name: 'images', type: 'float32', dims: ['batch', 3, 32, 32] }]);
  assert.equal(report.operators.Conv, 2);
  assert.equal(report.recognised.recipe.output.format, 'yolov8');
  assert.equal(report.recognised.source, 'sidecar');
  assert.equal(report.problem, null);
});

test('a model that nothing says how to read is inspected all the same, with the way to a recipe', async () => {
  await bench.write('lonely.onnx', tinyDetector());
  const text = await bench.run(['inspect', 'lonely.onnx']);
  assert.equal(text.status, 0);
  const { recognised, problem } = JSON.parse((await bench.run(['inspect', 'lonely.onnx', '--json'])).stdout);
  // Seven columns of 64 proposals may be anything: either it is a guess that says so, or no recipe.
  if (problem) assert.match(text.stdout, /^No recipe \(recipe-missing\)\n.*lonely\.recipe\.json/m);
  else assert.ok(recognised.isGuess && /a guess \(signature\)/.test(text.stdout));
});

test('what is inspected is what the file holds, for a shared model too', {
  skip: missing('models/yolox-nano-nms/model.onnx'),
}, async () => {
  const file = sharedPath('models/yolox-nano-nms/model.onnx');
  const { stdout } = await bench.run(['inspect', file, '--json']);
  const report = JSON.parse(stdout);
  const digest = createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
  assert.equal(report.sha256, digest);
  assert.equal(report.operators.NonMaxSuppression, 1);
  assert.deepEqual(report.inputs[0].dims, [1, 3, 416, 416]);
});

test('inspect says how it reads segmenters, heads and embeddings', async () => {
  await bench.write('segmenter.onnx', tinySegmenter('NHWC'));
  const maps = { ...tinySegmenterRecipe, output: { format: 'class-maps', layout: 'NHWC' } };
  await bench.write('segmenter.recipe.json', JSON.stringify(maps));
  const segmenter = await bench.run(['inspect', 'segmenter.onnx']);
  assert.match(segmenter.stdout, /^Taken for semantic-segmentation, as written \(sidecar\)$/m);
  assert.match(segmenter.stdout, /^ {2}4 classes at 8x8 places \(NHWC\): background, red, green, blue$/m);
  await bench.write('attributes.onnx', tinyAttributes());
  await bench.write('attributes.recipe.json', JSON.stringify(tinyAttributesRecipe));
  const attributes = await bench.run(['inspect', 'attributes.onnx']);
  assert.match(
    attributes.stdout,
    /output format heads\n {2}colour, one of 3: red, green, blue\n {2}tone, one of 2: dark/,
  );
  await bench.write('embedder.onnx', tinyEmbedder());
  await bench.write('embedder.recipe.json', JSON.stringify(tinyEmbedderRecipe));
  const embedder = await bench.run(['inspect', 'embedder.onnx']);
  assert.match(embedder.stdout, /Taken for embedding.*output format vector\n {2}a vector of 3 numbers/s);
});
