import { isBackground } from '../core/colour/categories.ts';
import { XaiError } from '../core/errors.ts';
import type { Saliency } from '../core/saliency.ts';
import type { Subject } from '../core/subject.ts';
import type { Model } from '../tasks/model.ts';
import { pickSpecs } from '../tasks/pick-specs.ts';
import type { Prediction } from '../tasks/prediction.ts';
import { explainByFirst, isRecurrent } from './default-method.ts';
import { type ExplainOptions, explain } from './explain.ts';
import { specOfFrames } from './explain-session.ts';
import { askPrediction } from './gradient/question.ts';
import { allMethods, findMethod } from './registry.ts';

/** Methods of one pass, in the order in which they are tried: the first says what made the answer, the others need less of the graph. */
const PREFERRED = ['grad-cam', 'eigen-cam', 'activation-map', 'det-class-probability-map'];
/** Of one pass, gradients tell no more of a recurrent model than what its layer holds (docs/decisions.md). */
const PREFERRED_FOR_RECURRENT = ['eigen-cam', 'activation-map'];

export interface FrameOptions {
  /** Name of a method of one pass. Default: `grad-cam`; `eigen-cam` for recurrent models and graphs without a gradient. */
  readonly method?: string;
  /** Class to explain: its surest object, its area, or the class itself. Default: the best answer. */
  readonly classIndex?: number;
  /** Detectors: objects below this score are left out; 0 to 1. Default: the recipe's. */
  readonly scoreThreshold?: number;
  readonly signal?: AbortSignal;
}

export interface FrameAnswer {
  readonly prediction: Prediction;
  /** null where there is nothing to explain: no object, or none of the class. */
  readonly map: Saliency | null;
}

/**
 * One picture, or window of a stream, of many in a row, predicted and explained by one run of the model and one of the
 * method's session, which stay open.
 * @throws XaiError `method-unsupported` for a method of several passes, `target-missing`, `option-invalid`, and what
 *   `Model.predict` throws
 */
export async function explainFrame(model: Model, picture: Subject, options: FrameOptions = {}): Promise<FrameAnswer> {
  const { method, classIndex, scoreThreshold, signal } = options;
  if (method !== undefined) refuseSeveralPasses(model, method);
  const prediction = await askPrediction(model, picture, scoreThreshold);
  signal?.throwIfAborted();
  const targets = targetsOf(prediction, classIndex);
  if (targets === null) return { prediction, map: null };
  const asked = { targets, ...(scoreThreshold !== undefined && { scoreThreshold }), ...(signal && { signal }) };
  const run =
    method === undefined
      ? explainByFirst(usualMethods(model), model, picture, asked)
      : explain(model, picture, { ...asked, method });
  const [map] = await run.result();
  return { prediction, map };
}

function usualMethods(model: Model) {
  const methods = allMethods();
  const order = isRecurrent(model) ? PREFERRED_FOR_RECURRENT : PREFERRED;
  return order.flatMap(
    (name) => methods.find((one) => one.name === name && one.tasks.includes(model.recipe.task)) ?? [],
  );
}

function refuseSeveralPasses(model: Model, name: string): void {
  const passes = findMethod(name, model, PREFERRED[0]).passes({}, model);
  if (passes === 1) return;
  throw new XaiError(
    'method-unsupported',
    `${name} takes ${passes === null ? 'many' : passes} passes a picture, too many for pictures in a row; use a method of one pass, such as ${PREFERRED[0]}.`,
    { option: 'method' },
  );
}

/** null: nothing of the kind is there. */
function targetsOf(prediction: Prediction, classIndex: number | undefined): ExplainOptions['targets'] | null {
  const isAsked = (one: { readonly classIndex: number }) => classIndex === undefined || one.classIndex === classIndex;
  const { boxes, classes, segmentation, frames } = prediction;
  if (boxes) {
    const best = boxes.find(isAsked);
    return best ? [best] : null;
  }
  if (classes) return [classIndex ?? classes[0].classIndex];
  if (segmentation) {
    const largest = segmentation.segments.find(
      (one) => isAsked(one) && (classIndex !== undefined || !isBackground(one.label)),
    );
    return largest ? [{ kind: 'region', class: largest.classIndex }] : null;
  }
  if (classIndex === undefined) return frames ? [specOfFrames(frames)] : pickSpecs(prediction, 'top');
  throw new XaiError('option-invalid', `A model for ${prediction.task} has no classes; leave out "classIndex".`, {
    option: 'classIndex',
  });
}
