import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CDPSession, Page as Tab } from 'puppeteer-core';
import { until } from './app-driver.ts';
import { onApp } from './on-app.ts';

const PICTURES = 1000;
/** Pictures after which all code is compiled and every cache is full. */
const EARLY = 200;
/** Of each picture a map and some words are kept, in the page and in the worker: a few kB. Its pixels are 300. */
const MOST_BYTES_A_PICTURE = 20_000;

const app = onApp();

/** Bytes on the heap and in buffers outside it, after what is not used any more was collected. */
async function memoryOf(client: CDPSession): Promise<number> {
  // What the first collection finalises is freed by the second.
  await client.send('HeapProfiler.collectGarbage');
  await client.send('HeapProfiler.collectGarbage');
  const usage = (await client.send('Runtime.getHeapUsage')) as { usedSize: number; backingStorageSize?: number };
  return usage.usedSize + (usage.backingStorageSize ?? 0);
}

/** An audit of a thousand pictures that the page draws, beside the view of the app; frames are counted from now on. */
async function begin(tab: Tab): Promise<void> {
  await tab.evaluate(async (count) => {
    const canvas = new OffscreenCanvas(320, 240);
    const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
    const files: { name: string; file: Blob }[] = [];
    for (let k = 0; k < count; k++) {
      context.fillStyle = `hsl(${(37 * k) % 360} 60% ${30 + (k % 40)}%)`;
      context.fillRect(0, 0, 320, 240);
      context.fillStyle = `hsl(${(91 * k) % 360} 70% 60%)`;
      context.fillRect((13 * k) % 220, (7 * k) % 160, 80, 60);
      const file = await canvas.convertToBlob({ type: 'image/webp' });
      files.push({ name: `${String(k).padStart(4, '0')}.webp`, file });
    }
    const audit = document.createElement('xai-audit');
    audit.id = 'thousand';
    audit.models = [{ source: 'embedded:classifier-fair' }];
    audit.data = { kind: 'files', name: 'thousand', files };
    audit.journal = 'thousand.jsonl';
    document.querySelector('main')?.append(audit);
    const seen = { gaps: [] as number[], done: 0 };
    Object.assign(window, { seen });
    let last = performance.now();
    const tick = (now: number) => {
      seen.gaps.push(now - last);
      last = now;
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  }, PICTURES);
}

test('a thousand pictures in the page: memory stays flat, the page answers, and the grid holds them all', async () => {
  const tab = await app.driver.open({ visitor: 'new' });
  await tab.goto(`${app.url}#audit`);
  await tab.waitForSelector('.audit-form');
  await begin(tab);
  await until(tab, () => (document.querySelector('#thousand') as HTMLElementTagNameMap['xai-audit']).estimate);
  const page = await tab.createCDPSession();
  const worker = tab.workers().find((one) => one.url().includes('audit-worker'))?.client;
  assert.ok(worker, 'audits have a worker');
  const tiles = () =>
    tab.evaluate(() => {
      const counted = document.querySelector('#thousand')?.shadowRoot?.querySelector('.head [role=status]');
      return Number(/([\d,.]+) maps/.exec(counted?.textContent ?? '')?.[1].replaceAll(/[,.]/g, '') ?? 0);
    });
  const start = () =>
    tab.evaluate(() => void (document.querySelector('#thousand') as never as { start(): void }).start());

  await start();
  await until(
    tab,
    (least: number) => {
      const counted = document.querySelector('#thousand')?.shadowRoot?.querySelector('.head [role=status]');
      return Number(/(\d+) maps/.exec(counted?.textContent?.replaceAll(',', '') ?? '')?.[1] ?? 0) >= least;
    },
    EARLY,
  );
  await tab.evaluate(() => (document.querySelector('#thousand') as never as { pause(): void }).pause());
  await until(
    tab,
    () => (document.querySelector('#thousand') as HTMLElementTagNameMap['xai-audit']).phase === 'paused',
  );
  const early = { page: await memoryOf(page), worker: await memoryOf(worker), tiles: await tiles() };
  assert.ok(early.tiles >= EARLY && early.tiles < PICTURES, `${early.tiles}`);

  await tab.evaluate(() => {
    (window as never as { seen: { gaps: number[] } }).seen.gaps.length = 0;
  });
  await start();
  // Eight hundred pictures take minutes on two cores.
  await tab.waitForFunction(
    () => (document.querySelector('#thousand') as HTMLElementTagNameMap['xai-audit']).phase === 'done',
    { timeout: 900_000, polling: 1000 },
  );
  const gaps = await tab.evaluate(() => (window as never as { seen: { gaps: number[] } }).seen.gaps);
  const late = { page: await memoryOf(page), worker: await memoryOf(worker), tiles: await tiles() };
  assert.equal(late.tiles, PICTURES);
  const added = PICTURES - early.tiles;
  const grown = { page: (late.page - early.page) / added, worker: (late.worker - early.worker) / added };
  const sorted = [...gaps].sort((a, b) => a - b);
  const [middle, most] = [sorted[sorted.length >> 1], sorted[Math.floor(0.99 * sorted.length)]];
  console.log(
    `${added} pictures more: page ${(grown.page / 1000).toFixed(1)} kB each, worker ${(grown.worker / 1000).toFixed(1)} kB each; ` +
      `frames every ${middle.toFixed(0)} ms, 99 % within ${most.toFixed(0)} ms`,
  );
  for (const where of ['page', 'worker'] as const) {
    assert.ok(grown[where] < MOST_BYTES_A_PICTURE, `the ${where} grew by ${grown[where]} bytes a picture`);
  }
  assert.ok(middle < 40 && most < 500, `frames every ${middle} ms, 99 % within ${most} ms`);
  await tab.close();
});
