import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { PartialClock } from '../../src/methods/partial-clock.ts';

let now = 0;
afterEach(() => Reflect.deleteProperty(performance, 'now'));

/** Times in ms, from a run's beginning, at which results are made that take so long each. */
function madeAt(taken: number, until: number, every = 250): number[] {
  now = 0;
  performance.now = () => now;
  const clock = new PartialClock(every);
  const made: number[] = [];
  for (; now < until; now += 10) {
    if (!clock.isDue()) continue;
    made.push(now);
    now += taken;
    clock.wasMade();
  }
  return made;
}

const pauses = (times: readonly number[]) => times.slice(1).map((time, k) => time - times[k]);

test('a map that is quickly made is shown as often as was asked for', () => {
  assert.deepEqual([...new Set(pauses(madeAt(2, 2000)))], [252]);
});

test('a slow one takes a tenth of the time for three seconds, a hundredth afterwards, and 2 s at most', () => {
  const times = madeAt(40, 16_000);
  const early = pauses(times.filter((time) => time < 3000)).slice(1);
  assert.ok(early.length > 4 && early.every((pause) => pause >= 400 && pause < 450), `${early}`);
  const late = pauses(times.filter((time) => time > 3400));
  assert.ok(late.length > 4 && late.every((pause) => pause >= 2000 && pause < 2050), `${late}`);
});

test('none is ever due without a pause that ends', () => {
  assert.deepEqual(madeAt(5, 5000, Number.POSITIVE_INFINITY), []);
});
