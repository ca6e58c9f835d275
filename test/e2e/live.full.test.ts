import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession, Page as Tab } from 'puppeteer-core';
import { findsNothing, until } from './app-driver.ts';
import { onApp } from './on-app.ts';

let tab: Tab;
// One thread of wasm: a second one waits by spinning, which a busy machine makes slow.
const app = onApp(
  { flags: ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'], isolated: false },
  (opened) => {
    tab = opened;
  },
);

beforeEach(async () => {
  await tab.goto(app.url);
  await until(tab, () => document.querySelector('.strip wa-dropdown-item'));
  await tab.evaluate(() => {
    const state = { asked: 0, frames: 0, shown: 0, tracks: [] as MediaStreamTrack[] };
    Object.assign(window, { state });
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wish) => {
      state.asked++;
      const stream = await ask(wish);
      state.tracks.push(...stream.getTracks());
      return stream;
    };
    // Each frame that is sent is read out of a canvas once.
    const { prototype } = OffscreenCanvasRenderingContext2D;
    const read = prototype.getImageData;
    prototype.getImageData = function (...args) {
      state.frames++;
      return read.apply(this, args);
    };
    // Each picture that is shown is drawn once, as wide as the camera gives it; its map is smaller.
    const draw = CanvasRenderingContext2D.prototype.drawImage as (...args: unknown[]) => void;
    CanvasRenderingContext2D.prototype.drawImage = function (this: unknown, ...args: unknown[]) {
      if ((args[0] as OffscreenCanvas).width === 640) state.shown++;
      return draw.apply(this, args);
    };
  });
});

interface State {
  readonly asked: number;
  /** Sent to the engine, and shown with their answer. */
  readonly frames: number;
  readonly shown: number;
  readonly tracks: readonly MediaStreamTrack[];
}

const goLive = () =>
  tab.evaluate(() => {
    const ways = [...document.querySelectorAll<HTMLElement>('.strip wa-dropdown-item')];
    ways.find((way) => way.textContent?.includes('Live'))?.click();
  });
const untilPhase = (phase: string) =>
  until(tab, (wanted) => document.querySelector<HTMLElement>('.live')?.dataset.phase === wanted, phase);
const frames = () => tab.evaluate(() => (window as never as { state: State }).state.frames);
const untilMoreFrames = async (more: number) => {
  const wanted = (await frames()) + more;
  await until(tab, (count) => (window as never as { state: State }).state.frames >= count, wanted);
};
const tracks = () =>
  tab.evaluate(() => (window as never as { state: State }).state.tracks.map(({ readyState }) => readyState));
const message = () => tab.$eval('.live-message', (line) => line.textContent ?? '');
const numbers = () => tab.$$eval('.live-numbers dd', (list) => list.map((one) => one.textContent ?? ''));

/** Bytes on the heap and in buffers outside it, after what is not used any more was collected. */
async function memoryOf(client: CDPSession): Promise<number> {
  // What the first collection finalises is freed by the second.
  await client.send('HeapProfiler.collectGarbage');
  await client.send('HeapProfiler.collectGarbage');
  const usage = (await client.send('Runtime.getHeapUsage')) as { usedSize: number; backingStorageSize?: number };
  return usage.usedSize + (usage.backingStorageSize ?? 0);
}

/** Between two frames: one that is under way holds some megabytes of tensors. */
async function atRest<T>(measure: () => Promise<T>): Promise<T> {
  await tab.keyboard.press('Space');
  await untilPhase('paused');
  await until(tab, () => {
    const { frames, shown } = (window as never as { state: State }).state;
    return shown >= frames;
  });
  const measured = await measure();
  await tab.keyboard.press('Space');
  await untilPhase('running');
  return measured;
}

