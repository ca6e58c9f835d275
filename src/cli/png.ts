import { XaiError } from '../core/errors.ts';
import type { Picture } from '../core/picture.ts';

/** @param rgba length width x height x 4 */
export async function encodePng(rgba: Uint8ClampedArray, width: number, height: number): Promise<Uint8Array> {
  return (await opaque({ data: rgba, width, height })).png().toBuffer();
}

/** Small and good enough for a thumbnail. */
const THUMBNAIL_QUALITY = 75;

/** @param rgba length width x height x 4 */
export async function encodeThumbnail(
  rgba: Uint8ClampedArray,
  width: number,
  height: number,
): Promise<{ readonly type: string; readonly bytes: Uint8Array }> {
  const image = await opaque({ data: rgba, width, height });
  return { type: 'image/webp', bytes: await image.webp({ quality: THUMBNAIL_QUALITY }).toBuffer() };
}

/** Longest side in pixels of a picture that goes into another file. */
const SMALL_SIDE = 1024;

/** The picture as WebP, at most {@link SMALL_SIDE} pixels long. */
export async function encodeSmallWebp(picture: Picture): Promise<Buffer> {
  const image = await opaque(picture);
  return image
    .resize({ width: SMALL_SIDE, height: SMALL_SIDE, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 85 })
    .toBuffer();
}

async function opaque({ data, width, height }: Pick<Picture, 'data' | 'width' | 'height'>) {
  const sharp = await loadSharp();
  const pixels = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return sharp(pixels, { raw: { width, height, channels: 4 } }).removeAlpha();
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
