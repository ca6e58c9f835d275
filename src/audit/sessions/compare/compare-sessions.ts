import { cosineSimilarity } from '../../../core/cosine.ts';
import { type ComparedThings, sayStep } from '../../compare/comparison-words.ts';
import { modelSteps } from '../../compare/model-names.ts';
import { byName } from '../../data/file-tree.ts';
import { FEWEST } from '../../insights/suspect.ts';
import { FEWEST_RECORDINGS, meanOverRecordings } from '../cluster-bootstrap.ts';
import type { SessionFinding } from '../insights/session-finding.ts';
import type { SessionRecord } from '../session-record.ts';
import { type ModelWindow, type PairedWindow, pairWindows } from './pair-windows.ts';
import type { SessionComparison, SessionMeasure, SessionStep } from './session-comparison-schema.ts';

const MOST_EXAMPLES = 8;
/** Difference from which a single class is told of. */
const MUCH = 0.1;

export const IN_RECORDINGS: ComparedThings = {
  object: 'the event',
  place: 'the part of the window that the finding names',
};

export interface CompareSessionsOptions {
  /** Names for people, in the order of the models. */
  readonly names: readonly string[];
  /** Parts of the window that they name are followed through all models. */
  readonly findings: readonly SessionFinding[];
  readonly seed: number;
}

/** Reads a value; null for a window that has none. @param all the window as all models see it */
type Read = (window: ModelWindow, all: readonly ModelWindow[]) => number | null;
type Wanted = Pick<SessionMeasure, 'kind' | 'label' | 'part' | 'better'> & { readonly read: Read };

/** A value of each model for one window. */
interface Row {
  readonly session: string;
  readonly values: readonly number[];
}

/**
 * Compares two or more models on the windows that all of them answered. Differences are taken window by window; intervals draw
 * whole recordings, since windows of one recording overlap.
 * @param sessions of one audit with all of the models
 */
export function compareSessions(
  sessions: readonly SessionRecord[],
  options: CompareSessionsOptions,
): SessionComparison {
  const pairs = pairWindows(sessions, options.names.length);
  return {
    count: pairs.length,
    recordings: recordingsOf(pairs),
    measures: wantedMeasures(pairs, options).flatMap((wanted) => compareBy(wanted, pairs, options) ?? []),
    likeness: modelSteps(options.names.length).flatMap((step) => likenessOf(step, pairs, options.seed) ?? []),
  };
}

function wantedMeasures(pairs: readonly PairedWindow[], { findings }: CompareSessionsOptions): Wanted[] {
  const labels = [...new Set(pairs.flatMap(({ models }) => models[0].label ?? []))].sort(byName);
  const plain = { label: null, part: null, better: 'higher' } as const;
  const inside = { ...plain, kind: 'inside', read: (window: ModelWindow) => window.inside } as const;
  const ofClass = labels.map(
    (label): Wanted => ({ ...inside, label, read: (window) => (window.label === label ? window.inside : null) }),
  );
  const places = findings.flatMap(({ label, part }, index): Wanted[] => {
    const isFirst = findings.findIndex((one) => one.label === label && one.part !== null) === index;
    if (!part || !isFirst) return [];
    const read: Read = (window, all) =>
      all.every(({ answer }) => answer === label) ? weightWithin(window.weights, part) : null;
    return [{ kind: 'place', label, part: [part[0], part[1]], better: 'lower', read }];
  });
  return [
    inside,
    ...(labels.length > 1 ? ofClass : []),
    ...places,
    {
      ...plain,
      kind: 'correct',
      read: ({ label, answer }) => (label === null ? null : Number(label === answer)),
    },
    { ...plain, kind: 'score', read: ({ labelScore }) => labelScore },
  ];
}

/** Null for a map without positive weight. */
function weightWithin(weights: Float32Array, [from, to]: readonly [number, number]): number | null {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0)) return null;
  const parts = weights.length;
  return weights.slice(Math.round(from * parts), Math.round(to * parts)).reduce((sum, one) => sum + one, 0) / total;
}

/** Null where too few windows, or windows of one recording only, have such a value for every model. */
function compareBy(
  { read, ...what }: Wanted,
  pairs: readonly PairedWindow[],
  { names, seed }: CompareSessionsOptions,
): SessionMeasure | null {
  const rows = pairs.flatMap(({ session, models }): Row[] => {
    const values = models.flatMap((window) => read(window, models) ?? []);
    return values.length === models.length ? [{ session, values }] : [];
  });
  if (rows.length < FEWEST) return null;
  const models = names.map((_, model) => meanOf(rows, ({ values }) => values[model], seed));
  const recordings = recordingsOf(rows);
  const steps = modelSteps(names.length).flatMap(({ from, to }): SessionStep[] => {
    const found = meanOf(rows, ({ values }) => values[to] - values[from], seed);
    const [before, after] = [models[from], models[to]];
    if (!found || !before || !after) return [];
    const { mean: difference, low, high } = found;
    const certain = recordings >= FEWEST_RECORDINGS && (low > 0 || high < 0);
    const step = { from, to, difference, low, high, count: rows.length, recordings, certain };
    const counted = `${rows.length} windows of ${recordings} recordings`;
    const means = [before.mean, after.mean] as const;
    const named = [names[from], names[to]] as const;
    return [{ ...step, sentence: sayStep({ ...what, metric: null }, step, means, named, IN_RECORDINGS, counted) }];
  });
  const known = models.filter((one) => one !== null);
  if (known.length < names.length) return null;
  const differs = steps.some((step) => step.certain && Math.abs(step.difference) >= MUCH);
  return { ...what, told: what.label === null || what.kind === 'place' || differs, models: known, steps };
}

/** Null where no two windows answered alike have any positive weight, or those of one recording only. */
function likenessOf(
  { from, to }: { readonly from: number; readonly to: number },
  pairs: readonly PairedWindow[],
  seed: number,
): SessionComparison['likeness'][number] | null {
  const same = pairs.filter(({ models }) => models[from].answer === models[to].answer);
  const rows = same.flatMap(({ session, models }) => {
    const [before, after] = [models[from].weights, models[to].weights];
    const isSeen = [before, after].every((weights) => weights.some((weight) => weight > 0));
    // Models whose maps are coarser than a 32nd of the window have fewer parts.
    if (!isSeen || before.length !== after.length) return [];
    return [{ session, values: [cosineSimilarity(before, after)] }];
  });
  const found = meanOf(rows, ({ values }) => values[0], seed);
  if (!found) return null;
  const sorted = [...rows].sort((a, b) => a.values[0] - b.values[0]);
  return {
    ...{ from, to, agreed: same.length / pairs.length, ...found, count: rows.length, recordings: recordingsOf(rows) },
    examples: [...new Set(sorted.map(({ session }) => session))].slice(0, MOST_EXAMPLES),
  };
}

/** Null for windows of fewer than two recordings: they have no interval. */
function meanOf(rows: readonly Row[], read: (row: Row) => number, seed: number) {
  const parts = new Map<string, { sum: number; count: number }>();
  for (const row of rows) {
    const part = parts.get(row.session) ?? { sum: 0, count: 0 };
    parts.set(row.session, { sum: part.sum + read(row), count: part.count + 1 });
  }
  const found = meanOverRecordings([...parts.values()], seed);
  return found?.interval ? { mean: found.mean, ...found.interval } : null;
}

function recordingsOf(windows: readonly { readonly session: string }[]): number {
  return new Set(windows.map(({ session }) => session)).size;
}
