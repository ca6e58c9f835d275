import type { Picture } from '../core/picture.ts';
import type { Target } from '../core/saliency.ts';
import type { ClassSpec, TargetSpec } from '../core/targets.ts';
import type { Answer } from '../gpu/answer-scorer.ts';
import type { PictureSource } from '../tasks/decode-picture.ts';
import type { MaskedGraph, ScoreKind } from '../tasks/masked-graph.ts';
import type { Model } from '../tasks/model.ts';
import type { PreparedInput } from '../tasks/prepare.ts';
import { isClassification, isDetection, type Task } from '../tasks/recipe.ts';
import { askBoxes, type BoxQuestionOptions, type BoxTarget } from './box-question.ts';
import { askClasses, type ClassQuestionOptions } from './class-question.ts';
import type { AnswerReader } from './cpu-passes.ts';
import { askSpecs, type SpecQuestionOptions } from './spec-question.ts';

/** What is asked of a model about one picture: the targets, and where in its answer their scores are read. */
export interface Question {
  readonly model: Model;
  readonly picture: Picture;
  readonly prepared: PreparedInput;
  /** Which numbers of a classifier are read. */
  readonly score: ScoreKind;
  /** Ends in the numbers that are read. */
  readonly graph: MaskedGraph;
  readonly targets: readonly Target[];
  /** The same for the GPU; null where only the CPU can read the answer. */
  readonly answer: Answer | null;
  /** One score a target; readers hold a run's buffers, so each stream of passes takes its own. */
  makeReader(): AnswerReader;
}

export interface QuestionOptions
  extends Omit<ClassQuestionOptions, 'targets'>,
    Omit<BoxQuestionOptions, 'targets' | 'similarity'> {
  /**
   * What to explain: the best answer, all over the threshold, class numbers of a classifier, boxes of a detector, places of
   * a segmenter, answers of heads, other pictures of an embedding. Default `all` for detectors, else `top`.
   */
  readonly targets?: 'top' | 'all' | readonly (number | ClassSpec)[] | readonly BoxTarget[] | readonly TargetSpec[];
}

/** Tasks that {@link ask} knows. */
export const PICTURE_TASKS: readonly Task[] = [
  'classification',
  'tagging',
  'detection',
  'instance-segmentation',
  'semantic-segmentation',
  'attributes',
  'embedding',
];

/** What a method reads where the person who asks leaves it open. */
export type QuestionDefaults = Required<Pick<ClassQuestionOptions, 'score'>> & Pick<BoxQuestionOptions, 'similarity'>;

/**
 * The question that suits the model's task: scores of classes, how like a box the detector's proposals are, or the scores
 * of any target of the other tasks.
 * @throws XaiError `target-missing`, `no-detections`, `option-invalid`, `method-unsupported`
 */
export function ask(
  model: Model,
  source: PictureSource | Picture,
  options: QuestionOptions,
  defaults: QuestionDefaults,
): Promise<Question> {
  const { scoreThreshold, score = defaults.score } = options;
  if (isClassification(model.recipe)) {
    const targets = options.targets as ClassQuestionOptions['targets'];
    return askClasses(model, source, { targets, scoreThreshold, score });
  }
  if (isDetection(model.recipe)) {
    const targets = options.targets as BoxQuestionOptions['targets'];
    return askBoxes(model, source, { targets, scoreThreshold, similarity: defaults.similarity });
  }
  return askSpecs(model, source, { targets: options.targets as SpecQuestionOptions['targets'], score });
}
