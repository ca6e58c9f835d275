import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { Page as Tab } from 'puppeteer-core';
import { findsNothing, until } from './app-driver.ts';
import { onApp } from './on-app.ts';

let tab: Tab;
const app = onApp({}, (opened) => {
  tab = opened;
});

/** The first look, with the widgets there. */
async function openExample(): Promise<void> {
  await tab.goto(app.url);
  await tab.waitForSelector('.thumb');
  await tab.waitForSelector('wa-dropdown:defined');
  await tab.waitForSelector('aside wa-tab-group');
}

/** What has the keyboard, also within a widget. */
const focused = () =>
  tab.evaluate(() => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return at?.textContent?.trim() ?? '';
  });

test('a menu is opened, walked and left by keyboard, and its icons are of this origin', async () => {
  await openExample();
  await tab.focus('.strip .add');
  await tab.keyboard.press('Enter');
  await until(tab, () => document.activeElement?.localName === 'wa-dropdown-item');
  assert.equal(await focused(), 'Choose pictures');
  await tab.keyboard.press('ArrowDown');
  assert.equal(await focused(), 'Use the camera');
  const icons = await tab.$$eval('.strip wa-dropdown-item wa-icon', (all) =>
    all.map((icon) => icon.shadowRoot?.querySelector('use')?.getAttribute('href')),
  );
  assert.deepEqual(icons.slice(0, 2), ['icons/shell.svg#images', 'icons/shell.svg#camera']);
  await findsNothing(tab);
  await tab.keyboard.press('Escape');
  await until(tab, () => document.activeElement?.classList.contains('add'));
});

test('tabs change by arrow keys, and the divider moves by them', async () => {
  await openExample();
  await tab.focus('aside wa-tab[panel=model]');
  await tab.keyboard.press('ArrowRight');
  await until(tab, () => document.querySelector('aside wa-tab-panel[active] select'));
  assert.match(await tab.$eval('aside wa-tab-panel[active]', (panel) => (panel as HTMLElement).innerText), /As in/);
  const width = () => tab.$eval('aside', (aside) => aside.getBoundingClientRect().width);
  const before = await width();
  await tab.evaluate(() => {
    document.querySelector('wa-split-panel')?.shadowRoot?.querySelector<HTMLElement>('[role=separator]')?.focus();
  });
  for (let k = 0; k < 3; k++) await tab.keyboard.press('ArrowLeft');
  await until(
    tab,
    (old: number) => (document.querySelector('aside')?.getBoundingClientRect().width ?? 0) > old,
    before,
  );
  assert.ok((await width()) - before < 0.05 * 1200, 'three steps of a hundredth');
});

test('a notice is put away by Escape, and can be said again', async () => {
  await tab.goto(`${app.url}#own`);
  await tab.waitForSelector('wa-toast:defined');
  const take = () =>
    tab.evaluate(() => {
      const app = document.querySelector('explainer-app') as HTMLElement & { take(files: File[]): Promise<void> };
      return app.take([new File(['?'], 'notes.xyz')]);
    });
  await take();
  await take();
  await until(tab, () => document.querySelector('.notice')?.shadowRoot?.querySelector('.close-button'));
  assert.equal((await tab.$$('.notice')).length, 1, 'the same is said once');
  await findsNothing(tab);
  await tab.keyboard.press('Escape');
  await until(tab, () => !document.querySelector('.notice'));
  await take();
  await tab.waitForSelector('.notice');
});

test('no part of the app names the machine that Web Awesome takes icons from', () => {
  const named = readdirSync(app.folder)
    .filter((name) => name.endsWith('.js'))
    .filter((name) => readFileSync(path.join(app.folder, name), 'utf8').includes('fontawesome.com'));
  assert.deepEqual(named, []);
});
