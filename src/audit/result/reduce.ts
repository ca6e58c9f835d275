import { packGrid } from '../../core/packed-grid.ts';
import { mean } from '../../core/statistics.ts';
import { findMetric } from '../../metrics/registry.ts';
import { compareModels } from '../compare/compare-models.ts';
import { modelNames } from '../compare/model-names.ts';
import { byName } from '../data/file-tree.ts';
import { bootstrapMean } from '../insights/bootstrap.ts';
import { collectEvidence, type Evidence, shareOutside } from '../insights/evidence.ts';
import type { Finding } from '../insights/finding.ts';
import { meanMaps } from '../insights/mean-maps.ts';
import { clusterMaps } from '../patterns/cluster-maps.ts';
import { listUnusual } from '../patterns/list-unusual.ts';
import type { Journal } from '../run/journal.ts';
import type { ExplanationRecord, PictureRecord } from '../run/record.ts';
import { countStatuses } from '../run/run-audit.ts';
import type { AuditReport } from './audit-schema.ts';
import { intervalOfMean, median } from './intervals.ts';
import { judge, type Policy } from './policy.ts';
import { sentenceOf } from './sentence.ts';
import { countOutcomes, shareCorrect } from './share-correct.ts';

/**
 * Sums an audit up, picture by picture in order of name, so that the same pictures give the same report however the run was
 * split or stopped.
 * @param findings of `findInsights`. Default: they were not looked for
 */
export function reduceAudit(
  { header, records }: Journal,
  policy: Policy | null,
  findings: readonly Finding[] | null = null,
  finishedAt = new Date(),
): AuditReport {
  const { plan, setAside, provider, adapter, versions, startedAt } = header;
  const sorted = [...records.values()].sort((a, b) => byName(a.picture, b.picture));
  const explanations = plan.models.map((_, model) => explanationsOf(sorted, model));
  const evidence = plan.models.map((_, model) => collectEvidence(sorted, model));
  const { seed } = plan.options;
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
          evidence[model].filter((one) => one.explanation.label === label),
          seed,
        ),
      })),
      clusters: clusterMaps(evidence[model]),
      unusual: listUnusual(evidence[model]),
    })),
    findings: findings && [...findings],
    comparison:
      plan.models.length > 1
        ? compareModels(sorted, {
            names: modelNames(plan.models),
            metrics: plan.options.metrics,
            findings: findings ?? [],
            seed,
          })
        : null,
    policy: policy && judge(policy, explanations),
    pictures: sorted,
    setAside,
    provenance: { provider, adapter, versions, startedAt, finishedAt: finishedAt.toISOString() },
  };
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
  return {
    explanations: explanations.length,
    outcomes: countOutcomes(explanations),
    correct: shareCorrect(explanations),
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
