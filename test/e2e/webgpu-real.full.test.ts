import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { launchChromium } from '../support/chromium.ts';
import { missing, sharedFile } from '../support/fixtures.ts';
import { servePage } from '../support/page.ts';
import type { Question } from './webgpu-page.ts';

// Of the shared detectors the one with the fewest multiplications: SwiftShader is a hundred times slower than wasm.
const REAL = 'st-ssd-person';
const PHOTO = 'skier.jpg';
const skipReal = missing(`models/${REAL}/model.onnx`) || missing(`images/${PHOTO}`);

test('a real detector runs D-RISE wholly on WebGPU and gives the map of wasm', { skip: skipReal }, async () => {
  const page = await servePage({
    entry: 'test/e2e/webgpu-page.ts',
    pages: {
      '/real.onnx': sharedFile(`models/${REAL}/model.onnx`),
      '/photo.jpg': sharedFile(`images/${PHOTO}`),
    },
  });
  const browser = await launchChromium();
  try {
    const tab = await browser.newPage();
    await tab.goto(page.url);
    await tab.waitForFunction(() => 'explainAs' in window);
    const explain = (name: string, question: Question) =>
      tab.evaluate((as, asked) => window.explainAs(as, asked), name, question);
    const recipe = JSON.parse(readFileSync(`test/fixtures/recipes/${REAL}.recipe.json`, 'utf8'));
    const real = { model: '/real.onnx', picture: '/photo.jpg', recipe, labels: ['person'], masks: 20, batch: 5 };
    const onGpu = await explain('real on webgpu', { ...real, backend: 'webgpu' });
    const onWasm = await explain('real on wasm', { ...real, backend: 'wasm' });
    assert.equal(onGpu.provider, 'webgpu', onGpu.notes.join(' '));
    assert.deepEqual(onGpu.labels, onWasm.labels);
    const correlations = await tab.evaluate((a, b) => window.correlate(a, b), 'real on webgpu', 'real on wasm');
    assert.ok(correlations.length > 0);
    // Both sum the same masks; scores differ by rounding inside the model.
    for (const r of correlations) assert.ok(r > 0.999, `correlation ${r}`);
  } finally {
    await browser.close();
    await page.stop();
  }
});
