import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { XaiError } from '../../src/core/errors.ts';
import type { Answer, Call, CallName, StreamWindow } from '../../src/engine/protocol.ts';
import { libraryCalls } from '../../src/engine/worker-calls.ts';
import type { CallTools } from '../../src/engine/worker-port.ts';
import { runtimeSettings } from '../../src/runtime/settings.ts';
import { drawSession } from '../../src/tasks/series/drawn-session.ts';
import { buildBytes, floats, node, value } from '../onnx/synthetic.ts';

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

let info: Answer<'load'>;

before(async () => {
  const source = 'www/models/motion.onnx';
  info = await ask<'load'>({ kind: 'load', model: 'motion', source, options: { backend: 'wasm' } });
});

after(async () => {
  await ask<'release'>({ kind: 'release', model: 'motion' });
});

/** Two seconds of a drawn session from a second on. */
async function windowAt(second: number): Promise<StreamWindow> {
  const { recording } = await drawSession('motion', 3, 8);
  const { rate, data } = recording;
  const samples = data.map((values) => values.slice(second * rate, (second + 2) * rate));
  return { samples, rate, start: second };
}

const explain = (window: StreamWindow, wish: Partial<Call<'explainSamples'>> = {}, model = 'motion') =>
  ask<'explainSamples'>({
    kind: 'explainSamples',
    model,
    window,
    method: null,
    classIndex: null,
    wantsMap: true,
    ...wish,
  });

test('a model of recordings says what has to come in', () => {
  assert.deepEqual(info.series, { channels: null, channelCount: 3, rate: 50, window: 100, stride: 50 });
});

test('a window of a stream is answered and explained as the same window of a session', async () => {
  const recording = {
    key: 'same',
    files: [{ name: 'same', source: 'embedded:motion?seed=3&seconds=8' }],
    options: {},
  };
  const answers = await ask<'answerSession'>({ kind: 'answerSession', model: 'motion', recording });
  const wish = { kind: 'explainWindow', model: 'motion', recording, method: 'grad-cam', options: {} } as const;
  for (const index of [0, 4]) {
    handed.length = 0;
    const { classes, map, fed, obstacle, frames } = await explain(await windowAt(index));
    assert.deepEqual(handed, [fed.data.buffer, map?.data.buffer], 'what is sent changes hands');
    assert.deepEqual([obstacle, frames], [null, null]);
    for (const { classIndex, label, score } of classes ?? []) {
      assert.equal(label, answers.classes[classIndex]);
      assert.ok(Math.abs(score - answers.scores[index * 5 + classIndex]) < 1e-6);
    }
    const whole = await ask<'explainWindow'>({ ...wish, window: index, classIndex: classes?.[0].classIndex ?? -1 });
    assert.equal(map?.provenance.method, 'grad-cam');
    assert.deepEqual(map?.data, whole.data);
    assert.deepEqual([fed.rows, fed.columns, fed.step], [3, 100, 0.02]);
    assert.ok(Math.abs(fed.start - index - 0.01) < 1e-9);
    assert.deepEqual(fed.names, ['1', '2', '3']);
  }
  await ask<'closeRecording'>({ kind: 'closeRecording', recording });
});

test('a class that is named is explained, by a method that is named', async () => {
  const { map } = await explain(await windowAt(4), { classIndex: 2, method: 'eigen-cam' });
  assert.deepEqual([map?.target.label, map?.provenance.method], ['circle', 'eigen-cam']);
});

test('a model that no method of one pass suits is answered without a map, and says why', async () => {
  // A sum over the window: no layer keeps places.
  const source = buildBytes({
    inputs: [value('window', ['batch', 300])],
    outputs: [value('scores', ['batch', 2])],
    initializers: [
      floats(
        'weights',
        [300, 2],
        Array.from({ length: 600 }, (_, k) => (k % 2 ? -1 : 1)),
      ),
    ],
    nodes: [node('MatMul', ['window', 'weights'], ['logits']), node('Softmax', ['logits'], ['scores'], { axis: 1 })],
  });
  const recipe = {
    version: 1,
    task: 'series',
    input: { dims: ['batch', 300], axes: ['batch', 'time'], sampleRate: 50 },
    output: { format: 'scores' },
    labels: ['up', 'down'],
  };
  await ask<'load'>({ kind: 'load', model: 'plain', source, options: { backend: 'wasm', recipe } });
  const window = { samples: [new Float32Array(300).fill(0.01)], rate: 50, start: 0 };
  const { classes, map, obstacle } = await explain(window, {}, 'plain');
  assert.equal(map, null);
  assert.equal(classes?.[0].label, 'up');
  assert.ok(obstacle && obstacle.length > 20, String(obstacle));
  const plain = await explain(window, { wantsMap: false }, 'plain');
  assert.deepEqual([plain.map, plain.obstacle], [null, null]);
  assert.deepEqual(plain.classes, classes);
  await ask<'release'>({ kind: 'release', model: 'plain' });
});

test('a method of several passes is refused by name', async () => {
  const isRefused = (error: unknown) => error instanceof XaiError && error.code === 'method-unsupported';
  await assert.rejects(explain(await windowAt(4), { method: 'rise' }), isRefused);
});
