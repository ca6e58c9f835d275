import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCsv } from '../../../src/tasks/series/read-csv.ts';
import { refusal } from '../../support/refusals.ts';

const read = (text: string, options = {}) => readCsv(text, 'walk.csv', 'f00', options);
const kinds = ({ findings }: ReturnType<typeof read>) => findings.map(({ kind, count }) => [kind, count]);
const rows = (count: number, line: (k: number) => string) =>
  Array.from({ length: count }, (_, k) => line(k)).join('\n');

test('a header names times and channels, at the rate of the times', () => {
  const recording = read(`seconds,x,y\n${rows(5, (k) => `${(k * 0.02).toFixed(2)},${k},${-k}`)}\n`);
  assert.equal(recording.rate.toFixed(9), '50.000000000');
  assert.equal(recording.start, 0);
  assert.deepEqual(recording.channels, ['x', 'y']);
  assert.deepEqual(
    recording.data.map((values) => [...values]),
    [
      [0, 1, 2, 3, 4],
      [0, -1, -2, -3, -4],
    ],
  );
  assert.deepEqual([recording.gaps, recording.findings], [[], []]);
});

test('without a header a first column that rises evenly is the time, and that is said', () => {
  const recording = read(rows(5, (k) => `${10 + k * 0.5},${k * k}`));
  assert.deepEqual([recording.rate, recording.start, recording.channels], [2, 10, ['channel 2']]);
  assert.deepEqual(kinds(recording), [['time-column', 1]]);
  const plain = read(
    rows(5, (k) => `${[3, 1, 4, 1, 5][k]},${k}`),
    { rate: 100 },
  );
  assert.deepEqual([plain.rate, plain.channels], [100, ['channel 1', 'channel 2']]);
});

test('units of time: by name, as said, by dates, and whole numbers in large steps', () => {
  const at = (title: string, step: number, options = {}) =>
    read(`${title},x\n${rows(4, (k) => `${k * step},${k}`)}`, options);
  assert.equal(Math.round(at('time_ms', 20).rate), 50);
  assert.equal(Math.round(at('Time (us)', 20_000).rate), 50);
  assert.equal(Math.round(at('t', 0.02).rate), 50);
  const guessed = at('timestamp', 20);
  assert.equal(Math.round(guessed.rate), 50);
  assert.deepEqual(kinds(guessed), [['time-unit', 1]]);
  assert.equal(Math.round(at('timestamp', 2, { timeUnit: 's' }).rate * 10), 5);
  const dates = read(`date,x\n2026-01-01T00:00:00.000Z,1\n2026-01-01T00:00:00.250Z,2\n2026-01-01T00:00:00.500Z,3\n`);
  assert.equal(dates.rate, 4);
});

test('semicolons with decimal commas, tabs, a byte order mark and quotes', () => {
  const semicolons = read('\uFEFFtime;"a;b"\n0,0;1,5\n0,1;2,5\n0,2;-3,5\n');
  assert.deepEqual([semicolons.channels, [...semicolons.data[0]]], [['a;b'], [1.5, 2.5, -3.5]]);
  assert.deepEqual([...read('time\tx\n0\t1\n1\t2e-1\n').data[0]], [1, Math.fround(0.2)]);
});

test('channels are read by name, in the order asked for', () => {
  const text = 'time,x,y,z\n0,1,2,3\n1,4,5,6\n';
  assert.deepEqual(
    read(text, { channels: ['z', 'x'] }).data.map((values) => [...values]),
    [
      [3, 6],
      [1, 4],
    ],
  );
  assert.throws(() => read(text, { channels: ['w'] }), refusal('option-invalid', /no column "w".*x, y, z/));
  assert.throws(() => read(text, { timeColumn: 'when' }), refusal('option-invalid', /no column "when"/));
  assert.equal(read(text, { timeColumn: null, rate: 5 }).channels.length, 4);
  assert.deepEqual(read(text, { timeColumn: 1 }).channels, ['time', 'y', 'z']);
});

