import path from 'node:path';
import { type Journal, journalText, PICTURES, type RecordKind, readHeader, readJournal } from '../audit/run/journal.ts';
import { mergeJournals } from '../audit/run/merge-journals.ts';
import { SESSION_METRICS } from '../audit/sessions/reduce-sessions.ts';
import { SESSIONS } from '../audit/sessions/session-record.ts';
import { XaiError } from '../core/errors.ts';
import { findJournal, JOURNAL } from './audit-files.ts';
import { reportAudit } from './audit-report.ts';
import { reportSessions } from './audit-sessions.ts';
import { lockFolder } from './folder-lock.ts';
import { readPolicy } from './read-policy.ts';
import { writeWhole } from './write-file.ts';

export interface MergeFlags {
  readonly output: string;
  readonly policy?: string;
  readonly json?: boolean;
}

/**
 * Joins the parts of an audit, and reports on the whole.
 * @returns exit status
 * @throws XaiError `input-missing`, `data-unreadable`, `option-invalid` for parts of different audits
 */
export async function merge(folders: readonly string[], flags: MergeFlags, signal: AbortSignal): Promise<number> {
  const header = await readHeader(await findJournal(folders[0]));
  if (header?.plan.models[0].task === 'series') {
    const whole = await join(folders, SESSIONS, signal);
    const policy = await readPolicy(flags.policy, SESSION_METRICS);
    return keep(whole, flags, () => reportSessions(whole, policy, null, flags));
  }
  const whole = await join(folders, PICTURES, signal);
  const policy = await readPolicy(flags.policy, whole.header.plan.options.metrics);
  return keep(whole, flags, () => reportAudit(whole, policy, null, flags));
}

async function join<R>(folders: readonly string[], kind: RecordKind<R>, signal: AbortSignal): Promise<Journal<R>> {
  const parts: { name: string; journal: Journal<R> }[] = [];
  for (const folder of folders) {
    const journal = await readJournal(await findJournal(folder), kind);
    // What comes after the reading is short, and is not left half done.
    signal.throwIfAborted();
    if (!journal) {
      throw new XaiError('data-unreadable', `The journal of ${folder} is empty; run that shard first.`, {
        file: folder,
      });
    }
    parts.push({ name: folder, journal });
  }
  return mergeJournals(parts);
}

async function keep<R>(whole: Journal<R>, { output }: MergeFlags, report: () => Promise<number>): Promise<number> {
  const lock = await lockFolder(output);
  try {
    await writeWhole(path.join(output, JOURNAL), journalText(whole));
    return await report();
  } finally {
    await lock.release();
  }
}
