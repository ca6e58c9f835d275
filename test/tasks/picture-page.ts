import { decodePicture } from '#decode-picture';
import { XaiError } from '../../src/core/errors.ts';
import { sha256Hex } from '../../src/core/hash.ts';
import type { Picture } from '../../src/core/picture.ts';

import { prepareInput } from '../../src/tasks/prepare.ts';
import { type PictureRecipe, parseRecipe } from '../../src/tasks/recipe.ts';

/** What the test asks of the page; bytes cross as base64. */
export interface PicturePage {
  /** Size, pixels and hash of a decoded file, or the code of the error. */
  decode(file: string): Promise<{ width: number; height: number; data: string; sha256: string } | { code: string }>;
  /** SHA-256 of the prepared tensor of raw RGBA pixels. */
  prepare(width: number, height: number, data: string, recipe: unknown): Promise<string>;
}

const fromBase64 = (text: string) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const toBase64 = (bytes: Uint8ClampedArray) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));

export async function prepareAndHash(picture: Picture, recipe: unknown): Promise<string> {
  const { tensor } = prepareInput(picture, parseRecipe(recipe) as PictureRecipe);
  return sha256Hex(new Uint8Array(tensor.buffer));
}

const page: PicturePage = {
  async decode(file) {
    try {
      const { width, height, data, sha256 } = await decodePicture(new Blob([fromBase64(file)]));
      return { width, height, data: toBase64(data), sha256 };
    } catch (error) {
      return { code: error instanceof XaiError ? error.code : String(error) };
    }
  },
  prepare: (width, height, data, recipe) =>
    prepareAndHash({ width, height, data: new Uint8ClampedArray(fromBase64(data)), sha256: '' }, recipe),
};
Object.assign(globalThis, { picturePage: page });
