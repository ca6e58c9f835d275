import type { DenseProposals } from '../../core/proposals.ts';
import {
  backgroundColumn,
  boxScale,
  type FormatRecipe,
  findOutput,
  type Outputs,
  perPicture,
  refuseOutput,
} from './format-tools.ts';

/** Decoded boxes and class scores as two tensors. */
export function scoredBoxesLayout(recipe: FormatRecipe<'scored-boxes'>, outputs: Outputs): DenseProposals {
  const { output } = recipe;
  const boxes = findOutput(outputs, output.boxes, 3);
  const scores = findOutput(outputs, output.scores, 3);
  const count = boxes.dims[1];
  const proposalsFirst = output.scoreLayout ? output.scoreLayout === 'proposals-first' : scores.dims[1] === count;
  const columns = scores.dims[proposalsFirst ? 2 : 1];
  if (boxes.dims[2] !== 4 || scores.dims[proposalsFirst ? 1 : 2] !== count) {
    refuseOutput('scored-boxes', outputs, 'boxes need 4 columns and as many rows as there are scores');
  }
  const classes = columns - (output.background === 'none' ? 0 : 1);
  if (classes < 1) refuseOutput('scored-boxes', outputs, 'the scores have no column besides the background');
  const [row, column] = proposalsFirst ? [columns, 1] : [1, count];
  return {
    kind: 'dense',
    count,
    classes,
    boxes: { output: boxes.name, offset: 0, row: 4, column: 1 },
    coding: output.boxCoding,
    boxScale: boxScale(recipe, output.boxUnit),
    priors: null,
    scores: { output: scores.name, offset: output.background === 'first' ? column : 0, row, column },
    scoreActivation: output.activation,
    ...backgroundColumn(output, classes),
    objectness: null,
    objectnessActivation: 'none',
    scorePowers: [1, 1],
    masks: null,
    batchStride: { [boxes.name]: perPicture(boxes.dims), [scores.name]: perPicture(scores.dims) },
  };
}
