import { confusionOf } from '../../core/series/session-summary.ts';
import { modelNames } from '../compare/model-names.ts';
import { byName } from '../data/file-tree.ts';
import { judge, type Policy } from '../result/policy.ts';
import { sentenceOf } from '../result/sentence.ts';
import type { Journal } from '../run/journal.ts';
import { countStatuses } from '../run/run-audit.ts';
import { meanOverRecordings } from './cluster-bootstrap.ts';
import { compareSessions } from './compare/compare-sessions.ts';
import type { SessionFinding } from './insights/session-finding.ts';
import { packPlane, resize, unpackPlane } from './packed-plane.ts';
import type { PackedPlane, SessionRecord, SessionResult, WindowRecord } from './session-record.ts';
import type { SessionReport } from './session-report-schema.ts';

/** What a policy may judge of recordings, window by window. */
export const SESSION_METRICS: readonly string[] = ['inside', 'score'];

type Explained = Extract<SessionResult, { readonly status: 'explained' }>;

/**
 * Sums an audit of recordings up, in order of name, so that the same recordings give the same report however the run was split.
 * @param findings of `findSessionInsights`. Default: they were not looked for
 */
export function reduceSessions(
  { header, records }: Journal<SessionRecord>,
  policy: Policy | null,
  findings: readonly SessionFinding[] | null = null,
  finishedAt = new Date(),
): SessionReport {
  const { plan, setAside, provider, adapter, versions, startedAt } = header;
  const sorted = [...records.values()].sort((a, b) => byName(a.session, b.session));
  const results = plan.models.map((_, model) =>
    sorted.flatMap((record): Explained[] => {
      const result = record.results[model];
      return result?.status === 'explained' ? [result] : [];
    }),
  );
  const counts = countStatuses(sorted);
  const missing = plan.data.chosen - sorted.length;
  return {
    version: 1,
    kind: 'sessions',
    plan,
    summary: { chosen: plan.data.chosen, missing, ...counts, sentence: sentenceOf(sorted.length, missing, counts) },
    models: plan.models.map(({ file, sha256 }, model) => ({
      file,
      sha256,
      ...summarise(results[model], plan.options.seed),
    })),
    findings: findings && [...findings],
    comparison:
      plan.models.length > 1
        ? compareSessions(sorted, {
            names: modelNames(plan.models),
            findings: findings ?? [],
            seed: plan.options.seed,
          })
        : null,
    policy:
      policy &&
      judge(
        policy,
        results.map((own) => own.flatMap(({ windows }) => windows.flatMap(judgedAs))),
      ),
    sessions: sorted,
    setAside,
    provenance: { provider, adapter, versions, startedAt, finishedAt: finishedAt.toISOString() },
  };
}

function judgedAs({ answer, score, label, inside }: WindowRecord) {
  if (answer === null) return [];
  const outcome = label === null ? null : label === answer ? ('correct' as const) : ('class' as const);
  return [{ label: answer, outcome, metrics: { inside, score } }];
}

function summarise(
  results: readonly Explained[],
  seed: number,
): Omit<SessionReport['models'][number], 'file' | 'sha256'> {
  const windows = results.flatMap((result) => result.windows);
  const verdicts = windows.map((one, index) => ({ ...verdictOf(one), index }));
  const { names, counts } = confusionOf(verdicts, results[0]?.classes ?? []);
  const answered = new Set(windows.flatMap(({ answer, label }) => [answer, label].filter((name) => name !== null)));
  const order = results[0]?.classes ?? [];
  const labels = [
    ...order.filter((name) => answered.has(name)),
    ...[...answered].filter((name) => !order.includes(name)).sort(),
  ];
  return {
    ...measure(results, seed, () => true),
    confusion: { names: [...names], counts: counts.map((row) => [...row]) },
    classes: labels.map((label) => ({
      label,
      ...measure(results, seed, (one) => one === label),
      mean: meanMap(results, label),
    })),
    rows: results[0]?.rows ?? null,
  };
}

function verdictOf({ start, end, answer, score, label }: WindowRecord) {
  const isRight = answer === null || label === null ? null : answer === label;
  return { start, end, answer, score, meant: label, isRight };
}

/** @param isOwn which classes count */
function measure(results: readonly Explained[], seed: number, isOwn: (label: string) => boolean) {
  const over = (read: (window: WindowRecord) => number | null) =>
    meanOverRecordings(
      results.map(({ windows }) => {
        const values = windows.flatMap((window) => read(window) ?? []);
        return { sum: values.reduce((total, value) => total + value, 0), count: values.length };
      }),
      seed,
    );
  const answered = (window: WindowRecord) => window.answer !== null && isOwn(window.answer);
  return {
    windows: results.reduce((sum, { windows }) => sum + windows.filter(answered).length, 0),
    correct: over(({ answer, label }) =>
      answer === null || label === null || !isOwn(label) ? null : answer === label ? 1 : 0,
    ),
    inside: over((window) => (answered(window) ? window.inside : null)),
    chance: over((window) => (answered(window) ? window.chance : null)),
  };
}

/** Mean over all windows with an answer; null without any. */
function meanMap(results: readonly Explained[], label: string): PackedPlane | null {
  const own = results.flatMap(({ means }) => means.filter((one) => one.label === label));
  if (own.length === 0) return null;
  const { rows, columns } = own[0].map;
  const all = own.reduce((sum, { windows }) => sum + windows, 0);
  const data = new Float64Array(rows * columns);
  for (const { map, windows } of own) {
    resize(unpackPlane(map), rows, columns).forEach((value, at) => {
      data[at] += (value * windows) / all;
    });
  }
  return packPlane({ rows, columns, data: Float32Array.from(data) });
}
