import { cosineSimilarity } from '../core/cosine.ts';
import { XaiError } from '../core/errors.ts';
import type { Target } from '../core/saliency.ts';
import type { BoxSpec, TargetSpec } from '../core/targets.ts';
import type { Prediction } from './prediction.ts';

const PARTS: Readonly<Record<NonNullable<BoxSpec['part']>, string>> = {
  class: 'class score',
  objectness: 'objectness',
  left: 'left side',
  top: 'upper side',
  right: 'right side',
  bottom: 'lower side',
};

/**
 * What a map of a target says that it explains: its label and the score that the model gave it.
 * @param index position among the targets of the picture
 * @param prediction of the same picture; of an attribute's box, where the target has one
 * @throws XaiError `target-missing` for what the model does not have
 */
export function specTarget(spec: TargetSpec, index: number, prediction: Prediction): Target {
  const about = { index, spec };
  switch (spec.kind) {
    case 'class': {
      const found = prediction.classes?.find(({ classIndex }) => classIndex === spec.index);
      if (!found) throw missing(`There is no class ${spec.index} among the answers of a model for ${prediction.task}.`);
      return { ...about, ...found, box: null };
    }
    case 'region': {
      const { segmentation } = prediction;
      if (!segmentation) throw missing(`A model for ${prediction.task} has no classes of pixels to ask about.`);
      const score = segmentation.scoreOf(spec.class, spec);
      return { ...about, label: segmentation.labels[spec.class], classIndex: spec.class, score, box: spec.box ?? null };
    }
    case 'attribute': {
      const head = prediction.heads?.find(({ name }) => name === spec.head);
      const found = head?.answers.find(({ classIndex }) => classIndex === spec.answer);
      if (!found) throw missing(`There is no answer ${spec.answer} to "${spec.head}".`);
      return { ...about, ...found, label: `${spec.head}: ${found.label}`, box: spec.box ?? null };
    }
    case 'similarity': {
      if (!prediction.vector) throw missing(`A model for ${prediction.task} gives no vector to compare.`);
      const score = cosineSimilarity(prediction.vector, spec.vector);
      return { ...about, label: `like ${spec.label ?? 'the other picture'}`, classIndex: -1, score, box: null };
    }
    case 'difference': {
      const [a, b] = [spec.a, spec.b].map((part) => specTarget(part, index, prediction));
      const score = a.score === null || b.score === null ? null : a.score - b.score;
      return { ...a, ...about, label: `${a.label} rather than ${b.label}`, score };
    }
    case 'box': {
      const label = spec.label ?? 'box drawn by hand';
      return {
        ...about,
        label: spec.part === undefined ? label : `${PARTS[spec.part]} of ${label}`,
        classIndex: spec.class ?? -1,
        score: null,
        box: spec.box,
      };
    }
    case 'weights':
      return { ...about, label: spec.label ?? 'own weights', classIndex: -1, score: null, box: null };
  }
}

function missing(message: string): XaiError {
  return new XaiError('target-missing', message, { option: 'targets' });
}
