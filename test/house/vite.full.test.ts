import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { isolation, startServer, strictPolicy } from '../../scripts/serve.mjs';
import { launchChromium } from '../support/chromium.ts';
import { tinyDetector, tinyDetectorRecipe } from '../support/tiny-detector.ts';
import { squarePng } from '../support/tiny-pictures.ts';
import { Consumer } from './pack.ts';

describe('a page built with Vite from the packed package', () => {
  let consumer: Consumer;
  before(() => {
    consumer = new Consumer(['vite@7']);
    consumer.write(
      'index.html',
      '<!doctype html><html lang="en"><title>Vite</title><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>',
    );
    consumer.write(
      'page.js',
      `import { Model } from 'xai-viewer';
       import 'xai-viewer/xai-viewer';
       const viewer = new (customElements.get('xai-viewer'))();
       viewer.backend = 'wasm';
       viewer.recipe = '/tiny.recipe.json';
       viewer.labels = ['red', 'green', 'blue'];
       viewer.model = '/tiny.onnx';
       viewer.src = '/squares.png';
       viewer.loading = 'eager';
       viewer.addEventListener('xai-predict', ({ prediction }) => {
         document.title = typeof Model.load + ' ' + prediction.findings.map(({ label }) => label).join(' ');
       });
       viewer.addEventListener('xai-error', ({ error }) => {
         document.title = error.message;
       });
       document.body.append(viewer);`,
    );
  });
  after(() => consumer?.remove());

  test('builds, and the element runs a model in its worker without a complaint', async () => {
    consumer.run(path.join(consumer.folder, 'node_modules/.bin/vite'), 'build');
    const assets = readdirSync(path.join(consumer.folder, 'dist/assets'));
    assert.ok(
      assets.some((name) => /^worker-.*\.js$/.test(name)),
      `the worker is among ${assets}`,
    );
    const server = await startServer({
      root: path.join(consumer.folder, 'dist'),
      headers: { ...isolation, ...strictPolicy },
      pages: {
        '/tiny.onnx': tinyDetector(),
        '/tiny.recipe.json': JSON.stringify(tinyDetectorRecipe),
        '/squares.png': await squarePng([{ label: 'red', column: 3, row: 3 }]),
      },
    });
    const browser = await launchChromium();
    try {
      const tab = await browser.newPage();
      const complaints: string[] = [];
      tab.on('console', (message) => complaints.push(message.text()));
      tab.on('pageerror', (error) => complaints.push(String(error)));
      await tab.goto(server.url);
      await tab.waitForFunction(() => document.title !== 'Vite', { timeout: 60_000 });
      assert.equal(await tab.title(), 'function red');
      assert.ok(await tab.$eval('xai-viewer', (element) => element.shadowRoot !== null));
      assert.deepEqual(complaints, []);
    } finally {
      await browser.close();
      await server.stop();
    }
  });
});
