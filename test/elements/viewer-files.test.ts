import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { build } from 'esbuild';
import type { Browser, Page as Tab } from 'puppeteer-core';
import { elements, viewerParts } from '../../scripts/build-plan.mjs';
import { type Server, startServer } from '../../scripts/serve.mjs';
import { launchChromium } from '../support/chromium.ts';
import { strictest } from '../support/strictest.ts';
import type { Script } from './viewer-page.ts';

type Viewer = HTMLElementTagNameMap['xai-viewer'];

let server: Server;
let browser: Browser;
let tab: Tab;
/** Names of the scripts that the page has asked for. */
let asked: string[] = [];
/** Files that the server has lost. */
const lost = new Set<string>();
const complaints: string[] = [];

before(async () => {
  const pages: Record<string, string | Uint8Array> = {
    '/':
      '<!doctype html><html lang="en"><meta charset="utf-8"><title>Test</title><link rel="icon" href="data:,">' +
      '<body><script type="module" src="/page.js?v=1"></script></body></html>',
  };
  // The files as they are in the package, the page's script in place of the element's entry.
  const page = { ...elements, entryPoints: { page: 'test/elements/viewer-page.ts' } };
  for (const plan of [page, viewerParts]) {
    const { outputFiles } = await build({ ...plan, write: false, sourcemap: false, legalComments: 'none' });
    for (const { path, contents } of outputFiles) pages[`/${path.slice(path.lastIndexOf('/') + 1)}`] = contents;
  }
  server = await startServer({ pages, headers: strictest });
  browser = await launchChromium();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

afterEach(async () => {
  await tab?.close();
  lost.clear();
  assert.deepEqual(complaints.splice(0), []);
});

/** Opens the page anew, puts a viewer on it and waits until the first finding is explained. */
async function show(script: Script = {}, attributes: Record<string, string> = {}): Promise<void> {
  tab = await browser.newPage();
  asked = [];
  tab.on('pageerror', (error) => complaints.push(String(error)));
  tab.on('console', (message) => {
    if (!message.text().includes('net::ERR_FAILED')) complaints.push(message.text());
  });
  await tab.setRequestInterception(true);
  tab.on('request', (request) => {
    const name = new URL(request.url()).pathname.slice(1);
    if (name.endsWith('.js')) asked.push(name);
    void (lost.has(name) ? request.abort() : request.continue());
  });
  await tab.goto(server.url);
  await tab.waitForFunction(() => 'harness' in window);
  await tab.evaluate(
    async (script, attributes) => {
      const viewer = await window.harness.make({ steps: 2, ...script }, { selected: '0', ...attributes });
      const errors: string[] = [];
      viewer.addEventListener('xai-error', ({ error }) => errors.push(`${error.code} ${error.file}`));
      Object.assign(window, { viewer, errors });
      await window.harness.explained(viewer);
      await viewer.updateComplete;
    },
    script,
    attributes,
  );
}

async function press(name: string): Promise<void> {
  await tab.evaluate((name) => {
    const { viewer } = window as never as { viewer: Viewer };
    const button = window.harness.all(viewer, 'button').find(({ innerText }) => innerText.trim() === name);
    if (!button) throw new Error(`There is no button "${name}".`);
    button.click();
  }, name);
}

/** Waits until the viewer shows something. */
const wait = (selector: string) =>
  tab.evaluate(async (selector) => {
    const { viewer } = window as never as { viewer: Viewer };
    await window.harness.until(() => window.harness.find(viewer, selector), selector);
    await viewer.updateComplete;
  }, selector);

test('a first explanation needs no further file; the tools come with the first use of one', async () => {
  await show();
  assert.deepEqual(asked, ['page.js']);
  await press('Draw a box');
  await wait('.drawing');
  assert.deepEqual(asked, ['page.js', 'xai-viewer-tools.js']);
  await tab.keyboard.press('Enter');
  await press('Compare');
  await wait('.cell:nth-child(2) canvas.map');
  await press('What if');
  await wait('.what-if .change');
  const seen = await tab.evaluate(() => {
    const { viewer } = window as never as { viewer: Viewer };
    const { find, all } = window.harness;
    return {
      findings: viewer.findings.length,
      // Its sheet came along.
      columns: getComputedStyle(find(viewer, '.change')).display,
      cells: all(viewer, '.cell').length,
    };
  });
  assert.deepEqual(seen, { findings: 3, columns: 'grid', cells: 3 });
  assert.deepEqual(asked, ['page.js', 'xai-viewer-tools.js']);
});

test('what enlarges the picture before the tools are there is not lost: a wheel, a double click, two fingers', async () => {
  const middle = () =>
    tab.evaluate(() => {
      const { viewer } = window as never as { viewer: Viewer };
      const { x, y, width, height } = window.harness.find(viewer, '.stage').getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2 };
    });
  const scale = () =>
    tab.evaluate(async () => {
      const { viewer } = window as never as { viewer: Viewer };
      await window.harness.until(() => viewer.viewport.scale > 1, 'a larger picture');
      return { scale: viewer.viewport.scale, page: visualViewport?.scale };
    });
  await show();
  const first = await middle();
  await tab.mouse.move(first.x, first.y);
  await tab.keyboard.down('Control');
  await tab.mouse.wheel({ deltaY: -150 });
  await tab.keyboard.up('Control');
  const wheeled = await scale();
  assert.ok(Math.abs(wheeled.scale - Math.exp(0.5)) < 0.01, `${wheeled.scale}`);
  assert.equal(wheeled.page, 1);
  assert.deepEqual(asked, ['page.js', 'xai-viewer-tools.js']);
  await tab.close();
  await show();
  const second = await middle();
  await tab.mouse.click(second.x, second.y, { count: 2 });
  assert.equal((await scale()).scale, 3);
  await tab.close();
  await show();
  const { x, y } = await middle();
  const one = await tab.touchscreen.touchStart(x - 20, y);
  const other = await tab.touchscreen.touchStart(x + 20, y);
  await tab.waitForFunction(() => performance.getEntriesByName(new URL('xai-viewer-tools.js', location.href).href)[0]);
  await tab.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)));
  await one.move(x - 40, y);
  await other.move(x + 40, y);
  await tab.waitForFunction(() => (window as never as { viewer: Viewer }).viewer.viewport.scale > 1.9, {
    timeout: 5000,
  });
});

