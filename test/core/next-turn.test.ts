import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextTurn } from '../../src/core/next-turn.ts';

/** Calls `wait` until a timer that is due at once is heard, at most so often. */
async function turnsUntilTimer(wait: () => Promise<void>, most: number): Promise<number> {
  let isHeard = false;
  const timer = setTimeout(() => {
    isHeard = true;
  }, 0);
  let turns = 0;
  while (!isHeard && turns < most) {
    await wait();
    turns++;
  }
  clearTimeout(timer);
  return turns;
}

test('a timer is heard after a few turns, and never while only promises are awaited', async () => {
  // A timer is due after 1 ms, and a turn takes a few hundredths of one.
  assert.ok((await turnsUntilTimer(nextTurn, 10_000)) < 10_000);
  assert.equal(await turnsUntilTimer(() => Promise.resolve(), 10_000), 10_000);
});
