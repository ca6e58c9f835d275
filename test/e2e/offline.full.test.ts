import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { Page as Tab } from 'puppeteer-core';
import { missing, sharedPath } from '../support/fixtures.ts';
import { give, until } from './app-driver.ts';
import { onApp } from './on-app.ts';

const skip = missing('models/fastestdet/model.onnx') || missing('images/dog_bike_truck.jpg');
const MODEL = sharedPath('models/fastestdet/model.onnx');
const PICTURE = sharedPath('images/dog_bike_truck.jpg');

let tab: Tab;
const app = onApp();

const notices = () => tab.$$eval('.notice p', (all) => all.map((one) => one.textContent?.trim() ?? ''));
const isKept = () =>
  until(tab, async () => navigator.serviceWorker.controller !== null && (await navigator.serviceWorker.ready).active);

/** A first visit, with the app kept at its end. */
async function visit(hash = '#own'): Promise<void> {
  tab = await app.driver.open();
  await tab.goto(app.url + hash);
  await isKept();
}

test('the browser finds no fault with the manifest', async () => {
  tab = await app.driver.open();
  await tab.goto(`${app.url}#own`);
  const session = await tab.createCDPSession();
  const { errors, data } = await session.send('Page.getAppManifest');
  assert.deepEqual(errors, []);
  const { icons } = JSON.parse(data ?? '') as { icons: { src: string }[] };
  for (const { src } of icons) assert.equal((await fetch(app.url + src)).status, 200, src);
});

test('that the page works offline is said once', async () => {
  await visit();
  await until(tab, () => document.querySelector('.notice')?.textContent?.includes('Ready to work offline'));
  await tab.reload();
  await isKept();
  await until(tab, () => document.querySelector('.step'));
  assert.deepEqual(await notices(), []);
});

test('with the server gone the page opens anew and explains with a model used before', { skip }, async () => {
  await visit();
  await give(tab, 'model', MODEL);
  await until(tab, () => localStorage.getItem('xai-viewer-kept')?.includes('model.onnx'));
  await app.stopServing();
  try {
    await tab.close();
    tab = await app.driver.open({ visitor: 'same' });
    await tab.goto(`${app.url}#own`);
    await until(tab, () => document.querySelector('.kept button'));
    await tab.click('.kept button');
    await give(tab, 'pictures', PICTURE);
    await until(tab, () => document.querySelector('xai-viewer')?.prediction);
    const map = await tab.evaluate(async () => {
      const viewer = document.querySelector('xai-viewer') as HTMLElementTagNameMap['xai-viewer'];
      viewer.masks = 16;
      viewer.shadowRoot?.querySelector<HTMLElement>('[role=option]')?.click();
      await new Promise((resolve) => viewer.addEventListener('xai-explain', resolve, { once: true }));
      return { masks: viewer.map?.masks, isFlat: new Set(viewer.map?.data).size < 2, isolated: crossOriginIsolated };
    });
    assert.deepEqual(map, { masks: 16, isFlat: false, isolated: true });
    // The embedded models were used by nobody yet, and are there all the same.
    await tab.goto(app.url);
    await until(tab, () => document.querySelector('xai-viewer')?.map);
  } finally {
    await app.serve();
  }
});

test('an update is offered, waits for an explanation under way, and is taken when a person agrees', async () => {
  await visit('');
  await until(tab, () => document.querySelector('xai-viewer')?.phase === 'running');
  const page = path.join(app.folder, 'service-worker.js');
  const before = readFileSync(page, 'utf8');
  try {
    // Another version: another byte in the list of files.
    writeFileSync(page, `${before}\n// another version\n`);
    await tab.evaluate(async () => (await navigator.serviceWorker.ready).update());
    await until(tab, () => document.querySelector('.notice .quiet'));
    assert.match((await notices()).join(), /A new version/);
    await tab.evaluate(() => Object.assign(window, { isOld: true }));
    await tab.click('.notice .quiet');
    await new Promise((resolve) => setTimeout(resolve, 700));
    assert.equal(await tab.evaluate(() => 'isOld' in window), true, 'nothing is loaded anew during a run');
    await tab.evaluate(() => document.querySelector('xai-viewer')?.stop());
    await until(tab, () => !('isOld' in window) && document.querySelector('explainer-app'));
    assert.equal(await tab.evaluate(async () => (await navigator.serviceWorker.ready).waiting), null);
  } finally {
    writeFileSync(page, before);
  }
});

test('storage that the browser has cleared is noticed and explained', { skip }, async () => {
  await visit();
  await give(tab, 'model', MODEL);
  await until(tab, () => localStorage.getItem('xai-viewer-kept')?.includes('model.onnx'));
  const session = await tab.createCDPSession();
  const { origin } = new URL(app.url);
  const wipe = () =>
    session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'file_systems,indexeddb,cache_storage' });
  // Under the open page: what it still lists is gone.
  await tab.click('header .own');
  await until(tab, () => document.querySelector('.kept button'));
  await wipe();
  await tab.click('.kept button');
  const isSaid = (words: string) =>
    until(
      tab,
      (given) => [...document.querySelectorAll('.notice')].some((one) => one.textContent?.includes(given)),
      words,
    );
  await isSaid('cleared models that were kept here: model.onnx');
  await until(tab, () => !document.querySelector('.kept button'));
  // Between two visits.
  await give(tab, 'model', MODEL);
  await until(tab, () => localStorage.getItem('xai-viewer-kept')?.includes('model.onnx'));
  await wipe();
  await tab.reload();
  await isSaid('They are kept again');
  const said = (await notices()).join(' ');
  assert.match(said, /cleared models that were kept here: model\.onnx/);
  assert.match(said, /They are kept again/);
  await tab.reload();
  await until(tab, () => document.querySelector('.step'));
  await isKept();
  assert.deepEqual(await notices(), [], 'it is said once');
});

test('on a host without the headers the second visit is isolated by the service worker', async () => {
  await app.serve({ isolated: false });
  try {
    tab = await app.driver.open();
    await tab.goto(`${app.url}#own`);
    assert.equal(await tab.evaluate(() => crossOriginIsolated), false);
    await isKept();
    await tab.reload();
    assert.equal(await tab.evaluate(() => crossOriginIsolated), true);
  } finally {
    await app.serve();
  }
});

test('files from the share sheet and from the system are taken', { skip }, async () => {
  await visit();
  await tab.evaluate(async () => {
    const form = new FormData();
    form.append('files', new File(['no model'], 'shared model.onnx'));
    // A page that was kept tells its own address, so that only the answer before it says that there was a redirection.
    const answer = await fetch('share', { method: 'POST', body: form, redirect: 'manual' });
    if (answer.type !== 'opaqueredirect') throw new Error('the page is not led back');
  });
  await tab.goto(`${app.url}?shared#own`);
  await until(tab, () => document.querySelector('xai-viewer')?.error?.code === 'model-unreadable');
  assert.match(await tab.$eval('.step[data-state=failed]', (step) => step.textContent ?? ''), /shared model\.onnx/);
  assert.equal(await tab.evaluate(() => location.search), '');

  await tab.evaluateOnNewDocument(() => {
    const files = [{ getFile: async () => new File(['no model'], 'opened.onnx') }];
    const launchQueue = { setConsumer: (take: (launch: { files: unknown[] }) => void) => take({ files }) };
    Object.defineProperty(window, 'launchQueue', { value: launchQueue });
  });
  await tab.reload();
  await until(tab, () => document.querySelector('.step[data-state=failed]')?.textContent?.includes('opened.onnx'));
});
