import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DataSet, openDataSet } from '../../src/audit/data/data-set.ts';
import { readClassNumbers, VOID } from '../../src/audit/data/label-mask.ts';
import { fillPolygons } from '../../src/audit/data/polygons.ts';
import { expandRuns, parseRuns } from '../../src/audit/data/run-lengths.ts';
import { placeObjects } from '../../src/audit/data/truth.ts';
import { namesOfYaml } from '../../src/audit/data/yolo.ts';
import { rasterise } from '../../src/core/region.ts';
import { pictureFromPixels } from '../../src/tasks/decode-picture.ts';
import { memoryTree } from './memory-tree.ts';

const SIZE = { width: 20, height: 10 };

function placed(data: DataSet, name: string) {
  const found = data.pictures.find((picture) => picture.name === name);
  assert.ok(found, `${name} is a picture of the set`);
  return { ...found.truth, ...placeObjects(found.truth, SIZE) };
}

test('COCO: boxes, polygons and runs; entries that make no sense are named and left out', async () => {
  const coco = {
    images: [
      { id: 1, file_name: 'a.png', width: 20, height: 10 },
      { id: 2, file_name: 'deep/b.png', width: 40, height: 20 },
      { id: 3, file_name: 'lost.png' },
      { id: 2, file_name: 'c.png' },
      { file_name: 'd.png' },
    ],
    categories: [{ id: 7, name: 'cat' }, { id: 8, name: 'dog' }, { id: 9 }],
    annotations: [
      { image_id: 1, category_id: 7, bbox: [2, 3, 4, 5], segmentation: [[2, 3, 6, 3, 6, 8]], keypoints: [1, 2, 3] },
      { image_id: 1, category_id: 8, bbox: [15, 5, 40, 40], iscrowd: 1 },
      { image_id: 2, category_id: 8, bbox: [4, 4, 8, 8], segmentation: { size: [20, 40], counts: [3, 2, 795] } },
      { image_id: 1, category_id: 99, bbox: [1, 1, 1, 1] },
      { image_id: 77, category_id: 7, bbox: [1, 1, 1, 1] },
      { image_id: 1, category_id: 7, bbox: [1, 1, 0, 1] },
      { image_id: 1, category_id: 7, bbox: [1, 1, 2] },
      { image_id: 1, category_id: 7, bbox: [100, 100, 5, 5] },
      { image_id: 1, category_id: 7, bbox: [1, 1, 2, 2], segmentation: [[1, 2, 3]] },
    ],
  };
  const data = await openDataSet(
    memoryTree({ 'a.png': '', 'images/deep/b.png': '', 'c.png': '', 'annotations.json': JSON.stringify(coco) }),
  );
  assert.equal(data.format, 'coco');
  assert.deepEqual(
    data.pictures.map(({ name }) => name),
    ['a.png', 'images/deep/b.png'],
  );
  const a = placed(data, 'a.png');
  assert.deepEqual(
    a.placed.map(({ label, box, ignored }) => [label, ...box, ignored]),
    [
      ['cat', 2, 3, 6, 8, false],
      ['dog', 15, 5, 20, 10, true],
      ['cat', 1, 1, 3, 3, false],
    ],
  );
  assert.equal(a.problems.length, 1, 'the box outside of the picture');
  // Corners (2, 3), (6, 3), (6, 8): rows of 4, 3, 2, 1, 0 pixels at the centres.
  const triangle = a.placed[0].region();
  assert.equal(
    rasterise(triangle, 20, 10).reduce((sum, one) => sum + one, 0),
    10,
  );
  // Annotated in a frame twice as large as the picture.
  const b = placed(data, 'images/deep/b.png').placed[0];
  assert.deepEqual(b.box, [2, 2, 6, 6]);
  const inside = rasterise(b.region(), 40, 20);
  assert.deepEqual(
    [...inside.keys()].filter((at) => inside[at]),
    [120, 160],
  );
  const reasons = data.setAside.map(({ reason }) => reason).join('\n');
  for (const part of [
    /lost\.png is not/,
    /Image 2 .*twice/,
    /no id/,
    /category 99/,
    /image 77/,
    /no box with an area/,
    /mask of annotation 8/,
  ]) {
    assert.match(reasons, part);
  }
});

