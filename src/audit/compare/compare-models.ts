import { cosineSimilarity } from '../../core/cosine.ts';
import { unpackGrid } from '../../core/packed-grid.ts';
import { mean } from '../../core/statistics.ts';
import { findMetric } from '../../metrics/registry.ts';
import { byName } from '../data/file-tree.ts';
import { bootstrapMean } from '../insights/bootstrap.ts';
import { ownShareInside } from '../insights/evidence.ts';
import type { Finding } from '../insights/finding.ts';
import { FEWEST } from '../insights/suspect.ts';
import { sameLabel } from '../run/match-objects.ts';
import type { ExplanationRecord, PictureRecord } from '../run/record.ts';
import type { Comparison, ComparisonMeasure, ComparisonStep } from './comparison-schema.ts';
import { sayStep } from './comparison-words.ts';
import { modelSteps } from './model-names.ts';
import { type PairedMaps, pairMaps } from './pair-maps.ts';
import { placeReader } from './place-share.ts';

const MOST_EXAMPLES = 8;

export interface CompareOptions {
  /** Names for people, in the order of the models. */
  readonly names: readonly string[];
  readonly metrics: readonly string[];
  /** Places of theirs are followed through all models. */
  readonly findings: readonly Finding[];
  readonly seed: number;
}

type Read = (map: ExplanationRecord, record: PictureRecord) => number | null;
type Wanted = Pick<ComparisonMeasure, 'kind' | 'metric' | 'label' | 'region' | 'better'> & { readonly read: Read };

/**
 * Compares two or more models on the questions that all of them were asked. Differences are taken map by map, so that what makes
 * one picture harder than another does not blur them.
 * @param pictures of one audit with all of the models
 */
export function compareModels(pictures: readonly PictureRecord[], options: CompareOptions): Comparison {
  const pairs = pairMaps(pictures, options.names.length);
  const measures = wantedMeasures(pairs, options).flatMap((wanted) => compareBy(wanted, pairs, options) ?? []);
  const likeness = modelSteps(options.names.length).flatMap((step) => likenessOf(step, pairs, options.seed) ?? []);
  return { count: pairs.length, measures, likeness };
}

function wantedMeasures(pairs: readonly PairedMaps[], { metrics, findings }: CompareOptions): Wanted[] {
  const plain = { metric: null, label: null, region: null };
  const labels = [...new Set(pairs.map(({ maps }) => maps[0].label))].sort(byName);
  const inside = { ...plain, kind: 'inside', better: 'higher', read: ownShareInside } as const;
  const places = findings.flatMap(({ label, region }, index): Wanted[] => {
    const isFirst = findings.findIndex((one) => one.label === label && one.region !== null) === index;
    if (!region || !isFirst) return [];
    return [{ ...plain, kind: 'place', label, region: [...region], better: 'lower', read: placeReader(region) }];
  });
  return [
    inside,
    ...(labels.length > 1 ? labels.map((label): Wanted => ({ ...inside, label })) : []),
    ...places,
    { ...plain, kind: 'correct', better: 'higher', read: ({ outcome }) => outcome && (outcome === 'correct' ? 1 : 0) },
    { ...plain, kind: 'score', better: null, read: ({ score }) => score },
    ...metrics.map(
      (metric): Wanted => ({
        ...plain,
        kind: 'metric',
        metric,
        better: findMetric(metric).better,
        read: (map) => map.metrics[metric] ?? null,
      }),
    ),
  ];
}

/** Null where too few maps have such a value for every model. */
function compareBy(
  { read, ...what }: Wanted,
  pairs: readonly PairedMaps[],
  { names, seed }: CompareOptions,
): ComparisonMeasure | null {
  const rows = pairs.flatMap(({ record, maps }) => {
    if (what.label !== null && !sameLabel(maps[0].label, what.label)) return [];
    const values = maps.flatMap((map) => read(map, record) ?? []);
    return values.length === maps.length ? [values] : [];
  });
  if (rows.length < FEWEST) return null;
  const column = (model: number) => rows.map((values) => values[model]);
  const models = names.map((_, model) => ({ mean: mean(column(model)), ...bootstrapMean(column(model), seed) }));
  const steps = modelSteps(names.length).map(({ from, to }): ComparisonStep => {
    const differences = rows.map((values) => values[to] - values[from]);
    const interval = bootstrapMean(differences, seed);
    const step = {
      ...{ from, to, difference: mean(differences), ...interval, count: rows.length },
      certain: interval.low > 0 || interval.high < 0,
    };
    return { ...step, sentence: sayStep(what, step, [models[from].mean, models[to].mean], [names[from], names[to]]) };
  });
  return { ...what, models, steps };
}

/** Null where no two maps have any positive weight. */
function likenessOf(
  { from, to }: { readonly from: number; readonly to: number },
  pairs: readonly PairedMaps[],
  seed: number,
): Comparison['likeness'][number] | null {
  const positive = ({ map }: ExplanationRecord) => unpackGrid(map).map((value) => Math.max(0, value));
  const rows = pairs.flatMap(({ record, maps }) => {
    const [before, after] = [positive(maps[from]), positive(maps[to])];
    if (![before, after].every((map) => map.some((value) => value > 0))) return [];
    return { picture: record.picture, cosine: cosineSimilarity(before, after) };
  });
  if (rows.length === 0) return null;
  const cosines = rows.map(({ cosine }) => cosine);
  const examples = [...new Set(rows.sort((a, b) => a.cosine - b.cosine).map(({ picture }) => picture))];
  return {
    ...{ from, to, mean: mean(cosines), ...bootstrapMean(cosines, seed) },
    ...{ count: rows.length, examples: examples.slice(0, MOST_EXAMPLES) },
  };
}
