// Pictures of every view of the app, light and dark, narrow and wide:
//   npm run build && node scripts/make-screenshots.mjs [--out docs/screenshots] [--only library,own] [--themes light]
//     [--widths wide] [--format webp] [--lang de] [--dir rtl]
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import puppeteer from 'puppeteer-core';
import { findChromium } from './find-chromium.mjs';
import { isolation, startServer, strictPolicy } from './serve.mjs';

const WIDTHS = { narrow: { width: 390, height: 844 }, wide: { width: 1440, height: 900 } };
const THEMES = ['light', 'dark'];

const isExplained = () => {
  const viewer = document.querySelector('xai-viewer');
  return viewer?.phase === 'ready' && viewer.maps !== null;
};
/** Few masks: what the views look like does not depend on how steady a map is. */
const useFewMasks = () => {
  document.querySelector('xai-viewer').masks = 250;
};
const until = (tab, test) => tab.waitForFunction(test, { timeout: 300_000, polling: 200 });

/** What is shown in each view: where it is, and what is done there before the picture is taken. */
const VIEWS = {
  'first-look': {
    async prepare(tab) {
      await until(tab, () => document.querySelector('xai-viewer')?.map);
    },
  },
  explain: {
    async prepare(tab) {
      await until(tab, () => document.querySelectorAll('.thumb').length === 12);
      await tab.evaluate(useFewMasks);
      await until(tab, isExplained);
    },
  },
  'cheating-classifier': {
    async prepare(tab) {
      await until(tab, () => document.querySelectorAll('.example .segments button').length > 1);
      await tab.evaluate(() => document.querySelectorAll('.example .segments button')[1].click());
      await until(tab, () => document.querySelectorAll('.thumb').length === 8);
      await until(tab, isExplained);
    },
  },
  comparison: {
    async prepare(tab) {
      await VIEWS['cheating-classifier'].prepare(tab);
      await tab.evaluate(() => {
        const viewer = document.querySelector('xai-viewer');
        viewer.method = 'grad-cam';
        viewer.compare = ['eigen-cam', 'layer-cam'];
      });
      await until(tab, () => document.querySelector('xai-viewer').comparedMaps.filter(({ map }) => map).length === 2);
    },
  },
  layers: {
    async prepare(tab) {
      await VIEWS['cheating-classifier'].prepare(tab);
      await tab.evaluate(() => {
        document.querySelector('xai-viewer').method = 'grad-cam';
      });
      const open = () => document.querySelector('xai-viewer').shadowRoot.querySelector('[aria-controls=layers]');
      await tab.waitForFunction(open);
      await until(tab, isExplained);
      await (await tab.evaluateHandle(open)).click();
      await until(
        tab,
        () => document.querySelector('xai-viewer').shadowRoot.querySelectorAll('.layer canvas').length > 2,
      );
    },
  },
  audit: {
    hash: '#audit',
    async prepare(tab) {
      await tab.waitForSelector('.audit-form');
    },
  },
  'audit-findings': {
    hash: '#audit',
    async prepare(tab) {
      await tab.waitForSelector('.audit-form');
      await tab.click('.audit-form > .row button');
      await until(tab, () => document.querySelector('xai-audit')?.estimate);
      await tab.evaluate(() => void document.querySelector('xai-audit').start());
      await until(tab, () => document.querySelector('xai-audit').phase === 'done');
      // Pictures are drawn when they come near the view.
      await tab.setViewport({ ...tab.viewport(), height: 3600 });
      await new Promise((resolve) => setTimeout(resolve, 2500));
    },
  },
  own: { hash: '#own' },
  models: {
    hash: '#library',
    async prepare(tab) {
      await until(tab, () => document.querySelector('.room'));
    },
  },
};

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'docs/screenshots' },
    only: { type: 'string', default: Object.keys(VIEWS).join(',') },
    themes: { type: 'string', default: THEMES.join(',') },
    widths: { type: 'string', default: Object.keys(WIDTHS).join(',') },
    format: { type: 'string', default: 'webp' },
    lang: { type: 'string', default: 'en' },
    dir: { type: 'string', default: 'ltr' },
  },
});

async function take(browser, url, view, theme, width) {
  const context = await browser.createBrowserContext();
  const tab = await context.newPage();
  await tab.setViewport(WIDTHS[width]);
  await tab.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
  const { hash = '', prepare } = VIEWS[view];
  await tab.goto(`${url}?lang=${values.lang}${hash}`);
  await tab.waitForSelector('explain-view');
  await tab.evaluate((dir) => document.documentElement.setAttribute('dir', dir), values.dir);
  await prepare?.(tab);
  await new Promise((resolve) => setTimeout(resolve, 400));
  const file = path.join(values.out, `${view}-${width}-${theme}.${values.format}`);
  // All of a page that scrolls, within reason.
  const clip = await tab.evaluate(() => ({
    x: 0,
    y: 0,
    width: innerWidth,
    height: Math.min(document.documentElement.scrollHeight, 4 * innerHeight),
  }));
  await tab.screenshot({ path: file, clip, ...(values.format === 'webp' ? { quality: 88 } : {}) });
  console.log(file);
  await context.close();
}

mkdirSync(values.out, { recursive: true });
const profile = mkdtempSync(path.join(tmpdir(), 'xai-screenshots-'));
const server = await startServer({ root: 'dist/app', headers: { ...isolation, ...strictPolicy } });
const browser = await puppeteer.launch({
  executablePath: findChromium(),
  headless: true,
  userDataDir: profile,
  protocolTimeout: 600_000,
  args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-background-networking'],
});

try {
  for (const view of values.only.split(',')) {
    for (const width of values.widths.split(',')) {
      for (const theme of values.themes.split(',')) await take(browser, server.url, view, theme, width);
    }
  }
} finally {
  await browser.close();
  await server.stop();
  rmSync(profile, { recursive: true, force: true });
}
