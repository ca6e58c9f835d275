import { readFile } from 'node:fs/promises';
import { decodePicture } from '#decode-picture';
import { XaiError } from '../core/errors.ts';
import type { Picture } from '../core/picture.ts';
import { drawScene } from '../scenes/scene.ts';
import { pictureFromPixels } from '../tasks/decode-picture.ts';
import { collectFiles, withoutCollisions } from './collect-files.ts';
import { readTrouble } from './list-files.ts';
import { loadSceneCanvas } from './scenes-canvas.ts';

/** A picture to explain. */
export interface Input {
  /** Name in reports and of its outputs: relative to the folder that was given, with forward slashes. */
  readonly name: string;
  /** @throws XaiError `picture-unreadable`, `picture-too-large` */
  open(): Promise<Picture>;
}

/** Width and height, in pixels, of the scenes that are drawn to be explained. */
const SCENE_SIZE = 512;

const PICTURE = /\.(png|jpe?g|webp|gif|avif|tiff?|bmp)$/i;

/**
 * The pictures that `--input` names, then the scenes of `--scene`, one a seed.
 * @throws XaiError `input-missing`; `backend-unavailable` when scenes are asked for and can't be drawn
 */
export async function collectInputs(
  inputs: readonly string[],
  seeds: readonly number[],
  output: string | null,
): Promise<Input[]> {
  const files = await collectFiles(inputs, output, (name) => PICTURE.test(name), 'picture (PNG, JPEG, WebP, ...)');
  const found = files.map(({ file, name }) => fileInput(file, name));
  if (seeds.length > 0) found.push(...(await drawnInputs(seeds)));
  return withoutCollisions(found);
}

async function drawnInputs(seeds: readonly number[]): Promise<Input[]> {
  const createContext = await loadSceneCanvas();
  return [...new Set(seeds)].map((seed) => {
    const name = `scene-${seed}.png`;
    const open = () =>
      pictureFromPixels(SCENE_SIZE, SCENE_SIZE, drawScene(seed, createContext, { size: SCENE_SIZE }).pixels, { name });
    return { name, open };
  });
}

function fileInput(file: string, name: string): Input {
  const open = async () => {
    let bytes: Uint8Array;
    try {
      bytes = await readFile(file);
    } catch (cause) {
      throw new XaiError('picture-unreadable', `${file} can't be opened (${await readTrouble(file, cause)}).`, {
        file: name,
        cause,
      });
    }
    return decodePicture(bytes, { name });
  };
  return { name, open };
}
