import { boxIou } from '../../core/boxes.ts';
import type { Picture } from '../../core/picture.ts';
import type { Model } from '../../tasks/model.ts';
import type { ExplanationRecord } from '../run/record.ts';

/** Low enough that an answer that hardly counts still has its number. */
const LOWEST = 0.01;
/** Overlap from which on a box is still the same answer. */
const SAME = 0.5;

/** Whether the insights can ask a model of this task again: it gives scores for classes, or boxes with scores. */
export function hasAnswerScore({ recipe }: Model): boolean {
  return ['classification', 'tagging', 'detection', 'instance-segmentation'].includes(recipe.task);
}

/**
 * The score of an explained class in a changed picture.
 * @param inPlace of a detector: only boxes where the explained one was count. Else any box of the class.
 * @returns in [0, 1]; 0 where a detector finds none
 */
export async function answerScore(
  model: Model,
  picture: Picture,
  { class: classIndex, box }: Pick<ExplanationRecord, 'class' | 'box'>,
  inPlace: boolean,
  signal?: AbortSignal,
): Promise<number> {
  const { classes, boxes = [] } = await model.predict(picture, { scoreThreshold: LOWEST, signal });
  if (classes) return classes.find((one) => one.classIndex === classIndex)?.score ?? 0;
  return boxes
    .filter((one) => one.classIndex === classIndex && (!inPlace || !box || boxIou(one.box, box) >= SAME))
    .reduce((most, { score }) => Math.max(most, score), 0);
}
