import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { launchChromium } from '../support/chromium.ts';
import { type Page, servePage } from '../support/page.ts';
import { strictest } from '../support/strictest.ts';

const BOTH =
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>Two</title><link rel="icon" href="data:,"><body><xai-legend low="0" high="1"></xai-legend>' +
  '<script type="module" src="/page.js"></script><script type="module" src="/legend.js"></script></body></html>';

let page: Page;
let browser: Browser;

before(async () => {
  page = await servePage({
    entry: 'src/xai-saved.ts',
    bundles: { 'legend.js': 'src/xai-legend.ts' },
    pages: { '/two.html': BOTH },
    headers: { 'Content-Security-Policy': `${strictest['Content-Security-Policy']} 'allow-duplicates'` },
  });
  browser = await launchChromium();
});

after(async () => {
  await browser?.close();
  await page?.stop();
});

test('two of the bundles live on one page under the policy that docs/hosting.md gives for them', async () => {
  const tab = await browser.newPage();
  const complaints: string[] = [];
  tab.on('console', (message) => complaints.push(message.text()));
  tab.on('pageerror', (error) => complaints.push(String(error)));
  await tab.goto(new URL('/two.html', page.url).href);
  await tab.waitForFunction(() => customElements.get('xai-viewer') && customElements.get('xai-legend'), {
    timeout: 20_000,
  });
  assert.deepEqual(complaints, []);
});
