import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page as Tab } from 'puppeteer-core';
import { makeMotionSession, makeSoundSession } from '../../src/scenes/session.ts';
import { type SocketServer, startSocketServer } from '../support/socket-server.ts';
import { wavFile } from '../support/wav.ts';
import { findsNothing, until } from './app-driver.ts';
import { onApp } from './on-app.ts';

// What the fake microphone hears, over and over.
mkdirSync('.build', { recursive: true });
const folder = mkdtempSync(path.join('.build', 'microphone-'));
const heard = makeSoundSession(3, { seconds: 20 });
writeFileSync(path.join(folder, 'heard.wav'), wavFile([heard.samples], heard.rate, '16'));
after(() => rmSync(folder, { recursive: true, force: true }));

let tab: Tab;
const app = onApp(
  {
    flags: [
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-audio-capture=${path.resolve(folder, 'heard.wav')}`,
    ],
    isolated: false,
  },
  (opened) => {
    tab = opened;
  },
);

/** A minute of three axes in g, fifty a second. */
const motion = makeMotionSession(9);
const row = (k: number) => [0, 1, 2].map((axis) => motion.samples[3 * k + axis].toFixed(4));

let server: SocketServer;
before(async () => {
  server = await startSocketServer();
});
after(() => server.stop());

const press = (text: string) =>
  tab.evaluate((wanted) => {
    const buttons = [...document.querySelectorAll<HTMLButtonElement>('timeline-view button')];
    const found = buttons.find((button) => button.textContent?.trim() === wanted);
    if (!found) throw new Error(`There is no button "${wanted}", only ${buttons.map((one) => one.textContent)}`);
    found.click();
  }, text);
const untilPhase = (phase: string) =>
  until(tab, (wanted) => document.querySelector<HTMLElement>('.stream')?.dataset.phase === wanted, phase);
const message = () => tab.$eval('.stream-message', (line) => line.textContent ?? '');
const figures = () =>
  tab.$$eval('.stream-figures div', (list) =>
    Object.fromEntries(list.map((one) => [one.querySelector('dt')?.textContent, one.querySelector('dd')?.textContent])),
  );
/** Windows that were answered live: number and answer. */
const said = () =>
  tab.evaluate(() =>
    (document.querySelector('live-timeline')?.board?.verdicts ?? []).map(
      ({ start, answer }) => [start, answer] as const,
    ),
  );

async function goLive(source: string, example = 'Motion'): Promise<void> {
  // Another address first: one that differs in its mark alone would not be loaded.
  await tab.goto('about:blank');
  await tab.goto(`${app.url}#timeline`);
  await until(tab, () => document.querySelector('timeline-view .live-way'));
  await press(example);
  await press('Live');
  await until(tab, () => document.querySelector('.stream-source'));
  await press(source);
}

async function connect(address = server.url): Promise<void> {
  await goLive('WebSocket');
  await tab.type('.stream-address input', address);
  await press('Start');
}

/** As far apart as in a recording, so that both have the same windows. */
async function asInRecording(): Promise<void> {
  await tab.evaluate(() => {
    const choices = [...document.querySelectorAll<HTMLSelectElement>('.stream-fields select')];
    const stride = choices.find(({ value }) => value === '0.25');
    if (!stride) throw new Error('There is no choice of the stride.');
    stride.value = '1';
    stride.dispatchEvent(new Event('change'));
  });
  await until(tab, () =>
    [...document.querySelectorAll<HTMLSelectElement>('.stream-fields select')].some(({ value }) => value === '1'),
  );
}

/** Sends rows of the minute, as fast as the model can follow. */
async function send(from: number, to: number, line: (k: number) => string = (k) => row(k).join(',')): Promise<void> {
  for (let k = from; k < to; k++) {
    server.send(line(k));
    if (k % 5 === 4) await sleep(25);
  }
}

/** What the recording says once it is open as any other. */
async function opened() {
  await until(tab, () => {
    const timeline = document.querySelector('xai-timeline');
    return timeline?.phase === 'ready' && timeline.answers && timeline.maps;
  });
  return tab.evaluate(() => {
    const timeline = document.querySelector('xai-timeline');
    const { recording } = timeline?.recording ?? {};
    return {
      name: recording?.name ?? '',
      rate: recording?.rate ?? 0,
      channels: recording?.channels ?? [],
      count: recording?.data[0].length ?? 0,
      verdicts: (timeline?.verdicts ?? []).map(({ start, answer }) => [start, answer] as const),
      lead: document.querySelector('timeline-view .lead')?.textContent ?? '',
      saves: [...document.querySelectorAll('timeline-view .save button')].map((button) => button.textContent),
    };
  });
}

/** Windows that were answered both live and in the recording, and those of them that were answered alike. */
function compare(live: readonly (readonly [number, string | null])[], whole: typeof live) {
  const both = live.flatMap(([start, answer]) => {
    const same = whole.find(([other]) => Math.abs(other - start) < 1e-3);
    return same ? [[answer, same[1]] as const] : [];
  });
  return { both: both.length, alike: both.filter(([one, other]) => one === other).length };
}

beforeEach(async () => {
  await tab.evaluateOnNewDocument(() => {
    const state = { sockets: 0, asked: 0 };
    Object.assign(window, { state });
    window.WebSocket = new Proxy(WebSocket, {
      construct(target, parameters) {
        state.sockets++;
        return Reflect.construct(target, parameters);
      },
    });
    // An empty page has no microphones to ask for.
    const ask = navigator.mediaDevices?.getUserMedia.bind(navigator.mediaDevices);
    if (!ask) return;
    navigator.mediaDevices.getUserMedia = (wish) => {
      state.asked++;
      return ask(wish);
    };
  });
});
afterEach(() => server.cut());

test('lines of a WebSocket are answered and explained as they come, and are a recording on stop', async () => {
  await goLive('WebSocket');
  await tab.type('.stream-address input', server.url);
  assert.equal(await tab.evaluate('state.sockets'), 0, 'nothing is connected before it is pressed');
  await asInRecording();
  await press('Start');
  await untilPhase('filling');
  await send(0, 120);
  await untilPhase('running');
  await send(120, 700, (k) => JSON.stringify(row(k).map(Number)));
  await until(tab, () => document.querySelector('.stream-stage [data-track=map] canvas'));
  const shown = await figures();
  assert.match(shown['windows a second'] ?? '', /^\d+\.\d$/);
  assert.match(shown['from sample to map'] ?? '', /^\d+ ms$/);
  assert.match(shown['samples a second'] ?? '', /^\d+$/);
  assert.equal(shown['samples lost'], '0');
  const colours = await tab.$eval('.stream-stage [data-track=map] canvas', (canvas) => {
    const { width, height } = canvas as HTMLCanvasElement;
    const { data } = ((canvas as HTMLCanvasElement).getContext('2d') as CanvasRenderingContext2D).getImageData(
      0,
      0,
      width,
      height,
    );
    return new Set(new Uint32Array(data.buffer)).size;
  });
  assert.ok(colours > 20, `${colours} colours of the map`);
  for (const theme of ['light', 'dark']) {
    await tab.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
    await findsNothing(tab, theme);
  }
  const live = await said();
  await press('Stop and open the recording');
  const { name, rate, channels, count, verdicts, lead, saves } = await opened();
  assert.match(name, /^live-.*\.csv$/);
  assert.deepEqual([Math.round(rate), channels, count], [50, ['channel 1', 'channel 2', 'channel 3'], 700]);
  const { both, alike } = compare(live, verdicts);
  assert.ok(both >= 3 && both === alike, `${alike} of ${both} windows are answered as in the recording`);
  assert.match(lead, /^Stopped\. The source is off\. What came in is below, 14 s long/);
  assert.deepEqual(saves, ['Recording (CSV)', 'Recording (WAV)', 'Answers (CSV)', 'Session (JSON)']);
  await until(tab, () => document.activeElement?.textContent?.trim() === 'Live');
  for (let wait = 0; wait < 50 && server.open > 0; wait++) await sleep(20);
  assert.equal(server.open, 0, 'the connection is closed');
});

test('lines with a time in front: their rate is theirs, what is missing and what is no sample is counted and said', async () => {
  await connect();
  await untilPhase('filling');
  await send(0, 500, (k) => {
    if (k === 300) return 'brownout detector was triggered';
    // Ten are never sent.
    return k >= 350 && k < 360 ? '# ' : [20 * k, ...row(k)].join(';');
  });
  await untilPhase('running');
  await until(tab, () => /10 samples missing/.test(document.querySelector('.stream-doubts')?.textContent ?? ''));
  assert.match(
    await tab.$eval('.stream-doubts', (list) => list.textContent ?? ''),
    /Left out: 1 line that is no sample, 10 samples/,
  );
  assert.equal((await figures())['samples lost'], '11');
  await tab.keyboard.press('Escape');
  const { rate, count } = await opened();
  assert.deepEqual([Math.round(rate), count], [50, 500]);
});

test('another number of columns is asked about', async () => {
  await connect();
  await untilPhase('filling');
  const wide = (k: number) => [12, ...row(k), 99, 98].join(',');
  await send(0, 20, wide);
  await until(tab, () => document.querySelector('.stream-columns'));
  assert.match(
    await tab.$eval('.stream-columns', (card) => card.textContent ?? ''),
    /takes 3 channels, and a line has 6 numbers/,
  );
  await findsNothing(tab);
  for (const [place, column] of [
    [2, 1],
    [3, 2],
    [4, 3],
  ]) {
    await tab.select(`.stream-columns label:nth-child(${place}) select`, String(column));
  }
  await press('Use these');
  await send(0, 400, wide);
  await untilPhase('running');
  const live = await said();
  await tab.keyboard.press('Escape');
  const { count, verdicts } = await opened();
  assert.equal(count, 400);
  const { both, alike } = compare(live, verdicts);
  assert.equal(alike, both);
});

test('addresses and servers that are not there are told of; a server that goes leaves what it sent', async () => {
  await connect('http://example.org');
  await untilPhase('stopped');
  assert.match(await message(), /no address of a WebSocket/);
  await connect('ws://192.0.2.7/');
  await untilPhase('stopped');
  assert.match(await message(), /wss:\/\/ only/);
  await findsNothing(tab);
  await connect('ws://127.0.0.1:1/');
  await untilPhase('stopped');
  assert.match(await message(), /could not be reached/);
  assert.equal(await tab.evaluate(() => document.activeElement?.textContent), 'Start again');
  // The browser's own words about what it could not reach.
  app.driver.complaints.splice(0);
  await connect();
  await untilPhase('filling');
  await send(0, 10, () => 'Connected to the access point');
  await send(0, 20, () => 'still no numbers 12');
  await untilPhase('stopped');
  assert.match(await message(), /no samples: “still no numbers 12”/);
  await connect();
  await untilPhase('filling');
  await send(0, 300);
  await untilPhase('running');
  server.close(1011, 'battery low');
  const { lead, count } = await opened();
  assert.match(lead, /broke \(code 1011: battery low\).*What came in is below/);
  assert.equal(count, 300);
});

test('a microphone is heard through a worklet of this origin; sound has its spectrum, and is a WAV file on stop', async () => {
  await goLive('Microphone', 'Sound');
  await asInRecording();
  assert.equal(await tab.evaluate('state.asked'), 0, 'not asked for unbidden');
  await press('Start');
  await untilPhase('running');
  await until(tab, () => document.querySelector('.stream-stage [data-track=fed] canvas'));
  // It hears what was drawn: noise, and something in it.
  await until(tab, () => {
    const verdicts = document.querySelector('live-timeline')?.board?.verdicts ?? [];
    return verdicts.length >= 4 && new Set(verdicts.map(({ answer }) => answer)).size >= 2;
  });
  const live = await said();
  await press('Stop and open the recording');
  const { name, rate, channels, count, verdicts, saves } = await opened();
  assert.match(name, /^live-.*\.wav$/);
  assert.deepEqual(channels, ['sound']);
  assert.ok(count > 2 * rate, `${count} samples at ${rate} Hz`);
  const { both, alike } = compare(live, verdicts);
  // The newest samples of a window are resampled without those that follow.
  assert.ok(
    both >= 3 && alike >= both - 1,
    `${alike} of ${both} windows are answered as in the recording: ${JSON.stringify({ live, verdicts })}`,
  );
  assert.ok(saves.includes('Recording (WAV)'));
});

for (const [name, words] of [
  ['NotAllowedError', /does not let this page use the microphone/],
  ['NotFoundError', /no microphone here/],
  ['NotReadableError', /another program may be using it/],
] as const) {
  test(`without a microphone the reason is said: ${name}`, async () => {
    await goLive('Microphone', 'Sound');
    await tab.evaluate((fault) => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', fault));
    }, name);
    await press('Start');
    await untilPhase('stopped');
    assert.match(await message(), words);
  });
}

test('a microphone for a model of three channels: what is expected is said', async () => {
  await goLive('Microphone');
  await press('Start');
  await untilPhase('stopped');
  assert.match(await message(), /takes 3 channels, and this source has \d/);
});

test('motion sensors: permission is asked, their events are resampled and explained; a hidden page turns them off', async () => {
  await goLive('Motion sensors');
  await tab.evaluate(
    (samples) => {
      Object.assign(DeviceMotionEvent, { requestPermission: async () => 'granted' });
      // Sixty a second by their own clock, in metres per second squared; between the fifty of what was drawn.
      const begun = performance.now();
      let k = 0;
      setInterval(() => {
        for (; begun + k * (1000 / 60) < performance.now() && 3 * (k + 2) < samples.length; k++) {
          const at = Math.floor((k * 50) / 60) * 3;
          const [x, y, z] = samples.slice(at, at + 3).map((value) => value * 9.80665);
          const accelerationIncludingGravity = { x, y, z };
          const event = new DeviceMotionEvent('devicemotion', { accelerationIncludingGravity, interval: 16.7 });
          Object.defineProperty(event, 'timeStamp', { value: begun + k * (1000 / 60) });
          dispatchEvent(event);
        }
      }, 1000 / 60);
    },
    [...motion.samples.subarray(0, 3 * 1500)],
  );
  await press('Start');
  await untilPhase('running');
  await sleep(4000);
  assert.ok((await said()).length >= 4);
  await tab.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'hidden' });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  const { channels, lead, rate } = await opened();
  assert.deepEqual(channels, ['x', 'y', 'z']);
  assert.match(lead, /^The page was hidden/);
  assert.ok(rate > 30 && rate < 70, `${rate} Hz`);
});

