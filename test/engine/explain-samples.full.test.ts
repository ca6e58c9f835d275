import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Answer, Call, CallName } from '../../src/engine/protocol.ts';
import { libraryCalls } from '../../src/engine/worker-calls.ts';
import type { CallTools } from '../../src/engine/worker-port.ts';
import { runtimeSettings } from '../../src/runtime/settings.ts';
import { missing, sharedPath } from '../support/fixtures.ts';

// A second thread waits by spinning, which costs a busy machine more than it gains.
runtimeSettings.threads = 1;

const skip = missing('models/swift-f0/model.onnx') || missing('models/yamnet-esc10/model.onnx');
const calls = libraryCalls();
const tools: CallTools = {
  signal: new AbortController().signal,
  progress: () => {},
  partial: () => {},
  growing: () => {},
  handOver: () => {},
};
const ask = <K extends CallName>(call: Call<K>): Promise<Answer<K>> =>
  (calls as unknown as Record<K, (call: Call<K>, tools: CallTools) => Promise<Answer<K>>>)[call.kind as K](call, tools);

const EMBEDDED = ['motion-recurrent', 'sound'];
const SHARED = ['swift-f0', 'yamnet-esc10'];
const RATE = 16_000;
const tone = (samples: number) =>
  Float32Array.from({ length: samples }, (_, k) => 0.4 * Math.sin((k / RATE) * 440 * Math.PI));
const wish = { method: null, classIndex: null, wantsMap: true } as const;
const infos: Record<string, Answer<'load'>> = {};

before(async () => {
  const load = async (model: string, source: string) => {
    infos[model] = await ask<'load'>({ kind: 'load', model, source, options: { backend: 'wasm' } });
  };
  for (const model of EMBEDDED) await load(model, `www/models/${model}.onnx`);
  if (!skip) for (const model of SHARED) await load(model, sharedPath(`models/${model}/model.onnx`));
});

after(async () => {
  for (const model of Object.keys(infos)) await ask<'release'>({ kind: 'release', model });
});

test('sound is fed as a picture of bands', async () => {
  const { series } = infos.sound;
  assert.deepEqual([series?.channelCount, series?.rate, series?.window], [1, RATE, 95 * 160 + 512]);
  const { classes, fed, map } = await ask<'explainSamples'>({
    kind: 'explainSamples',
    model: 'sound',
    window: { samples: [tone(series?.window ?? 0)], rate: RATE, start: 0 },
    ...wish,
  });
  assert.equal(classes?.[0].label, 'tone');
  assert.deepEqual([fed.rows, fed.columns, fed.names], [64, 96, null]);
  assert.deepEqual([map?.height, map?.width], [64, 96]);
});

test('a recurrent model has a map of what a layer holds', async () => {
  const samples = [0, 0.2, 0.95].map((level) => new Float32Array(100).fill(level));
  const { map, obstacle, classes } = await ask<'explainSamples'>({
    kind: 'explainSamples',
    model: 'motion-recurrent',
    window: { samples, rate: 50, start: 0 },
    ...wish,
  });
  assert.equal(classes?.[0].label, 'idle');
  assert.deepEqual([map?.provenance.method, obstacle], ['eigen-cam', null]);
});

test('a model of any length gives values along a second of sound', { skip }, async () => {
  const { series } = infos['swift-f0'];
  assert.deepEqual([series?.channelCount, series?.rate, series?.window], [1, RATE, null]);
  const { classes, frames, map, obstacle } = await ask<'explainSamples'>({
    kind: 'explainSamples',
    model: 'swift-f0',
    window: { samples: [tone(RATE)], rate: RATE, start: 3 },
    ...wish,
  });
  assert.equal(classes, null);
  assert.ok(frames && frames.values.length > 20, `${frames?.values.length} values`);
  // They go over the whole second.
  assert.ok(Math.abs(frames.values.length * frames.step - 1) < 0.05, `${frames.values.length} of ${frames.step} s`);
  assert.ok(map !== null || (obstacle ?? '') !== '', 'a map, or why there is none');
});

test('a model of log-mel patches answers about its window', { skip }, async () => {
  const { series } = infos['yamnet-esc10'];
  assert.deepEqual([series?.channelCount, series?.rate], [1, RATE]);
  const { classes, fed, map } = await ask<'explainSamples'>({
    kind: 'explainSamples',
    model: 'yamnet-esc10',
    window: { samples: [tone(series?.window ?? 0)], rate: RATE, start: 0 },
    ...wish,
  });
  assert.equal(classes?.length, 10);
  assert.deepEqual([fed.names, map?.width, map?.height], [null, fed.columns, fed.rows]);
});
