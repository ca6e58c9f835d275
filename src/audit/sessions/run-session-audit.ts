import { XaiError } from '../../core/errors.ts';
import { Run } from '../../core/run.ts';
import type { Model } from '../../tasks/model.ts';
import { type Journal, type JournalFile, planOf } from '../run/journal.ts';
import { headerOf, keepJournal } from '../run/keep-journal.ts';
import type { AuditOptions } from '../run/options.ts';
import { checkModels, choose } from '../run/run-audit.ts';
import { auditSession } from './audit-session.ts';
import { SESSIONS, type SessionRecord } from './session-record.ts';
import type { SessionEntry, SessionSet } from './session-set.ts';

/**
 * Runs an audit over recordings: every chosen one that the journal does not have yet, in order of name, one line a recording. A
 * run that was stopped goes on where it was.
 * @returns counted in recordings; `partial` and `result()` are the journal as far as it is
 * @throws XaiError through `result()`: `option-invalid` (also for the journal of another audit), `method-unsupported`, ...
 */
export function runSessionAudit(
  models: readonly Model[],
  data: SessionSet,
  file: JournalFile,
  options: AuditOptions & { readonly signal?: AbortSignal } = {},
): Run<Journal<SessionRecord>> {
  return new Run<Journal<SessionRecord>>(async ({ signal, report }) => {
    refusePictureOptions(options);
    const checked = checkModels(models, { ...options, metrics: [] }, data.name);
    const { chosen, all } = await choose(data.sessions, options, checked);
    const { name, format } = data;
    const plan = planOf(models, { name, format, count: data.sessions.length }, all, checked);
    const header = headerOf(models, plan, data.setAside, options.shard);
    const make = (entry: SessionEntry) => auditSession(models, entry, checked, signal);
    return keepJournal({ file, header, kind: SESSIONS, inputs: chosen, make, signal, report });
  }, options.signal);
}

function refusePictureOptions({ rule = 'top', metrics = [] }: AuditOptions): void {
  const option = rule !== 'top' ? 'rule' : metrics.length > 0 ? 'metrics' : null;
  if (option === null) return;
  throw new XaiError(
    'option-invalid',
    option === 'rule'
      ? `Of recordings each window's own answer is explained, so the rule can't be "${rule}"; leave it out.`
      : `The metrics ${metrics.join(', ')} are of pictures; of recordings the share of the weight within the labels is always measured. Leave them out.`,
    { option },
  );
}
