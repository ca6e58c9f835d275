import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page as Tab } from 'puppeteer-core';
import { CATALOGUE } from '../../www/library/catalogue.ts';
import { missing } from '../support/fixtures.ts';
import { findsNothing, until } from './app-driver.ts';
import { onApp } from './on-app.ts';

const skip = missing('models/fastestdet/model.onnx') || missing('images/dog_bike_truck.jpg');
const MODEL = 'models/fastestdet/model.onnx';
const OFFER = CATALOGUE.findIndex(({ key }) => key === 'fastestdet');

let tab: Tab;
const app = onApp({}, (opened) => {
  tab = opened;
});

/** Stands in for other hosts: addresses that begin so are answered with this file of the shared ones, or this JSON. */
async function standIn(answers: Readonly<Record<string, string | object>>): Promise<void> {
  await tab.evaluateOnNewDocument(
    (known: Record<string, string | object>) => {
      const ask = window.fetch;
      const asked: string[] = [];
      Object.assign(window, { asked });
      window.fetch = (input, init) => {
        const url = new URL(input instanceof Request ? input.url : input, location.href);
        if (url.origin === location.origin) return ask(input, init);
        asked.push(url.href);
        const [, answer] = Object.entries(known).find(([start]) => url.href.startsWith(start)) ?? [];
        if (answer === undefined) return Promise.resolve(new Response('', { status: 404 }));
        return typeof answer === 'string' ? ask(answer, init) : Promise.resolve(Response.json(answer));
      };
    },
    answers as Record<string, string | object>,
  );
}

/** What the page asked of other hosts. */
const asked = () => tab.evaluate(() => (window as never as { asked: string[] }).asked);

async function openLibrary(): Promise<void> {
  await tab.goto(`${app.url}#library`);
  await until(tab, () => document.querySelector('.room'));
}

const press = (name: string) =>
  tab.evaluate((label) => document.querySelector<HTMLElement>(`[aria-label="${label}"]`)?.click(), name);
const isOpen = () =>
  until(tab, () => document.querySelector('.step[data-state=done]')?.textContent?.includes('is ready'));
const kept = () => tab.$$eval('.rows h3', (names) => names.map((name) => name.textContent));

for (const theme of ['light', 'dark']) {
  test(`axe finds nothing in the library, and nothing is fetched for it, ${theme}`, async () => {
    await tab.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
    await openLibrary();
    await findsNothing(tab);
  });
}

test('a model of the catalogue is fetched when asked for, checked, kept, opened without a network, removed', {
  skip,
}, async () => {
  await standIn({ [CATALOGUE[OFFER].url]: `/shared/${MODEL}` });
  await openLibrary();
  assert.deepEqual(await asked(), []);
  await press('Fetch 999 kB: FastestDet');
  await isOpen();
  assert.deepEqual(await asked(), [CATALOGUE[OFFER].url]);
  assert.match(await tab.$eval('.step[data-state=done]', (step) => step.textContent ?? ''), /FastestDet\.onnx/);

  await tab.evaluate(() => {
    location.hash = 'library';
  });
  await until(tab, () => document.querySelector('.rows h3'));
  assert.deepEqual(await kept(), ['FastestDet.onnx']);
  assert.match(await tab.$eval('.rows p', (facts) => facts.textContent ?? ''), /finds objects · 999 kB · used today/);
  await press('Open FastestDet.onnx');
  await isOpen();
  assert.equal((await asked()).length, 1, 'it is not fetched again');

  await tab.evaluate(() => {
    location.hash = 'library';
  });
  await until(tab, () => document.querySelector('.rows h3'));
  // The first press asks, and going elsewhere is a no.
  const remove = '.rows .remove-model';
  await tab.click(remove);
  assert.match(await tab.$eval(remove, (button) => button.textContent ?? ''), /Remove for good\?/);
  await tab.focus('.ask input');
  assert.match(await tab.$eval(remove, (button) => button.textContent ?? ''), /^\s*Remove\s*$/);
  // A model that has just been opened may be put down once more as used.
  await until(tab, () => {
    document.querySelector<HTMLElement>('.rows .remove-model')?.click();
    return !document.querySelector('.rows');
  });
});

test('another file in place of a known model is refused', async () => {
  await standIn({ [CATALOGUE[OFFER].url]: '/axe/axe.min.js' });
  await openLibrary();
  await press('Fetch 999 kB: FastestDet');
  await until(tab, () => document.querySelector('.fetch.failed'));
  assert.match(await tab.$eval('.fetch', (bar) => bar.textContent ?? ''), /not the file that was meant/);
  assert.equal(await tab.$('.step[data-state=done]'), null);
});

