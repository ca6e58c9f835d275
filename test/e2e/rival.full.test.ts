import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import type { Page as Tab } from 'puppeteer-core';
import { findsNothing, give, until } from './app-driver.ts';
import { onApp } from './on-app.ts';

let tab: Tab;
onApp({
  async begin({ driver, url }) {
    tab = await driver.open();
    await tab.goto(url);
    await tab.waitForSelector('.example .segments');
    await tab.evaluate(() => {
      const [, caption] = document.querySelectorAll<HTMLElement>('.example .segments button');
      caption.click();
    });
    await until(tab, () => document.querySelector('xai-viewer')?.maps);
  },
});

/** Waits until both models have explained the same label, and gives what they say of it. */
async function explained(): Promise<{ name?: string; label?: string; method?: string; score: number }[]> {
  await until(tab, () => {
    const viewers = [...document.querySelectorAll('xai-viewer')];
    const labels = viewers.map(({ maps, phase, map }) => (maps && phase === 'ready' ? map?.target.label : undefined));
    return viewers.length === 2 && labels[0] !== undefined && labels[0] === labels[1];
  });
  return tab.evaluate(() =>
    [...document.querySelectorAll('xai-viewer')].map(({ info, map }) => ({
      name: info?.name,
      label: map?.target.label,
      method: map?.provenance.method,
      score: map?.target.score ?? 0,
    })),
  );
}

test('a second model explains the same picture, the same class by the same method', async () => {
  await tab.select('.rivals select', 'embedded:classifier-fair');
  const [biased, fair] = await explained();
  assert.deepEqual([biased.name, biased.label, biased.method], ['classifier-biased.onnx', 'boat', 'grad-cam']);
  assert.deepEqual([fair.name, fair.label, fair.method], ['classifier-fair.onnx', 'boat', 'grad-cam']);
  assert.ok(biased.score > fair.score, 'the caption means a boat to the biased one only');
});

test('what is chosen in the first is chosen in the second, by its label', async () => {
  const other = await tab.evaluate(() => {
    const [first] = document.querySelectorAll('xai-viewer');
    const index = first.findings.findIndex(({ label }) => label !== 'boat');
    first.choose(index);
    return first.findings[index].label;
  });
  await until(tab, (label) => document.querySelectorAll('xai-viewer')[1].map?.target.label === label, other);
  assert.deepEqual(await explained().then((both) => both.map(({ label }) => label)), [other, other]);
});

test('both lie side by side where there is room, below each other where there is not; axe finds nothing', async () => {
  const places = () =>
    tab.evaluate(() => [...document.querySelectorAll('xai-viewer')].map((one) => one.getBoundingClientRect().left));
  const [left, right] = await places();
  assert.ok(right > left + 100, `${left}, ${right}`);
  await findsNothing(tab);
  await tab.setViewport({ width: 390, height: 900 });
  const [above, below] = await places();
  assert.equal(above, below);
  assert.ok(await tab.evaluate(() => document.documentElement.scrollWidth <= 390));
  await tab.setViewport({ width: 1200, height: 900 });
});

test('a model without that answer says so', async () => {
  // Each of its answers belongs to a head, and those of a classifier to none.
  await tab.select('.rivals select', 'embedded:attributes');
  await until(tab, () => document.querySelector('.rival .hint'));
  const said = await tab.$eval('.rival .hint', (hint) => hint.textContent);
  assert.match(said ?? '', /is not among this model's answers here/);
});

test('by keyboard it goes away, and the focus returns to the choice', async () => {
  await tab.focus('.rival header button');
  await tab.keyboard.press('Enter');
  await until(tab, () => document.activeElement?.matches('.rivals select'));
  const left = await tab.evaluate(() => [
    document.querySelectorAll('xai-viewer').length,
    (document.activeElement as HTMLSelectElement).value,
  ]);
  assert.deepEqual(left, [1, '']);
});

test('a second model given as a file takes the recipe that comes with it, or that follows', async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'xai-rival-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const text = readFileSync('www/models/classifier-fair.recipe.json', 'utf8');
  const written = (name: string, label: string) => {
    const file = path.join(folder, name);
    writeFileSync(file, text.replace('"boat"', `"${label}"`));
    return file;
  };
  const labelled = (label: string) =>
    until(
      tab,
      (wanted) => {
        const [, second] = document.querySelectorAll('xai-viewer');
        return second?.phase === 'ready' && second.findings.some((finding) => finding.label === wanted);
      },
      label,
    );
  await give(tab, 'rival', 'www/models/classifier-fair.onnx', written('a.recipe.json', 'ship'));
  await labelled('ship');
  await give(tab, 'rival', written('b.recipe.json', 'vessel'));
  await labelled('vessel');
});