test('COCO: broken JSON, other JSON and several files to choose from are refused', async () => {
  const open = (files: Record<string, string>) => openDataSet(memoryTree({ 'a.png': '', ...files }));
  await assert.rejects(open({ 'annotations.json': '{"images": [' }), {
    code: 'data-unreadable',
    file: 'annotations.json',
  });
  await assert.rejects(open({ 'annotations.json': '[]' }), /no list "images"/);
  await assert.rejects(open({ 'instances_a.json': '{}', 'instances_b.json': '{}' }), { option: 'annotations' });
  await assert.rejects(openDataSet(memoryTree({ 'a.txt': '' })), /holds no picture/);
});

const coco = (names: readonly string[], label = 'cat') =>
  JSON.stringify({
    images: names.map((file_name, id) => ({ id, file_name, width: 20, height: 10 })),
    categories: [{ id: 1, name: label }],
    annotations: names.map((_, image_id) => ({ image_id, category_id: 1, bbox: [2, 3, 4, 5] })),
  });
const known = ({ pictures }: DataSet) =>
  pictures.map(({ name, truth }) => [name, truth.split, ...truth.objects.map(({ label }) => label)]);

test('COCO: a folder of annotations is read, a file for each split, pictures of the same name told apart', async () => {
  const data = await openDataSet(
    memoryTree({
      'train/1.png': '',
      'val/1.png': '',
      'annotations/train.json': coco(['1.png', '9.png'], 'cat'),
      'annotations/val.json': coco(['1.png'], 'dog'),
      'annotations/captions_val.json': '{"images": []}',
      'annotations/notes.json': '[]',
      'annotations/test.json': coco(['5.png']),
    }),
  );
  assert.deepEqual(known(data), [
    ['train/1.png', 'train', 'cat'],
    ['val/1.png', 'val', 'dog'],
  ]);
  assert.deepEqual(
    data.setAside.map(({ file }) => file),
    ['annotations/notes.json', 'annotations/test.json', 'annotations/train.json'],
  );
});

test("COCO's own layout, and that of exports with a file in each folder", async () => {
  const own = await openDataSet(
    memoryTree({
      'val2017/1.jpg': '',
      'annotations/instances_val2017.json': coco(['1.jpg']),
      'annotations/instances_train2017.json': coco(['2.jpg']),
      'annotations/person_keypoints_val2017.json': coco(['1.jpg'], 'person'),
    }),
  );
  assert.deepEqual(known(own), [['val2017/1.jpg', 'val', 'cat']]);
  const exported = await openDataSet(
    memoryTree({
      'train/1.jpg': '',
      'train/_annotations.coco.json': coco(['1.jpg']),
      'valid/1.jpg': '',
      'valid/_annotations.coco.json': coco(['1.jpg'], 'dog'),
    }),
  );
  assert.deepEqual(known(exported), [
    ['train/1.jpg', 'train', 'cat'],
    ['valid/1.jpg', 'val', 'dog'],
  ]);
  const twice = memoryTree({
    '1.jpg': '',
    'annotations/a.json': coco(['1.jpg']),
    'annotations/b.json': coco(['1.jpg']),
  });
  await assert.rejects(openDataSet(twice), { option: 'annotations', message: /about the same pictures/ });
});

test('YOLO: the folder of labels is found wherever the pictures lie', async () => {
  const layouts = [
    ['images/a.jpg', 'labels/a.txt'],
    ['val/images/a.jpg', 'val/labels/a.txt'],
    ['JPEGImages/a.jpg', 'labels/a.txt'],
    ['photos/day/a.jpg', 'labels/day/a.txt'],
    ['a.jpg', 'labels/a.txt'],
    ['val/a.jpg', 'labels/val/a.txt'],
    ['val/a.jpg', 'val/labels/a.txt'],
    ['a.jpg', 'a.txt'],
  ];
  for (const [picture, file] of layouts) {
    const data = await openDataSet(memoryTree({ [picture]: '', [file]: '0 .5 .5 .2 .2\n', 'classes.txt': 'cat\n' }));
    assert.deepEqual([data.format, placed(data, picture).placed[0]?.label], ['yolo', 'cat'], `${picture} ${file}`);
  }
  const other = await openDataSet(memoryTree({ 'images/a.jpg': '', 'labels/b.txt': '0 .5 .5 .2 .2\n' }));
  assert.equal(other.format, 'none', 'the labels of another picture');
});

