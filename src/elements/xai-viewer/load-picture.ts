import { XaiError } from '../../core/errors.ts';
import { fetchFile } from '../fetch-file.ts';

/** Longest side in pixels that is kept for showing; the model always gets the file itself. */
const SHOWN_SIDE = 2048;

/** A picture as the page needs it: the file for the engine, a bitmap to show. */
export interface LoadedPicture {
  readonly file: Blob;
  readonly name: string;
  /** Pixels of the file, its orientation applied. */
  readonly width: number;
  readonly height: number;
  /** At most 2048 pixels on the long side; whoever takes the picture closes it. */
  readonly bitmap: ImageBitmap;
}

/**
 * Fetches and decodes a picture.
 * @throws XaiError `picture-fetch` or `picture-unreadable`
 */
export async function loadPicture(source: string | Blob, signal: AbortSignal): Promise<LoadedPicture> {
  const file = typeof source === 'string' ? await fetchPicture(source, signal) : source;
  const name = file instanceof File ? file.name : '';
  const whole = await decode(file, name);
  if (signal.aborted) {
    whole.close();
    throw signal.reason;
  }
  const { width, height } = whole;
  const scale = SHOWN_SIDE / Math.max(width, height);
  if (scale >= 1) return { file, name, width, height, bitmap: whole };
  const bitmap = await createImageBitmap(whole, {
    resizeWidth: Math.max(1, Math.round(width * scale)),
    resizeHeight: Math.max(1, Math.round(height * scale)),
    resizeQuality: 'medium',
  });
  whole.close();
  return { file, name, width, height, bitmap };
}

/**
 * The file at an address, under its name.
 * @throws XaiError `picture-fetch`
 */
export function fetchPicture(url: string, signal: AbortSignal): Promise<File> {
  return fetchFile(url, 'picture-fetch', 'picture', signal);
}

async function decode(file: Blob, name: string): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch (cause) {
    throw new XaiError(
      'picture-unreadable',
      /\.svg$/i.test(name)
        ? `${name} is an SVG drawing, which has no pixels of its own. Export it as PNG.`
        : `${name || 'The file'} is not a picture that this browser can read. Give a PNG, JPEG or WebP file.`,
      { file: name, cause },
    );
  }
}
