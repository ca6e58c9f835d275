import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { XaiError } from '../../src/core/errors.ts';
import type { Answer, Call, CallName, Growing, Progress, RecordingSource } from '../../src/engine/protocol.ts';
import { libraryCalls } from '../../src/engine/worker-calls.ts';
import type { CallTools } from '../../src/engine/worker-port.ts';
import { runtimeSettings } from '../../src/runtime/settings.ts';

// A second thread waits by spinning, which costs a busy machine more than it gains.
runtimeSettings.threads = 1;

const calls = libraryCalls();
const drawn: RecordingSource = {
  key: 'drawn',
  files: [{ name: 'drawn', source: 'embedded:motion?seed=3&seconds=20' }],
  options: {},
};
const WINDOWS = 19;

function makeTools(signal = new AbortController().signal) {
  const heard = { progress: [] as Progress[], growing: [] as Growing[], buffers: [] as ArrayBuffer[] };
  const tools: CallTools = {
    signal,
    progress: (progress) => heard.progress.push(progress),
    partial: () => {},
    growing: (value) => heard.growing.push(value),
    handOver: (buffers) => heard.buffers.push(...buffers),
  };
  return { heard, tools };
}

const ask = <K extends CallName>(call: Call<K>, tools = makeTools().tools): Promise<Answer<K>> =>
  (calls as unknown as Record<K, (call: Call<K>, tools: CallTools) => Promise<Answer<K>>>)[call.kind as K](call, tools);

before(async () => {
  await ask<'load'>({ kind: 'load', model: 'm', source: 'www/models/motion.onnx', options: { backend: 'wasm' } });
});

after(async () => {
  await ask<'release'>({ kind: 'release', model: 'm' });
});

test('a drawn session is read with its labels; what the page gets is its own', async () => {
  const first = await ask<'readRecording'>({ kind: 'readRecording', recording: drawn });
  assert.deepEqual(first.recording.channels, ['x', 'y', 'z']);
  assert.equal(first.recording.data[0].length, 1000);
  assert.ok(first.labels?.some(({ label }) => label === 'shake'));
  structuredClone(first.recording.data[0], { transfer: [first.recording.data[0].buffer as ArrayBuffer] });
  const second = await ask<'readRecording'>({ kind: 'readRecording', recording: drawn });
  assert.equal(second.recording.data[0].length, 1000);
});

test('answers come in columns; they sum to one, and progress ends at the last window', async () => {
  const { heard, tools } = makeTools();
  const answers = await ask<'answerSession'>({ kind: 'answerSession', model: 'm', recording: drawn }, tools);
  assert.deepEqual(answers.classes, ['idle', 'walk', 'circle', 'shake', 'knock']);
  assert.deepEqual([answers.count, answers.start, answers.stride, answers.length], [WINDOWS, 0, 1, 2]);
  for (let window = 0; window < WINDOWS; window++) {
    const sum = answers.scores.subarray(window * 5, window * 5 + 5).reduce((all, score) => all + score, 0);
    // Five roundings of scores in single precision.
    assert.ok(Math.abs(sum - 1) < 1e-5, `window ${window} sums to ${sum}`);
  }
  assert.equal(heard.progress.at(-1)?.done, WINDOWS);
  assert.deepEqual(heard.buffers, [answers.scores.buffer]);
});

test('what the model is fed is the recording itself, channel by channel, for a model of samples', async () => {
  const { recording } = await ask<'readRecording'>({ kind: 'readRecording', recording: drawn });
  const whole = await ask<'feedSession'>({ kind: 'feedSession', model: 'm', recording: drawn });
  assert.deepEqual([whole.rows, whole.columns, whole.names?.join()], [3, 1000, 'x,y,z']);
  const fed = await ask<'feedWindow'>({ kind: 'feedWindow', model: 'm', recording: drawn, window: 4 });
  assert.deepEqual([fed.rows, fed.columns, fed.step], [3, 100, 0.02]);
  assert.deepEqual(fed.data.slice(100, 200), recording.data[1].slice(200, 300));
  assert.deepEqual(whole.data.slice(1000, 1050), recording.data[1].slice(0, 50));
});

test('one window is explained for its answer, and for a class that is named', async () => {
  const wish = {
    kind: 'explainWindow',
    model: 'm',
    recording: drawn,
    window: 4,
    method: 'grad-cam',
    options: {},
  } as const;
  const own = await ask<'explainWindow'>({ ...wish, classIndex: null });
  const named = await ask<'explainWindow'>({ ...wish, classIndex: 2 });
  assert.equal(own.data.length, 300);
  assert.equal(named.target.label, 'circle');
});

