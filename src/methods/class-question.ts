import { checkTargets } from '../core/check-targets.ts';
import { XaiError } from '../core/errors.ts';
import type { Target } from '../core/saliency.ts';
import type { ClassSpec } from '../core/targets.ts';
import type { ClassScore } from '../tasks/classes.ts';
import type { ClassScores, ScoreKind } from '../tasks/masked-graph.ts';
import { type Model, type SubjectSource, toSubject } from '../tasks/model.ts';
import { givesClasses } from '../tasks/recipe.ts';
import { ClassReader, KEPT_CLASSES } from './answer-readers.ts';
import type { Question } from './question.ts';

export interface ClassQuestionOptions {
  /** What to explain: the best class, all over the threshold, or these classes. Default `top`. */
  readonly targets?: 'top' | 'all' | readonly (number | ClassSpec)[];
  /** With `all`: classes below this score are not explained. Default: the recipe's. */
  readonly scoreThreshold?: number;
  /** Which of a class's numbers: before or after the activation. Default `probability`. */
  readonly score?: ScoreKind;
}

export interface ClassQuestion extends Question {
  /** Every class of the unchanged picture by falling score. */
  readonly classes: readonly ClassScore[];
}

/**
 * The scores of classes of a classifier or tagger.
 * @throws XaiError `method-unsupported` for other models, `target-missing`, `option-invalid`
 */
export async function askClasses(
  model: Model,
  source: SubjectSource,
  options: ClassQuestionOptions,
): Promise<ClassQuestion> {
  const { recipe } = model;
  if (!givesClasses(recipe)) {
    throw new XaiError(
      'method-unsupported',
      `Classes are asked of classifiers and taggers; ${model.name} is for ${recipe.task}. Use D-RISE for detectors.`,
    );
  }
  checkTargets(options.targets);
  const picture = await toSubject(source);
  const { classes } = await model.predict(picture);
  if (!classes) throw new XaiError('method-unsupported', `${model.name} gave no classes.`);
  const chosen = chooseClasses(classes, options, recipe.scoreThreshold);
  const score = scoreKind(options);
  const prepared = model.prepare(picture);
  const graph = await model.maskedGraph(prepared, score);
  const { output, activation } = graph.scores as ClassScores;
  const numbers = chosen.map(({ classIndex }) => classIndex);
  return {
    model,
    picture,
    prepared,
    score,
    graph,
    openBatched: () => model.batchedGraph(prepared, score),
    classes,
    targets: chosen.map((answer, index) => classTarget(answer, index)),
    answer: {
      kind: 'classes',
      output,
      classes: classes.length,
      activation,
      chosen: numbers,
      keep: classes.length <= KEPT_CLASSES,
    },
    makeReader: () => new ClassReader({ name: output, classes: classes.length }, activation, numbers),
  };
}

/** @throws XaiError `target-missing` */
export function findClass(classes: readonly ClassScore[], classIndex: number): ClassScore {
  const found = classes.find((answer) => answer.classIndex === classIndex);
  if (found) return found;
  throw new XaiError('target-missing', `There is no class ${classIndex}; the model has ${classes.length} classes.`, {
    option: 'targets',
  });
}

export function classTarget({ label, classIndex, score }: ClassScore, index: number): Target {
  return { index, label, classIndex, score, box: null };
}

function chooseClasses(
  classes: readonly ClassScore[],
  { targets = 'top', scoreThreshold }: ClassQuestionOptions,
  threshold: number,
): ClassScore[] {
  if (targets === 'top') return classes.slice(0, 1);
  if (targets === 'all') {
    const over = classes.filter(({ score }) => score >= (scoreThreshold ?? threshold));
    return over.length > 0 ? over : classes.slice(0, 1);
  }
  if (targets.length === 0) {
    throw new XaiError('target-missing', 'The list of targets is empty; give at least one class.');
  }
  return targets.map((target) => {
    if (typeof target === 'number') return findClass(classes, target);
    if (target.kind === 'class') return findClass(classes, target.index);
    throw new XaiError(
      'target-missing',
      'Here classes alone can be asked about. Give classes, or use occlusion or grad-cam.',
      {
        option: 'targets',
      },
    );
  });
}

/** One stream of passes reads one kind of numbers. */
function scoreKind({ targets, score = 'probability' }: ClassQuestionOptions): ScoreKind {
  if (typeof targets === 'string' || !targets) return score;
  const kinds = new Set(targets.map((target) => (typeof target === 'number' ? score : (target.score ?? score))));
  if (kinds.size > 1) {
    throw new XaiError('option-invalid', 'Targets of one run are all logits or all probabilities; run each kind.', {
      option: 'targets',
    });
  }
  return [...kinds][0];
}
