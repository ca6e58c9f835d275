import { XaiError } from '../core/errors.ts';
import type { DecodedPixels } from './pictures/decoded-pixels.ts';
import { MOST_PIXELS } from './pictures/picture-header.ts';

/** Upright sRGB pixels of a picture file, alpha still in place, decoded with sharp. */
export async function decodePixels(bytes: Uint8Array, name?: string): Promise<DecodedPixels> {
  const sharp = await loadSharp();
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error' })
      .rotate()
      .toColourspace('srgb')
      .ensureAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return {
      width: info.width,
      height: info.height,
      data: new Uint8ClampedArray(data.buffer, data.byteOffset, data.length),
    };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new XaiError(
      'picture-unreadable',
      `${name ?? 'The picture'} is damaged or cut short (${reason}). Save it again as PNG, JPEG or WebP.`,
      { file: name, cause },
    );
  }
}

async function loadSharp() {
  try {
    return (await import('sharp')).default;
  } catch (cause) {
    throw new XaiError(
      'backend-unavailable',
      'Reading pictures in Node needs the package sharp, which is not installed: run `npm install sharp`.',
      { cause },
    );
  }
}
