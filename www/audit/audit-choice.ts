import type { AuditData, AuditModel, AuditOptions } from '../../src/xai-audit.ts';
import type { GivenModel } from '../explain/given-model.ts';
import { EMBEDDED, EMBEDDED_SERIES } from '../library/embedded.ts';
import type { DrawnChoice } from './drawn-data.ts';

/** Everything that a person chooses before an audit is opened. */
export interface AuditChoice {
  readonly models: readonly GivenModel[];
  readonly source: 'drawn' | 'own';
  readonly count: number;
  readonly hasTrap: boolean;
  readonly given: AuditData | null;
}

/** How it is to be done; can change until it starts. */
export interface AuditHow {
  /** Null: what suits the model. */
  readonly method: string | null;
  readonly rule: NonNullable<AuditOptions['rule']>;
  /** Null: all pictures. */
  readonly count: number | null;
  readonly metrics: keyof typeof METRICS;
}

export const MOST_MODELS = 6;
export const DRAWN_COUNTS = [24, 48, 96, 200] as const;
export const PICTURE_COUNTS = [20, 50, 200, 1000] as const;
export const RULES = ['top', 'all', 'annotated', 'wrong'] as const;

const QUICK = ['pointing-game', 'energy-pointing-game', 'relevance-rank', 'sparsity', 'entropy'];
const METRICS = {
  quick: QUICK,
  repeated: [...QUICK, 'repeatability'],
  thorough: [...QUICK, 'insertion', 'deletion', 'average-drop'],
};

/** What an audit runs with. @param isSeries recordings: of each window its own answer is explained, and no metric is measured */
export function optionsOf({ method, rule, count, metrics }: AuditHow, isSeries: boolean): AuditOptions {
  return {
    ...(isSeries ? {} : { rule, metrics: METRICS[metrics] }),
    ...(method === null ? {} : { explain: { method } }),
    ...(count === null ? {} : { count }),
  };
}

/** How it was, from what an audit ran with. */
export function howOf({ explain, rule = 'top', count, metrics = [] }: AuditOptions): AuditHow {
  return {
    method: explain?.method ?? null,
    rule,
    count: count ?? null,
    metrics: metrics.includes('insertion') ? 'thorough' : metrics.includes('repeatability') ? 'repeated' : 'quick',
  };
}

/** What the first model is best shown. */
export function drawnChoice({
  models,
  count,
  hasTrap,
}: Pick<AuditChoice, 'models' | 'count' | 'hasTrap'>): DrawnChoice {
  const name = models[0]?.name.replace(/^embedded:/, '');
  const series = EMBEDDED_SERIES.find((one) => one.name === name);
  if (series) {
    const kind = series.name === 'sound' ? 'sound' : 'motion';
    return { kind, count, captioned: null, hasGlitches: hasTrap && kind === 'motion' };
  }
  const kind = EMBEDDED.find((one) => one.name === name)?.pictures === 'scenes' ? 'scenes' : 'crops';
  return { kind, count, captioned: hasTrap && kind === 'crops' ? 'boat' : null, hasGlitches: false };
}

export function auditModel({ source, name, recipe, labels, beside }: GivenModel): AuditModel {
  return {
    source,
    options: {
      ...(recipe === undefined ? {} : { recipe }),
      ...(labels ? { labels } : {}),
      ...(beside ? { beside } : {}),
      ...(typeof source === 'string' ? {} : { name }),
    },
  };
}
