import { XaiError } from '../core/errors.ts';
import { floatTensor, type Tensor } from '../core/tensor.ts';
import type { PortInfo } from '../runtime/session.ts';
import { inputDims } from './prepare.ts';
import type { PictureRecipe, Recipe } from './recipe.ts';

/**
 * Feeds for `batch` pictures or windows: their tensor cast to the input's own type, and the recipe's extra inputs.
 * @param values normalised pictures or windows one after the other
 * @throws XaiError `recipe-invalid` when the recipe names an input that the model lacks
 */
export function makeFeeds(
  recipe: Recipe,
  inputs: readonly PortInfo[],
  values: Float32Array,
  batch: number,
): Record<string, Tensor> {
  const main = mainInput(recipe, inputs);
  const [type, dims] =
    recipe.task === 'series'
      ? [main.type, seriesDims(recipe.input.dims, values.length, batch)]
      : [recipe.input.type ?? main.type, inputDims(recipe.input, batch)];
  const feeds: Record<string, Tensor> = { [main.name]: castTensor(values, type, dims) };
  return Object.assign(feeds, extraFeeds(recipe, batch));
}

/** What the axes of a series input come to; the open one takes what is left. */
function seriesDims(dims: readonly (number | string)[], length: number, batch: number): number[] {
  const fixed = dims.slice(1).reduce<number>((product, dim) => product * (typeof dim === 'number' ? dim : 1), batch);
  return dims.map((dim, axis) => (axis === 0 ? batch : typeof dim === 'number' ? dim : length / fixed));
}

/** The input that takes the picture or window. */
export function mainInput(recipe: Recipe, inputs: readonly PortInfo[]): PortInfo {
  const wanted = recipe.input.name;
  const found = wanted === undefined ? inputs[0] : inputs.find((input) => input.name === wanted);
  if (found) return found;
  throw new XaiError(
    'recipe-invalid',
    `The recipe feeds the input "${wanted}", but the model has ${inputs.map((input) => `"${input.name}"`).join(', ')}. Correct input.name.`,
    { option: 'input.name' },
  );
}

/** Inputs besides the picture or window. */
export function extraFeeds(recipe: Recipe, batch: number): Record<string, Tensor> {
  const feeds: Record<string, Tensor> = {};
  for (const extra of recipe.extraInputs) {
    const { width, height } = recipe.input as PictureRecipe['input'];
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

/** @throws XaiError `recipe-invalid` for an element type that nothing can be fed as */
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
        `The model takes its input as ${type}; float32, float16 and uint8 can be fed. Export it with one of these.`,
        { option: 'input.type' },
      );
  }
}
