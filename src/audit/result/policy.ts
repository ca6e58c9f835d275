import * as v from 'valibot';
import { XaiError } from '../../core/errors.ts';
import { mean } from '../../core/statistics.ts';
import { OUTCOMES } from '../run/match-objects.ts';
import type { ExplanationRecord } from '../run/record.ts';
import { median } from './intervals.ts';

const share = v.pipe(v.number(), v.description('The value may be as low as this.'));
const limits = {
  atLeast: v.optional(share),
  atMost: v.optional(v.pipe(v.number(), v.description('The value may be as high as this.'))),
  for: v.pipe(
    v.optional(v.union([v.picklist(['all', 'every class']), v.object({ class: v.string() })]), 'all'),
    v.description('Whether it must hold over all explanations together, for each class by itself, or for one class.'),
  ),
  model: v.pipe(
    v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 0),
    v.description('Which of the models, counted from 0.'),
  ),
  fewest: v.pipe(
    v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 1),
    v.description('Classes with fewer explanations are passed over.'),
  ),
};

const metricRule = v.strictObject({
  metric: v.pipe(v.string(), v.description('Name of a metric of the audit.')),
  statistic: v.optional(v.picklist(['mean', 'median', 'least', 'greatest']), 'mean'),
  ...limits,
});
const outcomeRule = v.strictObject({
  outcome: v.pipe(v.picklist(OUTCOMES), v.description('The share of explanations with this outcome is judged.')),
  ...limits,
});

/** A file of rules that an audit passes or fails. */
export const policySchema = v.strictObject({
  version: v.literal(1),
  rules: v.pipe(
    v.array(
      v.pipe(
        v.union([metricRule, outcomeRule]),
        v.check(({ atLeast, atMost }) => atLeast !== undefined || atMost !== undefined, 'give atLeast, atMost or both'),
      ),
    ),
    v.minLength(1),
  ),
});

export type Policy = v.InferOutput<typeof policySchema>;
type Rule = Policy['rules'][number];

/**
 * Checks a policy file.
 * @param metrics names of the metrics that the audit measures
 * @throws XaiError `option-invalid` naming what is wrong
 */
export function parsePolicy(value: unknown, metrics: readonly string[], file: string): Policy {
  const parsed = v.safeParse(policySchema, value);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const where = v.getDotPath(issue);
    throw new XaiError('option-invalid', `${file}${where ? ` at ${where}` : ''}: ${issue.message}.`, {
      option: 'policy',
      file,
    });
  }
  for (const rule of parsed.output.rules) {
    if (!('metric' in rule) || metrics.includes(rule.metric)) continue;
    throw new XaiError(
      'option-invalid',
      `${file} judges the metric "${rule.metric}", which this audit does not measure; add it to --metrics.`,
      { option: 'policy', file },
    );
  }
  return parsed.output;
}

const judgementSchema = v.object({
  class: v.nullable(v.string()),
  value: v.nullable(v.number()),
  count: v.number(),
  passed: v.boolean(),
});

/** What became of a policy. */
export const verdictSchema = v.object({
  passed: v.boolean(),
  rules: v.array(
    v.object({
      rule: v.pipe(v.string(), v.description('The rule in words.')),
      passed: v.boolean(),
      judged: v.array(judgementSchema),
    }),
  ),
});

export type Verdict = v.InferOutput<typeof verdictSchema>;

/** What a policy reads of an explanation. */
type Judged = Pick<ExplanationRecord, 'label' | 'outcome' | 'metrics'>;

/**
 * Judges explanations by a policy. A rule that finds nothing to judge has failed.
 * @param explanations of each model
 */
export function judge({ rules }: Policy, explanations: readonly (readonly Judged[])[]): Verdict {
  const judged = rules.map((rule) => {
    const own = explanations[rule.model] ?? [];
    const groups = groupsOf(rule, own);
    const results = groups.map(({ label, members }) => {
      const values = valuesOf(rule, members);
      const value = statisticOf(rule, values);
      const { atLeast = Number.NEGATIVE_INFINITY, atMost = Number.POSITIVE_INFINITY } = rule;
      return {
        class: label,
        value,
        count: values.length,
        passed: value !== null && value >= atLeast && value <= atMost,
      };
    });
    return {
      rule: describe(rule),
      passed: results.length > 0 && results.every(({ passed }) => passed),
      judged: results,
    };
  });
  return { passed: judged.every(({ passed }) => passed), rules: judged };
}

function groupsOf(rule: Rule, all: readonly Judged[]) {
  if (rule.for === 'all') return [{ label: null, members: all }];
  const labels = rule.for === 'every class' ? [...new Set(all.map(({ label }) => label))].sort() : [rule.for.class];
  return labels
    .map((label) => ({ label, members: all.filter((one) => one.label === label) }))
    .filter(({ members }) => rule.for !== 'every class' || members.length >= rule.fewest);
}

function valuesOf(rule: Rule, members: readonly Judged[]): number[] {
  if ('metric' in rule) return members.flatMap(({ metrics }) => metrics[rule.metric] ?? []);
  return members.flatMap(({ outcome }) => (outcome === null ? [] : outcome === rule.outcome ? 1 : 0));
}

function statisticOf(rule: Rule, values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const statistic = 'metric' in rule ? rule.statistic : 'mean';
  if (statistic === 'median') return median(values);
  if (statistic === 'mean') return mean(values);
  return statistic === 'least' ? Math.min(...values) : Math.max(...values);
}

function describe(rule: Rule): string {
  const what = 'metric' in rule ? `${rule.statistic} of ${rule.metric}` : `share of ${rule.outcome}`;
  const bounds = [
    ...(rule.atLeast === undefined ? [] : [`>= ${rule.atLeast}`]),
    ...(rule.atMost === undefined ? [] : [`<= ${rule.atMost}`]),
  ];
  const whose = typeof rule.for === 'object' ? ` for ${rule.for.class}` : rule.for === 'all' ? '' : ' for every class';
  return `${what} ${bounds.join(' and ')}${whose}`;
}
