import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Recording } from '../../../src/core/series/recording.ts';
import { readLabelFile } from '../../../src/tasks/series/read-label-file.ts';
import { readSession } from '../../../src/tasks/series/read-session.ts';
import { refusal } from '../../support/refusals.ts';
import { wavFile } from '../../support/wav.ts';

const text = (value: string) => new TextEncoder().encode(value);

test('labels with an end, with a length, in milliseconds, and without a header', () => {
  const expected = [
    { start: 0.5, end: 1.5, label: 'shake', confidence: 0.9 },
    { start: 2, end: 2.25, label: 'knock', confidence: null },
  ];
  assert.deepEqual(readLabelFile('start,end,label,confidence\n2,2.25,knock,\n0.5,1.5,shake,.9\n', 'a.csv'), expected);
  assert.deepEqual(
    readLabelFile('Label;Onset (s);Duration (s);Score\nshake;0,5;1,0;0,9\nknock;2,0;0,25;\n', 'a.csv'),
    expected,
  );
  assert.deepEqual(
    readLabelFile('start_ms,end_ms,class,score\n500,1500,shake,0.9\n2000,2250,knock,\n', 'a.csv'),
    expected,
  );
  assert.deepEqual(
    readLabelFile('0.5\t1.5\tshake\n2\t2.25\tknock\n', 'a.txt').map(({ label, end }) => [label, end]),
    [
      ['shake', 1.5],
      ['knock', 2.25],
    ],
  );
});

test('broken labels are refused by row', () => {
  const refuses = (labels: string, pattern: RegExp) =>
    assert.throws(() => readLabelFile(labels, 'a.csv'), refusal('recording-unreadable', pattern));
  refuses('start,label\n0,a\n', /no column "end"/);
  refuses('start,end\n0,1\n', /no column "label"/);
  refuses('start,end,label\n2,1,a\n', /end \(1\) before its start \(2\) in row 2/);
  refuses('start,end,label\n0,1,\n', /no label in row 2/);
  refuses('start,end,label\n0,,a\n', /no start or no end in row 2/);
  refuses('start,end,label,confidence\n0,1,a,7\n', /confidence of 7/);
  refuses('start,end,label\n0,soon,a\n', /"soon" in end of row 2/);
  refuses('0,1\n1,2\n', /2 columns and no header/);
});

const files: Record<string, Uint8Array> = {
  'arm.csv': text(`time,x\n${Array.from({ length: 101 }, (_, k) => `${k / 50},${k / 50}`).join('\n')}\n`),
  'sound.wav': wavFile([Array.from({ length: 1200 }, (_, k) => k / 4000)], 1000, '32f'),
  'labels.csv': text('start,end,label\n0,1,shake\n'),
};
const open = async (path: string) => files[path];
const read = (session: unknown) => readSession(JSON.stringify(session), 'a.session.json', open);

test('a session brings files of different rates to one axis', async () => {
  const session = await read({
    version: 1,
    recordings: [{ file: 'arm.csv' }, { file: 'sound.wav', offset: 0.5 }],
    labels: { file: 'labels.csv', offset: 0.25 },
    predictions: [{ start: 1, length: 0.5, label: 'knock', confidence: 0.7 }],
  });
  const { recording } = session;
  assert.deepEqual([recording.rate, recording.start, recording.channels], [1000, 0.5, ['x', 'sound']]);
  assert.equal(recording.data[0].length, 1200);
  // A ramp of 1 a second; near its ends the filter's continuation shows.
  for (let k = 0; k < 800; k++) assert.ok(Math.abs(recording.data[0][k] - (0.5 + k / 1000)) < 1e-3, `${k}`);
  assert.deepEqual([...recording.data[1].subarray(0, 3)], [0, Math.fround(1 / 4000), Math.fround(2 / 4000)]);
  assert.deepEqual(session.labels, [{ start: 0.25, end: 1.25, label: 'shake', confidence: null }]);
  assert.deepEqual(session.predictions, [{ start: 1, end: 1.5, label: 'knock', confidence: 0.7 }]);
});

test('two channels of one name are told apart by their files', async () => {
  const { recording }: { recording: Recording } = await read({
    version: 1,
    recordings: [{ file: 'arm.csv' }, { file: 'arm.csv', offset: 1 }],
  });
  assert.deepEqual(recording.channels, ['arm.csv x', 'arm.csv x']);
  assert.equal(recording.data[0].length, 51);
  assert.equal((recording.data[0][0] - recording.data[1][0]).toFixed(6), '1.000000');
});

test('session files that break the format are refused by field', async () => {
  const refuses = (session: unknown, pattern: RegExp) =>
    assert.rejects(read(session), refusal('session-invalid', pattern));
  await refuses({ version: 2, recordings: [{ file: 'arm.csv' }] }, /version/);
  await refuses({ version: 1, recordings: [] }, /recordings/);
  await refuses({ version: 1, recordings: [{ file: 'arm.csv', speed: 3 }] }, /speed/);
  await refuses(
    { version: 1, recordings: [{ file: 'arm.csv' }], labels: [{ start: 0, label: 'a' }] },
    /labels\.0: give either end or length/,
  );
  await refuses(
    { version: 1, recordings: [{ file: 'arm.csv' }, { file: 'sound.wav', offset: 60 }] },
    /no time that all of its recordings cover/,
  );
  await assert.rejects(readSession('{', 'a.session.json', open), refusal('session-invalid', /not JSON/));
});
