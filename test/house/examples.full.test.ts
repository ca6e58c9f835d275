import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'puppeteer-core';
import { isolation, startServer, strictPolicy } from '../../scripts/serve.mjs';
import { launchChromium } from '../support/chromium.ts';
import { Consumer, runIn } from './pack.ts';

/** Where each framework's example lies once it is built. */
const BUILT = ['react', 'vue', 'svelte'];

/** The strict policy, with the names under which Svelte and Vue put their own templates into a page. */
const policy = {
  'Content-Security-Policy': `${strictPolicy['Content-Security-Policy']} svelte-trusted-html vue`,
};

/** What the examples name in their own package.json. */
const PACKAGES = [
  ...['vite@7', 'react@19', 'react-dom@19', '@types/react@19', '@types/react-dom@19'],
  ...['vue@3', '@vitejs/plugin-vue@6', 'svelte@5', '@sveltejs/vite-plugin-svelte@6'],
];

describe('the examples, built from the packed package', () => {
  let consumer: Consumer;
  let browser: Browser;
  before(async () => {
    consumer = new Consumer(PACKAGES);
    cpSync('www/examples', consumer.folder, { recursive: true });
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    consumer?.remove();
  });

  /** Opens a page until it says what was seen and the map has begun to grow. */
  async function open(url: string): Promise<{ seen: string; complaints: string[] }> {
    const tab = await browser.newPage();
    const complaints: string[] = [];
    tab.on('console', (message) => complaints.push(message.text()));
    tab.on('pageerror', (error) => complaints.push(String(error)));
    await tab.goto(url);
    const grown = () => document.querySelector('xai-viewer')?.map?.data.some((score) => score !== 0);
    await tab.waitForFunction(grown, { timeout: 180_000, polling: 500 });
    const seen = await tab.$eval('[role=status]', (status) => status.textContent ?? '');
    await tab.close();
    return { seen, complaints };
  }

  const expected = { seen: /^Seen: .*dog/, complaints: [] };

  for (const name of BUILT) {
    test(`${name}: builds and explains, isolated and under the strict policy`, async () => {
      const folder = path.join(consumer.folder, name);
      consumer.run(process.execPath, path.join(consumer.folder, 'node_modules/vite/bin/vite.js'), 'build', folder);
      const server = await startServer({
        root: path.join(folder, 'dist'),
        headers: { ...isolation, ...policy },
      });
      try {
        const { seen, complaints } = await open(server.url);
        assert.match(seen, expected.seen);
        assert.deepEqual(complaints, []);
      } finally {
        await server.stop();
      }
    });
  }

  test('react, as the README has it: installed in its own folder, served by "npm run dev"', async () => {
    const folder = path.join(consumer.folder, 'as-told', 'react');
    cpSync('www/examples', path.dirname(folder), { recursive: true });
    const about = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    const tarball = readdirSync(consumer.folder).find((name) => name.endsWith('.tgz')) as string;
    about.dependencies['xai-viewer'] = `file:../../${tarball}`;
    writeFileSync(path.join(folder, 'package.json'), JSON.stringify(about));
    runIn(folder, 'npm', ['install', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund']);
    const vite = spawn(process.execPath, ['node_modules/vite/bin/vite.js', '--host', '127.0.0.1', '--port', '0'], {
      cwd: folder,
      env: { ...process.env, NO_COLOR: '1' },
    });
    try {
      let told = '';
      for await (const part of vite.stdout) {
        told += part;
        if (/http:\/\/\S+/.test(told)) break;
      }
      const { seen, complaints } = await open(String(told.match(/http:\/\/\S+/)));
      assert.match(seen, expected.seen);
      assert.deepEqual(
        complaints.filter((text) => !/^\[vite\]|React DevTools/.test(text)),
        [],
      );
    } finally {
      vite.kill();
    }
  });

  test('plain HTML: the package is served as it is, without isolation', async () => {
    const server = await startServer({
      root: consumer.folder,
      mounts: { '/html/xai-viewer/': path.join(consumer.folder, 'node_modules/xai-viewer/dist') },
    });
    try {
      const { seen, complaints } = await open(`${server.url}html/index.html`);
      assert.match(seen, expected.seen);
      assert.deepEqual(complaints, []);
    } finally {
      await server.stop();
    }
  });

  test('one file: a saved explanation opens from the disk', async () => {
    const look = JSON.parse(readFileSync('www/first-look.json', 'utf8'));
    const picture = `data:image/webp;base64,${readFileSync('www/examples/scene.webp').toString('base64')}`;
    const file = consumer.write('look.explanation.json', JSON.stringify({ ...look, picture }));
    const html = consumer.run(process.execPath, 'single-file/make.mjs', file);
    const page = path.join(consumer.folder, 'page.html');
    writeFileSync(page, html);
    const tab = await browser.newPage();
    const asked: string[] = [];
    const complaints: string[] = [];
    tab.on('request', (request) => asked.push(request.url().slice(0, 5)));
    tab.on('pageerror', (error) => complaints.push(String(error)));
    await tab.goto(pathToFileURL(page).href);
    await tab.waitForFunction(() => document.querySelector('xai-viewer')?.phase === 'ready');
    assert.equal(
      await tab.$eval('xai-viewer', (viewer) => viewer.map?.target.label),
      look.findings[look.maps[0].finding].label,
    );
    assert.deepEqual([...new Set(asked.filter((url) => url !== 'data:'))], ['file:']);
    assert.deepEqual(complaints, []);
  });

  test('types: React knows the tag, its properties and its events; so do Vue, Svelte and plain JSX', () => {
    consumer.write(
      'types.ts',
      `import type { GlobalComponents } from 'vue';
       import type { SvelteHTMLElements } from 'svelte/elements';
       import type {} from 'xai-viewer/vue';
       import type {} from 'xai-viewer/svelte';
       import type {} from 'xai-viewer/jsx';
       type VueProps = InstanceType<GlobalComponents['xai-viewer']>['$props'];
       export const vue: VueProps = { model: 'a.onnx', onXaiChange: ({ index }) => index.toFixed(), class: 'a' };
       export const svelte: SvelteHTMLElements['xai-compare'] = { position: 3, 'onxai-change': (event) => event.index };
       export const jsx: JSX.IntrinsicElements['xai-legend'] = { low: 0, high: 1, class: 'a' };
       // @ts-expect-error the position is a number
       export const wrong: SvelteHTMLElements['xai-compare'] = { position: 'left' };
       // @ts-expect-error there is no such colour map
       export const colours: VueProps = { colormap: 'rainbow' };`,
    );
    consumer.write(
      'wrong.tsx',
      `import type {} from 'xai-viewer/react';
       // @ts-expect-error there is no such colour map
       export const wrong = <xai-viewer colormap="rainbow" />;
       // @ts-expect-error an event of the timeline has no such field
       export const event = <xai-timeline onxai-labels={(event) => event.nonsense} />;
       export const right = <xai-viewer colormap="magma" score-threshold="0.4" ref={(viewer) => viewer?.stop()} />;`,
    );
    const options = ['--strict', '--noEmit', '--skipLibCheck', '--jsx', 'react-jsx', '--target', 'es2022'];
    const modules = [
      '--module',
      'esnext',
      '--moduleResolution',
      'bundler',
      '--lib',
      'es2023,esnext.disposable,dom,dom.iterable',
    ];
    consumer.run(
      process.execPath,
      path.resolve('node_modules/typescript/bin/tsc'),
      ...options,
      ...modules,
      ...['--types', '', 'types.ts', 'wrong.tsx', 'react/main.tsx'],
    );
  });
});