test("COCO's compressed runs are those of its API", () => {
  // rleToString of COCO's mask API: 6, 1, 40, 4, 5, 4, 5, 4, 21 (the example of its test suite).
  assert.deepEqual(parseRuns('61X13mN000`0'), [6, 1, 40, 4, 5, 4, 5, 4, 21]);
  assert.equal(parseRuns('6\u0001'), null);
  assert.deepEqual([...expandRuns({ width: 3, height: 2, counts: [1, 3, 2] })], [0, 1, 0, 1, 1, 0]);
});

test('a polygon holds the pixels whose centre lies in it', () => {
  const square = fillPolygons([[1, 1, 3, 1, 3, 3, 1, 3]], 4, 4);
  assert.deepEqual([...square], [0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0]);
  assert.equal(
    fillPolygons([[-9, -9, 99, -9, 99, 99, -9, 99]], 4, 4).reduce((sum, one) => sum + one, 0),
    16,
  );
});

test('YOLO: boxes and polygons in shares of the picture, labels of data.yaml, broken lines named', async () => {
  const data = await openDataSet(
    memoryTree({
      'images/train/a.jpg': '',
      'images/val/b.jpg': '',
      'labels/train/a.txt':
        '0 0.5 0.5 0.2 0.4\n1 0 0 0.5 0 0.5 1 0 1\n2 .5 .5 .1 .1\n0 .5 .5\n0 a b c d\n\n0 .5 .5 0 .1\n',
      'data.yaml': "path: .\nnames:\n  0: cat\n  1: 'big dog'\nnc: 2\n",
    }),
  );
  assert.equal(data.format, 'yolo');
  const a = placed(data, 'images/train/a.jpg');
  assert.deepEqual([a.split, placed(data, 'images/val/b.jpg').split], ['train', 'val']);
  assert.deepEqual(
    a.placed.map(({ label, box }) => [label, ...box.map((value) => Math.round(value * 1000) / 1000)]),
    [
      ['cat', 8, 3, 12, 7],
      ['big dog', 0, 0, 10, 10],
    ],
  );
  assert.deepEqual(
    data.setAside.map(({ reason }) => /Line (\d)/.exec(reason)?.[1]),
    ['3', '4', '5', '7'],
  );
  assert.deepEqual(namesOfYaml('names: ["a", b,\n  c] # all\n'), ['a', 'b', 'c']);
  assert.deepEqual(namesOfYaml('names:\n- a\n- b\nother: 1'), ['a', 'b']);
});

test('Pascal VOC: corners from 1, difficult ones ignored, splits and class masks; entities are not expanded', async () => {
  const xml = `<?xml version="1.0"?><!DOCTYPE annotation [<!ENTITY a "aaaa">]><annotation><filename>a.jpg</filename>
    <size><width>20</width><height>10</height></size>
    <object><name>cat</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>20</xmax><ymax>10</ymax></bndbox></object>
    <object><name>&a;</name><difficult>1</difficult><bndbox><xmin>3</xmin><ymin>3</ymin><xmax>4</xmax><ymax>4</ymax></bndbox></object>
    <object><name>cat</name></object></annotation>`;
  const data = await openDataSet(
    memoryTree({
      'JPEGImages/a.jpg': '',
      'JPEGImages/b.jpg': '',
      'Annotations/a.xml': xml,
      'Annotations/b.xml': '<annotation><filename>b.jpg',
      'Annotations/c.xml': '<annotation><filename>c.jpg</filename></annotation>',
      'ImageSets/Main/val.txt': 'a\n',
      'SegmentationClass/a.png': '',
    }),
  );
  assert.equal(data.format, 'voc');
  assert.deepEqual(
    data.pictures.map(({ name }) => name),
    ['JPEGImages/a.jpg'],
  );
  const a = placed(data, 'JPEGImages/a.jpg');
  assert.deepEqual([a.split, a.classMask], ['val', 'SegmentationClass/a.png']);
  assert.deepEqual(
    a.placed.map(({ label, box, ignored }) => [label, ...box, ignored]),
    [
      ['cat', 0, 0, 20, 10, false],
      ['&a;', 2, 2, 4, 4, true],
    ],
  );
  assert.deepEqual(
    data.setAside.map(({ file }) => file),
    ['Annotations/a.xml', 'Annotations/b.xml', 'Annotations/c.xml'],
  );
});