test('what a page asks for by an attribute fetches its file by itself, once for all viewers', async () => {
  await show({}, { compare: 'grad-cam' });
  await wait('.cell:nth-child(2) canvas.map');
  await tab.evaluate(async () => {
    const { make, find, until } = window.harness;
    const viewer = await make({}, { selected: '0', 'what-if': '' });
    await until(() => find(viewer, '.what-if .change'), 'the second');
  });
  assert.deepEqual(asked, ['page.js', 'xai-viewer-tools.js']);
});

test('classes of every pixel bring their file with the answer', async () => {
  await show({ segments: true });
  await wait('.segment[role=option]');
  assert.deepEqual(asked, ['page.js', 'xai-viewer-segments.js']);
  const painted = await tab.evaluate(() => {
    const { viewer } = window as never as { viewer: Viewer };
    return new Set(window.harness.pixels(viewer, 'segments')).size;
  });
  assert.ok(painted > 1);
});

test('a file that is not there is named, the explanation stays, and it can be asked for again', async () => {
  lost.add('xai-viewer-tools.js');
  await show();
  await press('Compare');
  await wait('[part=error]');
  const said = await tab.evaluate(async () => {
    const { viewer, errors } = window as never as { viewer: Viewer; errors: string[] };
    const { find, all } = window.harness;
    const words = find(viewer, '[part=error]').innerText;
    // Another finding is still explained.
    all(viewer, '.box')[1].click();
    await window.harness.until(() => viewer.map?.target.index === 1, 'the other map');
    return { words, errors, phase: viewer.phase, cells: all(viewer, '.cell').length };
  });
  assert.match(said.words, /xai-viewer-tools\.js did not arrive .*Copy it .* to where xai-viewer\.js lies/s);
  assert.match(said.words, /input-missing/);
  assert.deepEqual(said.errors, ['input-missing xai-viewer-tools.js']);
  assert.deepEqual([said.phase, said.cells], ['ready', 1]);
  lost.clear();
  await press('Try again');
  await press('Compare');
  await wait('.cell:nth-child(2) canvas.map');
  assert.equal(await tab.evaluate(() => (window as never as { errors: string[] }).errors.length), 1);
});

test('without their file the classes are still a list to choose from', async () => {
  lost.add('xai-viewer-segments.js');
  await show({ segments: true });
  await wait('[part=error]');
  const labels = await tab.evaluate(() => {
    const { viewer } = window as never as { viewer: Viewer };
    return window.harness.all(viewer, '[role=option] .name').map(({ innerText }) => innerText);
  });
  assert.deepEqual(labels, ['road', 'dog', 'background']);
});

test('the page’s language goes for what comes later too', async () => {
  await show();
  await tab.evaluate(async () => {
    const { viewer } = window as never as { viewer: Viewer };
    window.harness.setGerman();
    viewer.requestUpdate();
    await viewer.updateComplete;
  });
  await press('Was wäre, wenn');
  await wait('.what-if');
  const title = await tab.evaluate(() => {
    const { viewer } = window as never as { viewer: Viewer };
    return window.harness.find(viewer, '.what-if h3').innerText;
  });
  assert.equal(title, 'Was wäre, wenn');
});
