import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  moveLabel,
  replaceLabel,
  resizeLabel,
  roundedTo,
  snap,
  spanLabel,
} from '../../../src/core/series/edit-labels.ts';
import { LabelHistory } from '../../../src/core/series/label-history.ts';
import type { Label } from '../../../src/core/series/recording.ts';

const label = (start: number, end: number, name = 'a'): Label => ({ start, end, label: name, confidence: null });
const bounds = { start: 10, end: 20, shortest: 0.02 };
const times = ({ start, end }: Label) => [start, end];

test('a label moves as far as there is room, and keeps its length', () => {
  assert.deepEqual(times(moveLabel(label(12, 13), 0.5, bounds)), [12.5, 13.5]);
  assert.deepEqual(times(moveLabel(label(12, 13), -9, bounds)), [10, 11]);
  assert.deepEqual(times(moveLabel(label(12, 13), 99, bounds)), [19, 20]);
  // Sums of times are rounded to what a file holds.
  assert.deepEqual(times(moveLabel(label(10.1, 10.3), 0.2, bounds)), [10.3, 10.5]);
  // One that is longer than the recording begins with it.
  assert.deepEqual(times(moveLabel(label(5, 25), 1, bounds)), [10, 30]);
});

test('an end goes no further than the recording, nor past the other end', () => {
  assert.deepEqual(times(resizeLabel(label(12, 13), 'start', 11.5, bounds)), [11.5, 13]);
  assert.deepEqual(times(resizeLabel(label(12, 13), 'start', 14, bounds)), [12.98, 13]);
  assert.deepEqual(times(resizeLabel(label(12, 13), 'end', 99, bounds)), [12, 20]);
  assert.deepEqual(times(resizeLabel(label(12, 13), 'end', 0, bounds)), [12, 12.02]);
});

test('a stretch is drawn either way round, inside the recording', () => {
  assert.deepEqual(times(spanLabel(15, 12, 'a', bounds)), [12, 15]);
  assert.deepEqual(times(spanLabel(5, 12, 'a', bounds)), [10, 12]);
  assert.deepEqual(times(spanLabel(20, 20, 'a', bounds)), [19.98, 20]);
});

test('one label is replaced, added or taken away; the list stays in order and the old one as it was', () => {
  const labels = [label(1, 2), label(3, 4), label(5, 6)];
  assert.deepEqual(replaceLabel(labels, labels[0], label(4, 5)).map(times), [
    [3, 4],
    [4, 5],
    [5, 6],
  ]);
  assert.deepEqual(replaceLabel(labels, null, label(3, 3.5)).map(times), [
    [1, 2],
    [3, 3.5],
    [3, 4],
    [5, 6],
  ]);
  assert.deepEqual(replaceLabel(labels, labels[1], null).map(times), [
    [1, 2],
    [5, 6],
  ]);
  assert.equal(labels.length, 3);
});

test('ends meet the nearest other end within reach; times are as fine as the screen', () => {
  const labels = [label(1, 2), label(2.3, 4)];
  assert.equal(snap(2.1, labels, 0.15), 2);
  assert.equal(snap(2.2, labels, 0.15), 2.3);
  assert.equal(snap(3, labels, 0.15), 3);
  assert.equal(roundedTo(0.07, 12.3456), 12.35);
  assert.equal(roundedTo(4.2, 12.3456), 12);
  assert.equal(roundedTo(1e-9, 1 / 3), 0.333333);
});

test('what was done is taken back and done again, a drag as one; another change ends that', () => {
  const history = new LabelHistory();
  const [a, b] = [label(1, 2), label(3, 4)];
  history.begin([a]);
  assert.deepEqual([history.canUndo, history.canRedo, history.undo()], [false, false, false]);
  history.change([a, b], b);
  const drag = {};
  for (const end of [5, 6, 7]) history.change([a, label(3, end)], label(3, end), drag);
  assert.equal(history.now.labels[1].end, 7);
  history.undo();
  assert.deepEqual(history.now, { labels: [a, b], chosen: b });
  history.undo();
  assert.deepEqual(history.now.labels, [a]);
  history.redo();
  history.redo();
  assert.equal(history.now.labels[1].end, 7);
  history.undo();
  history.change([a], null);
  assert.equal(history.canRedo, false);
});

test('the same drag after something else was chosen is a step of its own; a drag that is given up leaves nothing', () => {
  const history = new LabelHistory();
  const a = label(1, 2);
  history.begin([a]);
  history.change([label(1, 3)], null, 'keys');
  history.choose(null);
  history.change([label(1, 4)], null, 'keys');
  history.undo();
  assert.equal(history.now.labels[0].end, 3);
  const drag = {};
  history.change([label(1, 8)], null, drag);
  history.change([label(1, 9)], null, drag);
  history.giveUp(drag);
  assert.equal(history.now.labels[0].end, 3);
  assert.equal(history.canRedo, false);
  history.giveUp(drag);
  assert.equal(history.now.labels[0].end, 3, 'a step that has ended is not given up');
});