test('the session is explained: a map, a mean map for each answer, weights by time', async () => {
  const { heard, tools } = makeTools();
  const wish = { kind: 'explainSession', model: 'm', recording: drawn, method: null, options: {} } as const;
  const { maps, means, weights, names } = await ask<'explainSession'>({ ...wish, classIndex: null }, tools);
  assert.deepEqual([maps.length, maps[0].rows, maps[0].columns, maps[0].windows], [1, 3, 1000, WINDOWS]);
  assert.deepEqual(names, ['x', 'y', 'z']);
  assert.equal(
    means.reduce((sum, { windows }) => sum + windows, 0),
    WINDOWS,
  );
  assert.equal(weights?.parts, 100);
  assert.equal(weights?.data.length, 100 * WINDOWS);
  assert.deepEqual([heard.progress.at(-1)?.done, heard.progress.at(-1)?.total], [WINDOWS, WINDOWS]);
  const named = await ask<'explainSession'>({ ...wish, classIndex: 1 });
  assert.deepEqual([named.maps[0].label, named.means.length], ['walk', 1]);
});

test('a cancelled session stops, and can be asked again', async () => {
  const controller = new AbortController();
  const { tools } = makeTools(controller.signal);
  const recording = { ...drawn, key: 'cancelled' };
  const stopping = { ...tools, progress: () => controller.abort(new DOMException('enough', 'AbortError')) };
  await assert.rejects(ask<'answerSession'>({ kind: 'answerSession', model: 'm', recording }, stopping), /enough/);
  const answers = await ask<'answerSession'>({ kind: 'answerSession', model: 'm', recording });
  assert.equal(answers.count, WINDOWS);
});

test('files that are given: a session with what it refers to, recordings that began together, labels', async () => {
  const csv = (name: string, channel: string) => ({
    name,
    source: new Blob([`seconds,${channel}\n${Array.from({ length: 40 }, (_, k) => `${k / 10},${k}`).join('\n')}\n`]),
  });
  const session = {
    name: 'walk.session.json',
    source: new Blob([
      JSON.stringify({
        version: 1,
        recordings: [{ file: 'parts/a.csv' }],
        labels: [{ start: 1, end: 2, label: 'up' }],
      }),
    ]),
  };
  const files = [csv('a.csv', 'x'), session];
  const read = await ask<'readRecording'>({ kind: 'readRecording', recording: { key: 's', files, options: {} } });
  assert.deepEqual([read.recording.channels, read.labels?.[0].label], [['x'], 'up']);
  const together = { key: 't', files: [csv('a.csv', 'x'), csv('b.csv', 'y')], options: {} };
  const both = await ask<'readRecording'>({ kind: 'readRecording', recording: together });
  assert.deepEqual(both.recording.channels, ['x', 'y']);
  const file = { name: 'l.csv', source: new Blob(['start,end,label\n0,1,rest\n']) };
  assert.deepEqual(await ask<'readLabels'>({ kind: 'readLabels', file, of: 'labels' }), [
    { start: 0, end: 1, label: 'rest', confidence: null },
  ]);
  await assert.rejects(
    ask<'readRecording'>({ kind: 'readRecording', recording: { key: 'u', files: [session], options: {} } }),
    (error) => error instanceof XaiError && error.code === 'input-missing' && /Choose both/.test(error.message),
  );
});

test('a window that is not there, and one over a gap, are refused in words', async () => {
  const rows = Array.from({ length: 300 }, (_, k) => (k > 120 && k < 160 ? '' : `${k / 50},0,0,1\n`));
  const gappy = { name: 'gappy.csv', source: new Blob([`seconds,x,y,z\n${rows.join('')}`]) };
  const recording = { key: 'gappy', files: [gappy], options: {} };
  const wish = { kind: 'explainWindow', model: 'm', recording, classIndex: null, method: null, options: {} } as const;
  await assert.rejects(ask<'explainWindow'>({ ...wish, window: 1 }), /touches a gap/);
  await assert.rejects(ask<'explainWindow'>({ ...wish, window: 99 }), /from 0 to 4/);
  const answers = await ask<'answerSession'>({ kind: 'answerSession', model: 'm', recording });
  assert.ok(Number.isNaN(answers.scores[5]) && !Number.isNaN(answers.scores[0]));
});
