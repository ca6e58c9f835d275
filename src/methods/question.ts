import { oneOf } from '../core/check-options.ts';
import type { Target } from '../core/saliency.ts';
import type { Subject } from '../core/subject.ts';
import type { ClassSpec, TargetSpec } from '../core/targets.ts';
import type { Answer } from '../gpu/answer-scorer.ts';
import { type BatchedGraph, type MaskedGraph, SCORE_KINDS, type ScoreKind } from '../tasks/masked-graph.ts';
import type { Model, SubjectSource } from '../tasks/model.ts';
import type { PreparedInput } from '../tasks/prepare.ts';
import { givesClasses, isDetection } from '../tasks/recipe.ts';
import { askBoxes, type BoxQuestionOptions, type BoxTarget, isBox } from './box-question.ts';
import { askClasses, type ClassQuestionOptions } from './class-question.ts';
import type { AnswerReader } from './cpu-passes.ts';
import { askSpecs } from './spec-question.ts';

/** What is asked of a model about one picture: the targets, and where in its answer their scores are read. */
export interface Question {
  readonly model: Model;
  readonly picture: Subject;
  readonly prepared: PreparedInput;
  /** Which numbers of a classifier are read. */
  readonly score: ScoreKind;
  /** Ends in the numbers that are read. */
  readonly graph: MaskedGraph;
  /** The same for several pictures a run, where that can be done. */
  openBatched(): Promise<BatchedGraph>;
  readonly targets: readonly Target[];
  /** The same for the GPU; null where only the CPU can read the answer. */
  readonly answer: Answer | null;
  /** Of targets with several sides, such as differences: one score a side, and which target it is of. Default: one side each. */
  readonly sides?: { readonly of: readonly number[]; makeReader(): AnswerReader };
  /** One score a target; readers hold a run's buffers, so each stream of passes takes its own. */
  makeReader(): AnswerReader;
}

export interface QuestionOptions {
  /**
   * What to explain: the best answer, all over the threshold, class numbers of a classifier, boxes of a detector, or any
   * target (`TargetSpec`). Default `all` for detectors, else `top`.
   */
  readonly targets?: 'top' | 'all' | readonly (number | BoxTarget | TargetSpec)[];
  /** With `all`: answers below this score are not explained. Default: the recipe's. */
  readonly scoreThreshold?: number;
  /** Which number of a class, tag or answer: before or after the activation. Default: what suits the method. */
  readonly score?: ScoreKind;
}

/** What a method reads where the person who asks leaves it open. */
export type QuestionDefaults = Required<Pick<ClassQuestionOptions, 'score'>> & Pick<BoxQuestionOptions, 'similarity'>;

/**
 * The question that suits model and targets: scores of classes, how like a box the detector's proposals are, or else weighted
 * sums of the outputs.
 * @throws XaiError `target-missing`, `no-detections`, `option-invalid`, `method-unsupported`
 */
export function ask(
  model: Model,
  source: SubjectSource,
  { targets, scoreThreshold, score: wanted }: QuestionOptions,
  { score: suited, similarity }: QuestionDefaults,
): Promise<Question> {
  const score = oneOf('score', wanted ?? suited, SCORE_KINDS);
  if (givesClasses(model.recipe) && isClassChoice(targets)) {
    return askClasses(model, source, { targets, scoreThreshold, score });
  }
  if (isDetection(model.recipe) && isChoice(targets, isBox)) {
    return askBoxes(model, source, { targets, scoreThreshold, similarity });
  }
  return askSpecs(model, source, { targets, scoreThreshold, score });
}

/** Whether nothing but classes is asked about. */
export function isClassChoice(
  targets: QuestionOptions['targets'],
): targets is 'top' | 'all' | readonly (number | ClassSpec)[] | undefined {
  return isChoice(targets, isClass);
}

type Asked = number | BoxTarget | TargetSpec;

function isChoice<T extends Asked>(
  targets: QuestionOptions['targets'],
  fits: (target: Asked) => target is T,
): targets is 'top' | 'all' | readonly T[] | undefined {
  return typeof targets !== 'object' || targets.every(fits);
}

function isClass(target: Asked): target is number | ClassSpec {
  return typeof target === 'number' || ('kind' in target && target.kind === 'class');
}
