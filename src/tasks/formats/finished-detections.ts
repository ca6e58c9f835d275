import { XaiError } from '../../core/errors.ts';
import type { LabelledProposals } from '../../core/proposals.ts';
import { boxScale, type FormatRecipe, listOutputs, type Outputs, refuseOutput } from './format-tools.ts';

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
  return {
    kind: 'labelled',
    classes: knownClasses(output.classes ?? classes),
    boxes: { output: output.boxes, offset: 0, row: 4, coding: output.boxCoding },
    boxScale: boxScale(recipe, output.boxUnit),
    scores: { output: output.scores, offset: 0, row: 1 },
    labels: { output: output.labels, offset: 0, row: 1, first: output.firstLabel },
  };
}

/** Corners, score and class number side by side. */
const ROW = 6;

/** The same in one tensor. */
export function detectionRowsLayout(
  recipe: FormatRecipe<'detection-rows'>,
  outputs: Outputs,
  classes: number | null,
): LabelledProposals {
  const { output } = recipe;
  const name = output.output ?? Object.keys(outputs)[0];
  const dims = outputs[name]?.dims ?? [];
  if (dims.at(-1) !== ROW || (dims.length !== 2 && !(dims.length === 3 && dims[0] === 1))) {
    refuseOutput('detection-rows', outputs, `it needs rows of ${ROW} numbers, of one picture`);
  }
  return {
    kind: 'labelled',
    classes: knownClasses(output.classes ?? classes),
    boxes: { output: name, offset: 0, row: ROW, coding: 'xyxy' },
    boxScale: boxScale(recipe, output.boxUnit),
    scores: { output: name, offset: 4, row: ROW },
    labels: { output: name, offset: 5, row: ROW, first: output.firstLabel },
  };
}

function knownClasses(classes: number | null): number {
  if (classes !== null) return classes;
  throw new XaiError(
    'recipe-invalid',
    'Finished detections do not tell how many classes there are: give "labels" or "output.classes".',
    { option: 'output.classes' },
  );
}
