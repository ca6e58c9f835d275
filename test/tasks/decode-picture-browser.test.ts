import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page as BrowserPage } from 'puppeteer-core';
import sharp from 'sharp';
import { decodePicture } from '#decode-picture';
import { launchChromium } from '../support/chromium.ts';
import { type Page, servePage } from '../support/page.ts';
import { type PicturePage, prepareAndHash } from './picture-page.ts';

let served: Page;
let browser: Browser;
let page: BrowserPage;

before(async () => {
  served = await servePage({ entry: 'test/tasks/picture-page.ts' });
  browser = await launchChromium();
  page = await browser.newPage();
  await page.goto(served.url);
  await page.waitForFunction('typeof picturePage === "object"');
});

after(async () => {
  await browser?.close();
  await served?.stop();
});

function decodeInPage(bytes: Uint8Array) {
  const file = Buffer.from(bytes).toString('base64');
  return page.evaluate(`picturePage.decode(${JSON.stringify(file)})`) as ReturnType<PicturePage['decode']>;
}

/** Smooth colours, so that decoders which sharpen or smear chroma differently stay close. */
const ramp = (channels: 3 | 4) => {
  const data = new Uint8Array(48 * 32 * channels);
  for (let i = 0; i < 48 * 32; i++) {
    const [x, y] = [i % 48, Math.floor(i / 48)];
    data.set([x * 5, y * 7, 128 + x - y, 255 - x * 4].slice(0, channels), i * channels);
  }
  return sharp(data, { raw: { width: 48, height: 32, channels } });
};

test('Chromium decodes what sharp decodes: orientation, alpha, 16 bits, grey, JPEG, WebP', async () => {
  // Lossless formats agree to the rounding of alpha and of 16 bits; JPEG decoders round their transforms apart.
  const files: [string, Uint8Array, number][] = [
    ['png', await ramp(3).png().toBuffer(), 0],
    ['transparent', await ramp(4).png().toBuffer(), 2],
    ['16-bit', await ramp(3).toColourspace('rgb16').png().toBuffer(), 1],
    ['grey', await ramp(3).toColourspace('b-w').png().toBuffer(), 0],
    ['webp', await ramp(3).webp({ lossless: true }).toBuffer(), 0],
    ['jpeg', await ramp(3).jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer(), 3],
  ];
  for (const orientation of [3, 6, 8]) {
    const bytes = await ramp(3)
      .withMetadata({ orientation })
      .jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
      .toBuffer();
    files.push([`orientation ${orientation}`, bytes, 3]);
  }
  for (const [name, bytes, tolerance] of files) {
    const inNode = await decodePicture(bytes);
    const inPage = await decodeInPage(bytes);
    assert.ok('data' in inPage, `${name}: ${JSON.stringify(inPage)}`);
    assert.deepEqual([inPage.width, inPage.height, inPage.sha256], [inNode.width, inNode.height, inNode.sha256], name);
    const data = Buffer.from(inPage.data, 'base64');
    const worst = data.reduce((most, value, i) => Math.max(most, Math.abs(value - inNode.data[i])), 0);
    assert.ok(worst <= tolerance, `${name}: off by ${worst}`);
  }
});

test('Chromium refuses what Node refuses', async () => {
  const wide = await sharp({ create: { width: 20_000, height: 2, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  const noise = Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * 7919) % 251);
  const source = () => sharp(noise, { raw: { width: 64, height: 64, channels: 3 } });
  const [png, jpeg, webp] = await Promise.all([
    source().png().toBuffer(),
    source().jpeg().toBuffer(),
    source().webp().toBuffer(),
  ]);
  const refused: [Uint8Array, string][] = [
    [wide, 'picture-too-large'],
    [new TextEncoder().encode('a letter'), 'picture-unreadable'],
    [new Uint8Array(0), 'picture-unreadable'],
    [png.subarray(0, png.length >> 1), 'picture-unreadable'],
    [jpeg.subarray(0, jpeg.length >> 1), 'picture-unreadable'],
    [webp.subarray(0, webp.length >> 1), 'picture-unreadable'],
  ];
  for (const [i, [bytes, code]] of refused.entries())
    assert.deepEqual(await decodeInPage(bytes), { code }, `file ${i}`);
});

test('a prepared tensor is the same in Node and Chromium, bit for bit', async () => {
  const [width, height] = [97, 61];
  const data = Uint8ClampedArray.from({ length: width * height * 4 }, (_, i) => (i % 4 === 3 ? 255 : (i * 7919) % 251));
  const text = JSON.stringify(Buffer.from(data).toString('base64'));
  for (const resize of ['letterbox-centre', 'centre-crop', 'stretch']) {
    for (const interpolation of ['antialias', 'linear', 'area']) {
      const input = {
        width: 32,
        height: 40,
        resize,
        interpolation,
        mean: [0.485, 0.456, 0.406],
        std: [0.229, 0.224, 0.225],
      };
      const recipe = { version: 1, task: 'classification', input, output: { format: 'scores' } };
      const inPage = await page.evaluate(
        `picturePage.prepare(${width}, ${height}, ${text}, ${JSON.stringify(recipe)})`,
      );
      assert.equal(
        inPage,
        await prepareAndHash({ width, height, data, sha256: '' }, recipe),
        `${resize}, ${interpolation}`,
      );
    }
  }
});
