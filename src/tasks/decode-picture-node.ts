import { XaiError } from '../core/errors.ts';
import type { Picture } from '../core/picture.ts';
import { type DecodedPixels, type DecodeOptions, decodeWith, type PictureSource } from './decode-picture.ts';
import { checkPictureSize, MOST_PIXELS } from './pictures/picture-header.ts';

/**
 * Reads a picture file with sharp: PNG, JPEG, WebP and what else sharp reads. The orientation is applied,
 * colours are sRGB with 8 bits, transparent parts are laid over a background.
 * @throws XaiError `picture-unreadable` for what is no picture or damaged; `picture-too-large`, before anything is
 *   decoded, above 16384 pixels a side or 100 megapixels; `backend-unavailable` when sharp is not installed
 */
export function decodePicture(source: PictureSource, options: DecodeOptions = {}): Promise<Picture> {
  return decodeWith(decodePixels, source, options);
}

async function decodePixels(bytes: Uint8Array, name?: string): Promise<DecodedPixels> {
  const sharp = await loadSharp();
  try {
    const stored = await sharp(bytes, { limitInputPixels: false }).metadata();
    checkPictureSize(stored.width, stored.height, name);
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
    if (cause instanceof XaiError) throw cause;
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
