import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launchChromium } from '../support/chromium.ts';
import { servePage } from '../support/page.ts';

test('a page bundled for a test is isolated, has WebGPU and breaks no rule of the strict policy', async () => {
  const page = await servePage({ entry: 'test/house/fixtures/isolated-page.ts' });
  const browser = await launchChromium();
  try {
    const tab = await browser.newPage();
    const complaints: string[] = [];
    tab.on('console', (message) => complaints.push(message.text()));
    tab.on('pageerror', (error) => complaints.push(String(error)));
    await tab.goto(page.url);
    assert.equal(await tab.$eval('output', (output) => output.textContent), 'isolated: true, WebGPU: true');
    assert.deepEqual(complaints, []);
  } finally {
    await browser.close();
    await page.stop();
  }
});
