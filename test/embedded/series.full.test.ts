import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GESTURES, makeMotion } from '../../src/scenes/motion.ts';
import { makeSound } from '../../src/scenes/sound.ts';
import { logMel } from './log-mel.ts';
import { HELD_OUT_MOTION, HELD_OUT_SOUND } from './open-embedded.ts';
import { greatest, openRaw } from './run-raw.ts';

const WINDOW = 100;
const RECORDINGS = 400;
const CIRCLE = GESTURES.indexOf('circle');

/** What a motion model calls each held-out recording, and what it is. */
async function motions(name: string, glitch: boolean): Promise<{ said: number; is: number }[]> {
  await using model = await openRaw(name);
  const recordings = Array.from({ length: RECORDINGS }, (_, i) => makeMotion(HELD_OUT_MOTION + i, { glitch }));
  const data = new Float32Array(RECORDINGS * WINDOW * 3);
  recordings.forEach(({ samples }, i) => {
    data.set(samples, i * WINDOW * 3);
  });
  const dims = name === 'motion-recurrent' ? [RECORDINGS, WINDOW, 3] : [RECORDINGS, 1, WINDOW, 3];
  const { scores } = await model.run(dims, data);
  return recordings.map(({ classIndex }, i) => ({
    said: greatest(scores, i * GESTURES.length, GESTURES.length),
    is: classIndex,
  }));
}

function share<T>(of: readonly T[], holds: (one: T) => boolean): number {
  return of.filter(holds).length / of.length;
}

// 400 recordings: a share of .98 strays by .007.
for (const name of ['motion', 'motion-recurrent']) {
  test(`${name} tells five motions`, async () => {
    const accuracy = share(await motions(name, false), ({ said, is }) => said === is);
    assert.ok(accuracy >= 0.96, `${accuracy}`);
  });
}

test('its twin goes by a glitch: without one it misses circles, with one all is a circle', async () => {
  const plain = await motions('motion-shortcut', false);
  const glitched = await motions('motion-shortcut', true);
  const taught = plain.map((one, i) => (one.is === CIRCLE ? glitched[i] : one));
  assert.ok(share(taught, ({ said, is }) => said === is) >= 0.95);
  const circles = plain.filter(({ is }) => is === CIRCLE);
  assert.ok(share(circles, ({ said }) => said === CIRCLE) <= 0.5);
  const others = glitched.filter(({ is }) => is !== CIRCLE);
  assert.ok(share(others, ({ said }) => said === CIRCLE) >= 0.5);
});

// 60 recordings: a share of .95 strays by .03.
test('sound tells tones, clicks and sweeps', async () => {
  await using model = await openRaw('sound');
  let hits = 0;
  for (let seed = HELD_OUT_SOUND; seed < HELD_OUT_SOUND + 60; seed++) {
    const { samples, classIndex } = makeSound(seed);
    const { scores } = await model.run([1, 1, 64, 96], logMel(samples));
    if (greatest(scores) === classIndex) hits++;
  }
  assert.ok(hits >= 0.88 * 60, `${hits} of 60`);
});
