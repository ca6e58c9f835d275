import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Recording } from '../../src/core/series/recording.ts';
import { explainSession } from '../../src/methods/explain-session.ts';
import { missing } from '../support/fixtures.ts';
import { openShared } from './open-model.ts';

const RATE = 16_000;

function sound(seconds: number, sample: (t: number, k: number) => number): Recording {
  const data = [Float32Array.from({ length: seconds * RATE }, (_, k) => sample(k / RATE, k))];
  return { name: 'sound', sha256: '', rate: RATE, start: 0, channels: ['sound'], data, gaps: [], findings: [] };
}

/** Evenly spread in -1..1, the same everywhere. */
function noise(k: number): number {
  let word = Math.imul(k + 1, 0x9e3779b1);
  word = Math.imul(word ^ (word >>> 15), 0x85ebca6b);
  return ((word ^ (word >>> 13)) >>> 0) / 2 ** 31 - 1;
}

test('yamnet-esc10 hears rain in noise and a clock in clicks, from samples on', {
  skip: missing('models/yamnet-esc10/model.onnx'),
}, async () => {
  await using model = await openShared('yamnet-esc10');
  const hear = async (recording: Recording) => {
    const { answers, maps } = await explainSession(model, recording).result();
    return { said: answers.map(({ classes }) => classes?.[0].label), map: maps[0] };
  };
  const rain = await hear(sound(3, (_, k) => 0.1 * noise(k)));
  assert.deepEqual(new Set(rain.said), new Set(['rain']));
  const clicks = (_: number, k: number) => 0.8 * noise(k) * (k % 8000 < 200 ? Math.exp(-(k % 8000) / 30) : 0);
  const clock = await hear(sound(3, clicks));
  assert.deepEqual(new Set(clock.said), new Set(['clock_tick']));
  assert.deepEqual([rain.map.rows, rain.map.columns, rain.map.step], [64, 300, 0.01]);
});

test('swift-f0: hiding the tone lowers the confidence, hiding the silence does not', {
  skip: missing('models/swift-f0/model.onnx'),
}, async () => {
  await using model = await openShared('swift-f0');
  const tone = (t: number) => [1, 2, 3].reduce((sum, k) => sum + Math.sin(2 * Math.PI * 220 * k * t) / k, 0);
  const recording = sound(1, (t) => (t >= 0.5 && t < 0.75 ? 0.2 * tone(t) : 0));
  const { answers, maps } = await explainSession(model, recording, {
    method: 'occlusion',
    patch: 2000,
    stride: 1000,
  }).result();
  const frames = answers[0].frames?.values as Float32Array;
  assert.ok(Math.abs(frames.length - 62) <= 1, `${frames.length} frames`);
  const [{ data, label }] = maps;
  assert.equal(label, 'mean confidence');
  const peak = data.indexOf(data.reduce((most, value) => Math.max(most, value), 0)) / RATE;
  assert.ok(peak >= 0.45 && peak < 0.8, `peak at ${peak} s`);
});
