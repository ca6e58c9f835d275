import { XaiError } from '../../core/errors.ts';
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

/** Offsets from anchors that are an output themselves; they do not depend on the picture, so one run tells them. */
export function ssdLayout(recipe: FormatRecipe<'ssd'>, outputs: Outputs): DenseProposals {
  const { output } = recipe;
  const scores = findOutput(outputs, output.scores, 3);
  const boxes = findOutput(outputs, output.boxes, 3);
  const anchors = findOutput(outputs, output.anchors, 3);
  const [, count, columns] = scores.dims;
  const classes = columns - (output.background === 'none' ? 0 : 1);
  if (classes < 1) refuseOutput('ssd', outputs, 'the scores have no column besides the background');
  if (boxes.dims[1] !== count || anchors.dims[1] !== count || boxes.dims[2] !== 4 || anchors.dims[2] !== 4) {
    refuseOutput('ssd', outputs, `boxes and anchors need ${count} rows of 4, as there are ${count} rows of scores`);
  }
  const values = outputs[anchors.name].data;
  if (!values) {
    throw new XaiError(
      'model-output',
      `The values of the output "${anchors.name}" are needed to read the boxes: run the model once first.`,
      {
        option: 'output.anchors',
      },
    );
  }
  return {
    kind: 'dense',
    count,
    classes,
    boxes: { output: boxes.name, offset: 0, row: 4, column: 1 },
    coding: output.boxCoding === 'corner' ? 'ssd-corner' : 'ssd-centre',
    boxScale: [1, 1],
    priors: anchorPriors(values, count, output, boxScale(recipe, output.anchorUnit)),
    scores: { output: scores.name, offset: output.background === 'first' ? 1 : 0, row: columns, column: 1 },
    scoreActivation: output.activation,
    ...backgroundColumn(output, classes),
    objectness: null,
    objectnessActivation: 'none',
    scorePowers: [1, 1],
    masks: null,
    batchStride: { [scores.name]: perPicture(scores.dims), [boxes.name]: perPicture(boxes.dims) },
  };
}

function anchorPriors(
  values: ArrayLike<number | bigint>,
  count: number,
  { anchorCoding, boxCoding }: FormatRecipe<'ssd'>['output'],
  [scaleX, scaleY]: [number, number],
): Float32Array {
  const priors = new Float32Array(count * 4);
  for (let i = 0; i < count * 4; i += 4) {
    let [x, y, width, height] = [0, 1, 2, 3].map((k) => Number(values[i + k]) * (k % 2 ? scaleY : scaleX));
    if (anchorCoding === 'xyxy') {
      width -= x;
      height -= y;
    } else {
      x -= width / 2;
      y -= height / 2;
    }
    priors.set(boxCoding === 'corner' ? [x, y, width, height] : [x + width / 2, y + height / 2, width, height], i);
  }
  return priors;
}
