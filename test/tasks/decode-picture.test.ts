import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import sharp from 'sharp';
import { decodePicture } from '#decode-picture';
import { XaiError, type XaiErrorCode } from '../../src/core/errors.ts';
import type { Picture } from '../../src/core/picture.ts';
import { pictureFromPixels } from '../../src/tasks/decode-picture.ts';

const RED = [255, 0, 0];
const GREEN = [0, 255, 0];
const BLUE = [0, 0, 255];
const WHITE = [255, 255, 255];

/** Blocks of 16 pixels: red green / blue white / black grey; large enough for JPEG to keep them apart. */
const COLOURS = [RED, GREEN, BLUE, WHITE, [0, 0, 0], [128, 128, 128]];
const blocks = () => {
  const data = new Uint8Array(32 * 48 * 3);
  for (let i = 0; i < 32 * 48; i++) data.set(COLOURS[Math.floor(i / 32 / 16) * 2 + Math.floor((i % 32) / 16)], i * 3);
  return sharp(data, { raw: { width: 32, height: 48, channels: 3 } });
};

/** The colour in the middle of each block, row by row. */
function blockColours({ width, height, data }: Picture): number[][] {
  const colours: number[][] = [];
  for (let y = 8; y < height; y += 16) {
    for (let x = 8; x < width; x += 16)
      colours.push(Array.from(data.subarray((y * width + x) * 4, (y * width + x) * 4 + 3)));
  }
  return colours;
}

function assertColours(actual: number[][], expected: readonly (readonly number[])[], tolerance: number, what: string) {
  assert.equal(actual.length, expected.length, what);
  for (const [i, colour] of actual.entries()) {
    const isNear = colour.every((value, channel) => Math.abs(value - expected[i][channel]) <= tolerance);
    assert.ok(isNear, `${what}: block ${i} is ${colour}, not ${expected[i]}`);
  }
}

function refuses(source: Uint8Array, code: XaiErrorCode, pattern: RegExp) {
  return assert.rejects(decodePicture(source, { name: 'photo.bin' }), (error) => {
    assert.ok(error instanceof XaiError, String(error));
    assert.equal(error.code, code, error.message);
    assert.match(error.message, pattern);
    assert.equal(error.file, 'photo.bin');
    return true;
  });
}

test('PNG, JPEG, WebP, GIF and TIFF give the same picture', async () => {
  // Lossy formats at quality 100 still round colours.
  const files = {
    png: [await blocks().png().toBuffer(), 0],
    jpeg: [await blocks().jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer(), 3],
    webp: [await blocks().webp({ lossless: true }).toBuffer(), 0],
    gif: [await blocks().gif().toBuffer(), 2],
    tiff: [await blocks().tiff().toBuffer(), 3],
  } as const;
  for (const [format, [bytes, tolerance]] of Object.entries(files)) {
    const picture = await decodePicture(bytes, { name: `blocks.${format}` });
    assert.deepEqual([picture.width, picture.height, picture.data.length], [32, 48, 32 * 48 * 4], format);
    assertColours(blockColours(picture), COLOURS, tolerance, format);
    assert.equal(picture.sha256, createHash('sha256').update(bytes).digest('hex'));
    assert.equal(picture.name, `blocks.${format}`);
    assert.ok(
      picture.data.every((value, i) => i % 4 !== 3 || value === 255),
      format,
    );
  }
});

test('all eight EXIF orientations are set upright', async () => {
  /** What each orientation stores: the block numbers of the upright picture, in the order of the upright rows. */
  const upright: Readonly<Record<number, readonly number[]>> = {
    1: [0, 1, 2, 3, 4, 5],
    2: [1, 0, 3, 2, 5, 4],
    3: [5, 4, 3, 2, 1, 0],
    4: [4, 5, 2, 3, 0, 1],
    5: [0, 2, 4, 1, 3, 5],
    6: [4, 2, 0, 5, 3, 1],
    7: [5, 3, 1, 4, 2, 0],
    8: [1, 3, 5, 0, 2, 4],
  };
  for (const [orientation, order] of Object.entries(upright)) {
    const bytes = await blocks()
      .withMetadata({ orientation: Number(orientation) })
      .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
      .toBuffer();
    const picture = await decodePicture(bytes);
    const turned = Number(orientation) > 4;
    assert.deepEqual([picture.width, picture.height], turned ? [48, 32] : [32, 48], `orientation ${orientation}`);
    assertColours(
      blockColours(picture),
      order.map((block) => COLOURS[block]),
      3,
      `orientation ${orientation}`,
    );
  }
});

