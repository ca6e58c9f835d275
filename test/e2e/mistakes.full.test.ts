import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import type { Page as Tab } from 'puppeteer-core';
import { give, until } from './app-driver.ts';
import { onApp } from './on-app.ts';

const DETECTOR = ['www/models/detector.onnx', 'www/models/detector.recipe.json'];
const CLASSIFIER = ['www/models/classifier-fair.onnx', 'www/models/classifier-fair.recipe.json'];
const PICTURE = 'www/examples/scene.webp';

let tab: Tab;
const folder = mkdtempSync(path.join(tmpdir(), 'xai-mistakes-'));
const list = path.join(folder, 'hundred.txt');
const unlabelled = path.join(folder, 'unlabelled.json');
const app = onApp({}, (opened) => {
  tab = opened;
});

before(() => {
  const { labels: _, ...recipe } = JSON.parse(readFileSync(DETECTOR[1], 'utf8'));
  writeFileSync(unlabelled, JSON.stringify(recipe));
  writeFileSync(list, Array.from({ length: 100 }, (_, k) => `kind ${k}`).join('\n'));
});

after(() => rmSync(folder, { recursive: true, force: true }));

beforeEach(async () => {
  await tab.goto(`${app.url}#own`);
  await tab.waitForSelector('.step');
});

const answered = () => until(tab, () => document.querySelector('xai-viewer')?.prediction);
const notices = () => tab.$$eval('.notice', (all) => all.map(({ textContent }) => textContent).join(' '));
const panel = () => tab.$eval('aside', (aside) => aside.textContent ?? '');

test('of two models given at once the page says which it did not take', async () => {
  await give(tab, 'model', ...CLASSIFIER, ...DETECTOR);
  await until(tab, () => document.querySelector('.notice'));
  assert.match(await notices(), /Not used: classifier-fair\.onnx, classifier-fair\.recipe\.json\. One model/);
});

test('the threshold that a person sets is the one that the page names, until the recipe is corrected', async () => {
  await give(tab, 'model', ...DETECTOR);
  await give(tab, 'pictures', PICTURE);
  await answered();
  await tab.evaluate(() => {
    const choice = [...document.querySelectorAll<HTMLSelectElement>('aside select')].find(({ options }) =>
      [...options].some(({ value }) => value === '0.1'),
    );
    if (!choice) throw new Error('There is no threshold to choose.');
    choice.value = '0.1';
    choice.dispatchEvent(new Event('change'));
  });
  await until(tab, () => document.querySelector('xai-viewer')?.scoreThreshold === 0.1);
  assert.match(await panel(), /Scores below 10 % are left out/);
  await tab.evaluate(() => {
    const slider = document.querySelector<HTMLInputElement>('aside input[type=range]');
    if (!slider) throw new Error('There is no slider.');
    slider.value = '0.9';
    slider.dispatchEvent(new Event('change'));
  });
  await until(tab, () => document.querySelector('xai-viewer')?.scoreThreshold === null);
  await answered();
  assert.match(await panel(), /Scores below 90 % are left out/);
});

test('a classifier has no threshold, since none of its answers is left out', async () => {
  await give(tab, 'model', ...CLASSIFIER);
  await give(tab, 'pictures', PICTURE);
  await answered();
  assert.doesNotMatch(await panel(), /left out|Show objects above/);
});

test('a list of labels that does not fit is left out, said, and not kept with the model', async () => {
  await give(tab, 'model', DETECTOR[0], unlabelled, list);
  await give(tab, 'pictures', PICTURE);
  await answered();
  assert.match(await notices(), /100 labels.*The list was left out/);
  assert.doesNotMatch(await panel(), /kind 0/);
  await tab.goto(`${app.url}#own`);
  await tab.reload();
  await tab.waitForSelector('.step');
  await give(tab, 'pictures', PICTURE);
  await tab.evaluate(() =>
    [...document.querySelectorAll('button')].find(({ textContent }) => textContent?.includes('detector.onnx'))?.click(),
  );
  await answered();
});

test('a method alone in the address is that of the example', async () => {
  await tab.goto(`${app.url}?method=eigen-cam`);
  await until(tab, () => document.querySelector('xai-viewer')?.maps?.[0]?.provenance.method === 'eigen-cam');
});

test('another language is asked about before what a person brought is gone', async () => {
  await give(tab, 'model', ...CLASSIFIER);
  await until(tab, () => document.querySelector('.step[data-state=done]'));
  const asked: string[] = [];
  tab.once('dialog', (dialog) => {
    asked.push(dialog.message());
    void dialog.dismiss();
  });
  await tab.select('footer select', 'de');
  assert.match(asked.join(), /given again/);
  assert.equal(await tab.$eval('footer select', (select) => (select as HTMLSelectElement).value), 'en');
  assert.ok(await tab.$('.step[data-state=done]'), 'the model is still there');
});
