import { cosineSimilarity } from '../core/cosine.ts';
import type { Picture } from '../core/picture.ts';
import type { Model } from '../tasks/model.ts';
import type { Prediction } from '../tasks/prediction.ts';
import type { Finding, PredictionInfo } from './info.ts';
import type { PredictOptions } from './protocol.ts';

/** Classes that a classifier's answer is shown with, and answers of each head. */
const SHOWN_CLASSES = 5;

/** Asks a model, and puts its answer into what the page shows and can choose from. */
export async function predictInfo(
  model: Model,
  picture: Picture,
  { reference, ...options }: PredictOptions,
  signal: AbortSignal,
): Promise<PredictionInfo> {
  const prediction = await model.predict(picture, { ...options, signal });
  const { task, picture: size } = prediction;
  const info = { task, ...size, ...(options.box && { box: options.box }) };
  if (prediction.vector) {
    const other = reference && (await model.predict(reference, { signal })).vector;
    const name = reference instanceof File ? reference.name : 'the other picture';
    const findings = other ? [likeness(prediction.vector, other, name)] : [];
    return { ...info, findings, dimensions: prediction.vector.length };
  }
  const findings = findingsOf(prediction, options.box);
  if (!prediction.segmentation) return { ...info, findings };
  const { classMap, labels } = prediction.segmentation;
  return { ...info, findings, segmentation: { classMap, labels } };
}

/** The same of a frame that is soon gone: nothing to ask further with, and no class for each pixel. */
export function frameInfo(prediction: Prediction): PredictionInfo {
  const { task, picture } = prediction;
  return { task, ...picture, findings: findingsOf(prediction, undefined).map((one) => ({ ...one, origin: null })) };
}

function likeness(vector: Float32Array, other: Float32Array, name: string): Finding {
  return {
    label: `like ${name}`,
    classIndex: 0,
    score: cosineSimilarity(vector, other),
    box: null,
    origin: null,
    spec: { kind: 'similarity', vector: other, label: name },
  };
}

/** The best of what a model says, of each head its best; to be shown, not to be asked about. */
export function bestFindings(prediction: Prediction): Finding[] {
  const all = findingsOf(prediction);
  const best = prediction.heads
    ? all.filter(({ head }, at) => all.findIndex((other) => other.head === head) === at)
    : all.slice(0, SHOWN_CLASSES);
  return best.map((finding) => ({ ...finding, origin: null }));
}

function findingsOf(prediction: Prediction, box?: PredictOptions['box']): Finding[] {
  if (prediction.boxes) {
    return prediction.boxes.map((detection) => {
      const { label, classIndex, score, box } = detection;
      return { label, classIndex, score, box, origin: detection };
    });
  }
  if (prediction.classes) {
    return prediction.classes.slice(0, SHOWN_CLASSES).map((answer) => ({ ...answer, box: null, origin: answer }));
  }
  if (prediction.segmentation) {
    return prediction.segmentation.segments.map((segment) => ({
      ...segment,
      box: null,
      origin: null,
      spec: { kind: 'region', class: segment.classIndex },
    }));
  }
  return (prediction.heads ?? []).flatMap(({ name, answers }) =>
    answers.slice(0, SHOWN_CLASSES).map((answer) => ({
      ...answer,
      head: name,
      box: null,
      origin: null,
      spec: { kind: 'attribute', head: name, answer: answer.classIndex, ...(box && { box }) },
    })),
  );
}
