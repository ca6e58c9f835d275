import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ALL_SESSIONS, chooseSessions, sessionRow } from '../../src/elements/xai-audit/sessions/session-rows.ts';
import type { SessionRecord } from '../../src/engine/audit-protocol.ts';

/** A recording whose windows were answered and labelled like this; null: no answer, or no label. */
function recordOf(session: string, ...windows: readonly (readonly [answer: string | null, label: string | null])[]) {
  const result = { status: 'explained', windows: windows.map(([answer, label]) => ({ answer, label })) };
  return { session, results: [result] } as unknown as SessionRecord;
}

const rows = [
  recordOf('a.csv', ['walk', 'walk'], ['idle', null], [null, 'walk']),
  recordOf('b.csv', ['walk', 'idle'], ['idle', 'walk'], ['walk', 'walk']),
  recordOf('more/c.csv', ['idle', 'walk']),
  { session: 'd.csv', results: [{ status: 'failed', code: 'recording-unreadable', message: 'cut off' }] },
].map((record) => sessionRow(record as SessionRecord));
const namesOf = (choice: Partial<typeof ALL_SESSIONS>) =>
  chooseSessions(rows, { ...ALL_SESSIONS, ...choice }).map(({ record }) => record.session);

test('windows without an answer do not count, those without a label are not judged', () => {
  assert.deepEqual(
    rows.map(({ windows, judged, wrong }) => [windows, judged, wrong]),
    [
      [2, 1, 0],
      [3, 3, 2],
      [1, 1, 1],
      [0, 0, 0],
    ],
  );
});

test('recordings are filtered by name and by mistakes, and sorted by these', () => {
  assert.deepEqual(namesOf({}), ['a.csv', 'b.csv', 'more/c.csv', 'd.csv']);
  assert.deepEqual(namesOf({ sort: 'wrong' }), ['b.csv', 'more/c.csv', 'a.csv', 'd.csv']);
  assert.deepEqual(namesOf({ onlyWrong: true }), ['b.csv', 'more/c.csv']);
  assert.deepEqual(namesOf({ text: ' MORE ' }), ['more/c.csv']);
});
