import type { DenseProposals } from '../../core/proposals.ts';
import { type FormatRecipe, findOutput, type Outputs, perPicture, refuseOutput } from './format-tools.ts';

/** [batch, proposals, 5 + classes]: offsets in cells, logarithms of sizes, objectness, class scores. */
export function yoloxLayout(recipe: FormatRecipe<'yolox'>, outputs: Outputs): DenseProposals {
  const { name, dims } = findOutput(outputs, recipe.output.output, 3);
  const [, count, columns] = dims;
  const classes = columns - 5;
  if (classes < 1) refuseOutput('yolox', outputs, 'its last axis needs at least 6 columns');
  const { decoded, strides, activation } = recipe.output;
  const priors = decoded ? null : gridPriors(recipe.input, strides);
  if (priors && priors.length !== count * 4) {
    refuseOutput(
      'yolox',
      outputs,
      `strides ${strides.join(', ')} at ${recipe.input.width} x ${recipe.input.height} make ${priors.length / 4} cells, not ${count}`,
    );
  }
  return {
    kind: 'dense',
    count,
    classes,
    boxes: { output: name, offset: 0, row: columns, column: 1 },
    coding: decoded ? 'cxcywh' : 'yolox',
    boxScale: [1, 1],
    priors,
    scores: { output: name, offset: 5, row: columns, column: 1 },
    scoreActivation: activation,
    objectness: { output: name, offset: 4, row: columns, column: 1 },
    objectnessActivation: activation,
    scorePowers: [1, 1],
    masks: null,
    batchStride: { [name]: perPicture(dims) },
  };
}

/** Rows x * stride, y * stride, stride, stride of every cell, level by level, row by row; input pixels. */
function gridPriors(input: { width: number; height: number }, strides: readonly number[]): Float32Array {
  const rows: number[] = [];
  for (const stride of strides) {
    const across = Math.floor(input.width / stride);
    const down = Math.floor(input.height / stride);
    for (let y = 0; y < down; y++) {
      for (let x = 0; x < across; x++) rows.push(x * stride, y * stride, stride, stride);
    }
  }
  return Float32Array.from(rows);
}
