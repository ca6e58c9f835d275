import { XaiError } from '../../core/errors.ts';
import { durationOf } from '../../core/series/recording.ts';
import { shareInLabels } from '../../core/series/session-summary.ts';
import { judgeWindow } from '../../core/series/verdicts.ts';
import { layerText } from '../../core/stated-layers.ts';
import { explainSession, type SessionExplanation } from '../../methods/explain-session.ts';
import type { Model } from '../../tasks/model.ts';
import type { Session } from '../../tasks/series/read-session.ts';
import { rowNames } from '../../tasks/series/row-names.ts';
import { attempt, failureOf } from '../run/attempt.ts';
import type { CheckedAudit } from '../run/options.ts';
import { packTrack } from './kept-track.ts';
import { packPlane, packShares } from './packed-plane.ts';
import type { SessionRecord, SessionResult, WindowRecord } from './session-record.ts';
import type { SessionEntry } from './session-set.ts';

/**
 * Asks every model about every window of one recording, and explains each window's own answer. A recording that can't be read, or
 * that a model fails on, is said to have failed.
 * @throws XaiError for what every further recording would share, or the abort reason
 */
export async function auditSession(
  models: readonly Model[],
  entry: SessionEntry,
  options: CheckedAudit,
  signal: AbortSignal,
): Promise<SessionRecord> {
  const base = { session: entry.name, split: entry.truth.split };
  try {
    const session = await entry.open(signal);
    const { recording, labels } = session;
    const results: SessionResult[] = [];
    for (const model of models) results.push(await attempt(() => ask(model, session, options, signal), signal));
    const { sha256, rate, channels, findings } = recording;
    return {
      ...base,
      sha256,
      seconds: durationOf(recording),
      rate,
      channels: [...channels],
      labels: labels ? labels.length : null,
      problems: findings.map(({ message }) => message),
      results,
    };
  } catch (cause) {
    const failed = failureOf(cause, signal);
    const nothing = { sha256: null, seconds: null, rate: null, channels: [], labels: null, problems: [] };
    return { ...base, ...nothing, results: models.map(() => failed) };
  }
}

async function ask(
  model: Model,
  { recording, labels }: Session,
  options: CheckedAudit,
  signal: AbortSignal,
): Promise<SessionResult> {
  const startedAt = performance.now();
  const run = explainSession(model, recording, { ...options.explain, targets: 'top', signal });
  const explained = await run.result();
  const [map] = explained.maps;
  const { method, options: stated, notes } = map.provenance;
  const scores = scoresOf(explained, model);
  const { channels } = explained.windows.recording;
  return {
    status: 'explained',
    method,
    layer: layerText(stated),
    windows: windowsOf(explained, labels),
    ...scores,
    means: explained.means.map(({ label, windows, ...plane }) => ({ label, windows, map: packPlane(plane) })),
    track: packTrack(map),
    weights: weightsOf(explained),
    rows: rowNames(model.seriesRecipe().input, channels, map.rows),
    notes: [...notes],
    milliseconds: Math.round(performance.now() - startedAt),
  };
}

/** Parts of a window that its weight is told apart in. */
const PARTS = 32;

/** Of each window the shares of its positive weight in equal parts of its time. */
function weightsOf({ answers, weights }: SessionExplanation): { readonly parts: number; readonly cells: string } {
  const parts = Math.min(PARTS, weights?.parts ?? PARTS);
  const shares = new Float32Array(answers.length * parts);
  for (let index = 0; weights && index < answers.length; index++) {
    const own = weights.data.subarray(index * weights.parts, (index + 1) * weights.parts);
    const sum = own.reduce((total, value) => total + value, 0);
    if (!(sum > 0)) continue;
    own.forEach((value, part) => {
      shares[index * parts + Math.floor((part * parts) / weights.parts)] += value / sum;
    });
  }
  return { parts, cells: packShares(shares) };
}

function windowsOf({ answers, weights }: SessionExplanation, labels: Session['labels']): WindowRecord[] {
  return answers.map(({ index, start, end, classes }) => {
    const [best = null] = classes ?? [];
    const said = { index, start, end, answer: best?.label ?? null, score: best?.score ?? null };
    const verdict = judgeWindow(said, labels ?? []);
    const share = weights && labels && shareInLabels(verdict, weights, labels);
    const { answer, score, meant: label } = verdict;
    return { start, end, answer, score, label, inside: share?.weight ?? null, chance: share?.chance ?? null };
  });
}

/** @throws XaiError `method-unsupported` for a model that answers otherwise */
function scoresOf(
  { answers }: SessionExplanation,
  model: Model,
): { readonly classes: string[]; readonly scores: string } {
  const known = answers.find(({ classes }) => classes)?.classes;
  if (!known) {
    throw new XaiError(
      'method-unsupported',
      `${model.name} gives a value per frame; audits of recordings need a model that answers with classes.`,
    );
  }
  const classes = [...known].sort((a, b) => a.classIndex - b.classIndex).map(({ label }) => label);
  const scores = new Float32Array(answers.length * classes.length);
  for (const [at, { classes: own }] of answers.entries()) {
    for (const { classIndex, score } of own ?? []) scores[at * classes.length + classIndex] = score;
  }
  return { classes, scores: packShares(scores) };
}
