import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { Page as Tab } from 'puppeteer-core';
import { findsNothing, until } from './app-driver.ts';
import { onApp } from './on-app.ts';

let tab: Tab;
const app = onApp({ flags: ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'] }, (opened) => {
  tab = opened;
});

beforeEach(async () => {
  await tab.goto(`${app.url}#own`);
  await tab.waitForSelector('.step');
});

const names = () => tab.$$eval('.thumb img', (pictures) => pictures.map(({ alt }) => alt));
const said = () => tab.$$eval('.step', (steps) => steps.map((step) => step.textContent).join());

test('a picture is taken with the camera, which is off again afterwards', async () => {
  await tab.evaluate(() => {
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wish) => {
      const stream = await ask(wish);
      Object.assign(window, { stream });
      return stream;
    };
    [...document.querySelectorAll<HTMLElement>('.way')].find((way) => way.innerText.includes('camera'))?.click();
  });
  await until(tab, () => document.querySelector<HTMLButtonElement>('.camera .primary')?.disabled === false);
  await findsNothing(tab);
  await tab.click('.camera .primary');
  await until(tab, () => document.querySelectorAll('.step')[1]?.textContent?.includes('One picture is here'));
  const state = await tab.evaluate(() =>
    (window as never as { stream: MediaStream }).stream.getTracks().map(({ readyState }) => readyState),
  );
  assert.deepEqual(state, ['ended']);
});

test('a camera that is refused is explained', async () => {
  await tab.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
    [...document.querySelectorAll<HTMLElement>('.way')].find((way) => way.innerText.includes('camera'))?.click();
  });
  await until(tab, () => document.querySelector('.camera [role=alert]'));
  assert.match(
    await tab.$eval('.camera', (dialog) => dialog.textContent ?? ''),
    /does not let this page use the camera/,
  );
  await tab.keyboard.press('Escape');
  await until(tab, () => !document.querySelector<HTMLDialogElement>('.camera')?.open);
});

test('a picture is pasted from the clipboard', async () => {
  await tab.evaluate(async () => {
    const canvas = new OffscreenCanvas(8, 8);
    canvas.getContext('2d')?.fillRect(0, 0, 4, 4);
    const data = new DataTransfer();
    data.items.add(new File([await canvas.convertToBlob()], 'image.png', { type: 'image/png' }));
    document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
  });
  await until(tab, () => document.querySelectorAll('.step')[1]?.textContent?.includes('One picture is here'));
});

test('of a folder pictures and models are taken, and what is of no use is summed up', async () => {
  const input = await tab.$('input.folder');
  await (input as never as { uploadFile(...files: string[]): Promise<void> }).uploadFile('docs/gallery');
  await until(tab, () => document.querySelectorAll('.step')[1]?.textContent?.includes('pictures are here'));
  assert.match(await said(), /\d\d pictures are here/);

  await tab.evaluate(async () => {
    const frame = document.querySelector('explainer-app') as HTMLElement & { take(files: File[]): Promise<void> };
    await frame.take(['a', 'b', 'c', 'd', 'e'].map((name) => new File([''], `${name}.doc`)));
  });
  await until(tab, () => document.querySelector('.notice'));
  assert.match(await tab.$eval('.notice', (notice) => notice.textContent ?? ''), /a\.doc, b\.doc, c\.doc and 2 more/);
  assert.deepEqual(await names(), []);
  await tab.evaluate(async () => {
    const frame = document.querySelector('explainer-app') as HTMLElement & { take(files: File[]): Promise<void> };
    await frame.take([new File(['a\nb'], 'labels.txt')]);
  });
  await until(tab, () => document.querySelector('.notice') === null);
});

test('an empty folder is told, and goes unsaid when something else is given', async () => {
  await tab.evaluate(() => {
    const data = new DataTransfer();
    // What a browser gives for a dropped folder without files.
    Object.defineProperty(data, 'items', { value: [] });
    Object.defineProperty(data, 'types', { value: ['Files'] });
    document.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  });
  await until(tab, () => document.querySelector('.notice')?.textContent?.includes('holds no files'));
  await ((await tab.$('input.folder')) as never as { uploadFile(...files: string[]): Promise<void> }).uploadFile(
    'docs/gallery',
  );
  await until(tab, () => document.querySelectorAll('.step')[1]?.textContent?.includes('pictures are here'));
  await until(tab, () => document.querySelector('.notice') === null);
});
