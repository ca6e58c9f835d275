import type { DenseProposals } from '../../core/proposals.ts';
import { boxScale, type FormatRecipe, findOutput, type Outputs, perPicture, refuseOutput } from './format-tools.ts';

/** [batch, proposals, 5 + classes], decoded: centre, size, objectness, class scores. */
export function yolov5Layout(recipe: FormatRecipe<'yolov5'>, outputs: Outputs): DenseProposals {
  const { name, dims } = findOutput(outputs, recipe.output.output, 3);
  const [, count, columns] = dims;
  if (columns < 6) refuseOutput('yolov5', outputs, 'its last axis needs at least 6 columns');
  const { activation, boxUnit } = recipe.output;
  return {
    kind: 'dense',
    count,
    classes: columns - 5,
    boxes: { output: name, offset: 0, row: columns, column: 1 },
    coding: 'cxcywh',
    boxScale: boxScale(recipe, boxUnit),
    priors: null,
    scores: { output: name, offset: 5, row: columns, column: 1 },
    scoreActivation: activation,
    objectness: { output: name, offset: 4, row: columns, column: 1 },
    objectnessActivation: activation,
    scorePowers: [1, 1],
    masks: null,
    batchStride: { [name]: perPicture(dims) },
  };
}
