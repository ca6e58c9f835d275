import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page as Tab } from 'puppeteer-core';
import { launchChromium } from '../support/chromium.ts';
import { type Page, servePage } from '../support/page.ts';
import { isFull } from '../support/tiers.ts';
import { TINY_LABELS, tinyDetector, tinyDetectorRecipe } from '../support/tiny-detector.ts';
import { squarePng } from '../support/tiny-pictures.ts';
import type { Answer, Question } from './webgpu-page.ts';

const tiny: Omit<Question, 'backend'> = {
  model: '/tiny.onnx',
  picture: '/squares.png',
  recipe: tinyDetectorRecipe,
  labels: TINY_LABELS,
  masks: 60,
  batch: 7,
};

let browser: Browser;
let page: Page;
let tab: Tab;

before(async () => {
  const squares = [
    { label: 'red', column: 1, row: 2 },
    { label: 'blue', column: 5, row: 4 },
  ] as const;
  page = await servePage({
    entry: 'test/e2e/webgpu-page.ts',
    pages: {
      '/tiny.onnx': tinyDetector({ batch: 1 }),
      '/halves.onnx': tinyDetector({ batch: 1, half: true }),
      '/squares.png': await squarePng(squares),
    },
  });
  browser = await launchChromium();
  tab = await browser.newPage();
  await tab.goto(page.url);
  await tab.waitForFunction(() => 'explainAs' in window);
});

after(async () => {
  await browser?.close();
  await page?.stop();
});

function explain(name: string, question: Question): Promise<Answer> {
  return tab.evaluate((as, asked) => window.explainAs(as, asked), name, question);
}

/** Both sum the same masks; scores differ by rounding inside the model. */
async function sameMaps(a: string, b: string): Promise<void> {
  const correlations = await tab.evaluate((first, second) => window.correlate(first, second), a, b);
  assert.ok(correlations.length > 0);
  for (const r of correlations) assert.ok(r > 0.999, `correlation ${r}`);
}

test('D-RISE wholly on WebGPU gives the maps of wasm, batch axis freed', async () => {
  const onGpu = await explain('tiny on webgpu', { ...tiny, backend: 'webgpu' });
  const onWasm = await explain('tiny on wasm', { ...tiny, backend: 'wasm' });
  assert.equal(onGpu.provider, 'webgpu', onGpu.notes.join(' '));
  assert.match(onGpu.notes.join(' '), /batch axis.*was freed/);
  assert.deepEqual(onGpu.labels.toSorted(), ['blue', 'red']);
  assert.deepEqual(onGpu.labels, onWasm.labels);
  assert.deepEqual(onGpu.masks, [60, 60]);
  await sameMaps('tiny on webgpu', 'tiny on wasm');
});

test('answers in half precision are read as numbers, where the browser has an array of halves and where not', async () => {
  const { labels, masks } = await explain('halves', { ...tiny, model: '/halves.onnx', backend: 'wasm' });
  assert.deepEqual(labels.toSorted(), ['blue', 'red']);
  assert.deepEqual(masks, [60, 60]);
  await sameMaps('halves', 'tiny on wasm');
});

test('a lost device is replaced and the run goes on from its last batch', async () => {
  const once = await explain('lost once', { ...tiny, backend: 'webgpu', loseDeviceAt: [14] });
  assert.equal(once.provider, 'webgpu', once.notes.join(' '));
  assert.match(once.notes.join(' '), /lost; the model was opened again/);
  assert.deepEqual(once.masks, [60, 60]);
  await sameMaps('lost once', 'tiny on wasm');
});

if (isFull) {
  test('after two losses the run ends on wasm', async () => {
    const twice = await explain('lost twice', { ...tiny, backend: 'webgpu', loseDeviceAt: [14, 28] });
    assert.equal(twice.provider, 'wasm', twice.notes.join(' '));
    assert.deepEqual(twice.masks, [60, 60]);
    await sameMaps('lost twice', 'tiny on wasm');
  });
}