test('a camera is explained for thirty seconds, frame by frame, without memory growing', async () => {
  assert.equal(
    await tab.evaluate(() => (window as never as { state: State }).state.asked),
    0,
    'not asked for unbidden',
  );
  await goLive();
  await untilPhase('running');
  const page = await tab.createCDPSession();
  // The engine's worker; others draw the pictures of the example.
  const engine = tab.workers().find((worker) => worker.url().endsWith('/worker.js'))?.client;
  assert.ok(engine, 'the engine has a worker');
  const startedAt = performance.now();
  const measure = async (second: number) => {
    await sleep(Math.max(0, startedAt + second * 1000 - performance.now()));
    return atRest(async () => ({
      page: await memoryOf(page),
      engine: await memoryOf(engine),
      frames: await frames(),
      numbers: await numbers(),
    }));
  };
  const early = await measure(5);
  const late = await measure(30);
  const [perSecond, latency, method] = late.numbers;
  const inMegabytes = (bytes: number) => (bytes / 1e6).toFixed(2);
  console.log(
    `${perSecond} frames a second, ${latency}, ${method}; page ${inMegabytes(early.page)} MB after 5 s, ` +
      `${inMegabytes(late.page)} MB after 30 s; engine ${inMegabytes(early.engine)} MB, ${inMegabytes(late.engine)} MB; ` +
      `${late.frames} frames`,
  );
  assert.ok(late.frames >= early.frames + 3, 'frames come on and on');
  assert.match(perSecond, /^\d+\.\d$/);
  assert.match(latency, /^\d+ ms$/);
  assert.equal(method, 'Grad-CAM');
  // A frame is .4 MB: one a second that were not let go would be ten. What is left is code that is compiled meanwhile.
  for (const where of ['page', 'engine'] as const) {
    assert.ok(late[where] - early[where] < 1e6, `the ${where} grew from ${early[where]} to ${late[where]} bytes`);
  }
  const drawn = await tab.$eval('.live canvas', (canvas) => {
    const { width, height } = canvas;
    const { data } = (canvas.getContext('2d') as CanvasRenderingContext2D).getImageData(0, 0, width, height);
    return new Set(new Uint32Array(data.buffer)).size;
  });
  assert.ok(drawn > 100, `the picture has its map over it: ${drawn} colours`);
  for (const theme of ['light', 'dark']) {
    await tab.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
    await findsNothing(tab, theme);
  }
});

test('space pauses, another method is used at once, Escape turns the camera off', async () => {
  await goLive();
  await untilPhase('running');
  await tab.keyboard.press('Space');
  await untilPhase('paused');
  const held = await frames();
  await sleep(1500);
  assert.ok((await frames()) <= held + 1, 'nothing more is taken than what was under way');
  assert.deepEqual(await tracks(), ['live']);
  await tab.keyboard.press('Space');
  await untilPhase('running');
  await tab.select('.live-choices select', 'eigen-cam');
  await until(tab, () => document.querySelector('.live-numbers')?.textContent?.includes('Eigen-CAM'));
  const methods = await tab.$$eval('.live-choices label:first-child option', (all) => all.map(({ value }) => value));
  assert.ok(!methods.includes('d-rise') && methods.includes('grad-cam'), `methods of one pass only: ${methods}`);
  await tab.select('.live-choices label:nth-child(2) select', '0');
  await untilMoreFrames(2);
  await tab.keyboard.press('Escape');
  await untilPhase('stopped');
  assert.match(await message(), /The camera is off/);
  assert.deepEqual(await tracks(), ['ended']);
});

test('a page that is hidden turns the camera off, says so, and starts again when it is asked to', async () => {
  await goLive();
  await untilPhase('running');
  await tab.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'hidden' });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await untilPhase('stopped');
  assert.match(await message(), /The page was hidden/);
  assert.deepEqual(await tracks(), ['ended']);
  const before = await frames();
  await sleep(1000);
  assert.equal(await frames(), before, 'nothing is taken while it is hidden');
  await tab.evaluate(() => Reflect.deleteProperty(document, 'visibilityState'));
  await tab.click('.live button.primary');
  await untilPhase('running');
  assert.deepEqual(await tracks(), ['ended', 'live']);
  await tab.evaluate(() => {
    location.hash = 'library';
  });
  await untilPhase('stopped');
  assert.deepEqual(await tracks(), ['ended', 'ended'], 'who goes elsewhere leaves no camera on');
});

test('a camera that is pulled out is told of', async () => {
  await goLive();
  await untilPhase('running');
  await tab.evaluate(() => {
    const [track] = (window as never as { state: State }).state.tracks;
    track.dispatchEvent(new Event('ended'));
  });
  await untilPhase('stopped');
  assert.match(await message(), /The camera ended/);
});

for (const [name, words] of [
  ['NotAllowedError', /does not let this page use the camera/],
  ['NotFoundError', /There is no camera here/],
  ['NotReadableError', /another program may be using it/],
] as const) {
  test(`without a camera the reason is said: ${name}`, async () => {
    await tab.evaluate((fault) => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', fault));
    }, name);
    await goLive();
    await untilPhase('stopped');
    assert.match(await message(), words);
    await findsNothing(tab);
  });
}

test('a frame that is kept is explained thoroughly among the pictures', async () => {
  await goLive();
  await untilPhase('running');
  await tab.evaluate(() => {
    [...document.querySelectorAll<HTMLElement>('.live-actions button')]
      .find((button) => button.innerText.includes('thoroughly'))
      ?.click();
  });
  await until(tab, () => document.querySelector('xai-viewer')?.src && !document.querySelector('live-view'));
  assert.match(await tab.$eval('.thumb[aria-current=true] img', ({ alt }) => alt), /^camera-.*\.jpg$/);
  assert.deepEqual(await tracks(), ['ended']);
});