test('a model for recordings opens on the timeline, on a session that the page draws', async () => {
  await openLibrary();
  await press('Open Motion, with a shortcut');
  await until(tab, () => (document.querySelector('xai-timeline')?.verdicts.length ?? 0) > 0);
  assert.equal(await tab.evaluate(() => location.hash), '#timeline');
  assert.equal(await tab.evaluate(() => document.querySelector('xai-timeline')?.model), 'embedded:motion-shortcut');
  // So does its address.
  await tab.goto(`${app.url}?model=embedded:sound`);
  await until(tab, () => (document.querySelector('xai-timeline')?.verdicts.length ?? 0) > 0);
  assert.equal(await tab.evaluate(() => document.querySelector('xai-timeline')?.model), 'embedded:sound');
});

test('org/name opens the ONNX file of a repository, with the files beside it', {
  skip: missing('models/mobilenetv2-flowers/model.onnx'),
}, async () => {
  const labels = ['daisy', 'dandelion', 'roses', 'sunflowers', 'tulips'];
  await standIn({
    'https://huggingface.co/api/models/some/flowers/revision/main': {
      siblings: ['README.md', 'config.json', 'preprocessor_config.json', 'onnx/model_q4.onnx', 'onnx/model.onnx'].map(
        (rfilename) => ({ rfilename, size: 1653248 }),
      ),
      cardData: { license: 'apache-2.0' },
    },
    'https://huggingface.co/some/flowers/resolve/main/onnx/model.onnx': '/shared/models/mobilenetv2-flowers/model.onnx',
    'https://huggingface.co/some/flowers/resolve/main/config.json': {
      architectures: ['MobileNetV2ForImageClassification'],
      id2label: Object.fromEntries(labels.entries()),
    },
    'https://huggingface.co/some/flowers/resolve/main/preprocessor_config.json': {
      do_resize: true,
      image_mean: [0.5, 0.5, 0.5],
      image_std: [0.5, 0.5, 0.5],
      size: { width: 128, height: 128 },
    },
  });
  await openLibrary();
  await tab.type('.ask input', 'some/flowers');
  await tab.keyboard.press('Enter');
  await isOpen();
  assert.equal((await asked()).length, 4, 'one question, the model, two texts');
  const seen = await tab.evaluate(() => {
    const { info } = document.querySelector('xai-viewer') as HTMLElementTagNameMap['xai-viewer'];
    return { labels: info?.recipe.labels, why: info?.recipeSource.reasons.join(' '), name: info?.name };
  });
  assert.deepEqual(seen.labels, labels);
  assert.match(seen.why ?? '', /config\.json names the architecture MobileNetV2/);
});

test('what is no address is said before anything is asked', async () => {
  await standIn({});
  await openLibrary();
  await tab.type('.ask input', 'a model please');
  await tab.keyboard.press('Enter');
  await until(tab, () => document.querySelector('#address-fault')?.textContent);
  assert.deepEqual(await asked(), []);
});

test('an address of the app opens a model, a picture and a method', { skip }, async () => {
  const asks = '?model=/shared/models/fastestdet/model.onnx&src=/shared/images/dog_bike_truck.jpg&method=occlusion';
  await tab.goto(app.url + asks);
  await until(tab, () => document.querySelector('xai-viewer')?.phase === 'running');
  const seen = await tab.evaluate(() => {
    const viewer = document.querySelector('xai-viewer') as HTMLElementTagNameMap['xai-viewer'];
    return { name: viewer.info?.name, label: viewer.findings[0].label, method: viewer.method };
  });
  assert.equal(seen.name, 'model.onnx');
  assert.equal(seen.method, 'occlusion');
  app.driver.complaints.length = 0; // Files that might lie beside the model are looked for in vain.
});

test('an address that is none is said to be none', async () => {
  await tab.goto(`${app.url}?model=nothing`);
  await until(tab, () => document.querySelector('.notice'));
  assert.match(await tab.$eval('.notice', (notice) => notice.textContent ?? ''), /“nothing” is no address of a model/);
});

test('a model of the app opens from the library on drawn pictures', async () => {
  await openLibrary();
  await press('Open Scene tagger');
  await until(tab, () => document.querySelector('xai-viewer')?.prediction?.task === 'tagging');
  await until(tab, () => document.querySelectorAll('.thumb').length === 12);
  assert.equal(await tab.$('.example'), null, 'it has no story');
});
