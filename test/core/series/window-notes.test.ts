import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WindowNotes } from '../../../src/core/series/window-notes.ts';

const gathered = (...windows: readonly (readonly string[])[]) => {
  const notes = new WindowNotes();
  for (const window of windows) notes.add(window);
  return notes.notes();
};

test('what is said of every window, or of the first alone, stands as it is', () => {
  assert.deepEqual(gathered(['Grad-CAM was not possible.', 'It has one layer.'], ['It has one layer.']), [
    'Grad-CAM was not possible.',
    'It has one layer.',
  ]);
});

test('what is said of some comes with their number', () => {
  assert.deepEqual(gathered(['Uneven.'], ['Uneven.'], []), ['Uneven. So it is in 2 of 3 windows.']);
});

test('numbers of single windows say nothing of a session', () => {
  assert.deepEqual(gathered(['It sums to -1.2e-7.'], ['It sums to 0.31.']), []);
  assert.deepEqual(gathered(['It sums to -1.2e-7.']), ['It sums to -1.2e-7.']);
});
