import path from 'node:path';
import type { ColormapName } from '../core/colour/colormaps.ts';
import { drawOverlay, drawSaliency } from '../core/colour/draw.ts';
import { encodeGrey16 } from '../core/grey16.ts';
import { encodeNpy } from '../core/npy.ts';
import type { Picture } from '../core/picture.ts';
import type { Saliency } from '../core/saliency.ts';
import { saveExplanation } from '../core/saved-explanation.ts';
import { encodePng, encodeSmallWebp } from './png.ts';
import { writeWhole } from './write-file.ts';

export const FORMATS = ['png', 'png16', 'npy', 'csv', 'json', 'saved', 'run'] as const;
export type Format = (typeof FORMATS)[number];

export interface OutputFiles {
  saliency?: string;
  overlay?: string;
  /** 16-bit grey, the least score black, the greatest white. */
  png16?: string;
  npy?: string;
  /** Of all maps of the input: what `<xai-viewer explanation>` shows, and `--repeat` makes again. */
  saved?: string;
  /** Of all maps of the input: the scores of all masks, which `--resume` goes on with. */
  run?: string;
  /** Standard error of each score. */
  error?: string;
}

/**
 * Writes the pictures and arrays of one map: `a/cat.png.0.saliency.png`, `a/cat.png.0.overlay.png`, `a/cat.png.0.map.png`
 * of 16 bits, `a/cat.png.0.npy`, and `a/cat.png.0.error.npy` where the method knows its error.
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
  if (formats.has('png16')) files.png16 = await write(`${base}.map.png`, await encodeGrey16(map));
  if (formats.has('npy')) {
    files.npy = await write(`${base}.npy`, encodeNpy(map.data, [height, width]));
    if (map.error) files.error = await write(`${base}.error.npy`, encodeNpy(map.error, [height, width]));
  }
  return files;
}

/**
 * Writes all maps of one input with its picture, shrunk, as one file: `a/cat.png.explanation.json`.
 * @param model its name or address
 * @returns path relative to the output folder
 */
export async function writeSaved(
  folder: string,
  inputName: string,
  picture: Picture,
  maps: readonly Saliency[],
  { task, model }: { readonly task: string; readonly model: string },
  written: string[],
): Promise<string> {
  const { width, height } = picture;
  const findings = maps.map(({ target }) => target);
  const shown = `data:image/webp;base64,${(await encodeSmallWebp(picture)).toString('base64')}`;
  const saved = await saveExplanation({ task, width, height, findings }, maps, { picture: shown, model });
  const name = `${inputName}.explanation.json`;
  await writeWhole(path.join(folder, name), `${JSON.stringify(saved)}\n`);
  written.push(name);
  return name;
}
