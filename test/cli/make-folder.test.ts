import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { checkFolder, makeFolder } from '../../src/cli/make-folder.ts';

let folder: string;

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'xai-folder-'));
});

after(() => rm(folder, { recursive: true }));

test('a folder is made with those above it, by two at once too', async () => {
  const deep = path.join(folder, 'a', 'b c', 'ü');
  await Promise.all([makeFolder(deep), makeFolder(deep)]);
  assert.ok((await stat(deep)).isDirectory());
  await makeFolder(deep);
});

test('where a file stands in the way it is said', async () => {
  await writeFile(path.join(folder, 'file'), '');
  await assert.rejects(makeFolder(path.join(folder, 'file', 'below')), { code: 'ENOTDIR' });
});

test('a folder that takes nothing in ends the attempt', { skip: process.platform !== 'linux' }, async () => {
  await assert.rejects(makeFolder('/proc/xai-viewer/results'), { code: 'ENOENT' });
});

test('whether a folder can be written to is seen beforehand, and leaves nothing', async () => {
  const inside = path.join(folder, 'checked');
  await makeFolder(inside);
  await checkFolder(inside);
  await checkFolder(path.join(inside, 'not', 'there yet'));
  assert.deepEqual(await readdir(inside), []);
  const file = path.join(inside, 'file');
  await writeFile(file, '');
  for (const taken of [file, path.join(file, 'below')]) {
    await assert.rejects(checkFolder(taken), { code: 'output-unwritable', message: /takes nothing in/ });
  }
});
