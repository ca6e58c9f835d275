import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { build } from 'esbuild';
import { VERSION } from '../../src/core/version.ts';
import { Consumer } from './pack.ts';

const NAMES = [
  'Model',
  'drise',
  'rise',
  'explain',
  'describeModel',
  'readModel',
  'decodePicture',
  'XaiError',
  'VERSION',
];

test('the version in the source is that of package.json', () => {
  assert.equal(JSON.parse(readFileSync('package.json', 'utf8')).version, VERSION);
});

describe('the packed package, installed in an empty folder', () => {
  let consumer: Consumer;
  before(() => {
    consumer = new Consumer();
  });
  after(() => consumer?.remove());

  test('holds what its manifest points to, and neither sources nor the app', () => {
    const { exports, imports, bin } = JSON.parse(readFileSync('package.json', 'utf8'));
    const targets = (value: unknown): string[] =>
      typeof value === 'string'
        ? [value]
        : Object.entries(value as object).flatMap(([key, inner]) => (key === 'xai-source' ? [] : targets(inner)));
    const needed = [...targets(exports), ...targets(imports), ...targets(bin)]
      .map((name) => name.replace(/^\.\//, ''))
      .filter((name) => !name.includes('*'));
    assert.deepEqual(
      needed.filter((name) => !consumer.packed.includes(name)),
      [],
    );
    assert.ok(
      consumer.packed.some((name) => /^schemas\/.*\.json$/.test(name)),
      'the schemas are packed',
    );
    assert.deepEqual(
      consumer.packed.filter((name) => /^(src|test|www|bench|shaders|dist\/app)\//.test(name)),
      [],
    );
  });

  test('imports in Node without a side effect, and so does the element without a DOM', () => {
    consumer.write(
      'import.mjs',
      `const before = Object.keys(globalThis).length;
       const library = await import('xai-viewer');
       const added = Object.keys(globalThis).length - before;
       await import('xai-viewer/xai-viewer');
       const missing = ${JSON.stringify(NAMES)}.filter((name) => library[name] === undefined);
       console.log(JSON.stringify({ missing, added }));`,
    );
    assert.deepEqual(JSON.parse(consumer.run(process.execPath, 'import.mjs')), { missing: [], added: 0 });
  });

  test('its command answers', () => {
    const command = path.join(consumer.folder, 'node_modules/.bin/xai-viewer');
    assert.equal(consumer.run(command, '--version').trim(), VERSION);
    assert.match(consumer.run(command, '--help'), /inspect[\s\S]*explain/);
  });

  test('its types satisfy a strict compiler, with and without a bundler', () => {
    consumer.write(
      'use.ts',
      `import { drise, Model, type Saliency } from 'xai-viewer';
       import 'xai-viewer/xai-viewer';
       export async function use(file: Blob): Promise<Saliency> {
         const model = await Model.load('model.onnx');
         const prediction = await model.predict(file);
         if (!prediction.boxes) throw new Error('a detector answers with boxes');
         const [map] = await drise(model, file, { targets: prediction.boxes }).result();
         // @ts-expect-error a wrong option is found by the compiler
         drise(model, file, { masks: 'many' });
         return map;
       }`,
    );
    for (const [module, resolution] of [
      ['nodenext', 'nodenext'],
      ['esnext', 'bundler'],
    ]) {
      consumer.run(
        process.execPath,
        path.resolve('node_modules/typescript/bin/tsc'),
        '--strict',
        '--noEmit',
        ...[
          '--target',
          'es2022',
          '--lib',
          'es2023,esnext.disposable,dom,dom.iterable',
          '--types',
          '',
          '--module',
          module,
          '--moduleResolution',
          resolution,
          'use.ts',
        ],
      );
    }
  });

  test('bundles with esbuild', async () => {
    const entry = consumer.write(
      'page.js',
      "import { Model } from 'xai-viewer'; import 'xai-viewer/xai-viewer'; console.log(Model);",
    );
    const { metafile } = await build({
      entryPoints: [entry],
      bundle: true,
      write: false,
      metafile: true,
      outfile: 'page.out.js',
      format: 'esm',
      platform: 'browser',
      logLevel: 'silent',
    });
    const names = Object.keys(metafile.inputs);
    assert.ok(names.some((name) => name.endsWith('dist/runtime/platform-browser.js')));
    assert.deepEqual(
      names.filter((name) => /platform-node|decode-picture-node|dist\/cli\.js/.test(name)),
      [],
    );
  });
});
