import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { COLORMAP_NAMES } from '../../src/core/colour/colormaps.ts';

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'));

test('all that describes the elements is as their source says', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/make-element-docs.mjs', '--check'], {
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
});

test('editors are told the words that an attribute takes, from whichever type has them', () => {
  const { tags } = read('editor/vscode.html-custom-data.json');
  const viewer = tags.find(({ name }: { name: string }) => name === 'xai-viewer');
  const valuesOf = (attribute: string) =>
    viewer.attributes
      .find(({ name }: { name: string }) => name === attribute)
      .values.map(({ name }: { name: string }) => name);
  assert.deepEqual(valuesOf('colormap'), [...COLORMAP_NAMES]);
  assert.deepEqual(valuesOf('backend'), ['auto', 'webgpu', 'wasm']);
  assert.deepEqual(valuesOf('range'), ['min-max', 'zero-max', 'symmetric', 'zero-99', 'symmetric-99']);
  assert.deepEqual(valuesOf('loading'), ['auto', 'lazy', 'eager']);
});

test('the manifest names every tag, its public members and nothing internal', () => {
  const { modules } = read('custom-elements.json');
  const found = modules.flatMap(({ declarations }: { declarations: unknown[] }) => declarations);
  const viewer = found.find(({ tagName }: { tagName?: string }) => tagName === 'xai-viewer');
  const names = viewer.members.map(({ name }: { name: string }) => name);
  for (const name of ['model', 'src', 'explanation', 'maps', 'stop']) assert.ok(names.includes(name), name);
  for (const name of ['engine', 'mayRun', 'willUpdate', 'namedOptions']) assert.ok(!names.includes(name), name);
});
