import { XaiError } from '../core/errors.ts';
import { type Tensor, tensorToFloat32 } from '../core/tensor.ts';
import { refuseNonFinite } from './check-outputs.ts';
import { activateScores, type ClassScore, rankScores } from './classes.ts';
import type { AttributesRecipe } from './recipe.ts';

/** What a model with several heads says to one question. */
export interface HeadAnswers {
  /** What is asked: "colour". */
  readonly name: string;
  /** Every answer by falling score; `classIndex` counts within the head. */
  readonly answers: readonly ClassScore[];
}

/**
 * The answers of every head, in the recipe's order.
 * @param picture position in the batch. Default 0.
 * @throws XaiError `recipe-invalid` for an output that is not there, `labels-invalid`, `model-output`
 */
export function readHeads(
  outputs: Readonly<Record<string, Tensor>>,
  recipe: AttributesRecipe,
  picture = 0,
): HeadAnswers[] {
  return recipe.output.heads.map(({ name, output, labels, activation }) => {
    const tensor = outputs[output];
    if (!tensor) {
      throw new XaiError(
        'recipe-invalid',
        `The head "${name}" reads the output "${output}", but the model gives ${Object.keys(outputs).join(', ')}. Correct "output.heads".`,
        { option: 'output.heads' },
      );
    }
    const count = tensor.dims.slice(1).reduce((product, dim) => product * dim, 1);
    if (count !== labels.length) {
      throw new XaiError(
        'labels-invalid',
        `The head "${name}" has ${labels.length} labels, but its output "${output}" [${tensor.dims.join(', ')}] has ${count} answers. Give one label per answer, in order.`,
        { option: 'output.heads' },
      );
    }
    const raw = tensorToFloat32(tensor).subarray(picture * count, (picture + 1) * count);
    refuseNonFinite(output, raw, activation !== 'none');
    return { name, answers: rankScores(activateScores(raw, activation), labels) };
  });
}
