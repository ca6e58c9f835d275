import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Zippable, zipSync } from 'fflate';
import { openAddresses } from '../../src/audit/data/address-tree.ts';
import { type FileTree, MOST_FILE_BYTES } from '../../src/audit/data/file-tree.ts';
import { blobAccess, openZip } from '../../src/audit/data/zip-tree.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

function open(zip: Uint8Array): Promise<FileTree> {
  return openZip(blobAccess(new Blob([new Uint8Array(zip)])), 'data.zip');
}

function packed(files: Zippable): Uint8Array {
  return zipSync(files, { mtime: '2020-01-01' });
}

/** Where a directory entry's fields lie. */
function directoryEntry(zip: Uint8Array): { view: DataView; at: number } {
  const view = new DataView(zip.buffer, zip.byteOffset);
  let at = 0;
  while (view.getUint32(at, true) !== 0x02014b50) at++;
  return { view, at };
}

test('files of a zip are listed in order and read one by one, stored or deflated', async () => {
  const noise = Uint8Array.from({ length: 300_000 }, (_, k) => (k * 2_654_435_761) >>> 13);
  const tree = await open(
    packed({ b: { 'ü.png': noise, '.DS_Store': bytesOf('x') }, 'a.png': [bytesOf('stored'), { level: 0 }] }),
  );
  assert.deepEqual(tree.names, ['a.png', 'b/ü.png']);
  assert.deepEqual(await tree.read('a.png', 100), bytesOf('stored'));
  assert.deepEqual(await tree.read('b/ü.png', MOST_FILE_BYTES), noise);
  await assert.rejects(tree.read('b/ü.png', 1000), { code: 'data-unreadable', file: 'b/ü.png' });
  await assert.rejects(tree.read('c.png', 1000), { code: 'data-unreadable' });
});

test('names that lead out of the archive, and encrypted files, are set aside; the rest is read', async () => {
  const evil = ['../evil.png', '/etc/evil.png', 'a/../../evil.png', 'C:/evil.png', 'a\\evil.png', 'a//evil.png'];
  const tree = await open(packed(Object.fromEntries([...evil, 'good.png'].map((name) => [name, bytesOf(name)]))));
  assert.deepEqual(tree.names, ['good.png']);
  assert.deepEqual(tree.setAside.map(({ file }) => file).sort(), [...evil].sort());
  assert.equal((await tree.read('good.png', 100)).length, 8);
  const zip = packed({ 'a.png': bytesOf('a') });
  const { view, at } = directoryEntry(zip);
  view.setUint16(at + 8, view.getUint16(at + 8, true) | 1, true);
  assert.match((await open(zip)).setAside[0].reason, /encrypted/);
});

test('a zip bomb is set aside by what it says, and stopped when it lies', async () => {
  const bomb = packed({ 'bomb.png': new Uint8Array(4 * 2 ** 20), 'good.png': bytesOf('good') });
  const tree = await open(bomb);
  assert.deepEqual(tree.names, ['good.png']);
  assert.match(tree.setAside[0].reason, /zip bomb/);
  // Says that it is small: the expanding stops as soon as there is more.
  const { view, at } = directoryEntry(bomb);
  view.setUint32(at + 24, 1000, true);
  const liar = await open(bomb);
  await assert.rejects(liar.read('bomb.png', 10_000), /larger than it says/);
});

test('damaged archives are refused with what to do', async () => {
  const zip = packed({ 'a.png': Uint8Array.from({ length: 5000 }, (_, k) => (k * 31) & 255) });
  await assert.rejects(open(bytesOf('no zip at all')), { code: 'data-unreadable', message: /pack it again/ });
  await assert.rejects(open(zip.subarray(0, zip.length - 10)), { code: 'data-unreadable' });
  const wrongOffset = zip.slice();
  const { view, at } = directoryEntry(wrongOffset);
  view.setUint32(at + 42, 7, true);
  await assert.rejects((await open(wrongOffset)).read('a.png', 10_000), /not where it should be/);
  const scrambled = zip.slice();
  for (let k = 40; k < 60; k++) scrambled[k] ^= 0x5a;
  await assert.rejects((await open(scrambled)).read('a.png', 10_000), { code: 'data-unreadable' });
});

test('sizes in 64 bits are read', async () => {
  const zip = packed({ 'a.png': bytesOf('hello') });
  const { view, at } = directoryEntry(zip);
  const expanded = view.getUint32(at + 24, true);
  // The entry again with a zip64 field for the expanded size, then the end with the longer directory.
  const end = zip.length - 22;
  const entry = zip.slice(at, end);
  const extra = new Uint8Array(12);
  const extraView = new DataView(extra.buffer);
  extraView.setUint16(0, 1, true);
  extraView.setUint16(2, 8, true);
  extraView.setBigUint64(4, BigInt(expanded), true);
  const entryView = new DataView(entry.buffer);
  entryView.setUint32(24, 0xffffffff, true);
  entryView.setUint16(30, 12, true);
  const tail = zip.slice(end);
  new DataView(tail.buffer).setUint32(12, entry.length + 12, true);
  const tree = await open(new Uint8Array([...zip.subarray(0, at), ...entry, ...extra, ...tail]));
  assert.deepEqual(await tree.read('a.png', 100), bytesOf('hello'));
});

test('a list of addresses: comments and what is no address are passed over, names are host and path', async () => {
  const tree = openAddresses(
    '# list\nhttps://host.example/a/b.png\nhttp://host.example:8080/c?id=4\nfile:///etc/passwd\nhttps://host.example/a/b.png\n',
    'list.txt',
  );
  assert.deepEqual(tree.names, ['host.example/a/b.png', 'host.example_8080/c_id=4.jpg']);
  assert.equal(tree.setAside.length, 2);
  assert.throws(() => openAddresses('# nothing', 'list.txt'), { code: 'data-unreadable' });
});
