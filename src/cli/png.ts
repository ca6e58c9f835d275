import { XaiError } from '../core/errors.ts';
import type { Picture } from '../core/picture.ts';

/** @param rgba length width x height x 4 */
export async function encodePng(rgba: Uint8ClampedArray, width: number, height: number): Promise<Uint8Array> {
  const sharp = await loadSharp();
  const pixels = Buffer.from(rgba.buffer, rgba.byteOffset, rgba.byteLength);
  return sharp(pixels, { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .png()
    .toBuffer();
}

/** Small and good enough for a thumbnail. */
const WEBP_QUALITY = 75;

/** @param rgba length width x height x 4 */
export async function encodeThumbnail(
  rgba: Uint8ClampedArray,
  width: number,
  height: number,
): Promise<{ readonly type: string; readonly bytes: Uint8Array }> {
  const sharp = await loadSharp();
  const pixels = Buffer.from(rgba.buffer, rgba.byteOffset, rgba.byteLength);
  const image = sharp(pixels, { raw: { width, height, channels: 4 } }).removeAlpha();
  return { type: 'image/webp', bytes: await image.webp({ quality: WEBP_QUALITY }).toBuffer() };
}

/** Longest side in pixels of a picture that goes into another file. */
const SMALL_SIDE = 1024;

/** The picture as WebP, at most {@link SMALL_SIDE} pixels long. */
export async function encodeSmallWebp({ data, width, height }: Picture): Promise<Buffer> {
  const sharp = await loadSharp();
  return sharp(Buffer.from(data.buffer, data.byteOffset, data.byteLength), { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .resize({ width: SMALL_SIDE, height: SMALL_SIDE, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 85 })
    .toBuffer();
}

export async function svgToPng(svg: string): Promise<Uint8Array> {
  const sharp = await loadSharp();
  return sharp(Buffer.from(svg)).png().toBuffer();
}

async function loadSharp() {
  const { default: sharp } = await import('sharp').catch((cause) => {
    throw new XaiError(
      'backend-unavailable',
      'Writing pictures needs the package sharp, which is not installed: run "npm install sharp", or ask for --formats npy,json.',
      { option: 'formats', cause },
    );
  });
  return sharp;
}