test('CSV: classes of pictures, and boxes, by many names of columns', async () => {
  const csv =
    'Image,Class,xmin,ymin,xmax,ymax,split\na.png,cat,,,,,val\na.png,dog,1,2,3,4,val\n"a.png",dog,3,2,1,4,\nlost.png,cat,,,,,\na.png,,,,,,\n';
  const data = await openDataSet(memoryTree({ 'a.png': '', 'b.png': '' }), {
    annotations: { name: 'elsewhere/table.csv', text: csv },
  });
  assert.deepEqual([data.format, data.pictures.length, data.setAside.length], ['csv', 1, 3]);
  const a = placed(data, 'a.png');
  assert.deepEqual([a.labels, a.split, a.placed[0].box], [['cat'], 'val', [1, 2, 3, 4]]);
  await assert.rejects(
    openDataSet(memoryTree({ 'a.png': '' }), { annotations: { name: 't.csv', text: 'a,b\n1,2\n' } }),
    /no column/,
  );
});

test('a folder per class with splits; masks of the same name say where the object is', async () => {
  const data = await openDataSet(
    memoryTree({ 'train/cat/1.png': '', 'train/dog/1.png': '', 'loose.png': '', 'masks/train/cat/1.png': '' }),
  );
  assert.equal(data.format, 'folders');
  assert.deepEqual(
    data.pictures.map(({ name, truth }) => [name, truth.labels, truth.split, truth.objectMask]),
    [
      ['loose.png', [], null, null],
      ['train/cat/1.png', ['cat'], 'train', 'masks/train/cat/1.png'],
      ['train/dog/1.png', ['dog'], 'train', null],
    ],
  );
});

test('a mask whose picture was taken away is no picture; a class may be called masks', async () => {
  const names = async (...files: string[]) => {
    const { pictures } = await openDataSet(memoryTree(Object.fromEntries(files.map((file) => [file, '']))));
    return pictures.map(({ name }) => name);
  };
  assert.deepEqual(await names('bus/1.png', 'masks/bus/1.png', 'masks/bus/2.png', 'masks/cat/3.png'), ['bus/1.png']);
  assert.deepEqual(await names('bus/1.png', 'masks/bus/2.png'), ['bus/1.png']);
  assert.deepEqual(await names('images/1.jpg', 'masks/1.png', 'masks/2.png'), ['images/1.jpg']);
  assert.deepEqual(await names('bare/1.png', 'masks/1.png'), ['bare/1.png', 'masks/1.png']);
  const table = await openDataSet(
    memoryTree({
      'labels.csv': 'file,class\nbus/1.png,bus\nbus/2.png,bus\n',
      'bus/1.png': '',
      'masks/bus/1.png': '',
      'masks/bus/2.png': '',
    }),
  );
  assert.deepEqual(
    table.pictures.map(({ name }) => name),
    ['bus/1.png'],
  );
  assert.deepEqual(table.setAside.map(({ file }) => file).length, 1);
});

test('label masks: grey class numbers, or the colours of the VOC palette', async () => {
  const picture = (colours: number[][]) =>
    pictureFromPixels(colours.length, 1, Uint8Array.from(colours.flatMap((colour) => [...colour, 255])));
  const grey = await picture([
    [0, 0, 0],
    [3, 3, 3],
    [255, 255, 255],
  ]);
  assert.deepEqual([...readClassNumbers(grey, 21)], [0, 3, VOID]);
  // Aeroplane, bicycle, car (grey 128), void (224, 224, 192).
  const colours = await picture([
    [128, 0, 0],
    [0, 128, 0],
    [128, 128, 128],
    [224, 224, 192],
  ]);
  assert.deepEqual([...readClassNumbers(colours, 21)], [1, 2, 7, VOID]);
  const onlyCars = await picture([
    [0, 0, 0],
    [128, 128, 128],
  ]);
  assert.deepEqual([...readClassNumbers(onlyCars, 21)], [0, 7]);
});
