import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { openDataSet } from '../../src/audit/data/data-set.ts';
import { openTree } from '../../src/cli/audit-files.ts';
import { collectFiles } from '../../src/cli/collect-files.ts';
import { collectInputs } from '../../src/cli/inputs.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'xai-links-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const at = (name: string) => path.join(root, name);

async function write(...names: readonly string[]): Promise<void> {
  for (const name of names) {
    await mkdir(path.dirname(at(name)), { recursive: true });
    await writeFile(at(name), name);
  }
}

/** @param target from where the link lies */
async function link(name: string, target: string): Promise<void> {
  await mkdir(path.dirname(at(name)), { recursive: true });
  await symlink(target, at(name));
}

async function inputs(folder: string): Promise<string[]> {
  const found = await collectFiles([at(folder)], at('out'), (name) => name.endsWith('.png'), 'picture');
  return found.map(({ name }) => name);
}

test('links are followed, to files and to folders, in order of name', async () => {
  await write('store/1.png', 'mounted/2.png', 'data/cat/3.png');
  await link('data/cat/1.png', '../../store/1.png');
  await link('data/dog', '../mounted');
  assert.deepEqual(await inputs('data'), ['cat/1.png', 'cat/3.png', 'dog/2.png']);
  const { names, read } = await openTree(at('data'), at('out'));
  assert.deepEqual(names, ['cat/1.png', 'cat/3.png', 'dog/2.png']);
  assert.equal(Buffer.from(await read('dog/2.png', 99)).toString(), 'mounted/2.png');
});

test('links that run in circles end', async () => {
  await write('data/a/1.png', 'data/b/2.png');
  await link('data/a/self', '.');
  await link('data/a/above', '../..');
  await link('data/a/b', '../b');
  await link('data/b/a', '../a');
  const once = ['a/1.png', 'a/b/2.png', 'b/2.png', 'b/a/1.png'];
  assert.deepEqual(await inputs('data'), once);
  assert.deepEqual((await openTree(at('data'), at('out'))).names, once);
});

test('what git-annex and the like keep for links to stand for is not counted twice', async () => {
  await write('data/.git/annex/objects/x.png');
  await link('data/cat/1.png', '../.git/annex/objects/x.png');
  assert.deepEqual(await inputs('data'), ['cat/1.png']);
});

test('a link that leads nowhere fails by its name, and one that may be a folder is set aside', async () => {
  await write('data/cat/1.png');
  await link('data/cat/2.png', '../nowhere.png');
  await link('data/dog', '../unmounted');
  const found = await collectInputs([at('data')], [], at('out'));
  assert.deepEqual(
    found.map(({ name }) => name),
    ['cat/1.png', 'cat/2.png', 'dog'],
  );
  for (const input of found.slice(1)) {
    await assert.rejects(async () => input.open(), {
      code: 'picture-unreadable',
      message: /a link that leads nowhere; fetch/,
    });
  }
  const set = await openDataSet(await openTree(at('data'), at('out')));
  assert.deepEqual(
    set.pictures.map(({ name }) => name),
    ['cat/1.png', 'cat/2.png'],
  );
  await assert.rejects(set.read('cat/2.png'), { code: 'data-unreadable', message: /a link that leads nowhere; fetch/ });
  assert.deepEqual(set.setAside, [{ file: 'dog', reason: 'It is a link that leads nowhere.' }]);
});

test('annotations beside the data may be links', async () => {
  await write('set/images/1.png', 'elsewhere/1.txt');
  await writeFile(at('elsewhere/1.txt'), '0 .5 .5 .2 .2\n');
  await link('set/labels', '../elsewhere');
  const { format, isBeside } = await openDataSet(await openTree(at('set/images'), at('out')), { labels: ['cat'] });
  assert.deepEqual([format, isBeside], ['yolo', true]);
});

test('pictures in the output folder are inputs, results are none', async () => {
  const results = ['cat.png.0.saliency.png', 'cat.png.0.overlay.png', 'cat.png.12.map.png', 'walk.csv.0.timeline.png'];
  await write(...['cat.png', 'site.12.map.png', 'images/cat.png', ...results].map((name) => `out/${name}`));
  await write(...results.map((name) => `out/images/${name}`), 'out/cat.png.0.saliency/dog.png');
  const own = ['cat.png', 'cat.png.0.saliency/dog.png', 'images/cat.png', 'site.12.map.png'];
  assert.deepEqual(await inputs('out'), own);
  assert.deepEqual((await openTree(at('out'), at('out'))).names, own);
  assert.deepEqual(await inputs('out/images'), ['cat.png']);
  assert.deepEqual(
    await inputs('.'),
    own.map((name) => `out/${name}`),
  );
  await link('same', 'out/images');
  assert.deepEqual(await inputs('same'), ['cat.png'], 'by another path');
  await write('elsewhere/cat.png.0.saliency.png');
  assert.deepEqual(await inputs('elsewhere'), ['cat.png.0.saliency.png'], 'only in the output folder are they results');
});

test('tables of results in the output folder are no recordings', async () => {
  const recordings = ['walk.0.csv', 'walk.csv'];
  await write(...recordings.map((name) => `out/${name}`));
  await write(
    ...['walk.csv.0.csv', 'walk.csv.scores.csv', 'scene-3.session.1.csv', 'audit.csv'].map((name) => `out/${name}`),
  );
  const { names } = await openTree(at('out'), at('out'));
  assert.deepEqual(names, recordings);
});
