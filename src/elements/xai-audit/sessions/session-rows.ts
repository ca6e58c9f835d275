import type { SessionRecord, SessionResult } from '../../../engine/audit-protocol.ts';

type Explained = Extract<SessionResult, { readonly status: 'explained' }>;

/** One recording as the list shows it. */
export interface SessionRow {
  readonly record: SessionRecord;
  /** Of all models together: windows with an answer, and those of them that labels contradict. */
  readonly windows: number;
  readonly judged: number;
  readonly wrong: number;
}

/** What of the recordings is shown, and in which order. */
export interface SessionChoice {
  readonly sort: 'name' | 'wrong';
  readonly onlyWrong: boolean;
  /** A part of the name, or ''. */
  readonly text: string;
}

export const ALL_SESSIONS: SessionChoice = { sort: 'name', onlyWrong: false, text: '' };

export function explainedOf({ results }: SessionRecord): Explained[] {
  return results.flatMap((result) => (result.status === 'explained' ? [result] : []));
}

export function sessionRow(record: SessionRecord): SessionRow {
  const windows = explainedOf(record)
    .flatMap((result) => result.windows)
    .filter(({ answer }) => answer !== null);
  const judged = windows.filter(({ label }) => label !== null);
  const wrong = judged.filter(({ answer, label }) => answer !== label);
  return { record, windows: windows.length, judged: judged.length, wrong: wrong.length };
}

export function chooseSessions(rows: readonly SessionRow[], { sort, onlyWrong, text }: SessionChoice): SessionRow[] {
  const wanted = text.trim().toLowerCase();
  const left = rows.filter(
    ({ record, wrong }) => (!onlyWrong || wrong > 0) && record.session.toLowerCase().includes(wanted),
  );
  return sort === 'wrong' ? left.sort((a, b) => b.wrong - a.wrong) : left;
}
