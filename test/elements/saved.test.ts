import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, afterEach, before, test } from 'node:test';
import { build } from 'esbuild';
import type { Browser, Page as Tab } from 'puppeteer-core';
import { contours, elements, saved, viewerParts } from '../../scripts/build-plan.mjs';
import { type Server, startServer } from '../../scripts/serve.mjs';
import type { Saliency } from '../../src/core/saliency.ts';
import { type SavedExplanation, saveExplanation, unpackMap } from '../../src/core/saved-explanation.ts';
import type { XaiCompare } from '../../src/elements/xai-compare/element.ts';
import type { XaiSavedViewer } from '../../src/elements/xai-saved/element.ts';
import { launchChromium } from '../support/chromium.ts';
import { strictest } from '../support/strictest.ts';

/** What the app's first visitors see: a real map of a real picture. */
const look = JSON.parse(readFileSync('www/first-look.json', 'utf8')) as SavedExplanation;
const picture = readFileSync('www/first-look.webp');

/** The same, saved again with a second map, of another object and method, and the picture within. */
function makeFile(): Promise<SavedExplanation> {
  const map = unpackMap(look, look.maps[0]);
  const second: Saliency = {
    ...map,
    data: map.data.map((score) => -score),
    target: { index: 1, ...look.findings[1] },
    provenance: { ...map.provenance, method: 'occlusion' },
  };
  const data = `data:image/webp;base64,${picture.toString('base64')}`;
  return saveExplanation(look, [map, second], { side: 64, picture: data });
}

