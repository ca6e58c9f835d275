import assert from 'node:assert/strict';
import { test } from 'node:test';
import sharp from 'sharp';
import type { XaiErrorCode } from '../../src/core/errors.ts';
import { drise } from '../../src/methods/d-rise.ts';
import { openTinyDetector, peakOf } from '../methods/open-model.ts';
import { squareBox, squarePng } from '../support/tiny-pictures.ts';

const SQUARE = { label: 'red', column: 3, row: 4 } as const;

async function refuses(bytes: Uint8Array, code: XaiErrorCode, message: RegExp): Promise<void> {
  await using model = await openTinyDetector();
  await assert.rejects(model.predict(bytes), { name: 'XaiError', code, message });
  await assert.rejects(drise(model, bytes, { masks: 4 }).result(), { name: 'XaiError', code, message });
}

test('what is no picture, and a picture cut short', async () => {
  await refuses(new TextEncoder().encode('shopping list: milk'), 'picture-unreadable', /text file/);
  await refuses(new Uint8Array(0), 'picture-unreadable', /empty/);
  const noise = Uint8Array.from({ length: 64 * 64 * 3 }, (_, k) => (k * 7919) % 251);
  const whole = await sharp(noise, { raw: { width: 64, height: 64, channels: 3 } })
    .png()
    .toBuffer();
  await refuses(whole.subarray(0, whole.length >> 1), 'picture-unreadable', /damaged or cut short/);
});

test('20 000 pixels wide', async () => {
  const wide = await sharp({ create: { width: 20_000, height: 2, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  await refuses(wide, 'picture-too-large', /20000 x 2/);
});

test('one pixel', async () => {
  await using model = await openTinyDetector();
  const one = await sharp(Uint8Array.of(128, 128, 128), { raw: { width: 1, height: 1, channels: 3 } })
    .png()
    .toBuffer();
  await assert.rejects(drise(model, one, { masks: 4 }).result(), { name: 'XaiError', code: 'no-detections' });
  const [map] = await drise(model, one, { masks: 4, targets: [{ box: [0, 0, 1, 1] }] }).result();
  assert.deepEqual([map.width, map.height, map.data.length], [1, 1, 1]);
  assert.ok(Number.isFinite(map.data[0]));
});

test('very long and thin: the content is a strip one pixel high', async () => {
  await using model = await openTinyDetector();
  const strip = await sharp({ create: { width: 3000, height: 3, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  const [map] = await drise(model, strip, { masks: 20, targets: [{ box: [0, 0, 3000, 3] }] }).result();
  assert.deepEqual([map.width, map.height], [3000, 3]);
  assert.ok(map.data.every(Number.isFinite));
});

test('16 bits and alpha are explained like the plain picture; grey has nothing that the model knows', async () => {
  await using model = await openTinyDetector();
  const plain = await squarePng([SQUARE]);
  const deep = await sharp(plain).toColourspace('rgb16').png().toBuffer();
  const alpha = await sharp(plain).ensureAlpha().png().toBuffer();
  assert.equal((await sharp(deep).metadata()).depth, 'ushort');
  assert.equal((await sharp(alpha).metadata()).channels, 4);
  const [expected] = await drise(model, plain, { masks: 200, grid: 4 }).result();
  const { x, y } = peakOf(expected);
  const [x0, y0, x1, y1] = squareBox(SQUARE);
  assert.ok(x >= x0 && x < x1 && y >= y0 && y < y1);
  for (const bytes of [deep, alpha]) {
    const [map] = await drise(model, bytes, { masks: 200, grid: 4 }).result();
    assert.deepEqual(map.data, expected.data);
  }
  const grey = await sharp(plain).toColourspace('b-w').png().toBuffer();
  assert.equal((await sharp(grey).metadata()).channels, 1);
  await assert.rejects(drise(model, grey, { masks: 4 }).result(), { name: 'XaiError', code: 'no-detections' });
});

test('what is seen through is white', async () => {
  await using model = await openTinyDetector();
  const hole = await sharp(await squarePng([SQUARE]))
    .ensureAlpha(0)
    .png()
    .toBuffer();
  const answer = await model.predict(hole);
  assert.ok('boxes' in answer);
  assert.deepEqual(answer.boxes, []);
});
