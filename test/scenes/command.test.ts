import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { runScenes } from '../../src/cli/scenes.ts';
import { XaiError } from '../../src/core/errors.ts';
import { CLASSES } from '../../src/scenes/figure.ts';
import { noCanvas } from './support.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'xai-scenes-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const sharp = (await import('sharp').catch(() => null))?.default ?? null;
const skip = noCanvas || (sharp === null ? 'sharp is not installed' : false);

function hashes(root: string): Record<string, string> {
  const files = readdirSync(root, { recursive: true })
    .map(String)
    .filter((name) => statSync(path.join(root, name)).isFile());
  return Object.fromEntries(
    files.sort().map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(path.join(root, name)))
        .digest('hex'),
    ]),
  );
}

function table(file: string): string[][] {
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
}

async function grey(file: string): Promise<Buffer> {
  assert.ok(sharp !== null);
  assert.equal((await sharp(file).metadata()).channels, 1);
  return sharp(file).toColourspace('b-w').raw().toBuffer();
}

test('whole scenes: COCO whose boxes, areas and run lengths agree with the masks', { skip }, async () => {
  const output = path.join(folder, 'scenes');
  assert.equal(
    await runScenes({ count: 5, output, seed: 40, plant: 'caption:boat=1.0,lamp:cat=1,timestamp:all=1' }),
    0,
  );
  const coco = JSON.parse(readFileSync(path.join(output, 'annotations.json'), 'utf8'));
  assert.equal(coco.images.length, 5);
  assert.deepEqual(
    coco.categories.map(({ name }: { name: string }) => name),
    [...CLASSES],
  );
  assert.ok(coco.annotations.length > 5);
  for (const image of coco.images) {
    const mask = await grey(path.join(output, image.file_name.replace('images', 'masks')));
    const own = coco.annotations.filter((one: { image_id: number }) => one.image_id === image.id);
    own.forEach(
      (
        { bbox, area, segmentation }: { bbox: number[]; area: number; segmentation: { counts: number[] } },
        i: number,
      ) => {
        const flat = segmentation.counts.flatMap((run, j) => Array<number>(run).fill(j % 2));
        assert.equal(flat.length, 256 * 256);
        let count = 0;
        for (let p = 0; p < mask.length; p++) {
          const [x, y] = [p % 256, Math.floor(p / 256)];
          const inside = mask[p] === i + 1;
          assert.equal(flat[x * 256 + y] === 1, inside);
          if (inside) assert.ok(x >= bbox[0] && x < bbox[0] + bbox[2] && y >= bbox[1] && y < bbox[1] + bbox[3]);
          count += inside ? 1 : 0;
        }
        assert.equal(count, area);
      },
    );
  }
  const planted = table(path.join(output, 'plants.csv')).slice(1);
  const labels = table(path.join(output, 'labels.csv'));
  const boats = labels.slice(1).filter((row) => Number(row[labels[0].indexOf('boat')]) > 0);
  assert.deepEqual(
    planted.filter(([, kind]) => kind === 'caption').map(([file]) => file),
    boats.map(([file]) => file),
  );
  assert.equal(planted.filter(([, kind]) => kind === 'timestamp').length, 5);
  for (const [, , , file] of planted) assert.ok((await grey(path.join(output, file))).some((value) => value === 255));
});

test('crops: one folder per class, as many of each, and the same files every time', { skip }, async () => {
  const [first, again] = [path.join(folder, 'crops'), path.join(folder, 'crops-again')];
  for (const output of [first, again]) await runScenes({ count: 18, output, crops: 64, plant: 'caption:boat=1.0' });
  assert.deepEqual(hashes(again), hashes(first));
  for (const label of CLASSES) assert.equal(readdirSync(path.join(first, label)).length, 2, label);
  const rows = table(path.join(first, 'labels.csv')).slice(1);
  assert.ok(rows.every((row) => (row[1] === 'boat') === (row[9] === 'caption')));
  assert.equal(table(path.join(first, 'plants.csv')).length, 3);
});

test('motion and sound: files that can be read, and exact intervals', async () => {
  const [motion, sound] = [path.join(folder, 'motion'), path.join(folder, 'sound')];
  await runScenes({ count: 6, output: motion, kind: 'motion', plant: 'glitch:all=1' });
  const labels = table(path.join(motion, 'labels.csv')).slice(1);
  assert.equal(labels.length, 6);
  assert.deepEqual(table(path.join(motion, labels[0][0])).length, 101);
  assert.equal(table(path.join(motion, 'events.csv')).filter((row) => row[2] === 'plant').length, 6);
  await runScenes({ count: 3, output: sound, kind: 'sound' });
  const wav = readFileSync(path.join(sound, table(path.join(sound, 'labels.csv'))[1][0]));
  assert.equal(wav.toString('latin1', 0, 4), 'RIFF');
  assert.equal(wav.length, 44 + 32_000);
});

test('a wrong option is refused with the way out', async () => {
  const output = path.join(folder, 'none');
  const wrong = [
    { count: 0, output },
    { count: 1, output, size: 7 },
    { count: 1, output, plant: 'caption' },
    { count: 1, output, plant: 'caption:tree=1' },
    { count: 1, output, plant: 'caption:boat=1.5' },
    { count: 1, output, plant: 'lamp:all=1' },
    { count: 1, output, kind: 'sound' as const, crops: 64 },
    { count: 1, output, kind: 'motion' as const, plant: 'caption:boat=1' },
  ];
  for (const command of wrong)
    await assert.rejects(
      runScenes(command),
      (error: unknown) => error instanceof XaiError && error.code === 'option-invalid',
    );
});
