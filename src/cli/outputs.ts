import path from 'node:path';
import type { ColormapName } from '../core/colour/colormaps.ts';
import { drawOverlay, drawSaliency } from '../core/colour/draw.ts';
import { encodeNpy } from '../core/npy.ts';
import type { Picture } from '../core/picture.ts';
import type { Saliency } from '../core/saliency.ts';
import { encodePng } from './png.ts';
import { writeWhole } from './write-file.ts';

export const FORMATS = ['png', 'npy', 'json'] as const;
export type Format = (typeof FORMATS)[number];

export interface OutputFiles {
  saliency?: string;
  overlay?: string;
  npy?: string;
}

/**
 * Writes the pictures and arrays of one map: `a/cat.png.0.saliency.png`, `a/cat.png.0.overlay.png`, `a/cat.png.0.npy`.
 * @returns paths relative to the output folder
 */
export async function writeMap(
  folder: string,
  inputName: string,
  picture: Picture,
  map: Saliency,
  formats: ReadonlySet<Format>,
  colormap: ColormapName,
): Promise<OutputFiles> {
  const files: OutputFiles = {};
  const base = `${inputName}.${map.target.index}`;
  if (formats.has('png')) {
    files.saliency = `${base}.saliency.png`;
    files.overlay = `${base}.overlay.png`;
    const { width, height } = picture;
    await writeWhole(path.join(folder, files.saliency), await encodePng(drawSaliency(map, colormap), width, height));
    await writeWhole(
      path.join(folder, files.overlay),
      await encodePng(drawOverlay(map, picture, colormap), width, height),
    );
  }
  if (formats.has('npy')) {
    files.npy = `${base}.npy`;
    await writeWhole(path.join(folder, files.npy), encodeNpy(map.data, [map.height, map.width]));
  }
  return files;
}
