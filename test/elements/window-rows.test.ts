import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aroundWindow, sumUp, verdictOf, windowRows } from '../../src/elements/xai-audit/sessions/window-rows.ts';
import type { SessionRecord } from '../../src/engine/audit-protocol.ts';

const window = (
  start: number,
  end: number,
  answer: string | null,
  label: string | null,
  inside: number | null = null,
) => ({
  ...{ start, end, answer, label, inside, score: answer === null ? null : 0.5 + start / 10 },
  chance: label === null ? null : 0.25,
});
const explained = (...windows: ReturnType<typeof window>[]) => ({ status: 'explained', windows });
const recordOf = (...results: readonly object[]) =>
  ({ session: 'a.csv', seconds: 10, results }) as unknown as SessionRecord;

test('windows of the same time share a row, others have one of their own, in order of time', () => {
  const rows = windowRows(
    recordOf(
      explained(window(0, 1, 'walk', 'walk'), window(1, 2, 'walk', null)),
      { status: 'failed', code: 'out-of-memory', message: 'no' },
      explained(window(0.0001, 1, 'idle', 'walk'), window(0.5, 1.5, null, null)),
    ),
  );
  assert.deepEqual(
    rows.map(({ start, label, answers, isWrong }) => [
      start,
      label,
      answers.map((one) => one && verdictOf(one)),
      isWrong,
    ]),
    [
      [0, 'walk', ['right', null, 'wrong'], true],
      [0.5, null, [null, null, 'unanswered'], false],
      [1, null, ['unlabelled', null, null], false],
    ],
  );
});

test('a recording is summed up: what was answered, judged and wrong, and what the weight lies on', () => {
  const result = explained(
    window(0, 1, 'walk', 'walk', 0.8),
    window(1, 2, 'idle', 'walk'),
    window(2, 3, 'idle', null),
    window(3, 4, null, 'walk'),
    window(4, 5, 'walk', 'walk', 0.4),
  );
  const sum = sumUp(result);
  assert.deepEqual([sum.windows, sum.judged, sum.wrong, sum.chance], [4, 3, 1, 0.25]);
  assert.ok(Math.abs((sum.inside ?? 0) - 0.6) < 1e-9 && Math.abs((sum.score ?? 0) - 0.675) < 1e-9, JSON.stringify(sum));
  assert.deepEqual(sumUp({ windows: [] }), {
    windows: 0,
    judged: 0,
    wrong: 0,
    inside: null,
    chance: null,
    score: null,
  });
});

test('a window is shown with as much before and after it, within the recording', () => {
  const record = recordOf(explained(window(0, 1, 'walk', null), window(9, 10, 'walk', null)));
  const span = (start: number, end: number) => aroundWindow(record, 0, { start, end }).span;
  assert.deepEqual(span(4, 5), { from: 3, to: 6 });
  assert.deepEqual(
    [span(0, 1), span(9, 10)],
    [
      { from: 0, to: 2 },
      { from: 8, to: 10 },
    ],
  );
  assert.equal(span(0, 5), undefined, 'the whole is hardly longer');
});
