import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page as Tab } from 'puppeteer-core';
import { findsNothing, until } from './app-driver.ts';
import { onApp } from './on-app.ts';

let tab: Tab;
const app = onApp();

async function open(hash: string, search = ''): Promise<void> {
  tab = await app.driver.open();
  await tab.goto(app.url + search + hash);
}

const titleIs = (title: string) =>
  until(tab, (wanted) => document.querySelector('help-view:not([hidden]) article h1')?.textContent === wanted, title);

test('the help opens from the navigation, and its links lead from page to page and back', async () => {
  await open('#library');
  await tab.waitForSelector('.room');
  await tab.click('header nav a[href="#help"]');
  await titleIs('Documentation');
  await tab.click('article a[href="#help/methods"]');
  await titleIs('Methods');
  await tab.click('article a[href="#help/methods/d-rise"]');
  await titleIs('D-RISE');
  assert.equal(await tab.$eval('.help-contents [aria-current=page]', (link) => link.textContent), 'D-RISE');
  await tab.goBack();
  await titleIs('Methods');
  // Another place of the app, and back to where one was.
  await tab.click('header nav a[href="#library"]');
  await tab.waitForSelector('help-view[hidden]');
  await tab.goBack();
  await titleIs('Methods');
});

test('an address leads to a heading, which is seen and has the focus', async () => {
  await open('#help/troubleshooting:device-lost');
  await titleIs('Troubleshooting');
  await until(tab, () => document.activeElement?.textContent === 'device-lost');
  const top = await tab.evaluate(() => document.activeElement?.getBoundingClientRect().top);
  assert.ok(top !== undefined && top >= 0 && top < 100, `${top}`);
});

test('pictures of a page are shown, and files that it names are there', async () => {
  await open('#help/models/detector');
  await titleIs('embedded:detector');
  await until(tab, () => (document.querySelector('article img') as HTMLImageElement)?.naturalWidth > 0);
  const files = await tab.$$eval('article a[target]', (all) => all.map((one) => (one as HTMLAnchorElement).href));
  assert.ok(files.length >= 2);
  for (const file of files) assert.equal((await fetch(file)).status, 200, file);
});

test('search finds a heading, and its hit leads there', async () => {
  await open('#help');
  await titleIs('Documentation');
  await tab.type('.help-side input', 'labels-invalid');
  await until(tab, () => document.querySelector('.help-hits a')?.textContent === 'Troubleshooting: labels-invalid');
  await tab.click('.help-hits a');
  await titleIs('Troubleshooting');
  await until(tab, () => document.activeElement?.textContent === 'labels-invalid');
  await tab.type('.help-side input', 'zebrafish');
  await until(tab, () => document.querySelector('.help-hits [role=status]')?.textContent?.includes('zebrafish'));
});

test('a page that is not there is named, and the contents are offered', async () => {
  await open('#help/methods/guessing');
  await titleIs('Documentation');
  assert.match(await tab.$eval('article .help-note', (note) => note.textContent ?? ''), /methods\/guessing/);
});

test('a method of the viewer and the code of an error lead to their pages', async () => {
  await open('');
  await until(tab, () => document.querySelector('xai-viewer')?.shadowRoot?.querySelector('.about a'));
  const click = (css: string) =>
    tab.evaluate((selector) => {
      document.querySelector('xai-viewer')?.shadowRoot?.querySelector<HTMLElement>(selector)?.click();
    }, css);
  await click('.about a');
  await titleIs('D-RISE');
  await open('#own');
  await tab.evaluate(async () => {
    const app = document.querySelector('explainer-app') as HTMLElement & { take(files: File[]): Promise<void> };
    await app.take([new File(['no model'], 'broken.onnx')]);
  });
  await until(tab, () => document.querySelector('xai-viewer')?.error?.code === 'model-unreadable');
  await click('.error .code a');
  await until(tab, () => document.activeElement?.textContent === 'model-unreadable');
});

test('in another language it is said that the help is in English', async () => {
  await open('#help', '?lang=de');
  await titleIs('Documentation');
  assert.match(await tab.$eval('.help-note', (note) => note.textContent ?? ''), /nur auf Englisch/);
  assert.equal(await tab.$eval('article', (article) => article.lang), 'en');
});

test('with the server gone the help is there, with its pictures', async () => {
  await open('#help');
  await until(tab, async () => navigator.serviceWorker.controller && (await navigator.serviceWorker.ready).active);
  await app.stopServing();
  try {
    await tab.close();
    tab = await app.driver.open({ visitor: 'same' });
    await tab.goto(`${app.url}#help/gallery`);
    await titleIs('Gallery');
    await until(tab, () => (document.querySelector('article img') as HTMLImageElement)?.naturalWidth > 0);
  } finally {
    await app.serve();
  }
});

test('axe finds nothing to complain of, and nothing is wider than the page', async () => {
  await open('#help/hosting');
  await titleIs('Hosting');
  for (const [theme, width] of [
    ['light', 1200],
    ['dark', 1200],
    ['light', 360],
    ['dark', 360],
  ] as const) {
    await tab.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
    await tab.setViewport({ width, height: 800 });
    await findsNothing(tab, `${theme}, ${width}`);
    assert.equal(await tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, `${width}`);
  }
  for (const page of ['methods', 'gallery', 'models/detector', 'troubleshooting', 'api/xai-viewer']) {
    await tab.evaluate((name) => {
      location.hash = `help/${name}`;
    }, page);
    await until(
      tab,
      (name) => document.querySelector('.help-contents [aria-current]')?.getAttribute('href')?.endsWith(name),
      page,
    );
    await findsNothing(tab, page);
    assert.equal(await tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, page);
  }
});