test('without sensors, or without permission, the reason is said', async () => {
  await goLive('Motion sensors');
  await press('Start');
  await untilPhase('stopped');
  assert.match(await message(), /no such motion sensor/);
  await tab.evaluate(() => {
    Object.assign(DeviceMotionEvent, { requestPermission: async () => 'denied' });
  });
  await press('Start again');
  await until(tab, () =>
    /does not let this page use the motion sensors/.test(document.querySelector('.stream-message')?.textContent ?? ''),
  );
});

test('a serial port: its lines come in pieces; a board that is pulled out leaves what it sent', async () => {
  await goLive('Serial port');
  await tab.evaluate(
    (text) => {
      const state = { baudRate: 0, closed: false, gone: () => {} };
      Object.assign(window, { serialState: state });
      const port = {
        readable: null as ReadableStream<Uint8Array> | null,
        async open({ baudRate }: { baudRate: number }) {
          state.baudRate = baudRate;
          const bytes = new TextEncoder().encode(text);
          let at = 0;
          let timer = 0;
          this.readable = new ReadableStream({
            start(controller) {
              // Forty bytes at a time, wherever lines end.
              timer = window.setInterval(() => {
                if (at < bytes.length) controller.enqueue(bytes.slice(at, at + 400));
                at += 400;
              }, 40);
              state.gone = () => {
                clearInterval(timer);
                controller.error(new DOMException('The device has been lost.', 'NetworkError'));
                port.readable = null;
              };
            },
            cancel: () => clearInterval(timer),
          });
        },
        async close() {
          state.closed = true;
        },
      };
      Object.defineProperty(navigator, 'serial', { configurable: true, value: { requestPort: async () => port } });
    },
    Array.from({ length: 1500 }, (_, k) => `${20 * k},${row(k).join(',')}\r\n`).join(''),
  );
  await tab.select('.stream-fields select', '921600');
  await press('Start');
  await untilPhase('running');
  await sleep(1500);
  assert.equal(await tab.evaluate('serialState.baudRate'), 921_600);
  await tab.evaluate('serialState.gone()');
  const { lead, channels, rate } = await opened();
  assert.match(lead, /^The board is gone/);
  assert.deepEqual([channels.length, Math.round(rate)], [3, 50]);
  await until(tab, () => (window as never as { serialState: { closed: boolean } }).serialState.closed);
});

