import type { SideSpec } from '../core/target-sides.ts';
import type { Tensor } from '../core/tensor.ts';
import type { Activation } from '../onnx/append-activations.ts';
import { givesClasses, type Recipe } from './recipe.ts';

/**
 * What the recipe still does to the output that a target is read from; null where the file ends in the scores, or the target
 * has no activation.
 * @param output that the target's elements lie in
 */
export function outputActivation(
  spec: SideSpec,
  recipe: Recipe,
  output: string,
  { dims }: Pick<Tensor, 'dims'>,
): Activation | null {
  const kind = kindOf(spec, recipe, output);
  if (kind === 'none') return null;
  if (spec.kind === 'region' && recipe.task === 'semantic-segmentation') {
    return { output, kind, axis: recipe.output.layout === 'NCHW' ? 1 : dims.length - 1 };
  }
  // Classes are all of a picture's numbers, so that the other axes have one place.
  const axis = dims.findIndex((size, at) => at > 0 && size > 1);
  return { output, kind, axis: axis < 0 ? dims.length - 1 : axis };
}

function kindOf(spec: SideSpec, recipe: Recipe, output: string): Activation['kind'] | 'none' {
  if (spec.kind === 'class' && givesClasses(recipe)) return recipe.output.activation;
  if (spec.kind === 'region' && recipe.task === 'semantic-segmentation') return recipe.output.activation;
  if (spec.kind === 'attribute' && recipe.task === 'attributes') {
    return recipe.output.heads.find((head) => head.name === spec.head && head.output === output)?.activation ?? 'none';
  }
  return 'none';
}
