import { XaiError } from '../../core/errors.ts';
import type { LabelledProposals } from '../../core/proposals.ts';
import { boxScale, type FormatRecipe, listOutputs, type Outputs } from './format-tools.ts';

/**
 * Rows after NMS or TopK in the graph.
 * @param classes number of classes by the labels, for recipes that do not say it; null when nothing tells
 */
export function finishedDetectionsLayout(
  recipe: FormatRecipe<'detections'>,
  outputs: Outputs,
  classes: number | null,
): LabelledProposals {
  const { output } = recipe;
  for (const name of [output.boxes, output.scores, output.labels]) {
    if (!(name in outputs)) {
      throw new XaiError(
        'recipe-invalid',
        `The recipe reads the output "${name}", but the model gives ${listOutputs(outputs)}. Correct the names under "output".`,
        { option: 'output' },
      );
    }
  }
  const known = output.classes ?? classes;
  if (known === null) {
    throw new XaiError(
      'recipe-invalid',
      'Finished detections do not tell how many classes there are: give "labels" or "output.classes".',
      { option: 'output.classes' },
    );
  }
  return {
    kind: 'labelled',
    classes: known,
    boxes: { output: output.boxes, coding: output.boxCoding },
    boxScale: boxScale(recipe, output.boxUnit),
    scores: { output: output.scores },
    labels: { output: output.labels, first: output.firstLabel },
  };
}
