// Pictures of every view of the app, light and dark, narrow and wide, with a page that says what each shows:
//   npm run build && node scripts/make-screenshots.mjs [--out docs/screenshots] [--only library,own] [--themes light]
//     [--widths wide] [--format webp] [--quality 30] [--lang de] [--dir rtl]
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import puppeteer from 'puppeteer-core';
import { findChromium } from './find-chromium.mjs';
import { isolation, startServer, strictPolicy } from './serve.mjs';

const WIDTHS = { narrow: { width: 390, height: 844 }, wide: { width: 1280, height: 800 } };
const THEMES = ['light', 'dark'];
/** All of a page that scrolls, up to so many pixels. */
const TALLEST = { narrow: 1800, wide: 1200 };

const isExplained = () => {
  const viewer = document.querySelector('xai-viewer');
  return viewer?.phase === 'ready' && viewer.maps !== null;
};
/** Few masks: what the views look like does not depend on how steady a map is. */
const useFewMasks = () => {
  document.querySelector('xai-viewer').masks = 250;
};
/** Those of an audit are drawn while they are in view only. */
const arePicturesDrawn = () =>
  [...document.querySelector('xai-audit').shadowRoot.querySelectorAll('canvas.pixels')].every(
    (canvas) => canvas.dataset.drawn !== undefined || canvas.getBoundingClientRect().top > innerHeight,
  );
const areImagesThere = () =>
  [...document.querySelector('xai-audit').shadowRoot.querySelectorAll('img')].every(
    (image) => image.naturalWidth > 0 || image.getBoundingClientRect().top > innerHeight,
  );
const until = (tab, test, ...args) => tab.waitForFunction(test, { timeout: 300_000, polling: 200 }, ...args);

/** A serial port whose board lies still, is moved in circles, lies still again. */
const plugInBoard = () => {
  const line = (k) => {
    const turn = Math.floor(k / 150) % 2 ? Math.PI * 2 * ((k % 150) / 150) : 0;
    const noise = () => 0.02 * (Math.random() - 0.5);
    const axes = [0.6 * Math.sin(turn), 0.2 + 0.6 * (Math.cos(turn) - 1), 0.95].map((value) => value + noise());
    return `${20 * k},${axes.map((value) => value.toFixed(3)).join(',')}\n`;
  };
  const port = {
    async open() {
      const begun = performance.now();
      let k = 0;
      this.readable = new ReadableStream({
        start(controller) {
          setInterval(() => {
            for (; 20 * k < performance.now() - begun; k++) controller.enqueue(new TextEncoder().encode(line(k)));
          }, 20);
        },
      });
    },
    async close() {},
  };
  Object.defineProperty(navigator, 'serial', { configurable: true, value: { requestPort: async () => port } });
};

/**
 * What each view shows, where it is, what is done there before its pictures are taken, and what is waited for once all that
 * a picture shows is in view.
 */
const VIEWS = {
  'first-look': {
    isFresh: true,
    shows:
      'What a first visit sees within a second: a drawn scene, and the map that the app brings along until it is made afresh.',
    async prepare(tab) {
      await until(tab, () => document.querySelector('xai-viewer')?.map);
    },
  },
  explain: {
    shows: 'D-RISE of the detector on its scene, finished: boxes, map, legend, what is believed about the model.',
    async prepare(tab) {
      await until(tab, () => document.querySelectorAll('.thumb').length === 12);
      await tab.evaluate(useFewMasks);
      await until(tab, isExplained);
    },
  },
  'cheating-classifier': {
    shows: 'The second example: a classifier that learned that a caption means a boat, explained by Grad-CAM.',
    async prepare(tab) {
      await until(tab, () => document.querySelectorAll('.example .segments button').length > 1);
      await tab.evaluate(() => document.querySelectorAll('.example .segments button')[1].click());
      await until(tab, () => document.querySelectorAll('.thumb').length === 8);
      await until(tab, isExplained);
    },
  },
  comparison: {
    shows: 'Three methods beside each other, on the same picture and class.',
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
    shows: 'The layers that a map can be made at, each with a preview.',
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
    shows: 'The form of an audit: models, pictures, what is asked.',
    hash: '#audit',
    async prepare(tab) {
      await tab.waitForSelector('.audit-form');
    },
  },
  'audit-findings': {
    isSettled: arePicturesDrawn,
    shows: 'A finished audit of drawn crops: its sentence, what was found and tested, classes, pictures.',
    hash: '#audit',
    async prepare(tab) {
      await tab.waitForSelector('.audit-form');
      await tab.click('.audit-form > .row button');
      await until(tab, () => document.querySelector('xai-audit')?.estimate);
      await tab.evaluate(() => void document.querySelector('xai-audit').start());
      await until(tab, () => document.querySelector('xai-audit').phase === 'done');
    },
  },
  'audit-recordings': {
    isSettled: areImagesThere,
    shows: 'A finished audit of drawn recordings: a model that looks at a glitch beside the gesture is found out.',
    hash: '#audit',
    async prepare(tab) {
      await tab.waitForSelector('.audit-form');
      await tab.select('.audit-form .model-choice select', 'embedded:motion-shortcut');
      await VIEWS['audit-findings'].prepare(tab);
    },
  },
  'audit-recording': {
    isSettled: areImagesThere,
    shows: 'The page of one recording of that audit: its timelines, labels, and what was answered in each window.',
    hash: '#audit',
    async prepare(tab) {
      await VIEWS['audit-recordings'].prepare(tab);
      await tab.evaluate(() =>
        document.querySelector('xai-audit').shadowRoot.querySelector('.recording .open').click(),
      );
      await until(tab, () => document.querySelector('xai-audit').shadowRoot.querySelector('.page .timeline img'));
    },
  },
  timeline: {
    shows:
      'A drawn recording on the timeline, explained: tracks, the window under the frame, what the session says as a whole.',
    hash: '#timeline',
    async prepare(tab) {
      await until(tab, () => {
        const timeline = document.querySelector('xai-timeline');
        return timeline?.phase === 'ready' && timeline.maps;
      });
    },
  },
  'live-timeline': {
    shows:
      'A stream as it comes in, here from a board that is not there: answers and map run along, with pace, lateness and losses.',
    hash: '#timeline',
    async prepare(tab) {
      await until(tab, () => document.querySelector('timeline-view .live-way'));
      await tab.evaluate(plugInBoard);
      const press = async (selector) => {
        await until(tab, (wanted) => document.querySelector(wanted), selector);
        await tab.evaluate((wanted) => document.querySelector(wanted).click(), selector);
      };
      await press('timeline-view .live-way');
      await press('.stream-source button:last-child');
      await press('.stream-actions button');
      await until(tab, () => document.querySelector('live-timeline')?.board?.verdicts.at(-1)?.end > 22);
    },
  },
  own: {
    shows: 'Where a model and pictures of one’s own are given.',
    hash: '#own',
  },
  models: {
    shows: 'The models of the app, public ones that can be fetched, and the room that they take.',
    hash: '#library',
    async prepare(tab) {
      await until(tab, () => document.querySelector('.room'));
    },
  },
  help: {
    isFresh: true,
    shows: 'The documentation within the app: contents, search, and the page of a method.',
    hash: '#help/methods/d-rise',
    async prepare(tab) {
      await until(tab, () => document.querySelector('article h1'));
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
    quality: { type: 'string', default: '30' },
    lang: { type: 'string', default: 'en' },
    dir: { type: 'string', default: 'ltr' },
  },
});
for (const [wished, known] of [
  [values.only, VIEWS],
  [values.widths, WIDTHS],
]) {
  const stranger = wished.split(',').find((name) => !Object.hasOwn(known, name));
  if (stranger === undefined) continue;
  console.error(`There is no "${stranger}"; there are ${Object.keys(known).join(', ')}.`);
  process.exit(2);
}