test('a port that nobody chose is told of', async () => {
  await goLive('Serial port');
  await tab.evaluate(() => {
    const requestPort = () => Promise.reject(new DOMException('none', 'NotFoundError'));
    Object.defineProperty(navigator, 'serial', { configurable: true, value: { requestPort } });
  });
  await press('Start');
  await untilPhase('stopped');
  assert.match(await message(), /No port was chosen/);
});

test('a recurrent model has a map of what a layer holds, and it is said; who goes elsewhere leaves nothing on', async () => {
  await goLive('WebSocket', 'Motion, recurrent');
  await tab.type('.stream-address input', server.url);
  await tab.evaluate(() => document.querySelector<HTMLInputElement>('.stream-keep input')?.click());
  await press('Start');
  await untilPhase('filling');
  await send(0, 300);
  await untilPhase('running');
  await until(tab, () =>
    /whatever the answer/.test(document.querySelector('.stream xai-legend')?.shadowRoot?.textContent ?? ''),
  );
  assert.equal((await figures()).recorded, undefined);
  await tab.evaluate(() => {
    location.hash = 'library';
  });
  await untilPhase('stopped');
  assert.match(await message(), /You went elsewhere/);
  for (let wait = 0; wait < 50 && server.open > 0; wait++) await sleep(20);
  assert.equal(server.open, 0);
});

test('on a narrow screen nothing is wider than the page', async () => {
  await tab.setViewport({ width: 360, height: 800 });
  await connect();
  await untilPhase('filling');
  await send(0, 300);
  await untilPhase('running');
  await until(tab, () => document.querySelector('.stream-stage [data-track=map] canvas'));
  assert.equal(await tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
  await findsNothing(tab);
});
