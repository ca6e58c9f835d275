import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { decodePicture } from '#decode-picture';
import { loadSceneCanvas } from '../src/cli/scenes-canvas.ts';
import type { Picture } from '../src/core/picture.ts';
import { EMBEDDED, isEmbedded } from '../src/runtime/embedded.ts';
import type { Provider } from '../src/runtime/platform.ts';
import { cropObject, croppable } from '../src/scenes/crop.ts';
import { drawScene } from '../src/scenes/scene.ts';
import { pictureFromPixels } from '../src/tasks/decode-picture.ts';
import type { Detection } from '../src/tasks/detections.ts';
import { Model } from '../src/tasks/model.ts';
import { SHARED } from './shared.ts';

/** What a process that measures methods is asked, as JSON on its command line. */
export interface MethodTask {
  readonly kind: 'methods';
  /** `embedded:NAME`, or a name in ../shared/models. */
  readonly model: string;
  readonly provider: Provider;
  readonly software: boolean;
  readonly repeats: number;
  /** A method that takes longer than this is stopped, and its whole time taken from its progress. */
  readonly seconds: number;
  readonly patience: number;
}

/** A model, a picture, and the answer that every method explains. */
export interface MethodSubject {
  readonly model: Model;
  /** Milliseconds that opening the model took. */
  readonly opening: number;
  readonly picture: Picture;
  readonly targets: readonly [number] | readonly [Detection];
}

/** Pictures in which each model finds something. */
const PHOTOS: Readonly<Record<string, string>> = { 'mobilenetv2-imagenet': 'cat_dog.png' };
const DEFAULT_PHOTO = 'dog_bike_truck.jpg';
/** A held-out scene with several things, and its size where a crop is cut from it. */
const SCENE = 9_000_000;
const SCENE_SIZE = 384;
const CROP_SIZE = 128;

/** What a subject needs that is not on this machine; undefined when it is all here. */
export function missingFile(model: string): string | undefined {
  if (isEmbedded(model)) return [fileOf(model)].find((file) => !existsSync(file));
  return [fileOf(model), recipeOf(model), photoOf(model)].find((file) => !existsSync(file));
}

const fileOf = (model: string) =>
  isEmbedded(model)
    ? path.join('www', 'models', `${model.slice(EMBEDDED.length)}.onnx`)
    : path.join(SHARED, 'models', model, 'model.onnx');
const recipeOf = (model: string) => path.join('test', 'fixtures', 'recipes', `${model}.recipe.json`);
const photoOf = (model: string) => path.join(SHARED, 'images', PHOTOS[model] ?? DEFAULT_PHOTO);

export async function openMethodSubject({ model: name, provider }: MethodTask): Promise<MethodSubject> {
  const options = isEmbedded(name) ? {} : { recipe: await readRecipe(recipeOf(name)) };
  const start = performance.now();
  const model = await Model.load(fileOf(name), { backend: provider, name, ...options });
  const opening = performance.now() - start;
  const isCropped = model.recipe.task === 'classification';
  const picture = isEmbedded(name) ? await scenePicture(isCropped) : await decodePicture(await readFile(photoOf(name)));
  const { boxes, classes } = await model.predict(picture);
  const found = boxes?.[0] ?? classes?.[0].classIndex;
  if (found === undefined) throw new Error(`${name} finds nothing in its picture.`);
  return { model, opening, picture, targets: [found] as MethodSubject['targets'] };
}

/** Names of classes change no figure, and their files need not be here. */
async function readRecipe(file: string): Promise<unknown> {
  const { labels: _, ...recipe } = JSON.parse(await readFile(file, 'utf8'));
  return recipe;
}

async function scenePicture(isCropped: boolean): Promise<Picture> {
  const scene = drawScene(SCENE, await loadSceneCanvas(), { size: SCENE_SIZE });
  if (!isCropped) return pictureFromPixels(SCENE_SIZE, SCENE_SIZE, scene.pixels);
  const { pixels } = cropObject(scene, croppable(scene)[0], CROP_SIZE, SCENE);
  return pictureFromPixels(CROP_SIZE, CROP_SIZE, pixels);
}
