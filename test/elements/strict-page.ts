import assert from 'node:assert/strict';
import { after, afterEach, before } from 'node:test';
import type { Browser, Page as Tab } from 'puppeteer-core';
import { launchChromium } from '../support/chromium.ts';
import { type Page, servePage } from '../support/page.ts';
import { strictest } from '../support/strictest.ts';

export interface StrictPage {
  /** The script of the page; axe lies beside it as `axe.js`. */
  readonly entry: string;
  /** What the script puts on `window` when it is ready. */
  readonly ready: string;
  readonly width?: number;
  readonly height?: number;
  /** Runs in the page after each test. */
  readonly clear: () => void;
}

/**
 * Opens a page for the tests of this file, under the strictest policy; after each of them nothing may have been thrown or
 * complained of.
 */
export function onStrictPage(
  { entry, ready, width = 800, height = 900, clear }: StrictPage,
  opened: (tab: Tab, url: string) => void,
): void {
  let page: Page;
  let browser: Browser;
  let tab: Tab;
  const complaints: string[] = [];

  before(async () => {
    page = await servePage({ entry, bundles: { 'axe.js': 'node_modules/axe-core/axe.min.js' }, headers: strictest });
    browser = await launchChromium();
    tab = await browser.newPage();
    tab.on('console', (message) => complaints.push(message.text()));
    tab.on('pageerror', (error) => complaints.push(String(error)));
    await tab.setViewport({ width, height });
    await tab.goto(page.url);
    await tab.waitForFunction((name) => name in window, {}, ready);
    opened(tab, page.url);
  });

  after(async () => {
    await browser?.close();
    await page?.stop();
  });

  afterEach(async () => {
    await tab.mouse.move(0, 0);
    await tab.evaluate(clear);
    assert.deepEqual(complaints.splice(0), [], 'the strictest policy is kept and nothing is thrown');
  });
}
