import path from 'node:path';
import type { ColormapName } from '../core/colour/colormaps.ts';
import { drawOverlay, drawSaliency } from '../core/colour/draw.ts';
import { encodeNpy } from '../core/npy.ts';
import type { Picture } from '../core/picture.ts';
import type { Saliency } from '../core/saliency.ts';
import { encodePng } from './png.ts';
import { writeWhole } from './write-file.ts';

export const FORMATS = ['png', 'npy', 'csv', 'json'] as const;
export type Format = (typeof FORMATS)[number];

export interface OutputFiles {
  saliency?: string;
  overlay?: string;
  npy?: string;
  /** Standard error of each score. */
  error?: string;
}

/**
 * Writes the pictures and arrays of one map: `a/cat.png.0.saliency.png`, `a/cat.png.0.overlay.png`, `a/cat.png.0.npy`, and
 * `a/cat.png.0.error.npy` where the method knows its error.
 * @param written every file is added as soon as it is there, so that a caller can take it away when a later one fails
 * @returns paths relative to the output folder
 */
export async function writeMap(
  folder: string,
  inputName: string,
  picture: Picture,
  map: Saliency,
  formats: ReadonlySet<Format>,
  { colormap, greyDoubt }: { readonly colormap?: ColormapName; readonly greyDoubt?: boolean },
  written: string[],
): Promise<OutputFiles> {
  const files: OutputFiles = {};
  const base = `${inputName}.${map.target.index}`;
  const { width, height } = picture;
  const write = async (name: string, contents: Uint8Array): Promise<string> => {
    await writeWhole(path.join(folder, name), contents);
    written.push(name);
    return name;
  };
  if (formats.has('png')) {
    files.saliency = await write(`${base}.saliency.png`, await encodePng(drawSaliency(map, colormap), width, height));
    files.overlay = await write(
      `${base}.overlay.png`,
      await encodePng(drawOverlay(map, picture, colormap, greyDoubt), width, height),
    );
  }
  if (formats.has('npy')) {
    files.npy = await write(`${base}.npy`, encodeNpy(map.data, [height, width]));
    if (map.error) files.error = await write(`${base}.error.npy`, encodeNpy(map.error, [height, width]));
  }
  return files;
}
