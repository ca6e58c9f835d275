import { XaiError } from '../../core/errors.ts';
import { Run } from '../../core/run.ts';
import { planTask } from '../../methods/explain.ts';
import { findMetric } from '../../metrics/registry.ts';
import type { Model } from '../../tasks/model.ts';
import type { DataPicture, DataSet } from '../data/data-set.ts';
import { auditPicture } from './audit-picture.ts';
import { type Choosable, choosePictures, isInShard } from './choose-pictures.ts';
import { type Journal, type JournalFile, PICTURES, planOf } from './journal.ts';
import { headerOf, keepJournal } from './keep-journal.ts';
import { type AuditOptions, type CheckedAudit, checkAudit } from './options.ts';
import type { ResultRecord } from './record.ts';

/**
 * Runs an audit: every chosen picture that the journal does not have yet, in order of name, one line a picture. A run that
 * was stopped goes on where it was, whatever stopped it.
 * @returns counted in pictures; `partial` and `result()` are the journal as far as it is
 * @throws XaiError through `result()`: `option-invalid` (also for the journal of another audit), `method-unsupported`, ...
 */
export function runAudit(
  models: readonly Model[],
  data: DataSet,
  file: JournalFile,
  options: AuditOptions & { readonly signal?: AbortSignal } = {},
): Run<Journal> {
  return new Run<Journal>(async ({ signal, report }) => {
    const checked = checkModels(models, options, data.name);
    const { chosen: pictures, all } = await choose(data.pictures, options, checked);
    const { name, format } = data;
    const plan = planOf(models, { name, format, count: data.pictures.length }, all, checked);
    const header = headerOf(models, plan, data.setAside, options.shard);
    const make = (picture: DataPicture) => auditPicture(models, data, picture, checked, signal);
    return keepJournal({ file, header, kind: PICTURES, inputs: pictures, make, signal, report });
  }, options.signal);
}

/**
 * Whether models can be audited together, and how.
 * @throws XaiError `option-invalid`
 */
export function checkModels(models: readonly Model[], options: AuditOptions, name: string): CheckedAudit {
  if (models.length < 1 || models.length > MOST_MODELS) {
    throw new XaiError('option-invalid', `An audit takes one to ${MOST_MODELS} models, not ${models.length}.`, {
      option: 'models',
    });
  }
  const other = models.find(({ recipe }) => recipe.task !== models[0].recipe.task);
  if (other) {
    throw new XaiError(
      'option-invalid',
      `${models[0].name} is for ${models[0].recipe.task} and ${other.name} for ${other.recipe.task}; compare models of one task.`,
      { option: 'models' },
    );
  }
  return checkAudit(options, name);
}

const MOST_MODELS = 6;

/**
 * The inputs of this machine in order of name, and how many all machines have together.
 * @throws XaiError `option-invalid` when the split has none
 */
export async function choose<T extends Choosable>(
  inputs: readonly T[],
  { shard }: AuditOptions,
  checked: CheckedAudit,
): Promise<{ readonly chosen: readonly T[]; readonly all: number }> {
  const chosen = await choosePictures(inputs, checked);
  if (!shard) return { chosen, all: chosen.length };
  const own = await Promise.all(chosen.map(({ name }) => isInShard(name, shard)));
  return { chosen: chosen.filter((_, k) => own[k]), all: chosen.length };
}

type Status = ResultRecord['status'];

/** How many pictures any model could explain, had nothing to explain in, or failed on. */
export function countStatuses(records: Iterable<{ readonly results: readonly { readonly status: Status }[] }>): {
  readonly explained: number;
  readonly empty: number;
  readonly failed: number;
} {
  const counts = { explained: 0, empty: 0, failed: 0 };
  for (const { results } of records) {
    const statuses = results.map(({ status }) => status);
    counts[statuses.includes('failed') ? 'failed' : statuses.includes('explained') ? 'explained' : 'empty']++;
  }
  return counts;
}

/** What an audit will take. */
export interface AuditEstimate {
  readonly pictures: number;
  /** Forward passes a picture and target, of all models together; null when a method's layer decides. */
  readonly passes: number | null;
  /** By the pace of one pass; null when that or the passes are not known. */
  readonly seconds: number | null;
}

/** Audits of so few passes a picture are measured on one; of more the pace of a pass is taken. */
const MEASURED = 64;

/**
 * What an audit will take: where a picture takes few passes the first one is audited twice, the second time against the clock;
 * else the models are run on it and each picture is taken to have one target.
 * @throws XaiError `option-invalid`, `method-unsupported`
 */
export async function estimateAudit(
  models: readonly Model[],
  data: DataSet,
  options: AuditOptions & { readonly signal?: AbortSignal } = {},
): Promise<AuditEstimate> {
  const checked = checkModels(models, options, data.name);
  const { chosen: pictures } = await choose(data.pictures, options, checked);
  let passes: number | null = 0;
  let milliseconds: number | null = 0;
  for (const model of models) {
    await warmUp(model, data, pictures, options.signal);
    const { passes: own } = planTask(model, checked.explain);
    const { input } = model.pictureRecipe();
    let all: number | null = own === null ? null : own + 1;
    for (const name of checked.metrics) {
      const cost = findMetric(name).count({}, input);
      if (all !== null && own !== null) all += cost.passes + cost.explanations * own;
    }
    passes = passes === null || all === null ? null : passes + all;
    const pace: number | null = model.millisecondsPerPass;
    milliseconds = milliseconds === null || all === null || pace === null ? null : milliseconds + all * pace;
  }
  if (passes !== null && passes <= MEASURED)
    milliseconds = await timeOfOne(models, data, pictures[0], checked, options);
  const seconds = milliseconds === null ? null : (pictures.length * milliseconds) / 1000;
  return { pictures: pictures.length, passes, seconds };
}

/** Milliseconds that a picture takes, once everything is open. */
async function timeOfOne(
  models: readonly Model[],
  data: DataSet,
  picture: DataPicture,
  checked: CheckedAudit,
  { signal = new AbortController().signal }: { readonly signal?: AbortSignal },
): Promise<number> {
  await auditPicture(models, data, picture, checked, signal);
  const startedAt = performance.now();
  await auditPicture(models, data, picture, checked, signal);
  return performance.now() - startedAt;
}

/** Runs a model on the first picture that can be read, twice, since the first run of a session takes longer than all others. */
async function warmUp(
  model: Model,
  data: DataSet,
  pictures: readonly DataPicture[],
  signal: AbortSignal | undefined,
): Promise<void> {
  for (const { name } of pictures.slice(0, FEW)) {
    try {
      const bytes = await data.read(name, signal);
      for (let turn = 0; turn < 2; turn++) await model.predict(bytes, { signal });
      return;
    } catch (cause) {
      signal?.throwIfAborted();
      // The audit itself will name a picture that fails; where all of the first do, the pace stays unknown.
      if (!(cause instanceof XaiError)) throw cause;
    }
  }
}

const FEW = 5;
