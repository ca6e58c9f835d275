import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rollOut } from '../../src/core/rollout.ts';

/** Attentions are float32. */
function close(a: ArrayLike<number>, b: readonly number[]): void {
  for (const [k, value] of b.entries()) assert.ok(Math.abs(a[k] - value) < 1e-7, `${k}: ${a[k]}, not ${value}`);
}

test('one block: half of itself, half of what its heads mix', () => {
  // Heads (1 0, 0 1) and (0 1, 1 0); their mean is .5 everywhere, their maximum 1, their minimum 0.
  const heads = Float32Array.of(1, 0, 0, 1, 0, 1, 1, 0);
  close(rollOut([heads], 2, 'mean', 0), [0.75, 0.25, 0.25, 0.75]);
  close(rollOut([heads], 2, 'max', 0), [2 / 3, 1 / 3, 1 / 3, 2 / 3]);
  close(rollOut([heads], 2, 'min', 0), [1, 0, 0, 1]);
});

test('later blocks multiply from the left', () => {
  const first = Float32Array.of(0, 1, 0, 1);
  const second = Float32Array.of(1, 0, 1, 0);
  // (second + I) / 2 = (1 0, .5 .5), (first + I) / 2 = (.5 .5, 0 1).
  close(rollOut([first, second], 2, 'mean', 0), [0.5, 0.5, 0.25, 0.75]);
});

test('the smallest entries are dropped, the first entry never', () => {
  const attention = Float32Array.of(0.1, 0.9, 0.4, 0.6);
  // Half of four entries: .1 is spared as the first, .4 goes.
  close(rollOut([attention], 2, 'mean', 0.5), [1.1 / 2, 0.9 / 2, 0, 1]);
});
