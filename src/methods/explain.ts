import { XaiError } from '../core/errors.ts';
import type { Picture } from '../core/picture.ts';
import type { Run } from '../core/run.ts';
import type { Saliency } from '../core/saliency.ts';
import type { PictureSource } from '../tasks/decode-picture.ts';
import type { Model } from '../tasks/model.ts';
import { isClassification, isDetection, type Task } from '../tasks/recipe.ts';
import { type BoxTarget, drise, type DriseOptions } from './d-rise.ts';
import { rise, type RiseOptions } from './rise.ts';

/** Options of any method; those that a method does not have are refused by name. */
export interface ExplainOptions extends Omit<DriseOptions, 'targets'>, Omit<RiseOptions, 'targets'> {
  /** Name of the method. Default: `d-rise` for detectors, `rise` for classifiers. */
  readonly method?: string;
  /** `top`, `all`, boxes for a detector, class numbers for a classifier. */
  readonly targets?: 'top' | 'all' | readonly BoxTarget[] | readonly number[];
}

interface Method {
  readonly name: string;
  readonly tasks: readonly Task[];
  run(model: Model, source: PictureSource | Picture, options: ExplainOptions): Run<Saliency[]>;
}

const METHODS: readonly Method[] = [
  {
    name: 'd-rise',
    tasks: ['detection', 'instance-segmentation'],
    run: (model, source, options) => drise(model, source, options as DriseOptions),
  },
  {
    name: 'rise',
    tasks: ['classification', 'tagging'],
    run: (model, source, options) => rise(model, source, options as RiseOptions),
  },
];

export function methodNames(): string[] {
  return METHODS.map(({ name }) => name);
}

/** The method that suits a model when none is named. */
export function defaultMethod(model: Model): string {
  if (isDetection(model.recipe)) return 'd-rise';
  if (isClassification(model.recipe)) return 'rise';
  throw new XaiError(
    'method-unsupported',
    `There is no method for ${model.recipe.task} models; detectors, instance segmenters, classifiers and taggers can be explained.`,
  );
}

/**
 * Explains a model's answer to a picture with the named method, or with the one that suits the task.
 * @throws XaiError `method-unsupported`, at once, when the method does not fit the model
 */
export function explain(model: Model, source: PictureSource | Picture, options: ExplainOptions = {}): Run<Saliency[]> {
  const { method: name = defaultMethod(model), ...rest } = options;
  const method = METHODS.find((candidate) => candidate.name === name);
  if (!method) {
    throw new XaiError('method-unsupported', `There is no method "${name}"; there are ${methodNames().join(' and ')}.`, {
      option: 'method',
    });
  }
  if (!method.tasks.includes(model.recipe.task)) {
    throw new XaiError(
      'method-unsupported',
      `${name} explains ${method.tasks.join(' and ')}, and ${model.name} is for ${model.recipe.task}; use ${defaultMethod(model)}.`,
      { option: 'method' },
    );
  }
  return method.run(model, source, rest);
}
