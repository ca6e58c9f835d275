import { XaiError } from '../core/errors.ts';
import { type Tensor, tensorToFloat32 } from '../core/tensor.ts';
import { refuseNonFinite } from './check-outputs.ts';
import { classLabels } from './labels.ts';
import type { ScoresRecipe } from './recipe.ts';

/** One answer of a classifier or tagger. */
export interface ClassScore {
  readonly label: string;
  readonly classIndex: number;
  /** After the recipe's activation, in [0, 1] for softmax and sigmoid. */
  readonly score: number;
}

/** The output that holds the scores, and how many classes it has. */
function scoresOutput(
  outputs: Readonly<Record<string, { dims: readonly number[] }>>,
  recipe: ScoresRecipe,
): { name: string; classes: number } {
  const name = recipe.output.output ?? Object.keys(outputs)[0];
  const dims = outputs[name]?.dims;
  const classes = dims?.slice(1).reduce((product, dim) => product * dim, 1) ?? 0;
  if (!dims || classes < 1) {
    throw new XaiError(
      'recipe-invalid',
      `The recipe reads class scores from "${name}", but the model gives ${Object.keys(outputs).join(', ')}. Correct "output.output".`,
      { option: 'output.output' },
    );
  }
  return { name, classes };
}

/**
 * Every class of one picture by falling score.
 * @param picture position in the batch. Default 0.
 * @param top how many classes to give back. Default: all.
 * @throws XaiError `labels-invalid`, `model-output` for scores that are no numbers or infinite
 */
export function readClasses(
  outputs: Readonly<Record<string, Tensor>>,
  recipe: ScoresRecipe,
  picture = 0,
  top = Number.POSITIVE_INFINITY,
): ClassScore[] {
  const { name, classes } = scoresOutput(outputs, recipe);
  const labels = classLabels(recipe, classes);
  const raw = tensorToFloat32(outputs[name]).subarray(picture * classes, (picture + 1) * classes);
  refuseNonFinite(name, raw, recipe.output.activation !== 'none');
  return rankScores(activateScores(raw, recipe.output.activation), labels).slice(0, top);
}

/** Scores with their labels by falling score; equal ones keep their order. */
export function rankScores(scores: Float32Array, labels: readonly string[]): ClassScore[] {
  return Array.from(scores, (score, classIndex) => ({ label: labels[classIndex], classIndex, score })).sort(
    (a, b) => b.score - a.score || a.classIndex - b.classIndex,
  );
}

/** Scores of one picture after activation; a new array. */
export function activateScores(raw: Float32Array, activation: 'none' | 'sigmoid' | 'softmax'): Float32Array {
  if (activation === 'none') return raw.slice();
  if (activation === 'sigmoid') return raw.map((value) => 1 / (1 + Math.exp(-value)));
  const highest = raw.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const powers = Float64Array.from(raw, (value) => Math.exp(value - highest));
  const sum = powers.reduce((a, b) => a + b, 0);
  return Float32Array.from(powers, (power) => power / sum);
}
