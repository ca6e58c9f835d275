import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page as Tab } from 'puppeteer-core';
import { onStrictPage } from './strict-page.ts';
import type { Script } from './viewer-page.ts';

type Viewer = HTMLElementTagNameMap['xai-viewer'];

let tab: Tab;
let url: string;
onStrictPage(
  { entry: 'test/elements/viewer-page.ts', ready: 'harness', clear: () => window.harness.clear() },
  (opened, address) => {
    tab = opened;
    url = address;
  },
);

/** Puts a viewer on the page and waits until its first finding is explained. */
async function show(script: Script = {}, attributes: Record<string, string> = {}): Promise<void> {
  await tab.evaluate(
    async (script, attributes) => {
      const viewer = await window.harness.make({ steps: 1, ...script }, { selected: '0', ...attributes });
      Object.assign(window, { viewer });
      await window.harness.explained(viewer);
      await viewer.updateComplete;
    },
    script,
    attributes,
  );
}

/** Waits until what is hidden now is answered, and gives what the page then shows and speaks. */
const seen = () =>
  tab.evaluate(async () => {
    const { viewer } = window as never as { viewer: Viewer };
    const { find, until } = window.harness;
    const isOver = () => find(viewer, '.what-if')?.getAttribute('aria-busy') === 'false';
    await until(isOver, 'an answer');
    await viewer.updateComplete;
    const pixels = viewer.whatIfAnswer ? window.harness.pixels(viewer, 'hidden') : [];
    return {
      change: find(viewer, '.change b')?.innerText,
      spoken: find(viewer, '[role=status]').innerText,
      hidden: [...pixels].filter((pixel) => pixel !== 0).length,
      words: [...find(viewer, '.what-if').querySelectorAll('p')].map((one) => one.innerText),
    };
  });

test('what is hidden changes the score in numbers, in the picture and in spoken words', async () => {
  await show();
  await tab.evaluate(() => {
    const { viewer } = window as never as { viewer: Viewer };
    window.harness.find(viewer, '#what-if').click();
  });
  const first = await seen();
  // 10 % of 16 x 12 pixels; .9 falls by a tenth.
  assert.deepEqual([first.change, first.hidden], ['90 % → 81 %', 19]);
  assert.match(first.spoken, /dog: 90 % → 81 %/);
  assert.deepEqual(first.words, [
    'The score of a box is how well its best match still fits. The model now finds dog 81 %.',
  ]);
  await tab.select('pierce/.what-if select', 'least');
  await tab.evaluate(() => window.harness.sleep(100));
  assert.equal((await seen()).change, '90 % → 90 %');
  const asked = await tab.evaluate(() => {
    const { viewer } = window as never as { viewer: Viewer };
    return { hidings: window.harness.hidings(viewer), answer: viewer.whatIfAnswer?.hiding };
  });
  assert.deepEqual(asked.hidings, [
    { share: 0.1, first: 'most', fill: 'blur' },
    { share: 0.1, first: 'least', fill: 'blur' },
  ]);
  assert.deepEqual(asked.answer, asked.hidings[1]);
});

test('one question at a time, and the newest wins', async () => {
  await show({ hidingPace: 500 }, { 'what-if': '' });
  await seen();
  const asked = await tab.evaluate(async () => {
    const { viewer } = window as never as { viewer: Viewer };
    const slider = window.harness.find<HTMLInputElement>(viewer, '.what-if input');
    // Rests long enough to be asked, then moves on while the answer is on its way.
    for (const share of [0.2, 0.3, 0.4, 0.5, 0.6]) {
      slider.value = String(share);
      slider.dispatchEvent(new Event('input'));
      if (share === 0.2) await window.harness.until(() => window.harness.hidings(viewer).length === 2, 'the question');
    }
    const isBusy = window.harness.find(viewer, '.what-if').ariaBusy;
    await window.harness.until(() => viewer.whatIfAnswer?.hiding.share === 0.6, 'the newest');
    return { isBusy, shares: window.harness.hidings(viewer).map(({ share }) => share) };
  });
  assert.deepEqual(asked, { isBusy: 'true', shares: [0.1, 0.2, 0.6] });
  assert.match((await seen()).spoken, /90 % → 36 %/);
});

test('by keyboard it opens at its slider, follows the arrows and gives the focus back', async () => {
  await show();
  await tab.focus('pierce/#what-if');
  await tab.keyboard.press('Enter');
  await seen();
  await tab.keyboard.press('ArrowRight');
  await tab.keyboard.press('ArrowRight');
  await tab.evaluate(() => window.harness.sleep(100));
  assert.equal((await seen()).change, '90 % → 79 %');
  const slider = await tab.evaluate(() => {
    const { viewer } = window as never as { viewer: Viewer };
    return viewer.shadowRoot?.activeElement?.ariaValueText;
  });
  assert.equal(slider, '12 %');
  await tab.keyboard.press('Escape');
  const left = await tab.evaluate(async () => {
    const { viewer } = window as never as { viewer: Viewer };
    await viewer.updateComplete;
    return [viewer.whatIf, viewer.shadowRoot?.activeElement?.id, window.harness.all(viewer, '.cell').length];
  });
  assert.deepEqual(left, [false, 'what-if', 1]);
});

test('it goes along with what is chosen, and says what it waits for', async () => {
  await show({}, { 'what-if': '' });
  await seen();
  const waiting = await tab.evaluate(async () => {
    const { viewer } = window as never as { viewer: Viewer };
    viewer.choose(1);
    await window.harness.until(() => viewer.whatIfAnswer?.findings[0].label === 'bicycle', 'the bicycle');
    viewer.choose(-1);
    await viewer.updateComplete;
    return window.harness.find(viewer, '.what-if p').innerText;
  });
  assert.equal(waiting, 'Choose what to explain: its finished map says which pixels matter.');
});

test('where the model cannot be asked, it says why in its place', async () => {
  await show({ unhidable: 'This answer has no score. Choose another one.' }, { 'what-if': '' });
  assert.deepEqual((await seen()).words, ['This answer has no score. Choose another one.']);
});

for (const [name, script] of Object.entries({
  classes: { classes: true },
  segments: { segments: true },
  heads: { heads: true },
} satisfies Record<string, Script>)) {
  test(`${name} are asked about too, beside a second method and in a narrow page, and axe finds nothing`, async () => {
    await tab.setViewport({ width: 360, height: 700 });
    await show(script, { 'what-if': '', compare: 'eigen-cam' });
    await seen();
    const found = await tab.evaluate(async (axeUrl) => {
      const { viewer } = window as never as { viewer: Viewer };
      if (!('axe' in window)) await import(axeUrl);
      const axe = (window as never as { axe: typeof import('axe-core') }).axe;
      const { violations } = await axe.run('xai-viewer');
      return {
        violations: violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)]),
        isWithin: document.documentElement.scrollWidth <= 360,
        cells: window.harness.all(viewer, '.cell').length,
      };
    }, `${url}axe.js`);
    await tab.setViewport({ width: 800, height: 900 });
    assert.deepEqual(found, { violations: [], isWithin: true, cells: 3 });
  });
}
