import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page as Tab } from 'puppeteer-core';
import { launchChromium } from '../support/chromium.ts';
import { missing, sharedFolder } from '../support/fixtures.ts';
import { type Page, servePage } from '../support/page.ts';
import { strictest } from '../support/strictest.ts';

const skip = missing('models/fastestdet/model.onnx') || missing('images/dog_bike_truck.jpg');
const VIEWER = {
  loading: 'eager',
  backend: 'wasm',
  model: '/shared/models/fastestdet/model.onnx',
  recipe: '/recipes/fastestdet.recipe.json',
  src: '/shared/images/dog_bike_truck.jpg',
  method: 'd-rise',
};

let page: Page;
let browser: Browser;
let tab: Tab;
const complaints: string[] = [];
const strangers: string[] = [];

before(async () => {
  if (skip) return;
  page = await servePage({
    entry: 'src/xai-viewer.ts',
    bundles: { 'worker.js': 'src/engine/worker.ts' },
    mounts: { '/shared/': sharedFolder, '/recipes/': 'test/fixtures/recipes' },
    // The strictest policy, and no cross-origin isolation: an embedder owes us nothing.
    headers: strictest,
    isolated: false,
  });
  browser = await launchChromium();
});

after(async () => {
  await browser?.close();
  await page?.stop();
});

beforeEach(async () => {
  if (skip) return;
  tab = await browser.newPage();
  tab.on('console', (message) => complaints.push(message.text()));
  tab.on('pageerror', (error) => complaints.push(String(error)));
  tab.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(page.url) && !url.startsWith('data:') && !url.startsWith('blob:')) strangers.push(url);
  });
  await tab.goto(page.url);
});

afterEach(async () => {
  await tab?.close();
  assert.deepEqual(complaints.splice(0), [], 'the policy is kept and nothing is thrown');
  assert.deepEqual(strangers.splice(0), [], 'no request leaves the origin');
});

/** Puts viewers on the page, one per set of attributes, and waits until each has answered. */
async function show(...attributes: Record<string, string>[]): Promise<void> {
  const sets = attributes.map((set) => ({ ...VIEWER, ...set }));
  await tab.evaluate((sets) => {
    for (const set of sets) {
      const viewer = document.createElement('xai-viewer');
      for (const [name, value] of Object.entries(set)) viewer.setAttribute(name, value);
      document.body.append(viewer);
    }
  }, sets);
  await until(() => [...document.querySelectorAll('xai-viewer')].every((v) => v.prediction || v.error));
}

async function until(condition: () => unknown): Promise<void> {
  await tab.waitForFunction(condition, { timeout: 90_000, polling: 50 });
}

const anyMasks = () => [...document.querySelectorAll('xai-viewer')].some((v) => v.phase === 'running' && v.map);
const allExplained = () => [...document.querySelectorAll('xai-viewer')].every((v) => v.maps || v.error);
const errors = () =>
  tab.evaluate(() => [...document.querySelectorAll('xai-viewer')].flatMap((v) => (v.error ? [v.error.message] : [])));

