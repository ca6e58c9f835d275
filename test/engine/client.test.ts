import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { XaiError } from '../../src/core/errors.ts';
import type { Saliency } from '../../src/core/saliency.ts';
import { EngineClient } from '../../src/engine/client.ts';
import type { Finding, PredictionInfo } from '../../src/engine/info.ts';
import { ModelHandle } from '../../src/engine/model-handle.ts';
import type { CallHandlers } from '../../src/engine/worker-port.ts';
import { FakeWorkers, modelInfo } from './fake-worker.ts';

const dog: Finding = { label: 'dog', classIndex: 16, score: 0.9, box: [0, 0, 4, 4], origin: null };
const bicycle: Finding = { ...dog, label: 'bicycle', classIndex: 1 };
const prediction: PredictionInfo = { task: 'detection', width: 8, height: 8, findings: [dog, bicycle] };
const picture = new Blob(['picture']);

function mapOf(index: number, value: number): Saliency {
  return {
    width: 2,
    height: 1,
    data: new Float32Array([value, 0]),
    target: { ...dog, index },
    masks: 10,
    reliability: null,
    provenance: {
      method: 'd-rise',
      options: {},
      seed: 1,
      modelSha256: '',
      pictureSha256: '',
      provider: 'wasm',
      adapter: null,
      versions: {},
      milliseconds: 1,
      notes: [],
    },
  };
}

const quick: Partial<CallHandlers> = {
  load: async () => modelInfo,
  release: async () => null,
  predict: async () => prediction,
  explain: async () => [mapOf(0, 1), mapOf(1, 2)],
  layers: async () => ({ layers: [], obstacles: {} }),
  ask: async () => mapOf(2, 3),
};

/** An explanation of ten steps that looks at its signal between them, five milliseconds each. */
const stepwise: Partial<CallHandlers>['explain'] = async (_call, tools) => {
  for (let done = 1; done <= 10; done++) {
    await sleep(5);
    tools.signal.throwIfAborted();
    tools.progress({ unit: 'masks', done, total: 10, remaining: 0 });
    tools.partial([mapOf(0, done), mapOf(1, -done)]);
  }
  return [mapOf(0, 100), mapOf(1, 200)];
};

const untilAborted: Partial<CallHandlers>['explain'] = (_call, tools) =>
  new Promise((_, reject) => tools.signal.addEventListener('abort', () => reject(tools.signal.reason)));

function setUp(handlers: Partial<CallHandlers> = {}, times = { cancelMs: 60, idleMs: 30 }) {
  const workers = new FakeWorkers({ ...quick, ...handlers });
  const client = new EngineClient(workers.start, times);
  return { workers, client, hold: (source = 'a.onnx') => new ModelHandle(client, source) };
}

const request = { picture, method: 'd-rise', findings: [dog, bicycle], focus: 0, options: {}, record: 'test' };
const never = () => new AbortController().signal;
const context = () => ({ signal: never() });

test('nothing starts before a model is asked for, and one worker serves every handle', async () => {
  const { workers, client, hold } = setUp();
  const handles = [hold('a.onnx'), hold('a.onnx'), hold('b.onnx')];
  assert.equal(workers.started, 0);
  await Promise.all(handles.map((handle) => handle.load(context())));
  assert.equal(workers.started, 1);
  assert.deepEqual(workers.calls, ['load', 'load'], 'the same source is loaded once');
  for (const handle of handles) handle.release();
  await sleep(60);
  assert.equal(client.running, false);
  assert.equal(workers.ended, 1);
});

test('a prediction loads its model by itself', async () => {
  const { workers, hold } = setUp();
  const handle = hold();
  assert.deepEqual(await handle.predict(picture, {}, context()), prediction);
  assert.deepEqual(workers.calls, ['load', 'predict']);
  handle.release();
});

test('a released model leaves the worker while others stay', async () => {
  const { workers, client, hold } = setUp();
  const [gone, stays] = [hold('a.onnx'), hold('b.onnx')];
  await Promise.all([gone.load(context()), stays.load(context())]);
  gone.release();
  await sleep(60);
  assert.deepEqual(workers.calls, ['load', 'load', 'release']);
  assert.equal(client.running, true);
  stays.release();
});

test('a handle taken again soon keeps the loaded model', async () => {
  const { workers, hold } = setUp();
  const first = hold();
  await first.load(context());
  first.release();
  const second = hold();
  await sleep(60);
  await second.load(context());
  assert.deepEqual(workers.calls, ['load']);
  second.release();
});

test('a growing map is sent for the finding in focus, and the focus moves at once', async () => {
  const { hold } = setUp({ explain: stepwise });
  const handle = hold();
  const seen: [number, number][] = [];
  let progress = 0;
  const explanation = handle.explain(request, {
    signal: never(),
    onProgress: () => progress++,
    onPartial: (map, focus) => {
      seen.push([focus, map.data[0]]);
      if (seen.length === 1) explanation.focus(1);
    },
  });
  const maps = await explanation.maps;
  assert.deepEqual([...maps.map((map) => map.data[0])], [100, 200]);
  assert.equal(seen[0][0], 0);
  assert.equal(seen[1][0], 1);
  assert.ok(seen[1][1] < 0, 'the other map follows without waiting for the next turn');
  assert.ok(progress >= 1 && progress <= 3, `50 ms hold at most one report per 100 ms and the first, got ${progress}`);
  handle.release();
});

test('a soft cancel rejects at once with the reason and leaves the worker alive', async () => {
  const { workers, hold } = setUp({ explain: stepwise });
  const handle = hold();
  const stop = new AbortController();
  const explanation = handle.explain(request, { signal: stop.signal, onPartial: () => stop.abort('enough') });
  await assert.rejects(explanation.maps, (reason) => reason === 'enough');
  await handle.predict(picture, {}, context());
  assert.equal(workers.started, 1);
  assert.equal(workers.ended, 0);
  handle.release();
});

