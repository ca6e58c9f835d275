import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { Browser, Page as Tab } from 'puppeteer-core';
import { GESTURES, makeMotion } from '../../src/scenes/motion.ts';
import { launchChromium } from '../support/chromium.ts';
import { type Page, servePage } from '../support/page.ts';

// The smallest of the embedded models: SwiftShader is a hundred times slower than wasm.
const MODEL = 'motion';
const RECORDINGS = 16;
const WINDOW = 100;

let browser: Browser;
let page: Page;
let tab: Tab;

before(async () => {
  const model = readFileSync(`www/models/${MODEL}.onnx`);
  page = await servePage({ entry: 'test/e2e/raw-run-page.ts', pages: { '/model.onnx': model } });
  browser = await launchChromium();
  tab = await browser.newPage();
  await tab.goto(page.url);
  await tab.waitForFunction(() => 'runRaw' in window);
});

after(async () => {
  await browser?.close();
  await page?.stop();
});

test('the smallest embedded model answers on WebGPU as on wasm', async () => {
  const recordings = Array.from({ length: RECORDINGS }, (_, seed) => makeMotion(seed));
  const dims = [RECORDINGS, 1, WINDOW, 3];
  const values = recordings.flatMap(({ samples }) => [...samples]);
  const ask = (backend: 'webgpu' | 'wasm') =>
    tab.evaluate((as, shape, numbers) => window.runRaw('/model.onnx', as, shape, numbers), backend, dims, values);
  const [onGpu, onWasm] = [await ask('webgpu'), await ask('wasm')];
  assert.equal(onGpu.provider, 'webgpu', onGpu.notes.join(' '));
  assert.equal(onWasm.provider, 'wasm');
  const [gpu, wasm] = [onGpu.outputs.scores, onWasm.outputs.scores];
  assert.equal(gpu.length, RECORDINGS * GESTURES.length);
  // Probabilities from float32 sums in another order.
  wasm.forEach((score, i) => {
    assert.ok(Math.abs(gpu[i] - score) < 1e-4, `score ${i}: ${gpu[i]} and ${score}`);
  });
  const named = recordings.map((_, i) => {
    const scores = gpu.slice(i * GESTURES.length, (i + 1) * GESTURES.length);
    return scores.indexOf(Math.max(...scores));
  });
  const right = named.filter((label, i) => label === recordings[i].classIndex).length;
  assert.ok(right >= RECORDINGS - 2, `${right} of ${RECORDINGS}`);
});
