import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { build } from 'esbuild';
import { auditElement, elements, saved } from '../../scripts/build-plan.mjs';
import { findRuntimeImports, findWrongArrows, readArrows } from './layers.ts';

test('every import runs up the layer table, and only runtime imports onnxruntime', async () => {
  const inputs = await readArrows('.');
  assert.ok(Object.keys(inputs).length > 50, 'the checker saw the sources');
  assert.deepEqual(findWrongArrows(inputs), []);
  assert.deepEqual(findRuntimeImports('.'), []);
});

test("the elements' bundles hold no onnxruntime, no method and no shader", async () => {
  const unwanted = /onnxruntime|\.wgsl$|^src\/(onnx|scenes|gpu|runtime|tasks|methods|metrics|audit|cli)\//;
  for (const plan of [elements, auditElement]) {
    const { metafile } = await build({ ...plan, write: false });
    const names = Object.keys(metafile.inputs);
    for (const entry of Object.values(plan.entryPoints)) assert.ok(names.includes(String(entry)));
    assert.deepEqual(
      names.filter((name) => unwanted.test(name)),
      [],
    );
  }
});

test('the viewer without an engine holds nothing of one, nor the elements of Lit', async () => {
  const { metafile } = await build({ ...saved, write: false });
  const names = Object.entries(metafile.outputs['dist/xai-saved.js'].inputs)
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([name]) => name);
  assert.ok(names.includes('src/elements/xai-saved/element.ts'));
  assert.deepEqual(
    names.filter((name) => /^src\/engine\/|lit-element|reactive-element\.js/.test(name)),
    [],
  );
});

async function arrowsOf(files: Record<string, string>): Promise<string[]> {
  mkdirSync('.build', { recursive: true });
  const root = mkdtempSync(path.join('.build', 'layers-'));
  try {
    mkdirSync(path.join(root, 'www'), { recursive: true });
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
      writeFileSync(path.join(root, name), text);
    }
    return [...findWrongArrows(await readArrows(root)), ...findRuntimeImports(root)].filter(
      (sentence, index, all) => all.indexOf(sentence) === index,
    );
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

test('a planted arrow that runs the wrong way is found', async () => {
  const found = await arrowsOf({
    'src/core/a.ts': "import { b } from '../methods/b.ts'; export const a = b;",
    'src/methods/b.ts': 'export const b = 1;',
    'src/metrics/c.ts': "import { b } from '../methods/b.ts'; export const c = b;",
    'src/cli/d.ts': "import { b } from '../methods/b.ts'; export const d = b;",
  });
  assert.deepEqual(found.sort(), [
    'src/core/a.ts (core) imports src/methods/b.ts (methods)',
    'src/metrics/c.ts (metrics) imports src/methods/b.ts (methods)',
  ]);
});

test('what a page loads of the engine may not import a method; the worker may', async () => {
  const files = {
    'src/methods/b.ts': 'export const b = 1;',
    'src/engine/client.ts': "import { p } from './protocol.ts'; export const client = p;",
    'src/engine/protocol.ts': 'export const p = 1;',
    'src/engine/worker.ts':
      "import { b } from '../methods/b.ts'; import { p } from './protocol.ts'; export const w = b + p;",
  };
  assert.deepEqual(await arrowsOf(files), []);
  const planted = "import { b } from '../methods/b.ts'; export const p = b;";
  assert.deepEqual(await arrowsOf({ ...files, 'src/engine/protocol.ts': planted }), [
    'src/engine/protocol.ts (engine client) imports src/methods/b.ts (methods)',
  ]);
});

test('onnxruntime outside of runtime is found, as a value and as a type', async () => {
  const found = await arrowsOf({
    'src/runtime/ok.ts': "import { env } from 'onnxruntime-web'; export const ok = env;",
    'src/tasks/value.ts': "import { env } from 'onnxruntime-web'; export const value = env;",
    'src/tasks/kind.ts': "import type { Env } from 'onnxruntime-web'; export type Kind = Env;",
  });
  assert.deepEqual(found.sort(), [
    'src/tasks/kind.ts',
    'src/tasks/value.ts',
    'src/tasks/value.ts (tasks) imports onnxruntime-web',
  ]);
});
