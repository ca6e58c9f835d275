import assert from 'node:assert/strict';
import { test } from 'node:test';
import { labelOfWindow } from '../../../src/core/series/label-of-window.ts';
import type { Label } from '../../../src/core/series/recording.ts';
import type { SessionAnswers } from '../../../src/core/series/session-answers.ts';
import { judgeAnswers, judgePredictions, nextWrong, windowAt } from '../../../src/core/series/verdicts.ts';
import { Dice } from '../../../src/scenes/dice.ts';

const label = (start: number, end: number, name: string): Label => ({ start, end, label: name, confidence: null });

const answers: SessionAnswers = {
  start: 10,
  stride: 1,
  length: 2,
  count: 4,
  classes: ['rest', 'walk'],
  scores: Float32Array.from([0.75, 0.25, 0.25, 0.75, Number.NaN, Number.NaN, 0.5, 0.5]),
  frames: null,
};

test('each window has its best class, what the labels say, and whether they agree', () => {
  const verdicts = judgeAnswers(answers, [label(10, 12, 'walk'), label(13, 13.5, 'rest')]);
  assert.deepEqual(
    verdicts.map(({ start, end, answer, score, meant, isRight }) => [start, end, answer, score, meant, isRight]),
    [
      [10, 12, 'rest', 0.75, 'walk', false],
      [11, 13, 'walk', 0.75, 'walk', true],
      // It touches a gap; the label of half a second names the window around it all the same.
      [12, 14, null, null, 'rest', null],
      // Of equals the first class.
      [13, 15, 'rest', 0.5, 'rest', true],
    ],
  );
});

test('answers of a file are windows of their own', () => {
  const given = [{ start: 0, end: 1, label: 'walk', confidence: 0.5 }, label(1, 3, 'rest')];
  const verdicts = judgePredictions(given, [label(0, 3, 'walk')]);
  assert.deepEqual(
    verdicts.map(({ index, answer, score, isRight }) => [index, answer, score, isRight]),
    [
      [0, 'walk', 0.5, true],
      [1, 'rest', null, false],
    ],
  );
});

test('what is found near a window is judged as all labels are, whatever their lengths', () => {
  const dice = new Dice(5);
  const names = ['rest', 'walk', 'run'];
  for (let round = 0; round < 40; round++) {
    const labels = Array.from({ length: dice.whole(0, 30) }, () => {
      const start = dice.whole(-20, 40) / 4;
      return label(start, start + dice.pick([0, 0.25, 1, 3, 25]), dice.pick(names));
    }).sort((a, b) => a.start - b.start);
    const windows = Array.from({ length: 20 }, (_, k) => label(k / 2, k / 2 + 2, 'rest'));
    assert.deepEqual(
      judgePredictions(windows, labels).map(({ meant }) => meant),
      windows.map((window) => labelOfWindow(window, labels)?.label ?? null),
    );
  }
});

test('the window of a moment is the one whose middle is nearest', () => {
  const windows = [0, 1, 2, 3].map((start) => ({ start, end: start + 2 }));
  const at = (time: number) => windowAt(windows, time);
  assert.deepEqual([-5, 1, 1.4, 1.6, 2, 3.6, 99].map(at), [0, 0, 0, 1, 1, 3, 3]);
  assert.equal(windowAt([], 1), -1);
});

test('steps through the wrong windows go around the end, either way', () => {
  const verdicts = judgeAnswers({ ...answers, scores: Float32Array.from([1, 0, 1, 0, 1, 0, 0, 1]) }, [
    label(10, 13, 'walk'),
    label(13, 15, 'walk'),
  ]);
  assert.deepEqual(
    verdicts.map(({ isRight }) => isRight),
    [false, false, false, true],
  );
  assert.equal(nextWrong(verdicts, 2, 1), 0);
  assert.equal(nextWrong(verdicts, 0, -1), 2);
  assert.equal(nextWrong(verdicts, 0, 1), 1);
  const right = verdicts.map((verdict) => ({ ...verdict, isRight: true }));
  assert.equal(nextWrong(right, 0, 1), -1);
});
