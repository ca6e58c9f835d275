import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { EngineClient } from '../../src/engine/client.ts';
import { explainLive } from '../../src/engine/explain-live.ts';
import { ModelHandle } from '../../src/engine/model-handle.ts';
import type { Call, FrameWish } from '../../src/engine/protocol.ts';
import type { CallHandlers } from '../../src/engine/worker-port.ts';
import { FakeWorkers, modelInfo } from './fake-worker.ts';

/** A canvas that knows only its size and the number that was drawn on it. */
class FakeCanvas {
  number = 0;
  constructor(
    public width: number,
    public height: number,
  ) {}
  getContext() {
    return {
      canvas: this,
      drawImage: (source: { number: number }) => {
        this.number = source.number;
      },
      getImageData: (_x: number, _y: number, width: number, height: number) => ({
        data: new Uint8ClampedArray(width * height * 4).fill(this.number),
      }),
    };
  }
}

/** A camera that gives numbered pictures. */
class FakeVideo {
  number = 0;
  videoWidth = 1280;
  videoHeight = 720;
  #waiting: (() => void)[] = [];
  requestVideoFrameCallback(callback: () => void) {
    this.#waiting.push(callback);
    return 0;
  }
  tick() {
    this.number++;
    for (const callback of this.#waiting.splice(0)) callback();
  }
}

const globals = globalThis as { OffscreenCanvas?: unknown };
const known = globals.OffscreenCanvas;
before(() => {
  globals.OffscreenCanvas = FakeCanvas;
});
after(() => {
  globals.OffscreenCanvas = known;
});

const usual: FrameWish = { method: null, classIndex: null, scoreThreshold: null };

function setUp(explainFrame?: CallHandlers['explainFrame'], task = 'detection') {
  const sent: Call<'explainFrame'>[] = [];
  const workers = new FakeWorkers({
    load: async () => ({ ...modelInfo, task, recipe: { input: { width: 200, height: 100 } } }),
    release: async () => null,
    explainFrame: async (call, tools) => {
      sent.push(call);
      if (explainFrame) return explainFrame(call, tools);
      const prediction = { task: 'detection', width: call.frame.width, height: call.frame.height, findings: [] };
      return { prediction, map: null };
    },
  });
  const model = new ModelHandle(new EngineClient(workers.start), 'a.onnx');
  const video = new FakeVideo();
  const controller = new AbortController();
  const live = (wish = () => usual) =>
    explainLive(model, video as unknown as HTMLVideoElement, wish, controller.signal);
  return { sent, workers, video, controller, live };
}

test('the next frame is taken when it is asked for, and each frame of the video once', async () => {
  const { sent, video, live, controller } = setUp();
  const frames = live();
  await frames.next();
  for (let k = 0; k < 5; k++) video.tick();
  await sleep(20);
  assert.equal(sent.length, 1, 'what nobody asks for is not taken');
  await frames.next();
  assert.deepEqual(
    sent.map(({ frame }) => frame.data[0]),
    [0, 5],
    'the newest is taken; those between were missed',
  );
  const third = frames.next();
  await sleep(20);
  assert.equal(sent.length, 2, 'the same frame is not explained again');
  video.tick();
  await third;
  assert.equal(sent[2].frame.data[0], 6);
  controller.abort();
});

test('frames are sent shrunk to half as much again as the model is fed, and shown larger', async () => {
  const { sent, live, controller } = setUp();
  const { value } = await live().next();
  assert.deepEqual([sent[0].frame.width, sent[0].frame.height], [300, 169]);
  assert.equal(sent[0].frame.data.length, 300 * 169 * 4);
  assert.deepEqual([value?.picture.width, value?.picture.height], [640, 360]);
  controller.abort();
});

test('what is asked may change from frame to frame; the method that was found to suit is kept', async () => {
  const map = { width: 1, height: 1, data: new Float32Array(1), provenance: { method: 'eigen-cam' } } as never;
  const prediction = { task: 'detection', width: 1, height: 1, findings: [] };
  const { sent, video, live, controller } = setUp(async () => ({ prediction, map }));
  let wish = usual;
  const frames = live(() => wish);
  for (const next of [usual, { ...usual, classIndex: 3 }, { ...usual, method: 'cam' }, usual]) {
    wish = next;
    const frame = frames.next();
    video.tick();
    await frame;
  }
  assert.deepEqual(
    sent.map(({ method, classIndex }) => [method, classIndex]),
    [
      [null, null],
      ['eigen-cam', 3],
      ['cam', null],
      ['eigen-cam', null],
    ],
  );
  controller.abort();
});

test('an abort ends it at once, while an answer or a frame is awaited', async () => {
  const { video, live, controller } = setUp(() => new Promise(() => {}));
  const frames = live();
  const first = frames.next();
  await sleep(20);
  video.tick();
  controller.abort(new Error('enough'));
  await assert.rejects(first, /enough/);
  assert.equal((await frames.next()).done, true);

  const other = setUp();
  const quick = other.live();
  await quick.next();
  const second = quick.next();
  other.controller.abort(new Error('enough'));
  await assert.rejects(second, /enough/);
});

test('a model of recordings is refused before a frame is taken', async () => {
  const { sent, live, controller } = setUp(undefined, 'series');
  await assert.rejects(live().next(), /takes recordings/);
  assert.equal(sent.length, 0);
  controller.abort();
});

test('a frame outlives a worker that dies while it is explained', async () => {
  let attempts = 0;
  const prediction = { task: 'detection', width: 1, height: 1, findings: [] };
  const { sent, workers, live, controller } = setUp(() => {
    if (attempts++ === 0) workers.crash();
    return attempts === 1 ? new Promise(() => {}) : Promise.resolve({ prediction, map: null });
  });
  const { value } = await live().next();
  assert.equal(value?.map, null);
  assert.deepEqual([sent.length, workers.started], [2, 2]);
  assert.deepEqual(sent[0].frame, sent[1].frame);
  controller.abort();
});
