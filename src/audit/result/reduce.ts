import { packGrid } from '../../core/packed-grid.ts';
import { mean } from '../../core/statistics.ts';
import { findMetric } from '../../metrics/registry.ts';
import { compareModels } from '../compare/compare-models.ts';
import { byName } from '../data/file-tree.ts';
import { bootstrapMean } from '../insights/bootstrap.ts';
import { collectEvidence, type Evidence, shareOutside } from '../insights/evidence.ts';
import type { Finding } from '../insights/finding.ts';
import { meanMaps } from '../insights/mean-maps.ts';
import type { Journal } from '../run/journal.ts';
import type { Outcome } from '../run/match-objects.ts';
import type { ExplanationRecord, PictureRecord } from '../run/record.ts';
import { countStatuses } from '../run/run-audit.ts';
import type { AuditReport } from './audit-schema.ts';
import { intervalOfMean, intervalOfShare, median } from './intervals.ts';
import { judge, type Policy } from './policy.ts';

/**
 * Sums an audit up, picture by picture in order of name, so that the same pictures give the same report however the run was
 * split or stopped.
 * @param findings of `findInsights`. Default: they were not looked for
 */
export function reduceAudit(
  { header, pictures }: Journal,
  policy: Policy | null,
  findings: readonly Finding[] | null = null,
  finishedAt = new Date(),
): AuditReport {
  const { plan, setAside, provider, adapter, versions, startedAt } = header;
  const sorted = [...pictures.values()].sort((a, b) => byName(a.picture, b.picture));
  const explanations = plan.models.map((_, model) => explanationsOf(sorted, model));
  const counts = countStatuses(sorted);
  const missing = plan.data.chosen - sorted.length;
  return {
    version: 1,
    plan,
    summary: { chosen: plan.data.chosen, missing, ...counts, sentence: sentenceOf(sorted.length, missing, counts) },
    models: plan.models.map(({ file, sha256 }, model) => ({
      file,
      sha256,
      ...summarise(explanations[model], plan.options.metrics),
      classes: labelsOf(explanations[model]).map((label) => ({
        label,
        ...summarise(
          explanations[model].filter((one) => one.label === label),
          plan.options.metrics,
        ),
        where: whereOf(
          collectEvidence(sorted, model).filter((one) => one.explanation.label === label),
          plan.options.seed,
        ),
      })),
    })),
    findings: findings && [...findings],
    comparison:
      plan.models.length > 1
        ? compareModels(sorted, {
            names: namesOf(plan.models),
            metrics: plan.options.metrics,
            findings: findings ?? [],
            seed: plan.options.seed,
          })
        : null,
    policy: policy && judge(policy, explanations),
    pictures: sorted,
    setAside,
    provenance: { provider, adapter, versions, startedAt, finishedAt: finishedAt.toISOString() },
  };
}

/** File names; of the same file twice (a model before and after quantisation, say) with its number. */
function namesOf(models: readonly { readonly file: string }[]): string[] {
  const files = models.map(({ file }) => file);
  return files.map((file, k) => (files.filter((one) => one === file).length > 1 ? `${file} (${k + 1})` : file));
}

/** All maps of one model, in the order of the pictures. */
export function explanationsOf(pictures: readonly PictureRecord[], model: number): ExplanationRecord[] {
  return pictures.flatMap(({ results }) => {
    const result = results[model];
    return result?.status === 'explained' ? result.explanations : [];
  });
}

function labelsOf(explanations: readonly ExplanationRecord[]): string[] {
  return [...new Set(explanations.map(({ label }) => label))].sort(byName);
}

function summarise(explanations: readonly ExplanationRecord[], metrics: readonly string[]) {
  const outcomes: Partial<Record<Outcome, number>> = {};
  for (const { outcome } of explanations) if (outcome !== null) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  const judged = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
  const correct = outcomes.correct ?? 0;
  const interval = intervalOfShare(correct, judged);
  return {
    explanations: explanations.length,
    outcomes,
    correct: interval && { share: correct / judged, ...interval, count: judged },
    metrics: Object.fromEntries(metrics.map((name) => [name, summariseMetric(explanations, name)])),
  };
}

function whereOf(
  evidence: readonly Evidence[],
  seed: number,
): AuditReport['models'][number]['classes'][number]['where'] {
  if (evidence.length === 0) return { picture: null, object: null, outside: null };
  const { picture, object } = meanMaps(evidence);
  const outside = evidence.flatMap((one) => shareOutside(one) ?? []);
  const middle = mean(outside);
  const deviation = Math.sqrt(mean(outside.map((share) => (share - middle) ** 2)));
  return {
    picture: packGrid(picture),
    object: object && packGrid(object),
    outside:
      outside.length > 0 ? { count: outside.length, mean: middle, deviation, ...bootstrapMean(outside, seed) } : null,
  };
}

function summariseMetric(explanations: readonly ExplanationRecord[], name: string) {
  const values = explanations.flatMap(({ metrics }) => metrics[name] ?? []);
  const any = values.length > 0;
  const [least, most] = findMetric(name).range;
  const interval = intervalOfMean(values);
  return {
    count: values.length,
    mean: any ? mean(values) : null,
    interval: interval && { low: Math.max(least, interval.low), high: Math.min(most, interval.high) },
    median: median(values),
    least: any ? values.reduce((a, b) => Math.min(a, b)) : null,
    greatest: any ? values.reduce((a, b) => Math.max(a, b)) : null,
  };
}

function sentenceOf(
  done: number,
  missing: number,
  { explained, empty, failed }: { readonly explained: number; readonly empty: number; readonly failed: number },
): string {
  const parts = [`${explained} of ${done} explained`];
  if (empty > 0) parts.push(`${empty} had nothing to explain`);
  if (failed > 0) parts.push(`${failed} failed`);
  if (missing > 0) parts.push(`${missing} belong to shards that are not here`);
  return `${parts.join(', ')}.`;
}
