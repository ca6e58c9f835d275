import assert from 'node:assert/strict';
import { test } from 'node:test';
import { labelsToCsv, verdictsToCsv } from '../../../src/core/series/label-csv.ts';
import type { Label } from '../../../src/core/series/recording.ts';
import { sessionToJson } from '../../../src/core/series/session-json.ts';
import { readLabelFile } from '../../../src/tasks/series/read-label-file.ts';
import { readPredictionFile } from '../../../src/tasks/series/read-prediction-file.ts';
import { readSession } from '../../../src/tasks/series/read-session.ts';
import { refusal } from '../../support/refusals.ts';

const edited: Label[] = [
  { start: 0, end: 10, label: 'rest', confidence: null },
  { start: 0.02, end: 1.234567, label: 'say "hi", then; go\nhome', confidence: null },
  { start: 3.5, end: 3.5, label: 'none', confidence: 0.25 },
  { start: 1234.5, end: 3600, label: '步行', confidence: 1 },
];

test('labels that were saved are read back the same, whatever their names; no labels too', () => {
  assert.deepEqual(readLabelFile(labelsToCsv(edited), 'a.labels.csv'), edited);
  assert.deepEqual(readLabelFile(labelsToCsv([]), 'a.labels.csv'), []);
});

test('a session that was saved is read back the same, beside its recording', async () => {
  const csv = new TextEncoder().encode('time,x\n0,1\n0.1,2\n0.2,3\n');
  const open = async (path: string) => {
    assert.equal(path, 'walk.csv');
    return csv;
  };
  const saved = sessionToJson({ files: ['walk.csv'], before: null, labels: edited, predictions: null });
  const read = await readSession(saved, 'walk.session.json', open);
  assert.deepEqual([read.labels, read.predictions], [edited, null]);
  // A session file that was there keeps how it reads its files.
  const before = JSON.stringify({
    version: 1,
    name: 'Monday',
    recordings: [{ file: 'walk.csv', offset: 5 }],
    labels: { file: 'old.csv' },
  });
  const again = sessionToJson({ files: ['unused'], before, labels: [], predictions: [edited[0]] });
  const kept = await readSession(again, 'walk.session.json', open);
  assert.deepEqual([kept.name, kept.recording.start, kept.labels, kept.predictions], ['Monday', 5, [], [edited[0]]]);
});

test('answers of a file: a class with its confidence or score, by its end or its length', () => {
  const expected = [
    { start: 0, end: 2, label: 'rest', confidence: 0.9 },
    { start: 1, end: 3, label: 'walk', confidence: null },
  ];
  assert.deepEqual(readPredictionFile('start,end,class,confidence\n0,2,rest,.9\n1,3,walk,\n', 'p.csv'), expected);
  assert.deepEqual(readPredictionFile('start,length,prediction,score\n1,2,walk,\n0,2,rest,.9\n', 'p.csv'), expected);
  assert.deepEqual(readPredictionFile('0,2,rest,.9\n1,3,walk,\n', 'p.csv'), expected);
});

test('a column of scores for each class: the highest answers, or that of the answer is its confidence', () => {
  const wide = 'start_ms,end_ms,rest,walk\n0,2000,.9,.1\n1000,3000,.2,.8\n2000,4000,,\n';
  assert.deepEqual(
    readPredictionFile(wide, 'p.csv').map(({ start, end, label, confidence }) => [start, end, label, confidence]),
    [
      [0, 2, 'rest', 0.9],
      [1, 3, 'walk', 0.8],
    ],
  );
  // As the command writes them: what is right stands beside what was said, and a window over a gap has no answer.
  const scores = 'window,start,end,answer,rest,walk,label,right\n0,0,2,rest,0.900000,0.100000,walk,0\n1,1,3,,,,walk,\n';
  assert.deepEqual(readPredictionFile(scores, 'p.csv'), [{ start: 0, end: 2, label: 'rest', confidence: 0.9 }]);
});

test('answers that the app saves are read back the same', () => {
  const verdict = { index: 0, start: 0, end: 2, answer: 'rest', score: 0.5, meant: 'walk', isRight: false };
  const gap = { ...verdict, index: 1, answer: null, score: null, isRight: null };
  assert.deepEqual(readPredictionFile(verdictsToCsv([verdict, gap]), 'p.csv'), [
    { start: 0, end: 2, label: 'rest', confidence: 0.5 },
  ]);
});

test('broken answers are refused by row or column', () => {
  const refuses = (text: string, pattern: RegExp) =>
    assert.throws(() => readPredictionFile(text, 'p.csv'), refusal('recording-unreadable', pattern));
  refuses('start,end,rest\n0,1,.5\n', /no column "class" and no scores of classes; its columns are start, end, rest/);
  refuses('end,class\n1,rest\n', /no column "start"/);
  refuses('start,end,class,score\n0,1,rest,57\n', /confidence of 57, not 0 to 1, in row 2/);
  refuses('start,end,class,score\n0,1,rest,high\n', /"high" in score of row 2/);
  refuses('start,end,rest,walk\n0,1,3.2,-1\n', /confidence of 3\.2/);
});
