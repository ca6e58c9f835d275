import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { Page as Tab } from 'puppeteer-core';
import { missing, sharedPath } from '../support/fixtures.ts';
import { findsNothing, give, until } from './app-driver.ts';
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

const take = (files: readonly (readonly [name: string, text: string])[]) =>
  tab.evaluate(async (given) => {
    const app = document.querySelector('explainer-app') as HTMLElement & { take(files: File[]): Promise<void> };
    await app.take(given.map(([name, text]) => new File([text], name)));
  }, files);

test('a table of six channels without times is read as a person says', async () => {
  const rows = Array.from({ length: 400 }, (_, row) => [0, 0.1, 0.98, 5, 6, 7].map((value) => value + (row % 3) / 100));
  await take([['imu.csv', ['ax,ay,az,gx,gy,gz', ...rows.map((row) => row.join(','))].join('\n')]]);
  await until(tab, () => document.querySelector('xai-timeline')?.phase === 'error');
  await until(tab, () => document.querySelector('.reading-csv[open]'));
  await findsNothing(tab);
  await tab.evaluate(() => {
    const form = document.querySelector('.reading-csv form') as HTMLFormElement;
    (form.elements.namedItem('rate') as HTMLInputElement).value = '50';
    form.requestSubmit();
  });
  // The model is open by then, and takes three of the six.
  await until(tab, () => document.querySelectorAll('.reading-csv[open] select').length === 5);
  await tab.evaluate(() => {
    const form = document.querySelector('.reading-csv form') as HTMLFormElement;
    (form.elements.namedItem('channel-0') as HTMLSelectElement).value = 'gx';
    form.requestSubmit();
  });
  await until(tab, () => document.querySelector('xai-timeline')?.maps);
  const { fed, rate } = await tab.evaluate(() => {
    const timeline = document.querySelector('xai-timeline') as HTMLElementTagNameMap['xai-timeline'];
    const recipe = timeline.info?.recipe as { input: { channels: string[] } } | undefined;
    return { fed: recipe?.input.channels, rate: timeline.recording?.recording.rate };
  });
  assert.deepEqual([fed, rate], [['gx', 'ay', 'az'], 50]);
});

test('a model of sound that is given for pictures goes to the timeline, with the names of its classes', {
  skip: missing('models/yamnet-esc10/model.onnx'),
}, async () => {
  const names = Array.from({ length: 10 }, (_, index) => `sound, number ${index}`);
  await give(tab, 'model', sharedPath('models/yamnet-esc10/model.onnx'));
  await until(tab, () => location.hash === '#timeline' && document.querySelector('xai-timeline')?.info);
  await take([['labels.txt', names.join('\n')]]);
  await until(tab, () => {
    const timeline = document.querySelector('xai-timeline');
    return timeline?.classes?.length === 10 && timeline.info;
  });
  const given = await tab.evaluate(() => {
    const timeline = document.querySelector('xai-timeline') as HTMLElementTagNameMap['xai-timeline'];
    return { classes: timeline.classes, task: timeline.info?.task };
  });
  assert.deepEqual(given, { classes: names, task: 'series' });
});