test('rows out of order and rows of one time are put right, and counted', () => {
  const text = 'time,x\n0,0\n2,2\n1,1\n3,3\n3,5\n4,4\n';
  const recording = read(text);
  assert.deepEqual([...recording.data[0]], [0, 1, 2, 4, 4]);
  assert.deepEqual(kinds(recording), [
    ['unsorted-times', 1],
    ['duplicate-times', 1],
  ]);
  assert.deepEqual([...read(text, { duplicates: 'first' }).data[0]], [0, 1, 2, 3, 4]);
  assert.deepEqual([...read(text, { duplicates: 'last' }).data[0]], [0, 1, 2, 5, 4]);
  assert.throws(() => read(text, { unsorted: 'refuse' }), refusal('recording-unreadable', /back in time/));
  assert.throws(() => read(text, { duplicates: 'refuse' }), refusal('recording-unreadable', /time of another row/));
});

test('missing values: short stretches are bridged, long ones are gaps, as said', () => {
  const values = ['0', '1', '', 'NaN', '4', '5', ...Array.from({ length: 6 }, () => 'null'), '12', '13'];
  const text = `time,x,y\n${values.map((value, k) => `${k * 0.05},${value},${k}`).join('\n')}\n`;
  const bridged = read(text);
  assert.deepEqual([...bridged.data[0]].map(Math.round), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
  assert.deepEqual(bridged.gaps, [{ start: 6, end: 12 }]);
  assert.deepEqual(kinds(bridged), [
    ['missing-values', 2],
    ['gap', 1],
  ]);
  assert.deepEqual(read(text, { missing: 'fill' }).gaps, []);
  assert.deepEqual(read(text, { longestBridge: 0.01 }).gaps.length, 2);
  assert.throws(
    () => read(text, { missing: 'refuse' }),
    refusal('recording-unreadable', /no number in channel 1 at sample 3/),
  );
});

test('rows that were left out are a gap in every channel', () => {
  const kept = Array.from({ length: 40 }, (_, k) => k).filter((k) => k < 20 || k >= 30);
  const recording = read(`time,x\n${kept.map((k) => `${k * 0.02},${k}`).join('\n')}\n`);
  assert.equal(recording.data[0].length, 40);
  assert.deepEqual(recording.gaps, [{ start: 20, end: 30 }]);
  assert.ok(recording.data[0].every((value, k) => Math.abs(value - k) < 1e-4));
});

test('jitter is measured, and values are read off between the rows', () => {
  const jitter = (k: number) => (k % 3 === 1 ? 0.004 : 0);
  const signal = (t: number) => Math.sin(2 * t);
  const recording = read(
    `time,x\n${rows(200, (k) => {
      const t = k * 0.02 + jitter(k);
      return `${t},${signal(t)}`;
    })}\n`,
  );
  assert.deepEqual(
    recording.findings.map(({ kind }) => kind),
    ['jitter'],
  );
  assert.match(recording.findings[0].message, /up to 3\.98 ms beside an even 49\.95 Hz/);
  // A straight line over 20 ms of sin(2 t) strays by at most 2^2 x 0.02^2 / 8.
  recording.data[0].forEach((value, k) => {
    assert.ok(Math.abs(value - signal(k / recording.rate)) < 3e-4, `${k}`);
  });
});

test('broken files are refused with row and reason', () => {
  const unreadable = (text: string, pattern: RegExp, options = {}) =>
    assert.throws(() => read(text, options), refusal('recording-unreadable', pattern));
  unreadable('', /is empty/);
  unreadable('time,x\n', /header and no rows/);
  unreadable('time,x\n0,1\n1,apple\n', /"apple" in x of row 3/);
  unreadable('time,x\n0,1\n1,2,3\n2,3\n', /3 cells in row 3, and 2 in the first/);
  unreadable('time,x\n0,1\n1,2\n2', /1 cells in row 4.*cut off/);
  unreadable('time,x\n0,1\n"1,2\n2,3\n', /quotation mark that never ends/);
  unreadable('time,x\n0,1\n,2\n2,3\n', /no time in row 2/);
  unreadable('time,x\n0,1\n', /1 row;/);
  unreadable('time,x\n0,nan\n1,nan\n', /no numbers at all in channel 1/);
  unreadable('x,y\n1,2\n3,4\n', /no column of times/);
  unreadable('a\0b', /no text/);
  unreadable('time\n1\n2\n3\n', /no column beside the times/);
});

test('times that span far more steps than rows are not made into a recording of that length', () => {
  const text = `time,x\n${rows(20, (k) => `${k * 0.001},${k}`)}\n9e9,1\n`;
  assert.throws(() => read(text), refusal('recording-too-large', /column of times/));
});
