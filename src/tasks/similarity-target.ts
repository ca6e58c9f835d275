import { cosineSimilarity } from '../core/cosine.ts';
import { XaiError } from '../core/errors.ts';
import type { LinearTarget, SimilaritySpec } from '../core/targets.ts';
import type { Tensor } from '../core/tensor.ts';
import type { Prediction } from './prediction.ts';
import type { Recipe } from './recipe.ts';

/**
 * The cosine of two vectors a and b as a linear function of a, by its slope at the present a:
 * (b / |b| - cos a / |a|) / |a|.
 * @throws XaiError `method-unsupported` when the model gives no vector, `option-invalid` for one of another length
 */
export function similarityTarget(
  { vector: other }: SimilaritySpec,
  { vector, task }: Prediction,
  outputs: Readonly<Record<string, Tensor>>,
  recipe: Recipe,
): LinearTarget {
  if (!vector || recipe.task !== 'embedding') {
    throw new XaiError('method-unsupported', `A model for ${task} gives no vector to compare with another picture's.`, {
      option: 'targets',
    });
  }
  const cosine = cosineSimilarity(vector, other);
  const [length, otherLength] = [Math.hypot(...vector), Math.hypot(...other)];
  return [
    {
      output: recipe.output.output ?? Object.keys(outputs)[0],
      indices: Uint32Array.from(vector, (_, k) => k),
      weights: vector.map((value, k) => (other[k] / otherLength - (cosine * value) / length) / length),
    },
  ];
}
