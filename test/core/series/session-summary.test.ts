import assert from 'node:assert/strict';
import { test } from 'node:test';
import { labelsToCsv, verdictsToCsv } from '../../../src/core/series/label-csv.ts';
import type { Label } from '../../../src/core/series/recording.ts';
import { confusionOf, sharesInLabels, surestWrong } from '../../../src/core/series/session-summary.ts';
import type { Verdict } from '../../../src/core/series/verdicts.ts';
import { weightInLabels } from '../../../src/core/series/weight-in-labels.ts';
import { WindowSums } from '../../../src/core/series/window-means.ts';
import { readLabelFile } from '../../../src/tasks/series/read-label-file.ts';

const verdict = (index: number, meant: string | null, answer: string | null, score = 0.9): Verdict => ({
  index,
  start: index,
  end: index + 1,
  answer,
  score: answer === null ? null : score,
  meant,
  isRight: meant === null || answer === null ? null : meant === answer,
});

const verdicts = [
  verdict(0, 'a', 'a'),
  verdict(1, 'a', 'b', 0.6),
  verdict(2, 'b', 'b'),
  verdict(3, 'b', 'c', 0.95),
  verdict(4, null, 'a'),
  verdict(5, 'a', null),
  verdict(6, 'a', 'a'),
];

test('labels against answers are counted in the order of the classes; what is not judged is left out', () => {
  assert.deepEqual(confusionOf(verdicts, ['c', 'b', 'unused', 'a']), {
    names: ['c', 'b', 'a'],
    counts: [
      [0, 0, 0],
      [1, 1, 0],
      [0, 1, 2],
    ],
    judged: 5,
    right: 3,
  });
});

test('the surest mistakes come first', () => {
  assert.deepEqual(
    surestWrong(verdicts, 5).map(({ index }) => index),
    [3, 1],
  );
  assert.equal(surestWrong(verdicts, 1).length, 1);
});

test('weight within labels counts what is positive by the time of its column', () => {
  const label = (start: number, end: number): Label => ({ start, end, label: 'a', confidence: null });
  const scores = { data: Float32Array.from([1, 2, 3, -9, 0, 1, 1, 0]), columns: 4, start: 0.5, step: 1 };
  // Columns lie at .5, 1.5, 2.5 and 3.5 s: the label holds the middle two, 2 + 3 + 1 + 1 of 8.
  assert.equal(weightInLabels(scores, [label(1, 3)]), 7 / 8);
  // Labels that lie over each other count once.
  assert.equal(weightInLabels(scores, [label(1, 3), label(0, 3)]), 1);
  assert.equal(weightInLabels(scores, []), null);
  assert.equal(weightInLabels({ ...scores, data: new Float32Array(8) }, [label(1, 3)]), null);
});

test('shares are means over the windows that are right, beside what a map without preference would have', () => {
  const parts = 4;
  const data = new Float32Array(7 * parts).fill(Number.NaN);
  // Window 0: 3 of 4 in its second half; window 6: nothing there; window 2 likewise of another class.
  data.set([1, 0, 1, 2], 0);
  data.set([5, 5, 0, 0], 6 * parts);
  data.set([0, 0, 0, 2], 2 * parts);
  const labels: Label[] = [
    { start: 0.5, end: 1, label: 'a', confidence: null },
    { start: 6.5, end: 9, label: 'a', confidence: null },
    { start: 2, end: 2.75, label: 'b', confidence: null },
  ];
  assert.deepEqual(sharesInLabels(verdicts, { parts, data }, labels), [
    { label: 'a', windows: 2, weight: 0.375, chance: 0.5 },
    { label: 'b', windows: 1, weight: 0, chance: 0.75 },
  ]);
});

test('maps of windows become a mean for each class, and weights by time', () => {
  const sums = new WindowSums(3);
  const target = (classIndex: number) => ({ classIndex, label: 'ab'[classIndex] });
  sums.add(0, target(1), { width: 2, height: 2, data: Float32Array.from([1, 2, 3, -4]) });
  sums.add(2, target(1), { width: 2, height: 2, data: Float32Array.from([3, 0, 1, 0]) });
  sums.add(2, target(0), { width: 2, height: 2, data: Float32Array.from([9, 9, 9, 9]) });
  const [b, a] = sums.means();
  assert.deepEqual([b.label, b.windows, [...b.data]], ['b', 2, [2, 1, 2, -2]]);
  assert.deepEqual([a.label, a.windows], ['a', 1]);
  const weights = sums.weights();
  assert.equal(weights?.parts, 2);
  assert.deepEqual([...(weights?.data ?? [])], [4, 2, Number.NaN, Number.NaN, 4, 0]);
});

test('what is exported is read again as it was', () => {
  const labels = [
    { start: 0.25, end: 1.5, label: 'a, "quoted"', confidence: 0.5 },
    { start: 2, end: 3, label: 'b', confidence: null },
  ];
  assert.deepEqual(readLabelFile(labelsToCsv(labels), 'labels.csv'), labels);
  const answers = readLabelFile(verdictsToCsv(verdicts), 'predictions.csv');
  assert.deepEqual(
    answers.map(({ start, end, label, confidence }) => [start, end, label, confidence]),
    verdicts
      .filter(({ answer }) => answer !== null)
      .map(({ start, end, answer, score }) => [start, end, answer, score]),
  );
});
