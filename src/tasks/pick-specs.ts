import type { Box } from '../core/boxes.ts';
import { isBackground } from '../core/colour/categories.ts';
import { XaiError } from '../core/errors.ts';
import type { TargetSpec } from '../core/targets.ts';
import type { Prediction } from './prediction.ts';

/**
 * What is worth explaining when nobody names it: each class that a segmenter sees but the background, by falling share; the
 * best answer of each head, the surest first; the mean over the frames of a recording. `top` is the first of them.
 * @param box the part that a model with heads was asked about
 * @throws XaiError `no-detections` where there is nothing but background, `target-missing` for an embedding, which says
 *   nothing without another picture
 */
export function pickSpecs(prediction: Prediction, which: 'top' | 'all', box?: Box): TargetSpec[] {
  const all = worthExplaining(prediction, box);
  return which === 'top' ? all.slice(0, 1) : all;
}

function worthExplaining({ segmentation, heads, frames, task }: Prediction, box: Box | undefined): TargetSpec[] {
  if (frames) {
    const { output, values } = frames;
    return [{ kind: 'weights', output, ...meanOf(values.length), label: `mean ${output}` }];
  }
  if (segmentation) {
    const things = segmentation.segments.filter(({ label }) => !isBackground(label));
    if (things.length > 0) return things.map(({ classIndex }) => ({ kind: 'region', class: classIndex }));
    throw new XaiError('no-detections', 'The model sees nothing but background; name a class and a place to explain.');
  }
  if (heads) {
    return heads
      .map(({ name, answers }) => ({ head: name, ...answers[0] }))
      .sort((a, b) => b.score - a.score)
      .map(({ head, classIndex }) => ({ kind: 'attribute', head, answer: classIndex, ...(box && { box }) }));
  }
  throw new XaiError(
    'target-missing',
    `A model for ${task} leaves open what to explain; give a target, such as the vector of another picture.`,
    { option: 'targets' },
  );
}

function meanOf(count: number): { indices: number[]; weights: number[] } {
  const indices = Array.from({ length: count }, (_, k) => k);
  return { indices, weights: indices.map(() => 1 / count) };
}
