import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as ort from 'onnxruntime-web';
import sharp from 'sharp';
import { decodePicture } from '#decode-picture';
import type { Picture } from '../../src/core/picture.ts';
import type { Tensor } from '../../src/core/tensor.ts';
import { describeModel, type ModelDescription } from '../../src/onnx/describe-model.ts';
import { readModel } from '../../src/onnx/read-model.ts';
import { makeFeeds } from '../../src/tasks/feeds.ts';
import { normalisePixels, type PreparedInput, prepareInput } from '../../src/tasks/prepare.ts';
import type { PictureRecipe, Recipe } from '../../src/tasks/recipe.ts';
import { labelFileOf, recognise } from '../../src/tasks/recognise.ts';
import { sharedFile, sharedPath } from '../support/fixtures.ts';

ort.env.wasm.numThreads = 1;
ort.env.logLevel = 'error';

const recipeFolder = path.resolve('test/fixtures/recipes');

export function readRecipeFile(model: string): unknown {
  return JSON.parse(readFileSync(path.join(recipeFolder, `${model}.recipe.json`), 'utf8'));
}

export function describeShared(model: string): ModelDescription {
  return describeModel(readModel(sharedFile(`models/${model}/model.onnx`)));
}

/** The recipe of a shared model with its labels read. */
export function openRecipe(model: string): Recipe {
  const recipe = readRecipeFile(model);
  const labelFile = labelFileOf(recipe);
  const beside = labelFile === null ? {} : { [labelFile]: readFileSync(path.resolve(recipeFolder, labelFile), 'utf8') };
  return recognise({ name: `${model}.onnx`, description: describeShared(model), recipe, beside }).recipe;
}

const pictures = new Map<string, Promise<Picture>>();

export function sharedPicture(name: string): Promise<Picture> {
  const known = pictures.get(name) ?? decodePicture(sharedFile(`images/${name}`), { name });
  pictures.set(name, known);
  return known;
}

export interface Fixture {
  run(feeds: Readonly<Record<string, Tensor>>): Promise<Record<string, Tensor>>;
  feed(tensor: Float32Array, recipe: PictureRecipe): Record<string, Tensor>;
  feedPicture(picture: Picture, recipe: PictureRecipe): PreparedInput & { feeds: Record<string, Tensor> };
}

/** Runs `body` with a wasm session of a shared model, one session at a time. */
export async function withModel<T>(model: string, body: (fixture: Fixture) => Promise<T>): Promise<T> {
  const session = await ort.InferenceSession.create(sharedPath(`models/${model}/model.onnx`), { logSeverityLevel: 3 });
  const run: Fixture['run'] = async (feeds) => {
    const given = Object.entries(feeds).map(([name, { type, data, dims }]) => [
      name,
      new ort.Tensor(type as 'float32', data as Float32Array, dims),
    ]);
    const outputs = await session.run(Object.fromEntries(given));
    return Object.fromEntries(Object.entries(outputs).map(([name, tensor]) => [name, toTensor(tensor)]));
  };
  const inputs = session.inputMetadata.map((meta) => {
    if (!meta.isTensor) throw new Error(`${meta.name} is no tensor`);
    return { name: meta.name, type: meta.type as Tensor['type'], dims: meta.shape };
  });
  const feed: Fixture['feed'] = (tensor, recipe) => makeFeeds(recipe, inputs, tensor, 1);
  const feedPicture: Fixture['feedPicture'] = (picture, recipe) => {
    const prepared = prepareInput(picture, recipe);
    return { ...prepared, feeds: feed(prepared.tensor, recipe) };
  };
  try {
    return await body({ run, feed, feedPicture });
  } finally {
    await session.release();
  }
}

function toTensor(tensor: ort.Tensor): Tensor {
  return { type: tensor.type as Tensor['type'], dims: tensor.dims, data: tensor.data as Tensor['data'] };
}

/**
 * The input as libvips makes it. The published figures were made with it; where it enlarges, it samples up to half a
 * pixel away from where OpenCV, Pillow and this project do, so those figures can only be met with its own pixels.
 */
export async function feedLikeLibvips(fixture: Fixture, photo: string, recipe: PictureRecipe) {
  const { width, height, resize, cropShortSide } = recipe.input;
  const picture = await sharedPicture(photo);
  const prepared = fixture.feedPicture(picture, recipe);
  const { content } = prepared.placement;
  const source = sharp(sharedPath(`images/${photo}`)).removeAlpha();
  let resized: ReturnType<typeof sharp>;
  if (resize === 'centre-crop') {
    const whole = sharp(
      await source
        .resize({ width: cropShortSide, height: cropShortSide, fit: 'outside', kernel: 'linear' })
        .png()
        .toBuffer(),
    );
    const size = await whole.metadata();
    resized = whole.extract({
      left: Math.round((size.width - width) / 2),
      top: Math.round((size.height - height) / 2),
      width,
      height,
    });
  } else {
    resized = source.resize(content.width, content.height, { fit: 'fill', kernel: 'linear' });
  }
  const inner = await resized.raw().toBuffer();
  const pixels = new Float32Array(width * height * 3).fill(recipe.input.padValue);
  for (let y = 0; y < content.height; y++) {
    const row = inner.subarray(y * content.width * 3, (y + 1) * content.width * 3);
    pixels.set(row, ((y + content.y) * width + content.x) * 3);
  }
  return { placement: prepared.placement, feeds: fixture.feed(normalisePixels(pixels, recipe.input), recipe) };
}