test('a real detector is explained on a page that grants nothing', { skip }, async () => {
  await show({ masks: '96' });
  const found = await tab.evaluate(() => {
    const viewer = document.querySelector('xai-viewer') as HTMLElementTagNameMap['xai-viewer'];
    return { isolated: crossOriginIsolated, labels: viewer.findings.map((finding) => finding.label).sort() };
  });
  assert.deepEqual(found, { isolated: false, labels: ['bicycle', 'car', 'dog'] });

  await tab.evaluate(() => {
    const viewer = document.querySelector('xai-viewer') as HTMLElementTagNameMap['xai-viewer'];
    const dog = viewer.findings.findIndex((finding) => finding.label === 'dog');
    viewer.shadowRoot?.querySelectorAll<HTMLElement>('[role=option]')[dog].click();
  });
  await until(allExplained);
  const seen = await tab.evaluate(() => {
    const viewer = document.querySelector('xai-viewer') as HTMLElementTagNameMap['xai-viewer'];
    const { map, maps, info } = viewer;
    if (!map?.target.box) return null;
    const at = map.data.indexOf(map.data.reduce((best, value) => Math.max(best, value), Number.NEGATIVE_INFINITY));
    return {
      maps: maps?.length,
      size: [map.width, map.height],
      peak: [at % map.width, Math.floor(at / map.width)],
      box: map.target.box,
      masks: map.masks,
      provider: info?.provider,
      words: viewer.shadowRoot?.querySelector('figcaption')?.textContent,
    };
  });
  assert.deepEqual(await errors(), []);
  assert.ok(seen);
  assert.equal(seen.maps, 3);
  assert.deepEqual(seen.size, [768, 576]);
  assert.equal(seen.masks, 96);
  assert.equal(seen.provider, 'wasm');
  const [x0, y0, x1, y1] = seen.box;
  const [cellX, cellY] = [768 / 16, 576 / 16];
  assert.ok(seen.peak[0] >= x0 - cellX && seen.peak[0] < x1 + cellX, `peak ${seen.peak} in ${seen.box}`);
  assert.ok(seen.peak[1] >= y0 - cellY && seen.peak[1] < y1 + cellY, `peak ${seen.peak} in ${seen.box}`);
  assert.match(seen.words ?? '', /of the weight lies inside the dog's box/);
});

test('three viewers share one worker, which ends with the last of them', { skip }, async () => {
  await show({ masks: '24', selected: '0' }, { masks: '24', selected: '1' }, { masks: '24', selected: '2' });
  assert.equal(tab.workers().length, 1);
  await until(allExplained);
  assert.deepEqual(await errors(), []);
  assert.equal(tab.workers().length, 1);
  await tab.evaluate(() => document.body.replaceChildren());
  await workersLeft(0);
});

test('a soft cancel is heard between two masks, and the same worker goes on', { skip }, async () => {
  await show({ masks: '5000', selected: '0' });
  await until(anyMasks);
  const [worker] = tab.workers();
  const waited = await tab.evaluate(async () => {
    const viewer = document.querySelector('xai-viewer') as HTMLElementTagNameMap['xai-viewer'];
    viewer.stop();
    const from = performance.now();
    // A new explanation begins when the worker has let go of the old one.
    viewer.masks = 24;
    viewer.retry();
    await new Promise((resolve) => viewer.addEventListener('xai-explain', resolve, { once: true }));
    return performance.now() - from;
  });
  assert.deepEqual(tab.workers(), [worker]);
  assert.ok(waited < 60_000);
});

test('a worker that does not answer a cancel is replaced, and the others get their maps', { skip }, async () => {
  await show({ masks: '5000', selected: '0' }, { masks: '24' });
  await until(anyMasks);
  const [stuck] = tab.workers();
  // The worker turns deaf, for longer than it is given; in a task of its own, since debuggers are not ended by force.
  await stuck.evaluate(() => {
    setTimeout(() => {
      const end = performance.now() + 60_000;
      while (performance.now() < end);
    });
  });
  await sleep(300);
  await tab.evaluate(() => {
    const [first, second] = document.querySelectorAll('xai-viewer');
    second.selected = 1;
    first.stop();
  });
  await until(() => document.querySelectorAll('xai-viewer')[1].maps);
  assert.deepEqual(await errors(), []);
  // A browser gives a busy worker some seconds before it ends it by force.
  await workersLeft(1);
  assert.notEqual(tab.workers()[0], stuck);
});

test('a worker that dies without a word is replaced, and its work is done again', { skip }, async () => {
  await show({ masks: '24', selected: '0' });
  await until(anyMasks);
  const [worker] = tab.workers();
  worker.evaluate(() => self.close()).catch(() => {});
  await until(allExplained);
  assert.deepEqual(await errors(), []);
  assert.notEqual(tab.workers()[0], worker);
});

test('a hundred mounts leave no worker behind', { skip }, async () => {
  await show({ masks: '24', selected: '0' });
  await tab.evaluate(async () => {
    const viewer = document.querySelector('xai-viewer') as HTMLElementTagNameMap['xai-viewer'];
    for (let n = 0; n < 100; n++) {
      viewer.remove();
      await new Promise((resolve) => setTimeout(resolve, n % 5));
      document.body.append(viewer);
      await new Promise((resolve) => setTimeout(resolve, n % 9));
    }
    viewer.remove();
  });
  await workersLeft(0);
});

/** The worker ends when nobody has held the engine for two seconds. */
async function workersLeft(count: number): Promise<void> {
  const end = Date.now() + 20_000;
  while (tab.workers().length > count && Date.now() < end) await sleep(100);
  assert.equal(tab.workers().length, count);
}
