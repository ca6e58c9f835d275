import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareSessions } from '../../src/audit/sessions/compare/compare-sessions.ts';
import { pairWindows } from '../../src/audit/sessions/compare/pair-windows.ts';
import { sessionComparisonPart } from '../../src/audit/sessions/compare/session-comparison-part.ts';
import type { SessionFinding } from '../../src/audit/sessions/insights/session-finding.ts';
import { packShares } from '../../src/audit/sessions/packed-plane.ts';
import type { SessionRecord, SessionResult, WindowRecord } from '../../src/audit/sessions/session-record.ts';

const CLASSES = ['rest', 'wave'];
const PARTS = 8;

interface Said extends Partial<WindowRecord> {
  /** Score of "wave"; the rest is that of "rest". */
  readonly wave?: number;
  /** Part of the window that has all of the weight. Default: the third. */
  readonly at?: number;
}

/** A model's answers to windows of a second, one after the other. */
function result(said: readonly Said[]): SessionResult {
  const scores = said.flatMap(({ wave = 1 }) => [1 - wave, wave]);
  const weights = said.flatMap(({ at = 2 }) => Array.from({ length: PARTS }, (_, k) => (k === at ? 1 : 0)));
  const windows = said.map(({ wave: _, at: __, ...own }, k) => ({
    ...{ start: k, end: k + 1, answer: 'wave', score: 0.9, label: 'wave', inside: 0.5, chance: 0.2, ...own },
  }));
  return {
    ...{ status: 'explained', method: 'grad-cam', layer: null, windows, classes: CLASSES, means: [], rows: null },
    ...{ scores: packShares(Float32Array.from(scores)), notes: [], milliseconds: 1 },
    weights: { parts: PARTS, cells: packShares(Float32Array.from(weights)) },
    track: { rows: 1, columns: 1, start: 0, step: 1, unseen: [], scale: 1, cells: 'AAA=' },
  };
}

const FAILED: SessionResult = { status: 'failed', code: 'out-of-memory', message: 'no' };

function record(session: string, results: readonly SessionResult[]): SessionRecord {
  return {
    ...{ session, sha256: null, seconds: 9, rate: 10, channels: ['x'], split: null, labels: 1, problems: [] },
    results: [...results],
  };
}

const OPTIONS = { names: ['old.onnx', 'new.onnx'], findings: [], seed: 0 };

test('windows are paired by recording and time; what a model did not answer is left out', () => {
  const pairs = pairWindows(
    [
      record('a', [result([{}, {}, { answer: null }]), result([{ answer: 'rest' }, { start: 1.0004 }, {}])]),
      record('b', [result([{}]), FAILED]),
      record('c', [result([{}]), result([{ start: 0.5, end: 1.5 }])]),
    ],
    2,
  );
  assert.deepEqual(
    pairs.map(({ session, models }) => [session, ...models.map(({ start, answer }) => `${start} ${answer}`)]),
    [
      ['a', '0 wave', '0 rest'],
      ['a', '1 wave', '1.0004 wave'],
    ],
  );
});

test('a difference is taken window by window, its interval over recordings, and said in a sentence', () => {
  // Recordings differ much (.2 to .74), the models by .19 in every window.
  const sessions = Array.from({ length: 10 }, (_, k) => {
    const inside = 0.2 + 0.06 * k;
    const waves = (more: number) => result([{ inside: inside + more }, { inside: inside + more }]);
    return record(`${k}`, [waves(0), waves(0.19)]);
  });
  const { count, recordings, measures } = compareSessions(sessions, OPTIONS);
  const [inside] = measures;
  assert.deepEqual([count, recordings, inside.kind, inside.label], [20, 10, 'inside', null]);
  const [step] = inside.steps;
  for (const value of [step.difference, step.low, step.high]) assert.ok(Math.abs(value - 0.19) < 1e-9, `${value}`);
  assert.equal(
    step.sentence,
    'new.onnx looks more at the event than old.onnx: 47 % to 66 %, n=20 windows of 10 recordings, 95 % interval of the difference: 19 to 19 percentage points.',
  );
  assert.match(sessionComparisonPart(compareSessions(sessions, OPTIONS), OPTIONS.names).text, /n=20 windows of 10/);
});

test('the interval is that of recordings, not of windows', () => {
  // Five recordings say +.4, five −.2: windows alone (200) would leave out 0.
  const sessions = Array.from({ length: 10 }, (_, k) => {
    const windows = (inside: number) => result(Array.from({ length: 20 }, () => ({ inside })));
    return record(`${k}`, [windows(0.5), windows(k % 2 ? 0.9 : 0.3)]);
  });
  const [step] = compareSessions(sessions, OPTIONS).measures[0].steps;
  assert.ok(Math.abs(step.difference - 0.1) < 1e-6);
  // Normal theory over ten recordings: .1 +- 1.96 x .3 / sqrt(10) = -.09 to .29.
  assert.ok(Math.abs(step.low + 0.086) < 0.06 && Math.abs(step.high - 0.286) < 0.06, JSON.stringify(step));
  assert.equal(step.certain, false);
  assert.match(step.sentence, /^No difference in the share of the evidence on the event that could not be chance/);
});

