import { fixInputDims } from '../onnx/input-dims.ts';
import { findLayers } from '../onnx/layers/find-layers.ts';
import type { Layer } from '../onnx/layers/layer.ts';
import { type OnnxModel, trueInputs } from '../onnx/model.ts';
import { type ShapeProbe, tensorShapes } from '../onnx/shapes.ts';
import { inputDims } from './prepare.ts';
import type { Recipe } from './recipe.ts';

/**
 * The layers of a model that a recipe feeds with one picture, best guess first; none for a model of recordings.
 * @throws XaiError `model-unreadable` when the graph runs in a circle, and what `probe` throws
 */
export async function listLayers(model: OnnxModel, recipe: Recipe, probe: ShapeProbe): Promise<readonly Layer[]> {
  if (recipe.task === 'series') return [];
  const { layout } = recipe.input;
  const input = recipe.input.name ?? trueInputs(model.graph)[0]?.name;
  const fed = new Map<string, readonly number[]>([[input, inputDims(recipe.input)]]);
  for (const extra of recipe.extraInputs)
    fed.set(
      extra.name,
      extra.dims.map((dim) => (dim === 'batch' ? 1 : dim)),
    );
  const fixed = fixInputDims(
    model,
    Object.fromEntries(
      trueInputs(model.graph).flatMap(({ name, dims }) => {
        const sizes = fed.get(name);
        // Axes that the file fixes stay: a recipe that contradicts them is refused where the model is fed.
        return sizes ? [[name, sizes.map((size, axis) => (typeof dims?.[axis] === 'number' ? null : size))]] : [];
      }),
    ),
  );
  return findLayers(fixed, await tensorShapes(fixed, probe), { input, layout });
}
