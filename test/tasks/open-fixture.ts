import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as ort from 'onnxruntime-web';
import { decodePicture } from '#decode-picture';
import type { Picture } from '../../src/core/picture.ts';
import type { Tensor } from '../../src/core/tensor.ts';
import { describeModel, type ModelDescription } from '../../src/onnx/describe-model.ts';
import { readModel } from '../../src/onnx/read-model.ts';
import { makeFeeds } from '../../src/tasks/feeds.ts';
import { prepareInput } from '../../src/tasks/prepare.ts';
import { labelFileOf, recognise } from '../../src/tasks/recognise.ts';
import type { PictureRecipe, Recipe } from '../../src/tasks/recipe.ts';
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
  readonly session: ort.InferenceSession;
  run(feeds: Readonly<Record<string, Tensor>>): Promise<Record<string, Tensor>>;
  feedPicture(picture: Picture, recipe: PictureRecipe): ReturnType<typeof feedPicture>;
}

/** Runs `body` with a wasm session of a shared model, one session at a time. */
export async function withModel<T>(model: string, body: (fixture: Fixture) => Promise<T>): Promise<T> {
  const session = await ort.InferenceSession.create(sharedPath(`models/${model}/model.onnx`));
  const run: Fixture['run'] = async (feeds) => {
    const given = Object.entries(feeds).map(([name, { type, data, dims }]) => [
      name,
      new ort.Tensor(type as 'float32', data as Float32Array, dims),
    ]);
    const outputs = await session.run(Object.fromEntries(given));
    return Object.fromEntries(Object.entries(outputs).map(([name, tensor]) => [name, toTensor(tensor)]));
  };
  try {
    return await body({ session, run, feedPicture: (picture, recipe) => feedPicture(session, picture, recipe) });
  } finally {
    await session.release();
  }
}

function toTensor(tensor: ort.Tensor): Tensor {
  return { type: tensor.type as Tensor['type'], dims: tensor.dims, data: tensor.data as Tensor['data'] };
}

function feedPicture(session: ort.InferenceSession, picture: Picture, recipe: PictureRecipe) {
  const prepared = prepareInput(picture, recipe);
  const inputs = session.inputMetadata.map((meta) => {
    if (!meta.isTensor) throw new Error(`${meta.name} is no tensor`);
    return { name: meta.name, type: meta.type as Tensor['type'], dims: meta.shape };
  });
  return { ...prepared, feeds: makeFeeds(recipe, inputs, prepared.tensor, 1) };
}
