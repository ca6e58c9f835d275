// A picture of the app as it opens, its map complete, for the README:
//   npm run build && node scripts/make-screenshot.mjs [OUT.webp] [--width 1280] [--height 900] [--example 1] [--picture 0]
//     [--target 0] [--dark]
// example, picture and target count from 0: of the row of examples, of its pictures, of the viewer's findings.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import puppeteer from 'puppeteer-core';
import { findChromium } from './find-chromium.mjs';
import { isolation, startServer, strictPolicy } from './serve.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    width: { type: 'string', default: '1280' },
    height: { type: 'string', default: '900' },
    example: { type: 'string', default: '0' },
    picture: { type: 'string', default: '0' },
    target: { type: 'string', default: '0' },
    dark: { type: 'boolean', default: false },
  },
});
const [out = 'docs/app.webp'] = positionals;
const profile = mkdtempSync(path.join(tmpdir(), 'xai-screenshot-'));
const server = await startServer({ root: 'dist/app', headers: { ...isolation, ...strictPolicy } });
const browser = await puppeteer.launch({
  executablePath: findChromium(),
  headless: true,
  userDataDir: profile,
  args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-background-networking'],
});

try {
  const tab = await browser.newPage();
  await tab.setViewport({ width: Number(values.width), height: Number(values.height) });
  if (values.dark) await tab.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
  await tab.goto(server.url);
  const until = (test, ...args) => tab.waitForFunction(test, { timeout: 300_000, polling: 200 }, ...args);
  const press = (selector, index) =>
    tab.evaluate((css, i) => document.querySelectorAll(css)[i].click(), selector, Number(index));
  await until(() => document.querySelector('.example .segments'));
  if (values.example !== '0') await press('.example .segments button', values.example);
  await until((index) => document.querySelectorAll('.thumb').length > index, Number(values.picture));
  await press('.thumb', values.picture);
  const isReady = () => {
    const viewer = document.querySelector('xai-viewer');
    return viewer?.phase === 'ready' && viewer.maps !== null;
  };
  await until(isReady);
  if (values.target !== '0') {
    await tab.evaluate((index) => {
      document.querySelector('xai-viewer').shadowRoot.querySelectorAll('[role=option]')[index].click();
    }, Number(values.target));
    await until(isReady);
  }
  // Every picture of the strip is drawn by then.
  await tab.waitForNetworkIdle({ idleTime: 1000 });
  await new Promise((resolve) => setTimeout(resolve, 3000));
  await tab.screenshot({ path: out, ...(out.endsWith('.webp') ? { quality: 90 } : {}) });
} finally {
  await browser.close();
  await server.stop();
  rmSync(profile, { recursive: true, force: true });
}
