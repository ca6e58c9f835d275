import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { Browser, Page as Tab } from 'puppeteer-core';
import { launchChromium } from '../support/chromium.ts';
import { type Page, servePage } from '../support/page.ts';
import { strictest } from '../support/strictest.ts';
import { squarePng } from '../support/tiny-pictures.ts';

type Viewer = HTMLElementTagNameMap['xai-viewer'];

let page: Page;
let browser: Browser;
let tab: Tab;
const complaints: string[] = [];

before(async () => {
  page = await servePage({
    entry: 'src/xai-viewer.ts',
    bundles: { 'worker.js': 'src/engine/worker.ts', 'axe.js': 'node_modules/axe-core/axe.min.js' },
    mounts: { '/models/': 'www/models' },
    pages: { '/squares.png': await squarePng([{ label: 'red', column: 2, row: 2 }]) },
    headers: strictest,
    isolated: false,
  });
  browser = await launchChromium();
  tab = await browser.newPage();
  tab.on('console', (message) => complaints.push(message.text()));
  tab.on('pageerror', (error) => complaints.push(String(error)));
  await tab.goto(page.url);
  await tab.evaluate(() => {
    const viewer = document.createElement('xai-viewer');
    Object.assign(viewer, { loading: 'eager', backend: 'wasm', selected: 0 });
    Object.assign(viewer, { model: '/models/classifier-fair.onnx', src: '/squares.png' });
    document.body.append(viewer);
    Object.assign(window, { viewer, shadow: viewer.shadowRoot });
  });
});

after(async () => {
  await browser.close();
  await page.stop();
});

afterEach(() => {
  assert.deepEqual(complaints.splice(0), [], 'the policy is kept and nothing is thrown');
});

declare const viewer: Viewer;
declare const shadow: ShadowRoot;

const until = (condition: () => unknown) => tab.waitForFunction(condition, { timeout: 120_000, polling: 50 });
const isExplained = () => viewer.error || (viewer.map && viewer.phase === 'ready');

test('Grad-CAM explains a classifier that names no method, and what the model is not for says why', async () => {
  await until(isExplained);
  await until(() => (shadow.querySelector('option[value=vit-recipro-cam]') as HTMLOptionElement).disabled);
  const seen = await tab.evaluate(() => ({
    error: viewer.error,
    method: viewer.map?.provenance.method,
    asked: viewer.maps?.length,
    chosen: (shadow.querySelector('select.methods') as HTMLSelectElement).selectedOptions[0].label,
    reasons: [...shadow.querySelectorAll('.about li')].map((line) => line.textContent),
  }));
  assert.deepEqual(
    { ...seen, reasons: null },
    {
      error: null,
      method: 'grad-cam',
      asked: 1,
      chosen: 'Grad-CAM',
      reasons: null,
    },
  );
  assert.ok(
    seen.reasons.includes('D-RISE: It explains detection and instance-segmentation; this model is for classification.'),
  );
  assert.ok(seen.reasons.some((reason) => /^ViT-ReciproCAM: .*sequence of tokens/.test(reason ?? '')));
});

test('previews of its layers appear, and one is chosen by keyboard', async () => {
  await tab.evaluate(() => (shadow.querySelector('[aria-controls=layers]') as HTMLElement).click());
  await until(() => shadow.querySelector('.layer') && !shadow.querySelector('.layer[aria-busy=true]'));
  const count = await tab.evaluate(() => {
    (shadow.querySelector('.layer[tabindex="0"]') as HTMLElement).focus();
    return shadow.querySelectorAll('.layer canvas.map').length;
  });
  assert.ok(count > 1 && count <= 6, `${count} previews`);
  await tab.keyboard.press('ArrowRight');
  await until(() => viewer.layer !== null && viewer.map?.provenance.options.layer === viewer.layer);
  await tab.keyboard.press('Escape');
  assert.equal(await tab.evaluate(() => viewer.error), null);
});

test('three methods lie side by side, with their own numbers, and axe finds nothing', async () => {
  await tab.evaluate(() => {
    viewer.layer = null;
    viewer.compare = ['eigen-cam', 'input-x-gradient', 'attention-rollout'];
  });
  await until(() => viewer.comparedMaps.length === 3 && viewer.comparedMaps.every(({ map, error }) => map || error));
  await until(isExplained);
  const seen = await tab.evaluate(async () => {
    await viewer.updateComplete;
    return {
      maps: viewer.comparedMaps.map(({ method, map }) => [method, map?.provenance.method ?? null]),
      refusal: shadow.querySelector('.cell .refusal')?.textContent,
      lows: [...shadow.querySelectorAll('.cell .number:first-child')].map((number) => number.textContent?.[0]),
    };
  });
  assert.deepEqual(seen.maps, [
    ['eigen-cam', 'eigen-cam'],
    ['input-x-gradient', 'input-x-gradient'],
    ['attention-rollout', null],
  ]);
  assert.match(seen.refusal ?? '', /has no attention of all patches/);
  assert.deepEqual([seen.lows.length, seen.lows[2]], [3, '−'], 'the map with signs has a colour bar with signs');
  await tab.evaluate(async (url) => void (await import(url)), `${page.url}axe.js`);
  const violations = await tab.evaluate(async () => {
    const { axe } = window as never as { axe: typeof import('axe-core') };
    return (await axe.run('xai-viewer')).violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)]);
  });
  assert.deepEqual(violations, []);
});
