import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import type { Browser, Page as Tab } from 'puppeteer-core';
import { launchChromium } from '../support/chromium.ts';
import { type Page, servePage } from '../support/page.ts';
import { strictest } from '../support/strictest.ts';

const LIVE = `<xai-viewer loading="eager" backend="wasm" model="/models/detector.onnx" recipe="/models/detector.recipe.json" src="/app/first-look.webp" method="d-rise" masks="32" selected="0"></xai-viewer>`;
const SAVED = '<xai-viewer explanation="/app/first-look.json" src="/app/first-look.webp"></xai-viewer>';

const frameOf = (script: string, body: string) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Frame</title><body>${body}<script type="module" src="${script}"></script></body></html>`;

let page: Page;
let browser: Browser;
let tab: Tab;
const complaints: string[] = [];

before(async () => {
  page = await servePage({
    entry: 'src/xai-viewer.ts',
    bundles: { 'worker.js': 'src/engine/worker.ts', 'saved.js': 'src/xai-saved.ts' },
    mounts: { '/models/': 'www/models', '/app/': 'www' },
    pages: {
      '/live.html': frameOf('/page.js', LIVE),
      '/saved.html': frameOf('/saved.js', SAVED),
    },
    // Frames without an origin ask by CORS for what lies beside them.
    headers: {
      ...strictest,
      // 'self' is nobody in a frame without an origin.
      'Content-Security-Policy': `${strictest['Content-Security-Policy']}; frame-src 'self'`.replaceAll(
        "'self'",
        "'self' http://localhost:*",
      ),
      'Access-Control-Allow-Origin': '*',
    },
    isolated: false,
  });
  browser = await launchChromium();
});

after(async () => {
  await browser?.close();
  await page?.stop();
});

beforeEach(async () => {
  tab = await browser.newPage();
  tab.on('console', (message) => complaints.push(message.text()));
  tab.on('pageerror', (error) => complaints.push(String(error)));
  await tab.goto(page.url);
});

afterEach(async () => {
  await tab?.close();
});

/** Puts a page into a frame with these permissions, and gives the frame. */
async function frame(name: string, sandbox: string) {
  await tab.evaluate(
    (address, allowed) => {
      const element = document.createElement('iframe');
      element.setAttribute('sandbox', allowed);
      element.src = address;
      element.width = '600';
      element.height = '600';
      document.body.append(element);
    },
    `/${name}`,
    sandbox,
  );
  const inner = await tab.waitForFrame((one) => one.url().endsWith(name));
  await inner.waitForSelector('xai-viewer');
  return inner;
}

const WAIT = { timeout: 90_000, polling: 50 };

test('five viewers on a page share one worker, and each is explained', async () => {
  await tab.evaluate(() => {
    for (let k = 0; k < 5; k++) {
      const viewer = document.createElement('xai-viewer');
      const attributes = {
        loading: 'eager',
        backend: 'wasm',
        model: '/models/detector.onnx',
        recipe: '/models/detector.recipe.json',
        src: '/app/first-look.webp',
        method: 'd-rise',
        masks: '32',
        selected: String(k % 3),
        seed: String(k),
      };
      for (const [name, value] of Object.entries(attributes)) viewer.setAttribute(name, value);
      document.body.append(viewer);
    }
  });
  await tab.waitForFunction(
    () => [...document.querySelectorAll('xai-viewer')].every((viewer) => viewer.maps || viewer.error),
    WAIT,
  );
  const seen = await tab.evaluate(() =>
    [...document.querySelectorAll('xai-viewer')].map(({ error, map, phase }) => ({
      error: error?.message ?? null,
      phase,
      label: map?.target.label,
      masks: map?.masks,
    })),
  );
  assert.deepEqual(
    seen.map(({ error, phase, masks }) => ({ error, phase, masks })),
    Array.from({ length: 5 }, () => ({ error: null, phase: 'ready', masks: 32 })),
  );
  assert.equal(new Set(seen.map(({ label }) => label)).size, 3, 'each explains what it was asked for');
  assert.equal(tab.workers().length, 1);
  assert.deepEqual(complaints.splice(0), []);
});

test('in a frame that may only run scripts a saved explanation is shown', async () => {
  const inner = await frame('saved.html', 'allow-scripts');
  await inner.waitForFunction(() => document.querySelector('xai-viewer')?.map, WAIT);
  assert.equal(await inner.evaluate(() => origin), 'null');
  assert.deepEqual(complaints.splice(0), []);
});

test('in a frame that may only run scripts a live model is refused with what it wants', async () => {
  const inner = await frame('live.html', 'allow-scripts');
  await inner.waitForFunction(() => document.querySelector('xai-viewer')?.error, WAIT);
  const error = await inner.evaluate(() => {
    const { error } = document.querySelector('xai-viewer') as HTMLElementTagNameMap['xai-viewer'];
    return { code: error?.code, message: error?.message };
  });
  assert.equal(error.code, 'engine-failed');
  assert.match(error.message ?? '', /allow-same-origin/);
  complaints.splice(0);
});

test('in a frame that keeps its origin a live model is explained', async () => {
  const inner = await frame('live.html', 'allow-scripts allow-same-origin');
  await inner.waitForFunction(() => {
    const viewer = document.querySelector('xai-viewer');
    return viewer?.maps || viewer?.error;
  }, WAIT);
  assert.equal(await inner.evaluate(() => document.querySelector('xai-viewer')?.error?.message ?? null), null);
  // The browser's own remark on the pair of permissions.
  assert.deepEqual(
    complaints.splice(0).filter((text) => !text.includes('can escape its sandboxing')),
    [],
  );
});
