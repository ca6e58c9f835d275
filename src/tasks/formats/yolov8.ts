import type { DenseProposals } from '../../core/proposals.ts';
import { fillsPyramid } from '../proposal-levels.ts';
import { boxScale, type FormatRecipe, findOutput, type Outputs, perPicture, refuseOutput } from './format-tools.ts';

/** [batch, 4 + classes (+ coefficients), proposals] or transposed: centre and size, class scores, no objectness. */
export function yolov8Layout(recipe: FormatRecipe<'yolov8'>, outputs: Outputs): DenseProposals {
  const { name, dims } = findOutput(outputs, recipe.output.output, 3);
  const wantsMasks = recipe.task === 'instance-segmentation' || recipe.output.prototypes !== undefined;
  const prototypes = wantsMasks ? findOutput(outputs, recipe.output.prototypes, 4) : null;
  const coefficients = prototypes ? prototypes.dims[1] : 0;
  // Mostly there are more proposals than columns: a 320 x 320 input has 2100. Hundreds of classes on a small one turn that round.
  const [first, last] = [dims[1], dims[2]].map((size) => fillsPyramid(size, recipe.input));
  const columnsFirst = first === last ? dims[1] < dims[2] : last;
  const [columns, count] = columnsFirst ? [dims[1], dims[2]] : [dims[2], dims[1]];
  const classes = columns - 4 - coefficients;
  if (classes < 1) refuseOutput('yolov8', outputs, `${columns} columns leave none for class scores`);
  const view = (first: number) =>
    columnsFirst
      ? { output: name, offset: first * count, row: 1, column: count }
      : { output: name, offset: first, row: columns, column: 1 };
  return {
    kind: 'dense',
    count,
    classes,
    boxes: view(0),
    coding: 'cxcywh',
    boxScale: boxScale(recipe, recipe.output.boxUnit),
    priors: null,
    scores: view(4),
    scoreActivation: recipe.output.activation,
    objectness: null,
    objectnessActivation: 'none',
    scorePowers: [1, 1],
    masks: prototypes && {
      coefficients: view(4 + classes),
      prototypes: {
        output: prototypes.name,
        count: prototypes.dims[1],
        height: prototypes.dims[2],
        width: prototypes.dims[3],
      },
    },
    batchStride: {
      [name]: perPicture(dims),
      ...(prototypes && { [prototypes.name]: perPicture(prototypes.dims) }),
    },
  };
}
