import type { ProposalLayout } from '../../core/proposals.ts';
import type { DetectionRecipe } from '../recipe.ts';
import { fastestdetLayout } from './fastestdet.ts';
import { detectionRowsLayout, finishedDetectionsLayout } from './finished-detections.ts';
import type { FormatRecipe, Outputs } from './format-tools.ts';
import { scoredBoxesLayout } from './scored-boxes.ts';
import { ssdLayout } from './ssd.ts';
import { yolov5Layout } from './yolov5.ts';
import { yolov8Layout } from './yolov8.ts';
import { yoloxLayout } from './yolox.ts';

/**
 * Where the proposals lie in a detector's outputs.
 * @param outputs dims of every output of one run; the first axis is the batch. Values (`data`) are read only where the
 *   anchors are an output.
 * @throws XaiError `recipe-invalid` when the outputs do not have the shape of the recipe's format
 */
export function proposalLayout(recipe: DetectionRecipe, outputs: Outputs): ProposalLayout {
  const { output } = recipe;
  switch (output.format) {
    case 'yolov8':
      return yolov8Layout(recipe as FormatRecipe<'yolov8'>, outputs);
    case 'yolov5':
      return yolov5Layout(recipe as FormatRecipe<'yolov5'>, outputs);
    case 'yolox':
      return yoloxLayout(recipe as FormatRecipe<'yolox'>, outputs);
    case 'fastestdet':
      return fastestdetLayout(recipe as FormatRecipe<'fastestdet'>, outputs);
    case 'ssd':
      return ssdLayout(recipe as FormatRecipe<'ssd'>, outputs);
    case 'scored-boxes':
      return scoredBoxesLayout(recipe as FormatRecipe<'scored-boxes'>, outputs);
    case 'detections':
      return finishedDetectionsLayout(recipe as FormatRecipe<'detections'>, outputs, labelCount(recipe));
    case 'detection-rows':
      return detectionRowsLayout(recipe as FormatRecipe<'detection-rows'>, outputs, labelCount(recipe));
  }
}

function labelCount({ labels }: DetectionRecipe): number | null {
  return Array.isArray(labels) ? labels.length : null;
}
