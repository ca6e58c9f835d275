import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { XaiError } from '../../src/core/errors.ts';
import type { Answer, Call, CallName, FrameWish } from '../../src/engine/protocol.ts';
import { libraryCalls } from '../../src/engine/worker-calls.ts';
import type { CallTools } from '../../src/engine/worker-port.ts';
import { explain } from '../../src/methods/explain.ts';
import { GraphRunner } from '../../src/runtime/graph-runner.ts';
import { runtimeSettings } from '../../src/runtime/settings.ts';
import { Model } from '../../src/tasks/model.ts';

// A second thread waits by spinning, which costs a busy machine more than it gains.
runtimeSettings.threads = 1;

const calls = libraryCalls();
const handed: ArrayBuffer[] = [];
const tools: CallTools = {
  signal: new AbortController().signal,
  progress: () => {},
  partial: () => {},
  growing: () => {},
  handOver: (buffers) => handed.push(...buffers),
};
const ask = <K extends CallName>(call: Call<K>): Promise<Answer<K>> =>
  (calls as unknown as Record<K, (call: Call<K>, tools: CallTools) => Promise<Answer<K>>>)[call.kind as K](call, tools);

/** Something that the detector takes for a balloon: a red disc in the sky, left of the middle by `shift`. */
function balloon(shift = 0, width = 640, height = 480) {
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const isDisc = Math.hypot(x - 300 + shift, y - 200) < 90;
      data.set(isDisc ? [230, 60, 50] : [120, 180, 220], (y * width + x) * 4);
    }
  }
  return { width, height, data };
}

const usual: FrameWish = { method: null, classIndex: null, scoreThreshold: null };
const frame = (wish: Partial<FrameWish> = {}, picture = balloon(), model = 'detector') =>
  ask<'explainFrame'>({ kind: 'explainFrame', model, frame: picture, ...usual, ...wish });

before(async () => {
  for (const [model, file] of [
    ['detector', 'detector'],
    ['classifier', 'classifier-fair'],
    ['segmenter', 'segmenter'],
  ]) {
    const source = `www/models/${file}.onnx`;
    await ask<'load'>({ kind: 'load', model, source, options: { backend: 'wasm' } });
  }
});

after(async () => {
  for (const model of ['detector', 'classifier', 'segmenter']) await ask<'release'>({ kind: 'release', model });
});

test('a frame gives what predicting and explaining the same picture give, bit for bit', async () => {
  await using model = await Model.load('www/models/detector.onnx', { backend: 'wasm' });
  for (const method of [null, 'eigen-cam']) {
    const { prediction, map } = await frame({ method });
    const picture = { ...balloon(), sha256: '' };
    const { boxes } = await model.predict(picture);
    assert.deepEqual(
      prediction.findings.map(({ label, score, box }) => ({ label, score, box })),
      boxes?.map(({ label, score, box }) => ({ label, score, box })),
    );
    assert.equal(prediction.findings[0].label, 'balloon');
    const [expected] = await explain(model, picture, { method: method ?? 'grad-cam', targets: 'top' }).result();
    assert.equal(map?.provenance.method, method ?? 'grad-cam');
    assert.deepEqual(map?.target.box, expected.target.box);
    assert.deepEqual(map?.data, expected.data);
    assert.ok(map && handed.includes(map.data.buffer as ArrayBuffer), 'the map changes hands');
  }
});

test('a frame takes two runs of sessions that stay open', async (t) => {
  for (const method of ['grad-cam', 'eigen-cam']) {
    await frame({ method });
    const open = t.mock.method(GraphRunner, 'open');
    const run = t.mock.method(GraphRunner.prototype, 'run');
    for (const shift of [20, 40, 60]) await frame({ method }, balloon(shift));
    assert.equal(open.mock.callCount(), 0, `${method} opens nothing anew`);
    assert.equal(run.mock.callCount(), 6, `${method} runs one session to predict and one to explain`);
    t.mock.restoreAll();
  }
});

test('a class is asked about by its surest object; where there is none there is no map', async () => {
  const { prediction, map } = await frame({ scoreThreshold: 0.01 });
  const best = prediction.findings[0].classIndex;
  const other = prediction.findings.find(({ classIndex }) => classIndex !== best);
  assert.ok(other, 'at a low threshold there is something else');
  const asked = await frame({ scoreThreshold: 0.01, classIndex: other.classIndex });
  assert.deepEqual(asked.map?.target.box, other.box);
  assert.notDeepEqual(asked.map?.data, map?.data);
  const missing = await frame({ classIndex: other.classIndex, scoreThreshold: 0.99 });
  assert.deepEqual([missing.map, missing.prediction.findings], [null, []]);
});

test('classifiers and segmenters are asked about their best answer, or a class', async () => {
  const best = await frame({}, balloon(), 'classifier');
  assert.equal(best.map?.target.classIndex, best.prediction.findings[0].classIndex);
  const second = best.prediction.findings[1].classIndex;
  assert.equal((await frame({ classIndex: second }, balloon(), 'classifier')).map?.target.classIndex, second);
  const area = await frame({}, balloon(), 'segmenter');
  assert.equal(area.prediction.segmentation, undefined, 'the class of each pixel stays in the engine');
  const { map, prediction } = area;
  if (map) assert.ok(prediction.findings.some(({ classIndex }) => classIndex === map.target.classIndex));
  else assert.ok(prediction.findings.every(({ label }) => label === 'background'));
});

test('a method of several passes is refused, and told which would do', async () => {
  for (const method of ['d-rise', 'occlusion']) {
    await assert.rejects(
      frame({ method }),
      (error) => error instanceof XaiError && error.code === 'method-unsupported' && /grad-cam/.test(error.message),
    );
  }
});
