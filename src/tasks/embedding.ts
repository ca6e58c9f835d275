import { XaiError } from '../core/errors.ts';
import { type Tensor, tensorToFloat32 } from '../core/tensor.ts';
import { refuseNonFinite } from './check-outputs.ts';
import type { EmbeddingRecipe } from './recipe.ts';

/**
 * The vector of one picture, as the model gave it; a copy.
 * @param picture position in the batch. Default 0.
 * @throws XaiError `recipe-invalid` for an output that is not there or no vector, `model-output`
 */
export function readVector(
  outputs: Readonly<Record<string, Tensor>>,
  recipe: EmbeddingRecipe,
  picture = 0,
): Float32Array {
  const name = recipe.output.output ?? Object.keys(outputs)[0];
  const tensor = outputs[name];
  const count = tensor ? tensor.dims.slice(1).reduce((product, dim) => product * dim, 1) : 0;
  const isVector = tensor?.dims.slice(1).every((dim) => dim === 1 || dim === count);
  if (!isVector || count < 1) {
    const seen = Object.entries(outputs).map(([key, { dims }]) => `"${key}" [${dims.join(', ')}]`);
    throw new XaiError(
      'recipe-invalid',
      `The recipe reads a vector from "${name}", but the model gives ${seen.join(', ')}. Correct "output.output".`,
      { option: 'output.output' },
    );
  }
  const vector = tensorToFloat32(tensor).slice(picture * count, (picture + 1) * count);
  refuseNonFinite(name, vector, false);
  return vector;
}
