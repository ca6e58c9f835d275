import { XaiError } from '../core/errors.ts';
import type { Picture } from '../core/picture.ts';
import { type DecodedPixels, type DecodeOptions, decodeWith, type PictureSource } from './decode-picture.ts';
import { checkPictureSize } from './pictures/picture-header.ts';

/**
 * Reads a picture file with the browser's own decoder, in a worker too: PNG, JPEG, WebP and what else it reads. The orientation is applied,
 * colours are sRGB with 8 bits, transparent parts are laid over a background.
 * @throws XaiError `picture-unreadable` for what is no picture or damaged; `picture-too-large`, before anything is
 *   decoded, above 16384 pixels a side or 100 megapixels
 */
export function decodePicture(source: PictureSource, options: DecodeOptions = {}): Promise<Picture> {
  return decodeWith(decodePixels, source, options);
}

async function decodePixels(bytes: Uint8Array, name?: string): Promise<DecodedPixels> {
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(new Blob([bytes as Uint8Array<ArrayBuffer>]), {
      imageOrientation: 'from-image',
      premultiplyAlpha: 'none',
    });
  } catch (cause) {
    throw new XaiError(
      'picture-unreadable',
      `${name ?? 'The picture'} is damaged, cut short, or in a format that this browser does not read. Save it again as PNG, JPEG or WebP.`,
      { file: name, cause },
    );
  }
  const { width, height } = bitmap;
  try {
    checkPictureSize(width, height, name);
    const context = new OffscreenCanvas(width, height).getContext('2d', {
      colorSpace: 'srgb',
      willReadFrequently: true,
    });
    if (!context) {
      throw new XaiError(
        'out-of-memory',
        `The browser gave no canvas of ${width} x ${height} pixels. Close other pages, or make the picture smaller.`,
        {
          file: name,
        },
      );
    }
    context.drawImage(bitmap, 0, 0);
    return { width, height, data: context.getImageData(0, 0, width, height).data };
  } finally {
    bitmap.close();
  }
}