/** A view is prepared once, and its pictures differ in theme and width only; fresh ones are of a visit each. */
async function takeAll(browser, url, view) {
  const shots = values.widths
    .split(',')
    .flatMap((width) => values.themes.split(',').map((theme) => ({ width, theme })));
  for (const some of VIEWS[view].isFresh ? shots.map((shot) => [shot]) : [shots])
    await takeSome(browser, url, view, some);
}

async function takeSome(browser, url, view, shots) {
  const context = await browser.createBrowserContext();
  const tab = await context.newPage();
  await tab.setViewport(WIDTHS[VIEWS[view].isFresh ? shots[0].width : 'wide']);
  // What the app says once would lie over every view.
  await tab.evaluateOnNewDocument(() => localStorage.setItem('xai-viewer-offline-said', 'yes'));
  const { hash = '', prepare } = VIEWS[view];
  await tab.goto(`${url}?lang=${values.lang}${hash}`);
  await tab.waitForSelector('explain-view');
  await tab.evaluate((dir) => document.documentElement.setAttribute('dir', dir), values.dir);
  await prepare?.(tab);
  for (const { width, theme } of shots) await take(tab, view, theme, width);
  await context.close();
}

async function take(tab, view, theme, width) {
  const file = path.join(values.out, `${view}-${width}-${theme}.${values.format}`);
  await tab.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
  await tab.setViewport(WIDTHS[width]);
  const height = await tab.evaluate(
    (most) => Math.min(Math.max(document.documentElement.scrollHeight, innerHeight), most),
    TALLEST[width],
  );
  const { isSettled } = VIEWS[view];
  if (isSettled) await tab.setViewport({ ...WIDTHS[width], height });
  await new Promise((resolve) => setTimeout(resolve, 1500));
  if (isSettled) await until(tab, isSettled);
  const clip = { x: 0, y: 0, width: WIDTHS[width].width, height };
  const quality = values.format === 'webp' ? { quality: Number(values.quality) } : {};
  // To look beyond the view Chromium changes its size for a moment, and pictures that are drawn in view only go.
  await tab.screenshot({ path: file, clip, captureBeyondViewport: !isSettled, ...quality });
  console.log(file);
}

/** A page that says what the pictures show. */
function writeIndex() {
  const rows = Object.entries(VIEWS).map(([view, { shows }]) => {
    const links = Object.keys(WIDTHS).map((width) =>
      THEMES.map((theme) => `[${theme}](${view}-${width}-${theme}.webp)`).join(', '),
    );
    return `| ${view} | ${shows} | ${links.join(' | ')} |`;
  });
  const text = `# Screenshots

Made by \`npm run build && node scripts/make-screenshots.mjs\`: every view of the app, ${WIDTHS.narrow.width} and ${WIDTHS.wide.width} pixels wide, light and
dark. Pages that scroll are shown down to ${TALLEST.narrow} and ${TALLEST.wide} pixels.

| view | what it shows | narrow | wide |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
  writeFileSync(path.join(values.out, 'README.md'), text);
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
  for (const view of values.only.split(',')) await takeAll(browser, server.url, view);
  if (values.only === Object.keys(VIEWS).join(',')) writeIndex();
} finally {
  await browser.close();
  await server.stop();
  rmSync(profile, { recursive: true, force: true });
}