function makePage(title: string, script: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><link rel="icon" href="data:,">
<body><main></main>${script}</body></html>`;
}

let server: Server;
let browser: Browser;
let tab: Tab;
const complaints: string[] = [];
const asked: string[] = [];

before(async () => {
  const pages: Record<string, string | Uint8Array> = {
    '/look.json': JSON.stringify({ ...look, picture: 'look.webp' }),
    '/whole.json': JSON.stringify(await makeFile()),
    '/broken.json': JSON.stringify({ ...look, maps: [{ ...look.maps[0], width: 7 }] }),
    '/look.webp': picture,
    '/empty.html': makePage('empty', ''),
  };
  const axe = {
    entryPoints: { axe: 'node_modules/axe-core/axe.min.js' },
    bundle: true,
    format: 'esm',
    outdir: 'dist',
  } as const;
  for (const plan of [elements, viewerParts, saved, contours, axe]) {
    const { outputFiles } = await build({ ...plan, write: false, sourcemap: false, legalComments: 'none' });
    for (const { path, contents } of outputFiles) {
      const name = path.slice(path.lastIndexOf('/') + 1).replace('.js', '');
      pages[`/${name}.js`] = contents;
      pages[`/${name}.html`] = makePage(name, `<script type="module" src="${name}.js"></script>`);
    }
  }
  server = await startServer({ root: 'schemas', pages, headers: strictest });
  browser = await launchChromium();
  tab = await browser.newPage();
  tab.on('console', (message) => complaints.push(message.text()));
  tab.on('pageerror', (error) => complaints.push(String(error)));
  tab.on('request', (request) => asked.push(new URL(request.url()).pathname.slice(1)));
});

after(async () => {
  await browser.close();
  await server.stop();
});

afterEach(() => {
  assert.deepEqual(complaints.splice(0), [], 'the strictest policy is kept and nothing is thrown');
});

/** A page of one element with its attributes, and pictures in its slots. */
async function show(
  bundle: string,
  tag: string,
  attributes: Record<string, string>,
  slots: string[] = [],
): Promise<void> {
  asked.splice(0);
  await tab.goto(`${server.url}${bundle}.html`);
  await tab.evaluate(
    (tag, attributes, slots) => {
      const element = document.createElement(tag);
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      for (const slot of slots) {
        const image = Object.assign(new Image(), { src: 'look.webp', alt: slot, slot });
        element.append(image);
      }
      document.querySelector('main')?.append(element);
    },
    tag,
    attributes,
    slots,
  );
}

const phase = (name: string) =>
  tab.waitForFunction((wanted) => (document.querySelector('main > *') as XaiSavedViewer).phase === wanted, {}, name);

async function findFaults(theme: string): Promise<string[]> {
  await tab.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
  return tab.evaluate(async () => {
    Object.assign(document.documentElement.style, { colorScheme: 'light dark', background: 'Canvas' });
    await import(new URL('axe.js', location.href).href);
    // biome-ignore lint/suspicious/noExplicitAny: axe puts itself on the window.
    const { violations } = await (window as any).axe.run({ include: 'main' });
    return violations.map(({ id, nodes }: { id: string; nodes: { html: string }[] }) => `${id}: ${nodes[0].html}`);
  });
}

for (const [name, script, ...more] of [
  ['the viewer without an engine', 'xai-saved'],
  ['the whole viewer without a model', 'xai-viewer', 'xai-viewer-tools.js'],
]) {
  test(`${name} shows a saved explanation: picture, boxes, map, numbers; no worker and no wasm is asked for`, async () => {
    await show(script, 'xai-viewer', { explanation: 'look.json' });
    await phase('ready');
    await tab.waitForFunction(() => document.querySelector('xai-viewer')?.shadowRoot?.querySelector('.scale .number'));
    const seen = await tab.evaluate(() => {
      const viewer = document.querySelector('main > *') as XaiSavedViewer;
      const root = viewer.shadowRoot as ShadowRoot;
      const size = (which: string) => {
        const { width, height } = root.querySelector(`canvas.${which}`) as HTMLCanvasElement;
        return [width, height];
      };
      return {
        picture: size('picture'),
        map: size('map'),
        labels: [...root.querySelectorAll('[role=option]')].map((option) => option.getAttribute('aria-label')),
        chosen: root.querySelector('[aria-selected=true]')?.getAttribute('aria-label'),
        numbers: [...root.querySelectorAll('.number')].map((number) => number.textContent),
        isReady: viewer.matches(':state(ready)'),
      };
    });
    assert.deepEqual(seen.picture, [look.width, look.height]);
    assert.deepEqual(seen.map, [look.maps[0].width, look.maps[0].height]);
    assert.equal(seen.labels.length, look.findings.length);
    assert.ok(seen.chosen?.startsWith(look.findings[look.maps[0].finding].label));
    assert.equal(seen.numbers[0], '0');
    assert.ok(Number(seen.numbers[1]) > 0);
    assert.ok(seen.isReady);
    const files = [`${script}.html`, `${script}.js`, ...more, 'look.json', 'look.webp'];
    assert.deepEqual(asked.sort(), files.sort());
  });
}

test('another finding is chosen by keyboard, and its map and words are shown; the picture comes out of the file', async () => {
  await show('xai-saved', 'xai-viewer', { explanation: 'whole.json' });
  await phase('ready');
  const before = await tab.evaluate(() => {
    document.addEventListener('xai-change', (event) => {
      document.title = `chose ${(event as Event & { index: number }).index}`;
    });
    const viewer = document.querySelector('main > *') as XaiSavedViewer;
    viewer.renderRoot.querySelector<HTMLElement>('[data-index="0"]')?.focus();
    return {
      words: viewer.shadowRoot?.querySelector('figcaption')?.textContent,
      method: viewer.map?.provenance.method,
    };
  });
  await tab.keyboard.press('ArrowRight');
  await tab.waitForFunction(() => document.title === 'chose 1');
  const after = await tab.evaluate(() => {
    const viewer = document.querySelector('main > *') as XaiSavedViewer;
    const words = viewer.shadowRoot?.querySelector('figcaption')?.textContent;
    return {
      words,
      method: viewer.map?.provenance.method,
      made: viewer.shadowRoot?.querySelector('details')?.innerText,
    };
  });
  assert.match(before.words ?? '', /%/);
  assert.notEqual(after.words, before.words);
  assert.equal(after.method, 'occlusion');
  assert.match(after.made ?? '', /How it was made/);
  assert.deepEqual(asked.sort(), ['whole.json', 'xai-saved.html', 'xai-saved.js']);
});

test('what was set before the upgrade survives it, and attributes follow', async () => {
  const { maps, shown } = await (async () => {
    await tab.goto(`${server.url}empty.html`);
    return tab.evaluate(
      async (file) => {
        const viewer = document.createElement('xai-viewer') as HTMLElement as XaiSavedViewer;
        Object.assign(viewer, { explanation: file, loading: 'eager', opacity: 0.3 });
        viewer.setAttribute('no-controls', '');
        document.body.append(viewer);
        await import(new URL('xai-saved.js', location.href).href);
        while (viewer.phase !== 'ready') await new Promise((resolve) => setTimeout(resolve, 10));
        await new Promise((resolve) => setTimeout(resolve, 50));
        const toolbar = viewer.shadowRoot?.querySelector('.toolbar') ?? null;
        const { opacity } = viewer.shadowRoot?.querySelector<HTMLElement>('canvas.map')?.style ?? {};
        return { maps: viewer.map?.width, shown: { toolbar, opacity } };
      },
      await makeFile(),
    );
  })();
  assert.equal(maps, 64);
  assert.deepEqual(shown, { toolbar: null, opacity: '0.3' });
});

test('the top tenth alone, lines of equal score that are loaded when they are asked for, and less of the map', async () => {
  await show('xai-viewer', 'xai-viewer', { explanation: 'look.json' });
  await phase('ready');
  const look = (set: { top?: number | null; contours?: boolean; wipe?: number }) =>
    tab.evaluate(async (set) => {
      const viewer = document.querySelector('main > *') as HTMLElementTagNameMap['xai-viewer'];
      Object.assign(viewer, set);
      await viewer.updateComplete;
      const canvas = viewer.renderRoot.querySelector('canvas.map') as HTMLCanvasElement;
      const read = () => {
        const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true });
        copy?.drawImage(canvas, 0, 0);
        const { data } = copy?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: new Uint8ClampedArray() };
        const pixels = Array.from({ length: data.length / 4 }, (_, at) => data.subarray(4 * at, 4 * at + 4));
        const shown = pixels.filter(([, , , alpha]) => alpha > 0).length / pixels.length;
        const white = pixels.filter(([red, , blue, alpha]) => red > 200 && blue > 200 && alpha > 200).length;
        return { shown, white, clipPath: getComputedStyle(canvas).clipPath };
      };
      const end = performance.now() + 20_000;
      while (set.contours && read().white === 0 && performance.now() < end) {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return read();
    }, set);
  const top = await look({ top: 10 });
  // Equal scores at the threshold are all shown: a saved map has 256 steps.
  assert.ok(top.shown > 0.09 && top.shown < 0.13, `${top.shown}`);
  assert.equal(top.white, 0);
  assert.ok(!asked.includes('xai-contours.js'));
  const lined = await look({ top: null, contours: true });
  assert.ok(lined.white > 20 && lined.shown > 0.5, `${lined.white}`);
  assert.ok(asked.includes('xai-contours.js'));
  assert.equal((await look({ contours: false, wipe: 40 })).clipPath, 'inset(0px 60% 0px 0px)');
});

test('a file that is no explanation, a missing one and a missing picture are refused in words with their code', async () => {
  for (const [file, code] of [
    ['broken.json', 'explanation-invalid'],
    ['none.json', 'explanation-invalid'],
    ['look.webp', 'explanation-invalid'],
  ]) {
    await show('xai-saved', 'xai-viewer', { explanation: file });
    await phase('error');
    const said = await tab.$eval(
      'xai-viewer',
      (viewer) => viewer.shadowRoot?.querySelector('[role=alert]')?.textContent,
    );
    assert.match(said ?? '', new RegExp(`Code: ${code}`), file);
    for (const words of complaints.splice(0)) assert.match(words, /404/);
  }
});

test('a legend says its numbers and its sentence', async () => {
  await show('xai-legend', 'xai-legend', { low: '-0.02', high: '0.31', label: 'What raises the score' });
  const label = () =>
    tab.$eval(
      'xai-legend',
      (legend) => legend.shadowRoot?.querySelector('[role=img]')?.getAttribute('aria-label') ?? '',
    );
  assert.equal(await label(), 'What the colours mean: −0.02 – 0.31. What raises the score');
  await tab.evaluate(
    (map) => {
      const legend = document.querySelector('xai-legend') as HTMLElementTagNameMap['xai-legend'];
      legend.map = { ...map, data: Float32Array.from(Object.values(map.data)) };
      return legend.updateComplete;
    },
    unpackMap(look, look.maps[0]),
  );
  assert.match(
    await label(),
    new RegExp(`What the colours mean: 0 – .*“${look.findings[look.maps[0].finding].label}”`),
  );
});

test('two maps lie under a line that arrow keys and a pointer move; a person hears how much of each is seen', async () => {
  await show('xai-compare', 'xai-compare', { first: 'look.json', second: 'whole.json', 'second-label': 'finer' });
  await tab.waitForFunction(
    () => document.querySelector('xai-compare')?.shadowRoot?.querySelectorAll('canvas.map').length === 2,
  );
  const read = () =>
    tab.$eval('xai-compare', (element) => {
      const root = element.shadowRoot as ShadowRoot;
      const slider = root.querySelector('input') as HTMLInputElement;
      return {
        position: (element as XaiCompare).position,
        spoken: slider.getAttribute('aria-valuetext'),
        clip: getComputedStyle(root.querySelector('.over') as Element).clipPath,
        legends: root.querySelectorAll('.scale').length,
      };
    });
  assert.deepEqual(await read(), {
    position: 50,
    spoken: '50 % d-rise, the rest finer',
    clip: 'inset(0px 50% 0px 0px)',
    legends: 2,
  });
  await tab.$eval('xai-compare', (element) => element.shadowRoot?.querySelector('input')?.focus());
  await tab.keyboard.press('ArrowLeft');
  assert.equal((await read()).position, 49);
  const box = await (await tab.$('xai-compare >>> .pair'))?.boundingBox();
  assert.ok(box);
  await tab.mouse.click(box.x + 0.25 * box.width, box.y + box.height / 2);
  const { position, clip } = await read();
  assert.ok(Math.abs(position - 25) <= 1, `${position}`);
  assert.equal(clip, `inset(0px ${100 - position}% 0px 0px)`);
});

test('two pictures of the page are compared as they are', async () => {
  await show('xai-compare', 'xai-compare', { 'first-label': 'before' }, ['first', 'second']);
  await tab.waitForFunction(() => document.querySelector('xai-compare')?.shadowRoot?.querySelector('.pair'));
  const sides = await tab.$$eval('xai-compare img', (images) =>
    images.map((image) => image.getBoundingClientRect().width),
  );
  assert.equal(sides[0], sides[1]);
  assert.ok(sides[0] > 300);
});

for (const theme of ['light', 'dark']) {
  test(`axe finds nothing in any of them, ${theme}`, async () => {
    for (const [bundle, tag, attributes] of [
      ['xai-saved', 'xai-viewer', { explanation: 'whole.json', loading: 'eager' }],
      ['xai-legend', 'xai-legend', { low: '0', high: '1', label: 'Words' }],
      ['xai-compare', 'xai-compare', { first: 'look.json', second: 'whole.json', loading: 'eager' }],
    ] as const) {
      await show(bundle, tag, attributes);
      await tab.waitForFunction(() => document.querySelector('main > *')?.shadowRoot?.querySelector('.scale'));
      assert.deepEqual(await findFaults(theme), [], bundle);
    }
  });
}
