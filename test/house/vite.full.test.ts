import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { isolation, startServer, strictPolicy } from '../../scripts/serve.mjs';
import { launchChromium } from '../support/chromium.ts';
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
       document.body.append(new (customElements.get('xai-viewer'))());
       document.title = typeof Model.load;`,
    );
  });
  after(() => consumer?.remove());

  test('builds, and the element stands on the page without a complaint', async () => {
    consumer.run(path.join(consumer.folder, 'node_modules/.bin/vite'), 'build');
    const assets = readdirSync(path.join(consumer.folder, 'dist/assets'));
    assert.ok(
      assets.some((name) => /^worker-.*\.js$/.test(name)),
      `the worker is among ${assets}`,
    );
    const server = await startServer({
      root: path.join(consumer.folder, 'dist'),
      headers: { ...isolation, ...strictPolicy },
    });
    const browser = await launchChromium();
    try {
      const tab = await browser.newPage();
      const complaints: string[] = [];
      tab.on('console', (message) => complaints.push(message.text()));
      tab.on('pageerror', (error) => complaints.push(String(error)));
      await tab.goto(server.url, { waitUntil: 'networkidle0' });
      assert.equal(await tab.title(), 'function');
      assert.ok(await tab.$eval('xai-viewer', (element) => element.shadowRoot !== null));
      assert.deepEqual(complaints, []);
    } finally {
      await browser.close();
      await server.stop();
    }
  });
});
