// Writes www/first-look.webp and .json: the picture that a first visitor sees and its explanation, which stands there until
// the engine has made it afresh. Made by the app itself:
//   npm run build && node scripts/make-first-look.mjs
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import puppeteer from 'puppeteer-core';
import sharp from 'sharp';
import { findChromium } from './find-chromium.mjs';
import { importSource } from './import-source.mjs';
import { isolation, startServer } from './serve.mjs';

/** Longer side of the map in places: its masks have 16 cells a side. */
const SIDE = 96;

/** The first of the app's scenes (`www/explain/examples.ts`). */
const DRAWING = { kind: 'scene', seed: 53 };

const { saveExplanation } = await importSource("export { saveExplanation } from './src/core/saved-explanation.ts';");

/** Has the app's own worker draw it; without loss, since the map will be that of these very pixels. */
async function drawPicture(tab) {
  const png = await tab.evaluate(async (drawing) => {
    const worker = new Worker('drawing-worker.js', { type: 'module' });
    const answer = new Promise((resolve) => {
      worker.onmessage = ({ data }) => resolve(data);
    });
    worker.postMessage(drawing);
    return [...new Uint8Array(await (await answer).arrayBuffer())];
  }, DRAWING);
  return sharp(Uint8Array.from(png)).webp({ lossless: true, effort: 6 }).toBuffer();
}

async function explain(tab) {
  await tab.waitForFunction(() => document.querySelector('xai-viewer')?.maps, { timeout: 600_000, polling: 500 });
  const { answer, map } = await tab.evaluate(() => {
    const { prediction, map } = document.querySelector('xai-viewer');
    const { task, width, height, findings } = prediction;
    return { answer: { task, width, height, findings }, map: { ...map, data: [...map.data] } };
  });
  return saveExplanation(answer, [{ ...map, data: Float32Array.from(map.data) }], { side: SIDE });
}

const profile = mkdtempSync(path.join(tmpdir(), 'xai-first-look-'));
const pages = {};
const server = await startServer({ root: 'dist/app', pages, headers: isolation });
const browser = await puppeteer.launch({
  executablePath: findChromium(),
  headless: true,
  userDataDir: profile,
  protocolTimeout: 600_000,
  args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-background-networking'],
});

try {
  const tab = await browser.newPage();
  // A page without the app's policy, which would not let it start the worker.
  pages['/draw'] = '<!doctype html><title>Drawing</title>';
  await tab.goto(`${server.url}draw`);
  pages['/first-look.webp'] = await drawPicture(tab);
  await tab.goto(server.url);
  const saved = await explain(tab);
  writeFileSync('www/first-look.webp', pages['/first-look.webp']);
  writeFileSync('www/first-look.json', `${JSON.stringify(saved)}\n`);
} finally {
  await browser.close();
  await server.stop();
  rmSync(profile, { recursive: true, force: true });
}
