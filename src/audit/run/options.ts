import { oneOf, wholeNumber } from '../../core/check-options.ts';
import { XaiError } from '../../core/errors.ts';
import type { ExplainOptions } from '../../methods/explain.ts';
import { findMetric } from '../../metrics/registry.ts';

/**
 * What is explained of each picture:
 * - `top`: the best answer;
 * - `all`: every answer over the threshold;
 * - `annotated`: what the annotations name, found or not;
 * - `wrong`: answers that the annotations contradict, and objects that were missed.
 */
export const TARGET_RULES = ['top', 'all', 'annotated', 'wrong'] as const;
export type TargetRule = (typeof TARGET_RULES)[number];

/** A part of the pictures, the same on every machine: those whose name's hash leaves `index` when divided by `of`. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** Options of the method; what to explain is the rule's to say. */
export type MethodOptions = Omit<ExplainOptions, 'targets' | 'signal' | 'partialEvery' | 'batch'>;

export interface AuditOptions {
  /** Name for people. Default: the data set's. */
  readonly name?: string;
  /** Method and its options. Default: the method that suits the model. */
  readonly explain?: MethodOptions;
  /** Default `top`. */
  readonly rule?: TargetRule;
  /** Names of metrics. Default: those that cost no pass and fit what is known of the pictures. */
  readonly metrics?: readonly string[];
  /** How many pictures, chosen by the seed. Default: all. */
  readonly count?: number;
  /** For the choice of pictures and for metrics: whole number from 0. Default 0. */
  readonly seed?: number;
  /** `train`, `val`, ...: only pictures of that split. Default: all. */
  readonly split?: string;
  /** Default: no shard, all pictures. */
  readonly shard?: Shard;
}

/** Audit options with every default filled in: plain JSON. */
export interface CheckedAudit {
  readonly name: string;
  readonly explain: MethodOptions;
  readonly rule: TargetRule;
  readonly metrics: readonly string[];
  readonly count: number | null;
  readonly seed: number;
  readonly split: string | null;
}

/** Measured when nothing else is asked for: they cost no pass. */
export const FREE_METRICS: readonly string[] = [
  'pointing-game',
  'energy-pointing-game',
  'relevance-rank',
  'sparsity',
  'entropy',
];

/**
 * @param name of the data set
 * @throws XaiError `option-invalid` naming the option
 */
export function checkAudit(options: AuditOptions, name: string): CheckedAudit {
  const { explain = {}, rule = 'top', metrics = FREE_METRICS, count, seed = 0, split = null } = options;
  for (const metric of metrics) findMetric(metric);
  if (new Set(metrics).size < metrics.length) {
    throw new XaiError('option-invalid', 'A metric is named twice; name each once.', { option: 'metrics' });
  }
  return {
    name: options.name ?? name,
    explain,
    rule: oneOf('rule', rule, TARGET_RULES),
    metrics: [...metrics],
    count: count === undefined ? null : wholeNumber('count', count, 1, Number.MAX_SAFE_INTEGER),
    seed: wholeNumber('seed', seed, 0, Number.MAX_SAFE_INTEGER),
    split,
  };
}

/**
 * `I/N`, I from 0 to N - 1, or from 1 to N: N means 0, so that both ways of counting give every share once.
 * @throws XaiError `option-invalid`
 */
export function parseShard(text: string): Shard {
  const match = /^(\d{1,6})\/(\d{1,6})$/.exec(text);
  const [index, of] = match ? [Number(match[1]), Number(match[2])] : [0, 0];
  if (match && of > 0 && index <= of) return { index: index % of, of };
  throw new XaiError('option-invalid', `The shard "${text}" won't do; write I/N, such as 0/4, 1/4, 2/4 and 3/4.`, {
    option: 'shard',
  });
}
