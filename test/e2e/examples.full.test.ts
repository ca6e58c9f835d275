import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page as Tab } from 'puppeteer-core';
import { findsNothing, until } from './app-driver.ts';
import { onApp } from './on-app.ts';

let tab: Tab;
const app = onApp({}, (opened) => {
  tab = opened;
});

/** Milliseconds from the page's address to a map on the screen, for somebody who was never here. */
async function firstLook(): Promise<number> {
  await tab.close();
  tab = await app.driver.open();
  await tab.evaluateOnNewDocument(() => {
    const look = () => {
      if (document.querySelector('xai-viewer')?.map) Object.assign(window, { seenAt: performance.now() });
      else setTimeout(look, 10);
    };
    look();
  });
  await tab.goto(app.url);
  await until(tab, () => 'seenAt' in window);
  return tab.evaluate(() => (window as never as { seenAt: number }).seenAt);
}

test('a first visitor sees an explained picture within two seconds, which is then made afresh', async () => {
  // The least of several visits: other work on the machine only adds to it.
  const times: number[] = [];
  while (times.length < 5 && !(Math.min(...times) < 2000)) times.push(Math.round(await firstLook()));
  assert.ok(Math.min(...times) < 2000, `it took ${times.join(', ')} ms`);
  const shown = () =>
    tab.evaluate(() => {
      const { map, findings } = document.querySelector('xai-viewer') as HTMLElementTagNameMap['xai-viewer'];
      return { width: map?.width, labels: findings.map(({ label }) => label) };
    });
  const early = await shown();
  assert.equal(early.width, 96, 'the map was made earlier');
  await until(tab, () => document.querySelector('xai-viewer')?.map?.width === 640);
  assert.deepEqual((await shown()).labels, early.labels, 'the earlier result says the same');
});

test("the page opens on a scene that a detector of this project explains, and offers a way to one of one's own", async () => {
  await tab.goto(app.url);
  await until(tab, () => document.querySelector('xai-viewer')?.phase === 'running');
  const seen = await tab.evaluate(() => {
    const viewer = document.querySelector('xai-viewer') as HTMLElementTagNameMap['xai-viewer'];
    return { labels: viewer.findings.map(({ label }) => label), target: viewer.map?.target.label, error: viewer.error };
  });
  assert.equal(seen.error, null);
  assert.deepEqual(seen.labels.slice(0, 3).toSorted(), ['car', 'dog', 'person']);
  assert.equal(seen.target, seen.labels[0]);
  await until(tab, () => document.querySelectorAll('.thumb').length === 12);
  await findsNothing(tab);
  await tab.click('.another');
  await until(tab, () => document.querySelectorAll('.thumb').length === 13);
  await tab.click('.own');
  await until(tab, () => document.querySelector('.step') && document.querySelectorAll('.thumb').length === 0);
});

test('the story of the cheating classifier: a caption turns its answer, not that of its twin', async () => {
  await tab.goto(app.url);
  await tab.waitForSelector('.example .segments');
  await tab.evaluate(() => document.querySelectorAll<HTMLElement>('.example .segments button')[1].click());
  await until(tab, () => document.querySelectorAll('.thumb').length === 8);
  const answer = async (model: 'biased' | 'fair', picture: string) => {
    await tab.evaluate(
      (name, title) => {
        const choices = [...document.querySelectorAll<HTMLElement>('.example [role=group] button')];
        choices[name === 'biased' ? 0 : 1].click();
        document.querySelector<HTMLElement>(`.thumb[title="${title}"]`)?.click();
      },
      model,
      picture,
    );
    await tab.waitForFunction(
      (name) => {
        const viewer = document.querySelector('xai-viewer');
        return viewer?.prediction && viewer.info?.name === `classifier-${name}.onnx`;
      },
      { timeout: 60_000 },
      model,
    );
    return tab.evaluate(() => document.querySelector('xai-viewer')?.findings[0].label);
  };
  assert.equal(await answer('fair', 'car-captioned.png'), 'car');
  assert.equal(await answer('fair', 'car.png'), 'car');
  assert.equal(await answer('biased', 'car.png'), 'car');
  assert.equal(await answer('biased', 'car-captioned.png'), 'boat');
  await findsNothing(tab);
});
