// A picture of the app explaining something, for the README:
//   node scripts/make-screenshot.mjs OUT.png MODEL.onnx PICTURE [RECIPE.json] [LABELS.txt]
// Needs `npm run build` before and Chromium.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import puppeteer from 'puppeteer-core';
import { findChromium } from './find-chromium.mjs';
import { isolation, startServer, strictPolicy } from './serve.mjs';

const [out, model, picture, ...texts] = process.argv.slice(2);
const profile = mkdtempSync(path.join(tmpdir(), 'xai-screenshot-'));
const server = await startServer({ root: 'dist/app', headers: { ...isolation, ...strictPolicy } });
const browser = await puppeteer.launch({
  executablePath: findChromium(),
  headless: true,
  userDataDir: profile,
  args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-background-networking'],
});

/** Runs in the page until `test` of the viewer is true. */
function until(tab, test) {
  return tab.waitForFunction(`(${test})(document.querySelector('xai-viewer'))`, { timeout: 300_000, polling: 200 });
}

try {
  const tab = await browser.newPage();
  await tab.setViewport({ width: 1280, height: 900 });
  await tab.goto(server.url);
  await (await tab.$('input.model')).uploadFile(model, ...texts);
  await (await tab.$('input.pictures')).uploadFile(picture);
  await until(tab, (viewer) => viewer?.prediction);
  await tab.evaluate(() => {
    const viewer = document.querySelector('xai-viewer');
    viewer.masks = 1000;
    viewer.shadowRoot.querySelector('[role=option]').click();
  });
  await until(tab, (viewer) => viewer.phase === 'running');
  await until(tab, (viewer) => viewer.phase === 'ready');
  await tab.screenshot({ path: out });
} finally {
  await browser.close();
  await server.stop();
  rmSync(profile, { recursive: true, force: true });
}
