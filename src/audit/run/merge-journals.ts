import { XaiError } from '../../core/errors.ts';
import { canonicalHeader, type Journal } from './journal.ts';

/**
 * Joins the journals of the shards of one audit.
 * @param parts with the names of their folders, for messages
 * @throws XaiError `option-invalid` when they are of different audits, or one picture or recording is there twice with different
 * results
 */
export function mergeJournals<R>(
  parts: readonly { readonly name: string; readonly journal: Journal<R> }[],
): Journal<R> {
  const [first, ...rest] = parts;
  const { plan } = first.journal.header;
  const records = new Map<string, R>();
  for (const { name, journal } of [first, ...rest]) {
    if (JSON.stringify(journal.header.plan) !== JSON.stringify(plan)) {
      throw new XaiError('option-invalid', `${name} and ${first.name} are parts of different audits; merge one.`, {
        file: name,
      });
    }
    for (const [one, record] of journal.records) {
      const known = records.get(one);
      if (known && withoutTimes(known) !== withoutTimes(record)) {
        throw new XaiError(
          'option-invalid',
          `${one} is in more than one part with different results; leave out one of the parts.`,
          { file: name },
        );
      }
      if (!known) records.set(one, record);
    }
  }
  const headers = parts.map(({ journal }) => journal.header);
  const all = (names: readonly (string | null)[]) =>
    [...new Set(names.flatMap((name) => name ?? []))].sort().join(', ');
  const header = canonicalHeader({
    ...first.journal.header,
    shard: null,
    provider: all(headers.map(({ provider }) => provider)),
    adapter: all(headers.map(({ adapter }) => adapter)) || null,
    versions: Object.assign({}, ...headers.map(({ versions }) => versions)),
    startedAt: headers.map(({ startedAt }) => startedAt).sort()[0],
  });
  return { header, records };
}

function withoutTimes(record: unknown): string {
  return JSON.stringify(record, (key, value) => (key === 'milliseconds' ? 0 : value));
}
