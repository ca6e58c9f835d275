import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { decodePicture } from '#decode-picture';
import { XaiError } from '../core/errors.ts';
import type { Picture } from '../core/picture.ts';
import { drawScene } from '../scenes/scene.ts';
import { pictureFromPixels } from '../tasks/decode-picture.ts';
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
 * The pictures that `--input` names, then the scenes of `--scene`, one a seed. A file as it is, a folder walked to its depths in order of name. In a folder files that
 * are no pictures by their ending are passed over, and so is what lies in the output folder: a second run must not explain
 * the pictures of the first. A file named outright is always tried.
 * @throws XaiError `input-missing`; `backend-unavailable` when scenes are asked for and can't be drawn
 */
export async function collectInputs(
  inputs: readonly string[],
  seeds: readonly number[],
  output: string,
): Promise<Input[]> {
  const own = path.resolve(output) + path.sep;
  const found: Input[] = [];
  for (const input of inputs) {
    const info = await stat(input).catch(() => null);
    if (!info)
      throw new XaiError('input-missing', `There is no file or folder at ${input}; check --input.`, { file: input });
    if (!info.isDirectory()) {
      found.push(fileInput(input, path.basename(input)));
      continue;
    }
    const names = await readdir(input, { recursive: true, withFileTypes: true });
    const files = names
      .filter((entry) => entry.isFile() && PICTURE.test(entry.name))
      .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
      .filter((file) => !path.resolve(file).startsWith(own))
      .sort();
    if (files.length === 0) {
      throw new XaiError(
        'input-missing',
        `The folder ${input} holds no picture (PNG, JPEG, WebP, ...); check --input.`,
        {
          file: input,
        },
      );
    }
    for (const file of files) found.push(fileInput(file, path.relative(input, file).split(path.sep).join('/')));
  }
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
      throw new XaiError('picture-unreadable', `${file} can't be opened (${(cause as Error).message}).`, {
        file: name,
        cause,
      });
    }
    return decodePicture(bytes, { name });
  };
  return { name, open };
}

/** Two inputs of one name (from two folders, say) get a number each, so that no output overwrites another. */
function withoutCollisions(files: readonly Input[]): Input[] {
  const taken = new Set(files.map(({ name }) => name));
  const seen = new Set<string>();
  return files.map((file) => {
    if (!seen.has(file.name)) {
      seen.add(file.name);
      return file;
    }
    let number = 2;
    while (taken.has(`${number}/${file.name}`)) number++;
    const name = `${number}/${file.name}`;
    taken.add(name);
    return { ...file, name };
  });
}
