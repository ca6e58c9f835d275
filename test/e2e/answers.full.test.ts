import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import type { Browser, Page as Tab } from 'puppeteer-core';
import { launchChromium } from '../support/chromium.ts';
import { type Page, servePage } from '../support/page.ts';
import { strictest } from '../support/strictest.ts';
import {
  tinyAttributes,
  tinyAttributesRecipe,
  tinyEmbedder,
  tinyEmbedderRecipe,
  tinySegmenter,
  tinySegmenterRecipe,
} from '../support/tiny-answers.ts';
import { squarePng } from '../support/tiny-pictures.ts';

type Viewer = HTMLElementTagNameMap['xai-viewer'];

const RED = { label: 'red', column: 2, row: 2 } as const;
const BLUE = { label: 'blue', column: 5, row: 5 } as const;

let page: Page;
let browser: Browser;
let tab: Tab;
const complaints: string[] = [];

before(async () => {
  page = await servePage({
    entry: 'src/xai-viewer.ts',
    bundles: { 'worker.js': 'src/engine/worker.ts' },
    pages: {
      '/segmenter.onnx': tinySegmenter(),
      '/segmenter.recipe.json': JSON.stringify(tinySegmenterRecipe),
      '/attributes.onnx': tinyAttributes(),
      '/attributes.recipe.json': JSON.stringify(tinyAttributesRecipe),
      '/embedder.onnx': tinyEmbedder(),
      '/embedder.recipe.json': JSON.stringify(tinyEmbedderRecipe),
      '/squares.png': await squarePng([RED, BLUE]),
      '/blue.png': await squarePng([BLUE]),
    },
    headers: strictest,
    isolated: false,
  });
  browser = await launchChromium();
});

after(async () => {
  await browser.close();
  await page.stop();
});

beforeEach(async () => {
  tab = await browser.newPage();
  tab.on('console', (message) => complaints.push(message.text()));
  tab.on('pageerror', (error) => complaints.push(String(error)));
  await tab.goto(page.url);
});

afterEach(async () => {
  await tab.close();
  assert.deepEqual(complaints.splice(0), [], 'the policy is kept and nothing is thrown');
});

/** Puts a viewer on the page, waits for its answer, and says where its picture is. */
async function show(attributes: Record<string, string>) {
  await tab.evaluate(
    (attributes) => {
      const viewer = document.createElement('xai-viewer');
      for (const [name, value] of Object.entries(attributes)) viewer.setAttribute(name, value);
      document.body.append(viewer);
    },
    { loading: 'eager', backend: 'wasm', method: 'occlusion', src: '/squares.png', ...attributes },
  );
  await until(() => document.querySelector('xai-viewer')?.prediction || document.querySelector('xai-viewer')?.error);
  return tab.evaluate(async () => {
    const viewer = document.querySelector('xai-viewer') as Viewer;
    await viewer.updateComplete;
    const stage = viewer.shadowRoot?.querySelector('.stage')?.getBoundingClientRect() as DOMRect;
    const { x, y, width, height } = stage;
    return { x, y, width, height };
  });
}

const until = (condition: () => unknown) => tab.waitForFunction(condition, { timeout: 60_000, polling: 50 });
const isExplained = () => {
  const viewer = document.querySelector('xai-viewer');
  return viewer?.error || (viewer?.map && viewer.phase === 'ready');
};

/** What is chosen, and what its map says that it explains. */
const chosen = () =>
  tab.evaluate(() => {
    const viewer = document.querySelector('xai-viewer') as Viewer;
    const { map, error } = viewer;
    const { label, score, spec } = viewer.findings[viewer.selected] ?? {};
    const at = map ? map.data.indexOf(Math.max(...map.data)) : -1;
    const peak = [at % 64, Math.floor(at / 64)];
    return { label, score, spec, error: error?.message, target: map?.target, peak };
  });

/** A square of 16 x 16 pixels by its corner; the patches of occlusion are 8 pixels wide. */
function assertPeakIn([x, y]: readonly number[], [left, top]: readonly [number, number]): void {
  const isNear = x >= left - 8 && x < left + 24 && y >= top - 8 && y < top + 24;
  assert.ok(isNear, `the peak at ${x}, ${y} is not at ${left}, ${top}`);
}

