import { VERSION } from '../../core/version.ts';
import type { Model } from '../../tasks/model.ts';
import type { SetAside } from '../data/file-tree.ts';
import {
  type AuditPlan,
  canonicalHeader,
  canonicalRecord,
  type Journal,
  type JournalFile,
  type JournalHeader,
  type RecordKind,
  readJournal,
  refuseOtherPlan,
} from './journal.ts';
import type { Shard } from './options.ts';

/** What a journal begins with, but for the time. */
export function headerOf(
  models: readonly Model[],
  plan: AuditPlan,
  setAside: readonly SetAside[],
  shard: Shard | undefined,
): Omit<JournalHeader, 'startedAt'> {
  return {
    version: 1,
    plan,
    shard: shard ?? null,
    setAside: setAside.map(({ file: name, reason }) => ({ file: name, reason })),
    provider: models[0].provider,
    adapter: models[0].adapter,
    versions: { 'xai-viewer': VERSION, ...models[0].runtimeVersions },
  };
}

export interface JournalJob<T extends { readonly name: string }, R> {
  readonly file: JournalFile;
  readonly header: Omit<JournalHeader, 'startedAt'>;
  readonly kind: RecordKind<R>;
  /** In the order in which they are to be done. */
  readonly inputs: readonly T[];
  make(input: T): Promise<R>;
  readonly signal: AbortSignal;
  report(done: number, total: number, journal: Journal<R>): void;
}

/**
 * Makes what the journal does not have yet, a line each; each is kept as soon as it is made.
 * @throws XaiError `option-invalid` for the journal of another audit, `data-unreadable` for what is none
 */
export async function keepJournal<T extends { readonly name: string }, R>({
  file,
  header: wanted,
  kind,
  inputs,
  make,
  signal,
  report,
}: JournalJob<T, R>): Promise<Journal<R>> {
  const known = await readJournal(file, kind);
  const header = canonicalHeader({ ...wanted, startedAt: known?.header.startedAt ?? new Date().toISOString() });
  if (known) refuseOtherPlan(known.header, header, file.name);
  else await file.append(JSON.stringify(header));
  const records = new Map(known?.records);
  const journal = { header, records };
  const left = inputs.filter(({ name }) => !records.has(name));
  report(0, left.length, journal);
  for (const [done, input] of left.entries()) {
    signal.throwIfAborted();
    const record = canonicalRecord(await make(input), kind);
    await file.append(JSON.stringify(record));
    records.set(kind.nameOf(record), record);
    report(done + 1, left.length, journal);
  }
  return journal;
}