test('a further finding is answered while another explanation runs', async () => {
  const { workers, hold } = setUp({ explain: stepwise });
  const handle = hold();
  const explanation = handle.explain(request, context());
  const map = await handle.ask({ ...dog, origin: null }, 'test', context());
  assert.equal(map.data[0], 3);
  assert.deepEqual(workers.calls, ['load', 'explain', 'ask']);
  await explanation.maps;
  handle.release();
});

test('a call cancelled while it waits is never sent', async () => {
  const { workers, hold } = setUp({ explain: stepwise });
  const handle = hold();
  const first = handle.explain(request, context());
  const stop = new AbortController();
  const second = handle.explain(request, { signal: stop.signal });
  stop.abort('changed my mind');
  await assert.rejects(second.maps, (reason) => reason === 'changed my mind');
  await first.maps;
  assert.deepEqual(workers.calls, ['load', 'explain']);
  handle.release();
});

test('an unanswered cancel ends the worker, and what others had asked is asked again of the next one', async () => {
  const deaf: Partial<CallHandlers>['explain'] = () => new Promise(() => {});
  let predictions = 0;
  const { workers, hold } = setUp({
    explain: deaf,
    predict: async () => {
      predictions++;
      if (predictions === 1) await new Promise(() => {});
      return prediction;
    },
  });
  const [one, other] = [hold('a.onnx'), hold('b.onnx')];
  const stop = new AbortController();
  const explanation = one.explain(request, { signal: stop.signal });
  const asked = other.predict(picture, {}, context());
  await sleep(20);
  stop.abort('stop');
  await assert.rejects(explanation.maps, (reason) => reason === 'stop');
  assert.equal(workers.started, 1, 'the worker is given its time');
  assert.deepEqual(await asked, prediction);
  assert.equal(workers.started, 2);
  assert.equal(workers.ended, 1);
  assert.equal(predictions, 2);
  assert.deepEqual(workers.calls.slice(-2), ['load', 'predict'], 'the model is loaded again first');
  one.release();
  other.release();
});

test('a crash is survived once; a call that crashes the worker twice is refused', async () => {
  let attempts = 0;
  const { workers, hold } = setUp({
    explain: async () => {
      attempts++;
      if (attempts !== 2) {
        workers.crash();
        await new Promise(() => {});
      }
      return [mapOf(0, 1)];
    },
  });
  const handle = hold();
  assert.equal((await handle.explain(request, context()).maps).length, 1);
  assert.equal(workers.started, 2);
  attempts = 2;
  await assert.rejects(handle.explain(request, context()).maps, (error) => {
    return error instanceof XaiError && error.code === 'engine-failed';
  });
  assert.equal(attempts, 4);
  handle.release();
});

test('an XaiError crosses with its code and details, and the worker goes on', async () => {
  const { workers, hold } = setUp({
    predict: async () => {
      throw new XaiError('picture-unreadable', 'No picture. Give a PNG.', { file: 'x.png' });
    },
  });
  const handle = hold();
  await assert.rejects(handle.predict(picture, {}, context()), (error) => {
    return error instanceof XaiError && error.code === 'picture-unreadable' && error.file === 'x.png';
  });
  await handle.load(context());
  assert.equal(workers.started, 1);
  handle.release();
});

test('after an unforeseen error the worker is replaced', async () => {
  let fail = true;
  const { workers, hold } = setUp({
    predict: async () => {
      if (fail) throw new WebAssembly.RuntimeError('unreachable');
      return prediction;
    },
  });
  const handle = hold();
  await assert.rejects(handle.predict(picture, {}, context()), /unreachable/);
  fail = false;
  await handle.predict(picture, {}, context());
  assert.equal(workers.started, 2);
  handle.release();
});

test('a model that failed to load is asked for again', async () => {
  let there = false;
  const { workers, hold } = setUp({
    load: async () => {
      if (!there) throw new XaiError('model-fetch', 'Not there. Check the address.');
      return modelInfo;
    },
  });
  const handle = hold();
  await assert.rejects(handle.load(context()), { code: 'model-fetch' });
  there = true;
  assert.equal((await handle.load(context())).name, 'fake.onnx');
  assert.equal(workers.started, 1);
  handle.release();
});

test('a worker script that does not start is reported, not retried', async () => {
  const { workers, hold } = setUp();
  workers.broken = new XaiError('engine-failed', 'did not start');
  workers.deaf = true;
  const handle = hold();
  await assert.rejects(handle.load(context()), { code: 'engine-failed', message: 'did not start' });
  assert.equal(workers.started, 1);
  handle.release();
});

test('releasing the last handle in the middle of an explanation ends the worker and the call', async () => {
  const { workers, client, hold } = setUp({ explain: untilAborted });
  const handle = hold();
  const explanation = handle.explain(request, context());
  await sleep(10);
  handle.release();
  await assert.rejects(explanation.maps, { name: 'AbortError' });
  assert.equal(client.running, false);
  assert.equal(workers.started, 1);
});

test('bytes are kept as a Blob, and a byte source is known again by identity', async () => {
  const { workers, client } = setUp();
  const bytes = new Uint8Array([1, 2, 3]);
  const [first, second] = [new ModelHandle(client, bytes), new ModelHandle(client, bytes)];
  await Promise.all([first.load(context()), second.load(context())]);
  assert.deepEqual(workers.calls, ['load']);
  const [call] = workers.heard.filter((message) => message.kind === 'call');
  assert.ok(call.kind === 'call' && call.call.kind === 'load' && call.call.source instanceof Blob);
  first.release();
  second.release();
});