test('a segmenter in the worker: its classes, a click on a pixel, a box of its own', async () => {
  const frame = await show({ model: '/segmenter.onnx' });
  const at = (x: number, y: number) =>
    [frame.x + ((x + 0.5) / 64) * frame.width, frame.y + ((y + 0.5) / 64) * frame.height] as const;
  const found = await tab.evaluate(() => {
    const { prediction } = document.querySelector('xai-viewer') as Viewer;
    const { classMap, labels } = prediction?.segmentation ?? { classMap: [], labels: [] };
    return {
      findings: prediction?.findings.map(({ label, share }) => [label, share]),
      labels,
      size: classMap.length,
      red: classMap[20 * 64 + 20],
    };
  });
  assert.deepEqual(found.labels, ['background', 'red', 'green', 'blue']);
  assert.deepEqual([found.size, found.red], [64 * 64, 1]);
  assert.equal(found.findings?.at(-1)?.[0], 'background');

  await tab.mouse.click(...at(20, 20));
  await until(isExplained);
  const clicked = await chosen();
  assert.equal(clicked.error, undefined);
  assert.deepEqual([clicked.label, clicked.spec], ['red', { kind: 'region', class: 1 }]);
  assert.deepEqual([clicked.target?.label, clicked.target?.classIndex], ['red', 1]);
  assertPeakIn(clicked.peak, [12, 12]);

  await tab.evaluate(() =>
    document.querySelector('xai-viewer')?.shadowRoot?.querySelector<HTMLElement>('.toolbar > button')?.click(),
  );
  await tab.mouse.move(...at(34, 34));
  await tab.mouse.down();
  await tab.mouse.move(...at(54, 54), { steps: 3 });
  await tab.mouse.up();
  await until(
    () =>
      document.querySelector('xai-viewer')?.map?.target.box && document.querySelector('xai-viewer')?.phase === 'ready',
  );
  const boxed = await chosen();
  assert.equal(boxed.label, 'blue in your box');
  assert.deepEqual([boxed.target?.label, boxed.target?.classIndex], ['blue', 3]);
  assertPeakIn(boxed.peak, [36, 36]);
  assert.ok(boxed.target?.score && boxed.target.score > 0.3 && boxed.target.score < 1);
});

test('a model with heads in the worker, of the whole picture and of a part', async () => {
  await show({ model: '/attributes.onnx', selected: '0' });
  await until(isExplained);
  const whole = await chosen();
  assert.equal(whole.error, undefined);
  assert.equal(whole.target?.label, `colour: ${whole.label}`);
  const heads = await tab.evaluate(() =>
    [...(document.querySelector('xai-viewer')?.shadowRoot?.querySelectorAll('[role=group].head') ?? [])].map((head) =>
      head.getAttribute('aria-label'),
    ),
  );
  assert.deepEqual(heads, ['colour', 'tone']);

  await tab.evaluate(() =>
    document.querySelector('xai-viewer')?.shadowRoot?.querySelector<HTMLElement>('.toolbar > button')?.click(),
  );
  // The keyboard's box is the middle of the picture; it is moved onto the blue square.
  for (let k = 0; k < 8; k++) for (const key of ['ArrowRight', 'ArrowDown'] as const) await tab.keyboard.press(key);
  await tab.keyboard.press('Enter');
  await until(() => document.querySelector('xai-viewer')?.prediction?.box);
  await until(isExplained);
  const part = await chosen();
  assert.equal(part.error, undefined);
  const best = await tab.evaluate(() => document.querySelector('xai-viewer')?.findings[0].label);
  assert.equal(best, 'blue');
  assert.deepEqual(part.target?.box, await tab.evaluate(() => document.querySelector('xai-viewer')?.prediction?.box));
});

test('an embedder in the worker compares with the reference, and without one says what is missing', async () => {
  await show({ model: '/embedder.onnx', reference: '/blue.png', selected: '0' });
  await until(isExplained);
  const like = await chosen();
  assert.equal(like.error, undefined);
  assert.equal(like.target?.label, 'like blue.png');
  assert.ok(like.score && like.score > 0.99 && like.score < 1);
  assert.equal(like.target?.score, like.score);
  await tab.evaluate(() => document.body.replaceChildren());
  await show({ model: '/embedder.onnx' });
  const words = await tab.evaluate(
    () => document.querySelector('xai-viewer')?.shadowRoot?.querySelector('.headline')?.textContent,
  );
  assert.match(words ?? '', /gives 3 numbers.*"reference"/);
});
