import { sha256Hex } from '../core/hash.ts';
import type { Picture } from '../core/picture.ts';
import { checkPictureHeader } from './pictures/picture-header.ts';

const WHITE = [255, 255, 255] as const;

/** A picture file's bytes, or a Blob or File of them. */
export type PictureSource = Blob | Uint8Array;

export interface DecodeOptions {
  /** File name or address, for messages and reports. Default: the File's name. */
  name?: string;
  /** Red, green, blue, 0..255, that transparent parts are laid over. Default: white. */
  alphaBackground?: readonly number[];
}

/** What a platform's decoder gives: 8-bit sRGB, orientation applied, RGBA row-major, alpha not yet composed. */
export interface DecodedPixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/** What both platforms do: look at the header before anything is decoded, decode, hash, lay over the background. */
export async function decodeWith(
  decodePixels: (bytes: Uint8Array, name?: string) => Promise<DecodedPixels>,
  source: PictureSource,
  options: DecodeOptions,
): Promise<Picture> {
  const name = options.name ?? ('name' in source && typeof source.name === 'string' ? source.name : undefined);
  const bytes = source instanceof Uint8Array ? source : new Uint8Array(await source.arrayBuffer());
  checkPictureHeader(bytes, name);
  const [pixels, sha256] = await Promise.all([decodePixels(bytes, name), sha256Hex(bytes)]);
  composeAlpha(pixels.data, options.alphaBackground ?? WHITE);
  return { ...pixels, sha256, name };
}

/**
 * A picture from raw pixels, such as a canvas or a generated scene.
 * @param data RGBA, row-major, length width x height x 4; not changed
 */
export async function pictureFromPixels(
  width: number,
  height: number,
  data: Uint8ClampedArray | Uint8Array,
  options: DecodeOptions = {},
): Promise<Picture> {
  if (data.length !== width * height * 4) {
    throw new RangeError(`${width} x ${height} pixels of RGBA need ${width * height * 4} bytes, not ${data.length}.`);
  }
  const own = Uint8ClampedArray.from(data);
  const sha256 = await sha256Hex(new Uint8Array(data.buffer, data.byteOffset, data.length));
  composeAlpha(own, options.alphaBackground ?? WHITE);
  return { width, height, data: own, sha256, name: options.name };
}

function composeAlpha(data: Uint8ClampedArray, background: readonly number[]): void {
  for (let i = 0; i < data.length; i += 4) {
    const alpha = data[i + 3];
    if (alpha === 255) continue;
    for (let channel = 0; channel < 3; channel++) {
      data[i + channel] = (data[i + channel] * alpha + background[channel] * (255 - alpha)) / 255;
    }
    data[i + 3] = 255;
  }
}
