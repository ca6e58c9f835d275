import { XaiError } from '../core/errors.ts';
import type { Picture } from '../core/picture.ts';
import { Run } from '../core/run.ts';
import type { Saliency, Target } from '../core/saliency.ts';
import type { ClassScore } from '../tasks/classes.ts';
import type { PictureSource } from '../tasks/decode-picture.ts';
import { type Model, toPicture } from '../tasks/model.ts';
import { isClassification } from '../tasks/recipe.ts';
import { ClassReader, KEPT_CLASSES } from './answer-readers.ts';
import type { MaskRecord } from './mask-record.ts';
import { MaskedExplanation } from './masked-method.ts';
import { checkMaskOptions, type MaskOptions } from './masking.ts';
import { classifierPreset } from './presets.ts';

export interface RiseOptions extends MaskOptions {
  /** What to explain: the best class, all over the threshold, or these class numbers. Default `top`. */
  readonly targets?: 'top' | 'all' | readonly number[];
  /** With `all`: classes below this score are not explained. Default: the recipe's. */
  readonly scoreThreshold?: number;
  /** `default`, or an implementation to reproduce: `eclique`, `openvino`, `xaitk`. Other options win over it. */
  readonly preset?: string;
}

/** A RISE run; when it has come some way it can be asked about any other class without running the model again. */
export class RiseRun extends Run<Saliency[]> {
  #ask: ((classIndex: number) => Saliency) | null = null;

  /** @internal */
  answerWith(ask: (classIndex: number) => Saliency): void {
    this.#ask = ask;
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
}

/**
 * RISE (Petsiuk et al., BMVC 2018): which parts of the picture raise a class's score, from random masks
 * (docs/methods/rise.md). All classes are answered by one stream of masks.
 * @throws XaiError through `result()`: `target-missing`, `option-invalid`, `method-unsupported`, ...
 */
export function rise(model: Model, source: PictureSource | Picture, options: RiseOptions = {}): RiseRun {
  const run: RiseRun = new RiseRun(async (context) => {
    const startedAt = performance.now();
    const { preset: presetName = 'default' } = options;
    const preset = classifierPreset(presetName);
    const checked = checkMaskOptions(options, presetName, preset);
    const { recipe } = model;
    if (!isClassification(recipe)) {
      throw new XaiError(
        'method-unsupported',
        `RISE explains classifiers; ${model.name} is for ${recipe.task}. Use D-RISE.`,
      );
    }
    const picture = await toPicture(source);
    const prediction = await model.predict(picture);
    if (!prediction.classes) throw new XaiError('method-unsupported', `${model.name} gave no classes.`);
    const { classes } = prediction;
    context.signal.throwIfAborted();
    const chosen = chooseClasses(classes, options, recipe.scoreThreshold);
    const prepared = model.prepare(picture);
    const graph = await model.maskedGraph(prepared);
    const output = { name: recipe.output.output ?? graph.runner.outputs[0].name, classes: classes.length };
    const numbers = chosen.map(({ classIndex }) => classIndex);
    const explanation = new MaskedExplanation(
      {
        method: 'rise',
        model,
        picture,
        prepared,
        graph,
        options: checked,
        furtherOptions: {},
        spec: preset.maskSpec(prepared.placement.content, checked),
        targets: chosen.map((answer, index) => classTarget(answer, index)),
        answer: {
          kind: 'classes',
          output: output.name,
          classes: output.classes,
          activation: recipe.output.activation,
          chosen: numbers,
          keep: output.classes <= KEPT_CLASSES,
        },
        makeReader: () => new ClassReader(output, recipe.output.activation, numbers),
      },
      startedAt,
    );
    run.answerWith((classIndex) =>
      explanation.mapOf(
        classTarget(findClass(classes, classIndex), chosen.length),
        keptScores(explanation.record, classIndex),
      ),
    );
    return explanation.run(context);
  }, options.signal);
  return run;
}

function chooseClasses(classes: readonly ClassScore[], options: RiseOptions, threshold: number): ClassScore[] {
  const { targets = 'top', scoreThreshold = threshold } = options;
  if (targets === 'top') return classes.slice(0, 1);
  if (targets === 'all') {
    const over = classes.filter(({ score }) => score >= scoreThreshold);
    return over.length > 0 ? over : classes.slice(0, 1);
  }
  if (targets.length === 0)
    throw new XaiError('target-missing', 'The list of targets is empty; give at least one class.');
  return targets.map((classIndex) => findClass(classes, classIndex));
}

function findClass(classes: readonly ClassScore[], classIndex: number): ClassScore {
  const found = classes.find((answer) => answer.classIndex === classIndex);
  if (found) return found;
  throw new XaiError('target-missing', `There is no class ${classIndex}; the model has ${classes.length} classes.`, {
    option: 'targets',
  });
}

function classTarget({ label, classIndex, score }: ClassScore, index: number): Target {
  return { index, label, classIndex, score, box: null };
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