test('of four recordings nothing is claimed, of one there is no measure', () => {
  const sessions = Array.from({ length: 4 }, (_, k) =>
    record(`${k}`, [result([{ inside: 0.2 }, { inside: 0.2 }]), result([{ inside: 0.8 }, { inside: 0.8 }])]),
  );
  const [step] = compareSessions(sessions, OPTIONS).measures[0].steps;
  assert.ok(step.low > 0.5);
  assert.equal(step.certain, false);
  const one = compareSessions([record('a', [result([{}, {}, {}]), result([{}, {}, {}])])], OPTIONS);
  assert.deepEqual([one.count, one.measures, one.likeness], [3, [], []]);
  assert.match(sessionComparisonPart(one, OPTIONS.names).text, /windows of one recording only/);
  const apart = compareSessions([record('a', [result([{}]), result([{ end: 2 }])])], OPTIONS);
  assert.equal(apart.count, 0);
  assert.match(sessionComparisonPart(apart, OPTIONS.names).text, /begin or end at other times/);
});

test('answers are judged by the label, scores are those of the labelled class, whatever was answered', () => {
  const sessions = Array.from({ length: 6 }, (_, k) =>
    record(`${k}`, [
      result([{ answer: 'rest', score: 0.9, wave: 0.1, inside: null }, { wave: 0.6 }]),
      result([{ wave: 0.7 }, { wave: 0.8 }]),
    ]),
  );
  const { measures } = compareSessions(sessions, OPTIONS);
  const found = Object.fromEntries(measures.map(({ kind, models }) => [kind, models.map(({ mean }) => mean)]));
  assert.deepEqual(found.correct, [0.5, 1]);
  assert.ok(Math.abs(found.score[0] - 0.35) < 1e-4 && Math.abs(found.score[1] - 0.75) < 1e-4, `${found.score}`);
  assert.equal(measures.find(({ kind }) => kind === 'inside')?.steps[0].count, 6, 'only where both are right');
});

test('a single class is told of where it differs much', () => {
  const of = (wave: number, rest: number) =>
    result([{ inside: wave }, { label: 'rest', answer: 'rest', inside: rest }]);
  const sessions = Array.from({ length: 6 }, (_, k) => record(`${k}`, [of(0.3, 0.8), of(0.7, 0.85)]));
  const told = compareSessions(sessions, OPTIONS).measures.filter((one) => one.told);
  assert.deepEqual(
    told.map(({ kind, label }) => [kind, label]),
    [
      ['inside', null],
      ['inside', 'wave'],
      ['correct', null],
      ['score', null],
    ],
  );
});

test('the part of the window that a finding names is followed; maps are compared where answers agree', () => {
  const finding = { kind: 'window-part', label: 'wave', part: [0, 0.25] } as unknown as SessionFinding;
  const sessions = Array.from({ length: 6 }, (_, k) =>
    record(`${k}`, [
      result([{ at: 0 }, { at: 1 }, { at: 2 }, { at: 4 }]),
      result([{ at: 0 }, { at: 5 }, { at: 5 }, { at: 4, answer: 'rest' }]),
    ]),
  );
  const { measures, likeness } = compareSessions(sessions, { ...OPTIONS, findings: [finding, finding] });
  const places = measures.filter(({ kind }) => kind === 'place');
  assert.equal(places.length, 1, 'each part once');
  assert.deepEqual(
    places[0].models.map(({ mean }) => Number(mean.toFixed(3))),
    [0.667, 0.333],
  );
  assert.match(places[0].steps[0].sentence, /less at the part of the window that the finding names .* for "wave"/);
  const [{ agreed, mean, count }] = likeness;
  assert.deepEqual([agreed, Number(mean.toFixed(3)), count], [0.75, 0.333, 18]);
});

test('of three models each step is told, and that from the first to the last', () => {
  const sessions = Array.from({ length: 6 }, (_, k) =>
    record(
      `${k}`,
      [0.2, 0.4, 0.9].map((inside) => result([{ inside }])),
    ),
  );
  const { measures } = compareSessions(sessions, { ...OPTIONS, names: ['a', 'b', 'c'] });
  assert.deepEqual(
    measures[0].steps.map(({ from, to, difference }) => [from, to, Number(difference.toFixed(3))]),
    [
      [0, 1, 0.2],
      [1, 2, 0.5],
      [0, 2, 0.7],
    ],
  );
});
