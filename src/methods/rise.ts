import { XaiError } from '../core/errors.ts';
import { Run } from '../core/run.ts';
import type { Saliency } from '../core/saliency.ts';
import { defaultFill } from '../tasks/fill.ts';
import type { Model, SubjectSource } from '../tasks/model.ts';
import { givesClasses, type Task } from '../tasks/recipe.ts';
import { askClasses, type ClassQuestion, type ClassQuestionOptions, classTarget, findClass } from './class-question.ts';
import type { MaskRecord } from './mask-record.ts';
import { MaskedExplanation } from './masked-method.ts';
import { checkMaskOptions, MASK_OPTIONS, type MaskOptions } from './masking.ts';
import { CLASSIFIER_PRESETS, classifierPreset } from './presets.ts';
import { ask, isClassChoice, type QuestionOptions } from './question.ts';
import type { Method } from './registry.ts';
import type { StoredRun } from './stored-run.ts';
import { type WindowParts, windowForm, windowMaskSpec } from './window-parts.ts';

export interface RiseOptions extends MaskOptions, QuestionOptions {
  /** `default`, or an implementation to reproduce: `eclique`, `openvino`, `xaitk`. Other options win over it. */
  readonly preset?: string;
  /** Recordings: what is hidden at once. Default `cells`. */
  readonly parts?: WindowParts;
}

/** Tasks whose targets are read from the outputs one by one: nothing of a mask is kept for other targets. */
const OTHER_TASKS: ReadonlySet<Task> = new Set(['semantic-segmentation', 'attributes', 'embedding']);

/** A RISE run; when it has come some way it can be asked about any other class without running the model again. */
export class RiseRun extends Run<Saliency[]> {
  #ask: ((classIndex: number) => Saliency) | null = null;
  #store: (() => StoredRun) | null = null;

  /** @internal */
  answerWith(ask: ((classIndex: number) => Saliency) | null, store: () => StoredRun): void {
    this.#ask = ask;
    this.#store = store;
  }

  /**
   * The map of another class from the scores that were kept of each mask: exact, in milliseconds.
   * @throws XaiError `target-missing` before the first batch is done, for a class that is not there, or when the model
   *   has more than 1024 classes (then only the targets' scores are kept)
   */
  ask(classIndex: number): Saliency {
    if (this.#ask) return this.#ask(classIndex);
    throw new XaiError('target-missing', 'No mask has been run yet; ask again when the run has made a step.');
  }

  /**
   * The run so far, to be saved and gone on with (option `resume`).
   * @throws XaiError `target-missing` before the first batch is done
   */
  store(): StoredRun {
    if (this.#store) return this.#store();
    throw new XaiError('target-missing', 'No mask has been run yet; store the run when it has made a step.');
  }
}

/**
 * RISE (Petsiuk et al., BMVC 2018): which parts of the picture raise a class's score, from random masks
 * (docs/methods/rise.md). All classes are answered by one stream of masks.
 * @throws XaiError through `result()`: `target-missing`, `option-invalid`, `method-unsupported`, ...
 */
export function rise(model: Model, source: SubjectSource, options: RiseOptions = {}): RiseRun {
  const run: RiseRun = new RiseRun(async (context) => {
    const startedAt = performance.now();
    const { preset: presetName = 'default' } = options;
    const preset = classifierPreset(presetName);
    const { recipe } = model;
    const form = windowForm(recipe, options.parts);
    const fill = options.fill ?? (presetName === 'default' ? defaultFill(recipe) : preset.fill);
    const checked = checkMaskOptions({ ...options, fill }, presetName, preset);
    const asksOther = givesClasses(recipe)
      ? !isClassChoice(options.targets)
      : recipe.task === 'series' || OTHER_TASKS.has(recipe.task);
    const ofClasses = asksOther ? null : await askClasses(model, source, options as ClassQuestionOptions);
    const question = ofClasses ?? (await ask(model, source, options, { score: 'probability' }));
    context.signal.throwIfAborted();
    const { targets, prepared, score } = question;
    const explanation = new MaskedExplanation(
      {
        ...question,
        method: 'rise',
        options: checked,
        furtherOptions: { score, ...(form && { parts: form.parts }) },
        spec: form
          ? windowMaskSpec(prepared.placement.content, form, checked)
          : preset.maskSpec(prepared.placement.content, checked),
      },
      startedAt,
    );
    const answer = (classes: ClassQuestion['classes']) => (classIndex: number) =>
      explanation.mapOf(
        classTarget(findClass(classes, classIndex), targets.length),
        keptScores(explanation.record, classIndex),
      );
    run.answerWith(ofClasses && answer(ofClasses.classes), () => explanation.store());
    return explanation.run(context);
  }, options.signal);
  return run;
}

/** One class's score in each recorded mask. */
function keptScores(record: MaskRecord, classIndex: number): Float32Array {
  if (record.keptWords === 0) {
    throw new XaiError(
      'target-missing',
      'Of a model with more than 1024 classes only the chosen classes are kept; run again with this class as a target.',
    );
  }
  const { kept, keptWords, count } = record;
  const scores = new Float32Array(kept.buffer, kept.byteOffset, kept.length);
  return Float32Array.from({ length: count }, (_, n) => scores[n * keptWords + classIndex]);
}

export const RISE: Method = {
  name: 'rise',
  title: 'RISE',
  tasks: ['classification', 'tagging', ...OTHER_TASKS, 'series'],
  source: 'Petsiuk et al., BMVC 2018, arXiv:1806.07421',
  cost: 'one pass of the model per mask, for all classes together',
  together: true,
  options: [...MASK_OPTIONS, 'score', 'parts'],
  presets: Object.keys(CLASSIFIER_PRESETS),
  passes: ({ masks, preset = 'default' }) => masks ?? classifierPreset(preset).masks,
  run: (model, source, options) => rise(model, source, options as RiseOptions),
};
