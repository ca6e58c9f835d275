import type { Box } from '../core/boxes.ts';
import { checkBox, checkInside, checkTargets } from '../core/check-targets.ts';
import { XaiError } from '../core/errors.ts';
import { boxToInput, type Placement } from '../core/placement.ts';
import type { DetectionTarget, ProposalLayout, Proposals } from '../core/proposals.ts';
import type { Target } from '../core/saliency.ts';
import type { Subject } from '../core/subject.ts';
import type { BoxSpec, TargetSpec } from '../core/targets.ts';
import { checkSimilarity, DEFAULT_SIMILARITY, type SimilarityOptions } from '../gpu/reference/similarity.ts';
import { type Detection, onlyDetections } from '../tasks/detections.ts';
import { type Model, type SubjectSource, toSubject } from '../tasks/model.ts';
import { isDetection } from '../tasks/recipe.ts';
import { DetectionReader } from './answer-readers.ts';
import type { Question } from './question.ts';

/** A box to explain: one that the detector gave, or one drawn by hand, with a class or without. */
export type BoxTarget =
  | Detection
  | {
      /** Picture pixels. */
      readonly box: Box;
      /** Compare classes too: the class that the box is taken for. */
      readonly classIndex?: number;
      readonly label?: string;
    };

export interface BoxQuestionOptions {
  /** What to explain: the best detection, all of them, or the given boxes. Default `all`. */
  readonly targets?: 'top' | 'all' | readonly (BoxTarget | BoxSpec)[];
  /** Detections below this score are not explained. Default: the recipe's. */
  readonly scoreThreshold?: number;
  /** How like a target a proposal is. Default: IoU x cosine x objectness. */
  readonly similarity?: Partial<SimilarityOptions>;
}

export interface BoxQuestion extends Question {
  readonly layout: ProposalLayout;
  readonly similarity: SimilarityOptions;
}

/** Whether a target is a box as a whole: a part of a proposal is a number of its own, which no likeness to the box stands for. */
export function isBox(target: number | BoxTarget | TargetSpec): target is BoxTarget | BoxSpec {
  if (typeof target === 'number') return false;
  return !('kind' in target) || (target.kind === 'box' && target.part === undefined);
}

function boxTarget(target: BoxTarget | BoxSpec): BoxTarget {
  if (!isBox(target)) {
    throw new XaiError(
      'target-missing',
      'How like a box the proposals are is asked of whole boxes only. Give boxes, or use occlusion or grad-cam for this target.',
      { option: 'targets' },
    );
  }
  if (!('kind' in target)) return target;
  const { box, class: classIndex, label } = target;
  return { box, classIndex, label };
}

/**
 * How like the targets a detector's best proposals are.
 * @throws XaiError `method-unsupported` for other models, `no-detections`, `target-missing`, `option-invalid`
 */
export async function askBoxes(model: Model, source: SubjectSource, options: BoxQuestionOptions): Promise<BoxQuestion> {
  const similarity = { ...DEFAULT_SIMILARITY, ...checkSimilarity(options.similarity ?? {}) };
  const picture = await toSubject(source);
  const chosen = await chooseTargets(model, picture, options);
  const prepared = model.prepare(picture);
  const { placement } = prepared;
  const graph = await model.maskedGraph(prepared);
  const layout = graph.layout as ProposalLayout;
  const targets = chosen.map((target) => detectionTarget(target, placement, layout));
  const { recipe } = model;
  const isThinned = similarity.proposals === 'detections' && layout.kind === 'dense' && isDetection(recipe);
  const thin = isThinned ? (all: Proposals) => onlyDetections(all, layout, recipe, placement) : null;
  return {
    model,
    picture,
    prepared,
    score: 'probability',
    graph,
    openBatched: () => model.batchedGraph(prepared),
    layout,
    similarity,
    targets: chosen.map((target, index) => describeTarget(model, target, index)),
    answer: layout.kind === 'dense' && !thin ? { kind: 'proposals', layout, targets, similarity } : null,
    makeReader: () => new DetectionReader(layout, targets, similarity, placement.input, thin),
  };
}

async function chooseTargets(
  model: Model,
  picture: Subject,
  options: BoxQuestionOptions,
): Promise<readonly BoxTarget[]> {
  const { targets = 'all' } = options;
  checkTargets(targets);
  if (typeof targets !== 'string') {
    if (targets.length === 0)
      throw new XaiError('target-missing', 'The list of targets is empty; give at least one box.');
    return targets.map(boxTarget);
  }
  const prediction = await model.predict(picture, { scoreThreshold: options.scoreThreshold });
  if (!prediction.boxes) {
    throw new XaiError(
      'method-unsupported',
      `Boxes are asked of detectors; ${model.name} is for ${prediction.task}. Use RISE for classifiers.`,
    );
  }
  if (prediction.boxes.length === 0) {
    throw new XaiError(
      'no-detections',
      `${model.name} found nothing in ${picture.name ?? 'the picture'}; lower the score threshold, or give a box to explain.`,
    );
  }
  return targets === 'top' ? prediction.boxes.slice(0, 1) : prediction.boxes;
}

/** @throws XaiError `option-invalid` for a box without area, `target-missing` for a class that is not there */
export function detectionTarget(target: BoxTarget, placement: Placement, layout: ProposalLayout): DetectionTarget {
  checkBox(target.box);
  if ('inputBox' in target) {
    const { inputBox, classVector, classIndex, mask } = target;
    // Where finished detections name no classes, only the proposals before NMS know how many there are.
    const fits = classVector.length === layout.classes;
    return { box: inputBox, classVector: fits ? classVector : oneHot(classIndex, layout.classes), mask };
  }
  checkInside(target.box, placement.picture);
  const { classIndex } = target;
  let classVector: Float32Array | null = null;
  if (classIndex !== undefined) {
    if (!(Number.isInteger(classIndex) && classIndex >= 0 && classIndex < layout.classes)) {
      throw new XaiError('target-missing', `There is no class ${classIndex}; the model has ${layout.classes} classes.`);
    }
    classVector = oneHot(classIndex, layout.classes);
  }
  return { box: boxToInput(target.box, placement), classVector, mask: null };
}

function oneHot(classIndex: number, classes: number): Float32Array {
  const vector = new Float32Array(classes);
  vector[classIndex] = 1;
  return vector;
}

export function describeTarget(model: Model, target: BoxTarget, index: number): Target {
  if ('inputBox' in target) {
    const { label, classIndex, score, box } = target;
    return { index, label, classIndex, score, box };
  }
  const { classIndex = -1, box } = target;
  const label = target.label ?? (classIndex >= 0 ? model.label(classIndex) : 'box drawn by hand');
  return { index, label, classIndex, score: null, box };
}
