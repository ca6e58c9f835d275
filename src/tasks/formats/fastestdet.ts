import type { DenseProposals } from '../../core/proposals.ts';
import { type FormatRecipe, findOutput, type Outputs, perPicture, refuseOutput } from './format-tools.ts';

/** [batch, 5 + classes, rows, columns]: objectness, centre offset, size, class scores; one proposal per cell. */
export function fastestdetLayout(recipe: FormatRecipe<'fastestdet'>, outputs: Outputs): DenseProposals {
  const { name, dims } = findOutput(outputs, recipe.output.output, 4);
  const [, channels, rows, columns] = dims;
  if (channels < 6) refuseOutput('fastestdet', outputs, 'its second axis needs at least 6 channels');
  const count = rows * columns;
  const cellWidth = recipe.input.width / columns;
  const cellHeight = recipe.input.height / rows;
  const priors = new Float32Array(count * 4);
  for (let i = 0; i < count; i++) {
    priors.set([(i % columns) * cellWidth, Math.floor(i / columns) * cellHeight, cellWidth, cellHeight], i * 4);
  }
  return {
    kind: 'dense',
    count,
    classes: channels - 5,
    boxes: { output: name, offset: count, row: 1, column: count },
    coding: 'fastestdet',
    boxScale: [recipe.input.width, recipe.input.height],
    priors,
    scores: { output: name, offset: 5 * count, row: 1, column: count },
    scoreActivation: 'none',
    objectness: { output: name, offset: 0, row: 1, column: count },
    objectnessActivation: 'none',
    scorePowers: [0.6, 0.4],
    masks: null,
    batchStride: { [name]: perPicture(dims) },
  };
}
