import { XaiError } from '../core/errors.ts';
import type { DecodedPixels } from './pictures/decoded-pixels.ts';
import { checkPictureSize } from './pictures/picture-header.ts';

/** Upright sRGB pixels of a picture file, alpha still in place, decoded by the browser; works in a worker too. */
export async function decodePixels(bytes: Uint8Array, name?: string): Promise<DecodedPixels> {
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
