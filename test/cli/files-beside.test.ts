import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { openDataSet } from '../../src/audit/data/data-set.ts';
import { openTree } from '../../src/cli/audit-files.ts';

let root: string;
let count = 0;
let folder: string;
before(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'xai-beside-'));
});
beforeEach(() => {
  folder = path.join(root, String(count++));
});
after(() => rm(root, { recursive: true, force: true }));

/** What is known of the pictures of a folder, where these files lie. */
async function open(data: string, files: Readonly<Record<string, string>>) {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  const set = await openDataSet(await openTree(path.join(folder, data), path.join(folder, 'out')), {
    labels: ['of the model'],
  });
  const pictures = set.pictures.map(({ name, truth }) => [name, ...truth.objects.map(({ label }) => label)].join(' '));
  return { format: set.format, isBeside: set.isBeside, pictures, setAside: set.setAside };
}

const BOX = '0 .5 .5 .2 .2\n';
const voc = (name: string) =>
  `<annotation><filename>${name}</filename><object><name>dog</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>9</xmax><ymax>9</ymax></bndbox></object></annotation>`;
const coco = (...names: string[]) =>
  JSON.stringify({
    images: names.map((file_name, id) => ({ id, file_name, width: 20, height: 20 })),
    categories: [{ id: 0, name: 'cat' }],
    annotations: names.map((_, image_id) => ({ image_id, category_id: 0, bbox: [1, 1, 5, 5] })),
  });

test('YOLO: labels beside the folder of pictures that was named, with the names of classes above', async () => {
  const found = await open('set/val/images', {
    'set/data.yaml': 'names: [bird]\n',
    'set/val/images/1.jpg': '',
    'set/val/images/2.jpg': '',
    'set/val/labels/1.txt': BOX,
    'set/val/labels/9.txt': BOX,
  });
  assert.deepEqual(found, { format: 'yolo', isBeside: true, pictures: ['1.jpg bird', '2.jpg'], setAside: [] });
});

test('YOLO: a split of the pictures was named, its labels lie two folders up', async () => {
  const { format, pictures } = await open('set/images/val', {
    'set/images/val/1.jpg': '',
    'set/images/train/1.jpg': '',
    'set/labels/val/1.txt': BOX,
    'set/labels/train/1.txt': `${BOX}${BOX}`,
  });
  assert.deepEqual([format, pictures], ['yolo', ['1.jpg of the model']]);
});

test('Pascal VOC and COCO beside the pictures', async () => {
  const first = await open('JPEGImages', {
    'JPEGImages/1.jpg': '',
    'Annotations/1.xml': voc('1.jpg'),
    'Annotations/2.xml': voc('2.jpg'),
    'ImageSets/Main/val.txt': '1\n',
  });
  assert.deepEqual(first, { format: 'voc', isBeside: true, pictures: ['1.jpg dog'], setAside: [] });
  folder = path.join(root, String(count++));
  const second = await open('val2017', {
    'val2017/1.jpg': '',
    'annotations/instances_val2017.json': coco('1.jpg', ...Array.from({ length: 50 }, (_, k) => `lost-${k}.jpg`)),
    'annotations/instances_train2017.json': coco('7.jpg'),
  });
  assert.deepEqual([second.format, second.isBeside, second.pictures], ['coco', true, ['1.jpg cat']]);
  const reasons = second.setAside.map(({ reason }) => reason);
  assert.equal(reasons.length, 22, 'not a line for each of fifty');
  assert.ok(reasons.includes('30 more pictures are not in the data set.'));
});

test("annotations in the data come first; another set's beside them are left alone", async () => {
  const inside = await open('a', {
    'a/1.jpg': '',
    'a/1.txt': BOX,
    'labels/1.txt': `${BOX}${BOX}`,
  });
  assert.deepEqual([inside.isBeside, inside.pictures], [false, ['1.jpg of the model']]);
  folder = path.join(root, String(count++));
  const other = await open('cats', { 'cats/1.jpg': '', 'labels/2.txt': BOX, 'annotations/x.json': coco('2.jpg') });
  assert.deepEqual([other.format, other.isBeside, other.pictures], ['none', false, ['1.jpg']]);
});

test('what lies beside the data and is broken hinders nothing, and is named', async () => {
  const { format, pictures, setAside } = await open('a', { 'a/1.jpg': '', 'annotations/x.json': '{"images": [' });
  assert.deepEqual([format, pictures, setAside.length], ['none', ['1.jpg'], 1]);
  assert.match(setAside[0].reason, /^Beside the data: .*is not JSON/);
});
