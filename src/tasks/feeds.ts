import { XaiError } from '../core/errors.ts';
import { floatTensor, type Tensor } from '../core/tensor.ts';
import type { PortInfo } from '../runtime/session.ts';
import { inputDims } from './prepare.ts';
import type { Recipe } from './recipe.ts';

/**
 * Feeds for `batch` pictures: the picture tensor cast to the input's own type, and the recipe's extra inputs.
 * @param values normalised pictures one after the other
 * @throws XaiError `recipe-invalid` when the recipe names an input that the model lacks
 */
export function makeFeeds(
  recipe: Recipe,
  inputs: readonly PortInfo[],
  values: Float32Array,
  batch: number,
): Record<string, Tensor> {
  if (recipe.task === 'series') throw new XaiError('recipe-invalid', 'This model takes a recording, not a picture.');
  const main = pictureInput(recipe, inputs);
  const feeds: Record<string, Tensor> = {
    [main.name]: castTensor(values, recipe.input.type ?? main.type, inputDims(recipe.input, batch)),
  };
  return Object.assign(feeds, extraFeeds(recipe, batch));
}

/** The input that takes the picture. */
export function pictureInput(recipe: Exclude<Recipe, { task: 'series' }>, inputs: readonly PortInfo[]): PortInfo {
  const wanted = recipe.input.name;
  const found = wanted === undefined ? inputs[0] : inputs.find((input) => input.name === wanted);
  if (found) return found;
  throw new XaiError(
    'recipe-invalid',
    `The recipe feeds the input "${wanted}", but the model has ${inputs.map((input) => `"${input.name}"`).join(', ')}. Correct input.name.`,
    { option: 'input.name' },
  );
}

/** Inputs besides the picture. */
export function extraFeeds(recipe: Exclude<Recipe, { task: 'series' }>, batch: number): Record<string, Tensor> {
  const feeds: Record<string, Tensor> = {};
  for (const extra of recipe.extraInputs) {
    const { width, height } = recipe.input;
    const one =
      extra.value === 'input-width-height'
        ? [width, height]
        : extra.value === 'input-height-width'
          ? [height, width]
          : extra.value;
    const dims = extra.dims.map((dim) => (dim === 'batch' ? batch : dim));
    const values = extra.dims.includes('batch') ? Array.from({ length: batch }, () => one).flat() : one;
    const data =
      extra.type === 'int64'
        ? BigInt64Array.from(values, BigInt)
        : extra.type === 'int32'
          ? Int32Array.from(values)
          : Float32Array.from(values);
    feeds[extra.name] = { type: extra.type, dims, data };
  }
  return feeds;
}

/** @throws XaiError `recipe-invalid` for an element type that pictures can't be fed as */
function castTensor(values: Float32Array, type: Tensor['type'], dims: readonly number[]): Tensor {
  switch (type) {
    case 'float32':
    case 'float16':
      return floatTensor(values, type, dims);
    case 'uint8':
      return { type, dims, data: Uint8Array.from(values, (value) => Math.min(255, Math.max(0, Math.round(value)))) };
    default:
      throw new XaiError(
        'recipe-invalid',
        `The model takes pictures as ${type}; float32, float16 and uint8 can be fed. Export it with one of these.`,
        { option: 'input.type' },
      );
  }
}
