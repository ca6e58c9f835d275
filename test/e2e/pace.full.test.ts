import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page as Tab } from 'puppeteer-core';
import { missing, sharedPath } from '../support/fixtures.ts';
import { give, until } from './app-driver.ts';
import { longTasksDuring } from './main-thread.ts';
import { onApp } from './on-app.ts';

const PHOTO = 'images/dog_bike_truck.jpg';
const MODEL = 'models/fastestdet/model.onnx';
const skip = missing(MODEL) || missing(PHOTO);

/** A core that others use makes everything late: the best of so many runs is what the page can do. */
const RUNS = 3;
/** Milliseconds from which on browsers call a task long. */
const LONG = 50;

let tab: Tab;
const app = onApp({}, (opened) => {
  tab = opened;
});

/**
 * The longest that a task of the main thread had a core for while answers are explained, of the best of several runs: of a
 * task's time on the clock the rest is waiting for a core that others use.
 */
async function longestTasks(): Promise<number[]> {
  const runs: number[] = [];
  while (runs.length < RUNS && !runs.some((longest) => longest <= LONG)) {
    // Another seed has other masks made.
    await tab.evaluate((seed) => {
      const viewer = document.querySelector('xai-viewer') as HTMLElementTagNameMap['xai-viewer'];
      Object.assign(viewer, { seed, masks: 96 });
    }, runs.length);
    await until(tab, () => document.querySelector('xai-viewer')?.prediction);
    const tasks = await longTasksDuring(tab, () => explain(runs.length % 3));
    runs.push(Math.max(0, ...tasks.map(({ own }) => own)));
  }
  return runs;
}

/** Chooses an answer and waits for its map. */
async function explain(answer: number): Promise<void> {
  await tab.evaluate((index) => {
    const viewer = document.querySelector('xai-viewer') as HTMLElementTagNameMap['xai-viewer'];
    viewer.selected = -1;
    viewer.shadowRoot?.querySelectorAll<HTMLElement>('[role=option]')[index]?.click();
  }, answer);
  await until(tab, () => {
    const viewer = document.querySelector('xai-viewer');
    return viewer?.phase === 'ready' && viewer.maps;
  });
  await new Promise((resolve) => setTimeout(resolve, 500));
}

test('no task of the main thread is longer than 50 ms while the app explains its first picture', async () => {
  await tab.goto(app.url);
  await until(tab, () => document.querySelectorAll('.thumb').length === 12);
  const runs = await longestTasks();
  assert.ok(Math.min(...runs) <= LONG, `the longest took ${runs.join(', ')} ms`);
});

test('nor while it explains a photo of twelve megapixels', { skip }, async () => {
  await tab.goto(`${app.url}#own`);
  await tab.waitForSelector('.step');
  await give(tab, 'model', sharedPath(MODEL));
  await until(tab, () => document.querySelector('.step[data-state=done]'));
  await tab.evaluate(async (address) => {
    const photo = await createImageBitmap(await (await fetch(address)).blob());
    const canvas = new OffscreenCanvas(4000, 3000);
    canvas.getContext('2d')?.drawImage(photo, 0, 0, 4000, 3000);
    const file = new File([await canvas.convertToBlob({ type: 'image/jpeg' })], 'large.jpg', { type: 'image/jpeg' });
    const app = document.querySelector('explainer-app') as HTMLElement & { take(files: File[]): Promise<void> };
    await app.take([file]);
  }, `/shared/${PHOTO}`);
  await until(tab, () => document.querySelector('xai-viewer')?.prediction);
  const runs = await longestTasks();
  assert.ok(Math.min(...runs) <= LONG, `the longest took ${runs.join(', ')} ms`);
});

test('with the caches warm the first partial map of 128 masks is there within three seconds, its reliability shown', async () => {
  await tab.goto(app.url);
  await until(tab, () => document.querySelector('xai-viewer')?.map);
  await until(tab, async () => (await navigator.serviceWorker.ready).active && navigator.serviceWorker.controller);
  const times: number[] = [];
  while (times.length < RUNS && !(Math.min(...times) < 3000)) {
    await tab.reload();
    await until(tab, () => {
      const viewer = document.querySelector('xai-viewer');
      const { map } = viewer ?? {};
      // The map that the app brings along is smaller than the picture.
      const isFresh = map?.width === 640 && (map.masks ?? 0) >= 128;
      return isFresh && /reliability/.test(viewer?.shadowRoot?.textContent ?? '');
    });
    times.push(Math.round(await tab.evaluate(() => performance.now())));
  }
  assert.ok(Math.min(...times) < 3000, `it took ${times.join(', ')} ms`);
});
