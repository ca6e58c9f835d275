import { XaiError } from '../core/errors.ts';
import { Run } from '../core/run.ts';
import type { Saliency } from '../core/saliency.ts';
import { type Model, type SubjectSource, toSubject } from '../tasks/model.ts';
import type { ExplainOptions } from './explain.ts';
import { allMethods, hasOptions, type Method } from './registry.ts';

/** Methods that stand in where none is named, in the order in which they are tried. */
const PREFERRED = ['d-rise', 'grad-cam', 'recipro-cam', 'rise'];
/** A single step of a short window, all others hidden, tells a model of recordings next to nothing. */
const PREFERRED_FOR_SERIES = ['grad-cam', 'rise'];
/** A layer's mean gradient says little where each step of time is met in another state (docs/decisions.md). */
const PREFERRED_FOR_RECURRENT = ['integrated-gradients', 'rise'];
/** Most presets are of masks; a name that several methods know is theirs. */
const PREFERRED_FOR_PRESETS = ['d-rise', 'rise', 'recipro-cam', 'score-cam', 'aise'];

const RECURRENT_OPERATORS = ['GRU', 'LSTM', 'RNN'];

/** Whether a model goes through its input step by step and keeps a state. */
export function isRecurrent({ description }: Model): boolean {
  return RECURRENT_OPERATORS.some((name) => description.operators[name] > 0);
}

/**
 * The methods to try when none is named: those for the model's task that have all options that were given (the number of
 * masks leaves only those with masks), the sensible one first.
 * @throws XaiError `method-unsupported` when there is none
 */
export function defaultMethods(model: Model, options: ExplainOptions = {}): readonly Method[] {
  const { task } = model.recipe;
  const suited = allMethods().filter(({ tasks }) => tasks.includes(task));
  const order = orderFor(model, options);
  const preferred = order.flatMap((name) => suited.find((method) => method.name === name) ?? []);
  const rest = suited.filter((method) => !preferred.includes(method)).slice(0, 1);
  const { preset } = options;
  const fitting = [...preferred, ...rest].filter(
    (method) => hasOptions(method, options) && (preset === undefined || method.presets?.includes(preset)),
  );
  if (fitting.length > 0)
    return task === 'detection' || task === 'instance-segmentation' ? fitting.slice(0, 1) : fitting;
  if (suited.length > 0) return [...preferred, ...rest].slice(0, 1);
  const explained = [...new Set(allMethods().flatMap(({ tasks }) => tasks))];
  throw new XaiError('method-unsupported', `There is no method for ${task} models, only for ${explained.join(', ')}.`);
}

function orderFor(model: Model, { preset }: ExplainOptions): readonly string[] {
  if (preset !== undefined) return PREFERRED_FOR_PRESETS;
  if (model.recipe.task !== 'series') return PREFERRED;
  return isRecurrent(model) ? PREFERRED_FOR_RECURRENT : PREFERRED_FOR_SERIES;
}

/** Tries methods one after the other; the first that the graph allows answers, and says why the ones before it did not. */
export function explainByFirst(
  methods: readonly Method[],
  model: Model,
  source: SubjectSource,
  options: ExplainOptions,
): Run<Saliency[]> {
  if (methods.length === 1) return methods[0].run(model, source, options);
  return new Run(async ({ signal, report }) => {
    const picture = await toSubject(source);
    const obstacles: string[] = [];
    for (const [position, method] of methods.entries()) {
      const run = method.run(model, picture, { ...options, signal });
      try {
        for await (const { done, total, remaining, partial } of run) report(done, total, partial, remaining === null);
        return (await run.result()).map((map) => withNotes(map, obstacles));
      } catch (cause) {
        const isLast = position === methods.length - 1;
        if (isLast || !(cause instanceof XaiError) || cause.code !== 'method-unsupported') throw cause;
        obstacles.push(`${method.name} was not possible: ${cause.message}`);
      }
    }
    throw new XaiError('method-unsupported', 'There is no method to try.');
  }, options.signal);
}

function withNotes(map: Saliency, notes: readonly string[]): Saliency {
  if (notes.length === 0) return map;
  const provenance = { ...map.provenance, notes: [...map.provenance.notes, ...notes] };
  // Values that are not worked out yet stay so.
  const properties = Object.getOwnPropertyDescriptors(map);
  return Object.defineProperties(
    {},
    { ...properties, provenance: { ...properties.provenance, value: provenance } },
  ) as Saliency;
}
