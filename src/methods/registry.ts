import { XaiError } from '../core/errors.ts';
import { isCalled } from '../core/loose-name.ts';
import { nearestNames } from '../core/nearest-names.ts';
import type { Run } from '../core/run.ts';
import type { Saliency } from '../core/saliency.ts';
import type { Model, SubjectSource } from '../tasks/model.ts';
import type { Task } from '../tasks/recipe.ts';
import type { ExplainOptions } from './explain.ts';

/** An explainer: what it is called, which models it fits, and how it runs. */
export interface Method {
  /** Lower case with hyphens. */
  readonly name: string;
  /** Its name as people write it. Default: `name`. */
  readonly title?: string;
  /** Names that other tools give it. */
  readonly aliases?: readonly string[];
  readonly tasks: readonly Task[];
  /** The paper or implementation that it follows. */
  readonly source?: string;
  /** What a model must have beside the right task, as a sentence; absent where any will do. */
  readonly needs?: string;
  /** What it costs, as a phrase: passes of what, per what. */
  readonly cost?: string;
  /** Whether it gives the same map for every target: what a layer holds, or the prediction as a whole. Default false. */
  readonly classAgnostic?: boolean;
  /** Whether one stream of passes explains all targets; otherwise each costs passes of its own. Default false. */
  readonly together?: boolean;
  /** Whether it is for transformers: some layer must be a sequence of tokens. Default false. */
  readonly tokens?: boolean;
  /** Options that it has beside those of all methods; others are refused by name. Absent: it takes any. */
  readonly options?: readonly (keyof ExplainOptions)[];
  /** Names that its option `preset` takes. */
  readonly presets?: readonly string[];
  /**
   * What in the graph stands in the way, as a sentence, or null; nothing is run. Absent: what can be seen without running
   * the method is its task alone.
   */
  obstacle?(model: Model): Promise<string | null>;
  /** How many times the model, or its part behind a layer, runs for one picture; null when the layer decides. */
  passes(options: ExplainOptions, model: Model): number | null;
  run(model: Model, source: SubjectSource, options: ExplainOptions): Run<Saliency[]>;
}

/** Options that every method has. */
const COMMON: ReadonlySet<string> = new Set([
  'method',
  'targets',
  'scoreThreshold',
  'batch',
  'partialEvery',
  'signal',
] satisfies (keyof ExplainOptions)[]);

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

/** In the order in which they were defined. */
export function allMethods(): readonly Method[] {
  return [...methods.values()];
}

/** Names of all methods, without aliases. */
export function methodNames(): string[] {
  return [...methods.keys()];
}

/** Every preset of any method, each once. */
export function presetNames(): string[] {
  return [...new Set([...methods.values()].flatMap(({ presets = [] }) => presets))];
}

/** Names that stand for a method, which one hanging on the model's task. */
export function methodAliases(): string[] {
  return [...new Set([...methods.values()].flatMap(({ aliases = [] }) => aliases))];
}

/**
 * The method of that name, however it is written, or the one for the model's task that has it as an alias.
 * @param instead the method to offer where this one does not fit
 * @throws XaiError `method-unsupported`
 */
export function findMethod(name: string, model: Model, instead: string): Method {
  const named = [...methods.values()].filter((one) => isCalled(one, name));
  if (named.length === 0) throw new XaiError('method-unsupported', noSuchMethod(name), { option: 'method' });
  const { task } = model.recipe;
  const found = named.find(({ tasks }) => tasks.includes(task));
  if (found) return found;
  const fits = new Intl.ListFormat('en-GB').format(new Set(named.flatMap(({ tasks }) => tasks)));
  throw new XaiError(
    'method-unsupported',
    `${name} explains ${fits}, and ${model.name} is for ${task}; use ${instead}.`,
    { option: 'method' },
  );
}

/** What is said of a name that no method has: the nearest ones, or all. */
export function noSuchMethod(name: string): string {
  const nearest = nearestNames(name, [...methodNames(), ...methodAliases()]);
  const offer = nearest.length > 0 ? `the nearest are ${nearest.join(', ')}` : `there are ${methodNames().join(', ')}`;
  return `There is no method "${name}"; ${offer}.`;
}

/** Whether the method has every option that was given. */
export function hasOptions(method: Method, options: ExplainOptions): boolean {
  return foreignOption(method, options) === undefined;
}

function foreignOption({ options: own }: Method, options: ExplainOptions): string | undefined {
  if (!own) return undefined;
  const known = own as readonly string[];
  return Object.keys(options).find(
    (option) => options[option as keyof ExplainOptions] !== undefined && !COMMON.has(option) && !known.includes(option),
  );
}

/** @throws XaiError `option-invalid` naming an option that the method does not have */
export function refuseForeignOptions(method: Method, options: ExplainOptions): void {
  const option = foreignOption(method, options);
  if (option === undefined) return;
  const has = method.options?.length ? `it has ${method.options.join(', ')}` : 'it has none of its own';
  throw new XaiError('option-invalid', `${method.name} has no option "${option}"; ${has}.`, { option });
}
