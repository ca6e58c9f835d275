import { XaiError } from '../core/errors.ts';
import { GraphView } from '../onnx/graph-view.ts';
import { type OnnxModel, trueInputs } from '../onnx/model.ts';
import { noSuchTensor } from '../onnx/rewrite.ts';
import type { Recipe } from './recipe.ts';

/** The tensors that a recipe names for methods of layers, best first; empty where it leaves the layer to the guess. */
export function recipeLayers({ layer }: Pick<Recipe, 'layer'>): readonly string[] {
  return layer === undefined ? [] : [layer].flat();
}

/**
 * @throws XaiError `recipe-invalid` for a layer that the model does not have, with the nearest names that it has, or that
 *   does not depend on what the model is fed with
 */
export function checkRecipeLayers(recipe: Recipe, model: OnnxModel): void {
  const wanted = recipeLayers(recipe);
  if (wanted.length === 0) return;
  const inputs = trueInputs(model.graph).map(({ name }) => name);
  const nodes = [...new GraphView(model).downstream(inputs)];
  const layers = new Set(nodes.flatMap(({ outputs }) => outputs));
  const wrong = wanted.find((name) => !layers.has(name));
  if (wrong === undefined) return;
  const { graph } = model;
  const others = [...graph.initializers.map(({ name }) => name), ...graph.nodes.flatMap(({ outputs }) => outputs)];
  const reason = [...inputs, ...others].includes(wrong)
    ? `"${wrong}" is an input or a weight of the model, not what it makes of its input.`
    : noSuchTensor(model, wrong).message;
  throw new XaiError(
    'recipe-invalid',
    `The recipe names a layer that there is not. ${reason} Correct layer, or leave it out to have it guessed.`,
    { option: 'layer' },
  );
}
