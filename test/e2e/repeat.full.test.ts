import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, beforeEach, test } from 'node:test';
import type { Page as Tab } from 'puppeteer-core';
import { type SavedExplanation, saveExplanation } from '../../src/core/saved-explanation.ts';
import type { XaiViewer } from '../../src/elements/xai-viewer/element.ts';
import { explain } from '../../src/methods/explain.ts';
import { Model } from '../../src/tasks/model.ts';
import { Bench } from '../cli/command.ts';
import { give } from './app-driver.ts';
import { onApp } from './on-app.ts';

const FILE = 'made/squares.png.explanation.json';
let bench: Bench;
let tab: Tab;
const app = onApp({}, (opened) => {
  tab = opened;
});

before(async () => {
  bench = await Bench.make();
  await bench.picture('squares.png', [{ label: 'red', column: 3, row: 3 }]);
  const how = ['--method', 'rise', '--masks', '32', '--target', 'top', '--formats', 'saved', '--backend', 'wasm'];
  const made = await bench.run(['explain', 'embedded:classifier-fair', '-i', 'squares.png', '-o', 'made', ...how]);
  assert.equal(made.status, 0, made.stderr);
  const saved: SavedExplanation = JSON.parse(readFileSync(bench.path(FILE), 'utf8'));
  const maps = saved.maps.map((map) => ({ ...map, provenance: { ...map.provenance, seed: 99 } }));
  await bench.write('seed.explanation.json', JSON.stringify({ ...saved, maps }));
  const picture = `data:image/png;base64,${readFileSync(bench.path('squares.png')).toString('base64')}`;
  const foreign = saved.maps.map((map) => ({
    ...map,
    provenance: { ...map.provenance, modelSha256: 'f'.repeat(64) },
  }));
  await bench.write(
    'foreign.explanation.json',
    JSON.stringify({ ...saved, model: 'mine.onnx', maps: foreign, picture }),
  );
  await bench.write('whole.explanation.json', JSON.stringify({ ...saved, picture }));
});

after(async () => {
  await bench.remove();
});

beforeEach(async () => {
  await tab.goto(`${app.url}#own`);
  await tab.waitForSelector('.step');
});

/** What the app says, once it says something like this. */
async function hear(words: string): Promise<string> {
  const found = await tab.waitForFunction(
    (wanted) => {
      const notices = [...document.querySelectorAll('.notice p')].map((notice) => notice.textContent ?? '');
      return notices.find((text) => text.includes(wanted));
    },
    { timeout: 120_000, polling: 200 },
    words,
  );
  return (await found.jsonValue()) as string;
}

test('a file of the command with its picture is explained again in the app, and came out the same', async () => {
  await give(tab, 'model', bench.path(FILE), bench.path('squares.png'));
  assert.match(await hear('Repeated'), /^Repeated: the map by RISE came out the same/);
  assert.equal(await tab.$eval('xai-viewer', (viewer) => viewer.map?.masks), 32);
});

test('a file that holds the whole picture needs nothing else; one that was made otherwise is told from it', async () => {
  await give(tab, 'model', bench.path('whole.explanation.json'));
  assert.match(await hear('Repeated'), /came out the same/);
  await give(tab, 'model', bench.path('seed.explanation.json'));
  assert.match(await hear('otherwise'), /^Repeated: the map by RISE came out otherwise: it differs by up to/);
});

test('answers of several heads are asked for one after the other, and all came out the same', async () => {
  const how = ['-i', 'squares.png', '-o', 'heads', '--target', 'all', '--formats', 'saved', '--backend', 'wasm'];
  const made = await bench.run(['explain', 'embedded:attributes', ...how]);
  assert.equal(made.status, 0, made.stderr);
  await give(tab, 'model', bench.path('heads/squares.png.explanation.json'), bench.path('squares.png'));
  assert.match(await hear('Repeated'), /^Repeated: of \d+ maps by Grad-CAM the worst came out the same/);
});

test('a region that was painted by hand is asked for as it was', async () => {
  await using model = await Model.load('embedded:segmenter', { backend: 'wasm' });
  const picture = readFileSync(bench.path('squares.png'));
  const { picture: size } = await model.predict(picture);
  const isInside = (at: number) => Math.hypot((at % size.width) - 20, Math.floor(at / size.width) - 24) < 13;
  const data = Uint8Array.from({ length: size.width * size.height }, (_, at) => Number(isInside(at)));
  const targets = [{ kind: 'region', class: 0, mask: { ...size, data } }] as const;
  const maps = await explain(model, picture, { method: 'rise', masks: 32, targets }).result();
  const answer = { task: 'semantic-segmentation', ...size, findings: maps.map(({ target }) => target) };
  const saved = await saveExplanation(answer, maps, { model: 'embedded:segmenter' });
  await bench.write('painted.explanation.json', JSON.stringify(saved));
  await give(tab, 'model', bench.path('painted.explanation.json'), bench.path('squares.png'));
  assert.match(await hear('Repeated'), /^Repeated: the map by RISE came out the same/);
  const asked = await tab.$eval('xai-viewer', (viewer) => viewer.map?.target.spec);
  assert.equal(asked?.kind === 'region' && asked.mask?.width, size.width);
});

test('the very map that is on show is made anew and compared, beside the example and its pictures', async () => {
  await tab.goto(`${app.url}?method=eigen-cam`);
  await tab.waitForFunction(
    () =>
      (document.querySelector('xai-viewer')?.maps?.length ?? 0) > 0 && document.querySelectorAll('.thumb').length > 2,
    { timeout: 120_000, polling: 200 },
  );
  const saved = await tab.evaluate(() => {
    const { prediction, maps } = document.querySelector('xai-viewer') as XaiViewer;
    return { prediction, maps: maps?.map((map) => ({ ...map, data: [...map.data] })) };
  });
  const maps = (saved.maps ?? []).map((map) => ({ ...map, data: Float32Array.from(map.data) }));
  assert.ok(saved.prediction && maps.length > 0);
  const explanation = await saveExplanation(saved.prediction, maps, { model: 'embedded:detector' });
  await bench.write('shown.explanation.json', JSON.stringify(explanation));
  const before = (await tab.$$('.thumb')).length;
  await tab.evaluate(() => {
    Object.assign(window, { made: 0 });
    document.addEventListener('xai-explain', () => Object.assign(window, { made: 1 }));
  });
  await give(tab, 'model', bench.path('shown.explanation.json'));
  assert.match(await hear('Repeated'), /came out the same/);
  assert.equal(await tab.evaluate(() => (window as never as { made: number }).made), 1, 'it was made anew');
  // More of its pictures may have been drawn meanwhile.
  assert.ok((await tab.$$('.thumb')).length >= before, 'the example stays');
});

test('another model than that of the file is told, and answers as if there were no file', async () => {
  await give(tab, 'model', bench.path('foreign.explanation.json'));
  await hear('give its model mine.onnx');
  const other = 'www/models/classifier-biased.onnx';
  await give(tab, 'model', other);
  assert.match(await hear('is not the model'), /SHA-256 [0-9a-f]{12}…/);
  await tab.waitForFunction(() => document.querySelector('xai-viewer')?.map, { timeout: 120_000, polling: 200 });
  const { error, name } = await tab.$eval('xai-viewer', (viewer) => ({ error: viewer.error, name: viewer.info?.name }));
  assert.deepEqual([error, name], [null, 'classifier-biased.onnx']);
});

test('what is missing is said', async () => {
  await give(tab, 'model', bench.path(FILE));
  assert.match(await hear('original picture'), /SHA-256 [0-9a-f]{12}…/);
});
