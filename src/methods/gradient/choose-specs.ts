import { XaiError } from '../../core/errors.ts';
import type { Subject } from '../../core/subject.ts';
import type { Model } from '../../tasks/model.ts';
import { pickSpecs } from '../../tasks/pick-specs.ts';
import type { Prediction } from '../../tasks/prediction.ts';
import { boxSpec, type WantedTarget } from './question.ts';

/**
 * What there is to explain in an answer: the best of it, or all over the threshold (of classes at least one).
 * @param scoreThreshold in [0, 1]; undefined: the recipe's
 * @throws XaiError `no-detections`, `target-missing`
 */
export function chooseSpecs(
  model: Model,
  picture: Subject,
  prediction: Prediction,
  which: 'top' | 'all',
  scoreThreshold?: number,
): readonly WantedTarget[] {
  const all = everything(model, picture, prediction, scoreThreshold);
  return which === 'top' ? all.slice(0, 1) : all;
}

function everything(
  model: Model,
  picture: Subject,
  prediction: Prediction,
  asked: number | undefined,
): readonly WantedTarget[] {
  const { boxes, classes } = prediction;
  if (boxes) {
    if (boxes.length > 0) return boxes.map((found) => ({ spec: boxSpec(found), found }));
    throw new XaiError(
      'no-detections',
      `${model.name} found nothing in ${picture.name ?? 'the picture'}; lower the score threshold, or give a box to explain.`,
    );
  }
  if (classes) {
    const { scoreThreshold = 0 } = model.recipe as { scoreThreshold?: number };
    const over = classes.filter(({ score }) => score >= (asked ?? scoreThreshold));
    return (over.length > 0 ? over : classes.slice(0, 1)).map(({ classIndex }) => ({
      spec: { kind: 'class', index: classIndex },
    }));
  }
  return pickSpecs(prediction, 'all').map((spec) => ({ spec }));
}