test('16 bits, greyscale, CMYK and one pixel become 8-bit RGB', async () => {
  const deep = await blocks().toColourspace('rgb16').png().toBuffer();
  assert.equal((await sharp(deep).metadata()).depth, 'ushort');
  assertColours(blockColours(await decodePicture(deep)), COLOURS, 1, '16 bits');

  const grey = await sharp(
    Uint8Array.from({ length: 256 }, (_, i) => i),
    { raw: { width: 16, height: 16, channels: 1 } },
  )
    .toColourspace('b-w')
    .png()
    .toBuffer();
  assert.equal((await sharp(grey).metadata()).channels, 1);
  const { data } = await decodePicture(grey);
  assert.ok(data.every((value, i) => value === (i % 4 === 3 ? 255 : i >> 2)));

  const cmyk = await blocks().toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer();
  assert.equal((await sharp(cmyk).metadata()).space, 'cmyk');
  // Inks show no pure light, so only what is brightest where is certain.
  const printed = blockColours(await decodePicture(cmyk));
  const brightest = printed.slice(0, 3).map((colour) => colour.indexOf(Math.max(...colour)));
  assert.deepEqual(brightest, [0, 1, 2]);
  assert.ok(Math.min(...printed[3]) > 240 && Math.max(...printed[4]) < 60, `${printed}`);

  const one = await sharp(Uint8Array.of(1, 2, 3), { raw: { width: 1, height: 1, channels: 3 } })
    .png()
    .toBuffer();
  assert.deepEqual(Array.from((await decodePicture(one)).data), [1, 2, 3, 255]);
});

test('transparent parts are laid over white, or over the colour asked for', async () => {
  const rgba = Uint8Array.of(200, 100, 0, 0, 200, 100, 0, 255, 200, 100, 0, 51, 0, 0, 0, 255);
  const bytes = await sharp(rgba, { raw: { width: 4, height: 1, channels: 4 } })
    .png()
    .toBuffer();
  const white = [255, 255, 255, 255, 200, 100, 0, 255, 244, 224, 204, 255, 0, 0, 0, 255];
  assert.deepEqual(Array.from((await decodePicture(bytes)).data), white);
  const onBlue = await decodePicture(bytes, { alphaBackground: [0, 0, 255] });
  assert.deepEqual(Array.from(onBlue.data.subarray(0, 4)), [0, 0, 255, 255]);
  assert.deepEqual(Array.from((await pictureFromPixels(4, 1, rgba)).data), white);
});

test('a Blob is read like its bytes, a File gives its name', async () => {
  const bytes = new Uint8Array(await blocks().png().toBuffer());
  const picture = await decodePicture(new File([bytes], 'holiday.png'));
  assert.equal(picture.name, 'holiday.png');
  assert.deepEqual(picture.data, (await decodePicture(bytes)).data);
});

test('a picture of 20 000 pixels is refused by its header, in each format', async () => {
  const wide = () => sharp({ create: { width: 20_000, height: 2, channels: 3, background: 'red' } });
  for (const bytes of [await wide().png().toBuffer(), await wide().jpeg().toBuffer(), await wide().tiff().toBuffer()]) {
    await refuses(bytes, 'picture-too-large', /20000 x 2 pixels.*16384.*smaller/);
  }
  // The header alone is enough: nothing behind it is read.
  const header = (await wide().png().toBuffer()).subarray(0, 64);
  await refuses(header, 'picture-too-large', /20000 x 2/);
  const large = (
    await sharp({ create: { width: 12_000, height: 9_000, channels: 3, background: 'red' } })
      .png()
      .toBuffer()
  ).subarray(0, 64);
  await refuses(large, 'picture-too-large', /100 megapixels/);
});

test('what is no picture is called by its name', async () => {
  const text = new TextEncoder();
  await refuses(new Uint8Array(0), 'picture-unreadable', /empty/);
  await refuses(text.encode('shopping list\nmilk'), 'picture-unreadable', /looks like a text file.*PNG/);
  await refuses(text.encode('%PDF-1.7 ...'), 'picture-unreadable', /PDF/);
  await refuses(text.encode('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'picture-unreadable', /SVG/);
  await refuses(Uint8Array.of(0x08, 0x07, 0x12, 0x00, 0xff), 'picture-unreadable', /begins with 08 07 12 00 ff/);
});

test('a picture that is cut short is refused, not half shown', async () => {
  const noise = Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * 7919) % 251);
  const source = () => sharp(noise, { raw: { width: 64, height: 64, channels: 3 } });
  for (const whole of [
    await source().jpeg().toBuffer(),
    await source().png().toBuffer(),
    await source().webp().toBuffer(),
  ]) {
    await refuses(whole.subarray(0, whole.length >> 1), 'picture-unreadable', /damaged or cut short/);
  }
});
