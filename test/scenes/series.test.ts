import assert from 'node:assert/strict';
import { test } from 'node:test';
import { XaiError } from '../../src/core/errors.ts';
import { GESTURES, type Interval, makeMotion, type Recording } from '../../src/scenes/motion.ts';
import { makeSound, SOUNDS } from '../../src/scenes/sound.ts';

/** Mean square of the change from sample to sample, inside or outside an interval. */
function liveliness({ samples, channels }: Recording, { start, end }: Interval, inside: boolean): number {
  let [sum, count] = [0, 0];
  for (let i = 1; i < samples.length / channels; i++) {
    if ((i >= start && i < end) !== inside) continue;
    for (let c = 0; c < channels; c++) sum += (samples[i * channels + c] - samples[(i - 1) * channels + c]) ** 2;
    count++;
  }
  return count === 0 ? 0 : sum / count;
}

test('the same seed gives the same recording, and every class comes up', () => {
  assert.deepEqual(makeMotion(4), makeMotion(4));
  assert.deepEqual(makeSound(4), makeSound(4));
  const seeds = Array.from({ length: 200 }, (_, seed) => seed);
  assert.deepEqual(new Set(seeds.map((seed) => makeMotion(seed).label)), new Set(GESTURES));
  assert.deepEqual(new Set(seeds.slice(0, 60).map((seed) => makeSound(seed).label)), new Set(SOUNDS));
});

test('events lie inside the recording and hold what happens', () => {
  for (const gesture of ['shake', 'knock'] as const) {
    let clear = 0;
    for (let seed = 0; seed < 40; seed++) {
      const recording = makeMotion(seed, { gesture });
      const [event] = recording.events;
      assert.ok(event.start >= 0 && event.end <= 100 && event.start < event.end && event.label === gesture);
      if (liveliness(recording, event, true) > 2 * liveliness(recording, event, false)) clear++;
    }
    // Noise and single bumps lie outside too, and now and then drown a gesture that the end has cut.
    assert.ok(clear >= 30, `${gesture}: ${clear} of 40`);
  }
  for (const sound of ['tone', 'clicks', 'sweep'] as const) {
    for (let seed = 0; seed < 20; seed++) {
      const recording = makeSound(seed, { sound });
      const [event] = recording.events;
      assert.ok(event.start >= 0 && event.end <= recording.samples.length);
      assert.ok(recording.samples.every((value) => value >= -1 && value <= 1));
      if (sound !== 'clicks')
        assert.ok(liveliness(recording, event, true) > liveliness(recording, event, false), `${sound} ${seed}`);
    }
  }
  assert.deepEqual(makeMotion(1, { gesture: 'idle' }).events, []);
  assert.deepEqual(makeSound(1, { sound: 'noise' }).events, []);
});

test('a glitch changes three samples of one axis, a whistle nothing but itself', () => {
  const [plain, planted] = [makeMotion(7), makeMotion(7, { glitch: true })];
  const changed = [...plain.samples.keys()].filter((i) => plain.samples[i] !== planted.samples[i]);
  const [{ start, end, label }] = planted.plants;
  assert.equal(label, 'glitch');
  assert.deepEqual(
    changed,
    [start, start + 1, start + 2].map((i) => 3 * i + 1),
  );
  assert.equal(end - start, 3);
  assert.deepEqual(planted.events, plain.events);

  const [clean, whistling] = [makeSound(7, { sound: 'noise' }), makeSound(7, { sound: 'noise', whistle: true })];
  const strength = whistling.samples.reduce((most, value, i) => Math.max(most, Math.abs(value - clean.samples[i])), 0);
  assert.ok(strength > 0.04 && strength < 0.081);
});

test('lengths that make no sense are refused', () => {
  for (const make of [
    () => makeMotion(1, { length: 3 }),
    () => makeMotion(1, { length: 20.5 }),
    () => makeSound(1, { length: 10 }),
  ]) {
    assert.throws(make, (error: unknown) => error instanceof XaiError && error.code === 'option-invalid');
  }
});
