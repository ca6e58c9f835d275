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
import { isolation, startServer, strictPolicy } from './serve.mjs';

/** Longer side of the map in places: its masks have 16 cells a side. */
const SIDE = 96;

const { saveExplanation } = await importSource("export { saveExplanation } from './src/core/saved-explanation.ts';");
const profile = mkdtempSync(path.join(tmpdir(), 'xai-first-look-'));
const server = await startServer({ root: 'dist/app', headers: { ...isolation, ...strictPolicy } });
const browser = await puppeteer.launch({
  executablePath: findChromium(),
  headless: true,
  userDataDir: profile,
  protocolTimeout: 600_000,
  args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-background-networking'],
});

try {
  const tab = await browser.newPage();
  await tab.goto(server.url);
  await tab.waitForFunction(() => document.querySelector('xai-viewer')?.maps, { timeout: 600_000, polling: 500 });
  const { answer, map, picture } = await tab.evaluate(async () => {
    const { prediction, map, src } = document.querySelector('xai-viewer');
    const { task, width, height, findings } = prediction;
    const picture = [...new Uint8Array(await src.arrayBuffer())];
    return { answer: { task, width, height, findings }, map: { ...map, data: [...map.data] }, picture };
  });
  const saved = saveExplanation(answer, [{ ...map, data: Float32Array.from(map.data) }], SIDE);
  writeFileSync('www/first-look.json', `${JSON.stringify(saved)}\n`);
  // Without loss: the map is that of these very pixels.
  await sharp(Uint8Array.from(picture)).webp({ lossless: true, effort: 6 }).toFile('www/first-look.webp');
} finally {
  await browser.close();
  await server.stop();
  rmSync(profile, { recursive: true, force: true });
}
