import type { DenseProposals } from '../../core/proposals.ts';
import type { RawProposals } from '../../onnx/reach-raw-proposals.ts';
import type { DetectionRecipe } from '../recipe.ts';
import type { FormatRecipe, Outputs } from './format-tools.ts';
import { refuseOutput } from './format-tools.ts';
import { scoredBoxesLayout } from './scored-boxes.ts';

/**
 * The layout of a detector that was cut before its NMS: boxes [N, A, 4], scores [N, C, A]. The boxes are taken to be in
 * the unit and order of the finished ones, which the graph picks from them.
 * @param recipe of the format `detections`
 * @throws XaiError `recipe-invalid` when the scores are of another number of classes than there are labels
 */
export function rawLayout(recipe: DetectionRecipe, raw: Omit<RawProposals, 'bytes'>, outputs: Outputs): DenseProposals {
  const { output, labels } = recipe;
  if (output.format !== 'detections') return refuseOutput('detections', outputs, 'only finished detections are cut');
  const classes = Array.isArray(labels) ? labels.length : output.classes;
  const columns = outputs[raw.scores]?.dims[1];
  // Where labels are counted from 1, the scores hold the background as class 0.
  const background = output.firstLabel === 1 && columns === (classes ?? 0) + 1 ? 'first' : 'none';
  const layout = scoredBoxesLayout(
    {
      ...recipe,
      output: {
        format: 'scored-boxes',
        boxes: raw.boxes,
        scores: raw.scores,
        boxCoding: raw.coding === 'centre' ? 'cxcywh' : output.boxCoding,
        boxUnit: output.boxUnit,
        scoreLayout: 'classes-first',
        background,
        activation: 'none',
      },
    } as FormatRecipe<'scored-boxes'>,
    outputs,
  );
  // A recipe without labels may only have guessed the number of classes; the scores know it.
  if (labels && layout.classes !== classes) {
    refuseOutput(
      'detections',
      outputs,
      `the scores before NMS are of ${layout.classes} classes, but there are ${classes} labels`,
    );
  }
  return layout;
}
