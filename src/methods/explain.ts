import { XaiError } from '../core/errors.ts';
import type { Picture } from '../core/picture.ts';
import type { Run } from '../core/run.ts';
import type { Saliency } from '../core/saliency.ts';
import type { TargetSpec } from '../core/targets.ts';
import type { PictureSource } from '../tasks/decode-picture.ts';
import type { Model } from '../tasks/model.ts';
import type { Task } from '../tasks/recipe.ts';
import { type BoxTarget, type DriseOptions, drise } from './d-rise.ts';
import { classifierPreset, detectorPreset } from './presets.ts';
import { type RiseOptions, rise } from './rise.ts';

/** Options of any method; those that a method does not have are refused by name. */
export interface ExplainOptions extends Omit<DriseOptions, 'targets'>, Omit<RiseOptions, 'targets'> {
  /** Name of the method. Default: `d-rise` for detectors, `rise` for classifiers. */
  readonly method?: string;
  /** `top`, `all`, boxes for a detector, class numbers for a classifier, or any target that the method can explain. */
  readonly targets?: 'top' | 'all' | readonly BoxTarget[] | readonly number[] | readonly TargetSpec[];
}

/** An explainer: what it is called, which models it fits, and how it runs. */
export interface Method {
  /** Lower case with hyphens. */
  readonly name: string;
  readonly tasks: readonly Task[];
  /** How many times the model runs for one picture. */
  passes(options: ExplainOptions, model: Model): number;
  run(model: Model, source: PictureSource | Picture, options: ExplainOptions): Run<Saliency[]>;
}

const methods = new Map<string, Method>();

/**
 * Adds a method, so that `explain`, `plan` and `methodNames` know it.
 * @throws XaiError `option-invalid` when the name is taken or has another form
 */
export function defineMethod(method: Method): void {
  if (!/^[a-z][a-z0-9-]*$/.test(method.name) || methods.has(method.name)) {
    throw new XaiError(
      'option-invalid',
      `"${method.name}" can't be a method's name: it must be lower case with hyphens, and not one of ${methodNames().join(', ')}.`,
      { option: 'name' },
    );
  }
  methods.set(method.name, method);
}

defineMethod({
  name: 'd-rise',
  tasks: ['detection', 'instance-segmentation'],
  passes: ({ masks, preset = 'default' }) => masks ?? detectorPreset(preset).masks,
  run: (model, source, options) => drise(model, source, options as DriseOptions),
});

defineMethod({
  name: 'rise',
  tasks: ['classification', 'tagging'],
  passes: ({ masks, preset = 'default' }) => masks ?? classifierPreset(preset).masks,
  run: (model, source, options) => rise(model, source, options as RiseOptions),
});

export function methodNames(): string[] {
  return [...methods.keys()];
}

/** The method that suits a model when none is named: the first that was defined for its task. */
export function defaultMethod(model: Model): string {
  const { task } = model.recipe;
  const suited = [...methods.values()].find(({ tasks }) => tasks.includes(task));
  if (suited) return suited.name;
  const explained = [...new Set([...methods.values()].flatMap(({ tasks }) => tasks))];
  throw new XaiError('method-unsupported', `There is no method for ${task} models, only for ${explained.join(', ')}.`);
}

/** What an explanation would take; nothing is run. */
export interface Plan {
  readonly method: string;
  readonly possible: boolean;
  /** What stands in the way, as sentences; empty when it is possible. */
  readonly obstacles: readonly string[];
  /** Runs of the model. */
  readonly passes: number;
  /** By the last prediction's pace; null before the first one. */
  readonly seconds: number | null;
  /** Memory beyond the model's own, roughly: two inputs, and what is kept of each pass. */
  readonly bytes: number;
}

/** Whether a method can explain this model, what stands in the way, and what it would cost. */
export function plan(model: Model, options: ExplainOptions = {}): Plan {
  try {
    const { method: name = defaultMethod(model), ...rest } = options;
    const method = findMethod(name, model);
    const passes = method.passes(rest, model);
    const pace = model.millisecondsPerPass;
    const { width, height } = model.pictureRecipe().input;
    return {
      method: name,
      possible: true,
      obstacles: [],
      passes,
      seconds: pace === null ? null : (passes * pace) / 1000,
      bytes: 2 * width * height * 3 * 4 + passes * KEPT_BYTES_PER_PASS,
    };
  } catch (cause) {
    if (!(cause instanceof XaiError)) throw cause;
    const method = options.method ?? 'none';
    return { method, possible: false, obstacles: [cause.message], passes: 0, seconds: null, bytes: 0 };
  }
}

const KEPT_BYTES_PER_PASS = 4096;

/**
 * Explains a model's answer to a picture with the named method, or with the one that suits the task.
 * @throws XaiError `method-unsupported`, at once, when the method does not fit the model
 */
export function explain(model: Model, source: PictureSource | Picture, options: ExplainOptions = {}): Run<Saliency[]> {
  const { method: name = defaultMethod(model), ...rest } = options;
  return findMethod(name, model).run(model, source, rest);
}

function findMethod(name: string, model: Model): Method {
  const method = methods.get(name);
  if (!method) {
    throw new XaiError(
      'method-unsupported',
      `There is no method "${name}"; there are ${methodNames().join(' and ')}.`,
      {
        option: 'method',
      },
    );
  }
  if (method.tasks.includes(model.recipe.task)) return method;
  throw new XaiError(
    'method-unsupported',
    `${name} explains ${method.tasks.join(' and ')}, and ${model.name} is for ${model.recipe.task}; use ${defaultMethod(model)}.`,
    { option: 'method' },
  );
}
