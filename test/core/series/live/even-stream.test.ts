import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type EvenOutput, EvenStream, TimesStuck } from '../../../../src/core/series/live/even-stream.ts';

class Collected implements EvenOutput {
  rate = 0;
  readonly values: number[] = [];
  /** Whether each sample stands in for what never came. */
  readonly gaps: boolean[] = [];
  begin(rate: number) {
    assert.equal(this.rate, 0, 'told once');
    this.rate = rate;
  }
  append([plane]: readonly Float32Array[], isGap: boolean) {
    this.values.push(...plane);
    this.gaps.push(...Array.from(plane, () => isGap));
  }
}

const setUp = () => {
  const out = new Collected();
  return { out, stream: new EvenStream(out) };
};
const value = (n: number) => Float32Array.of(n);

/** Worst distance from what the values should be at their times. */
const worst = (out: Collected, of: (time: number) => number) =>
  Math.max(...out.values.map((got, k) => Math.abs(got - of(k / out.rate))));

test('times on an even grid: every sample as it is, at the rate of the times', () => {
  const { out, stream } = setUp();
  for (let k = 0; k < 100; k++) stream.place(1000 + k / 50, value(k));
  assert.equal(out.rate, 50);
  // A sample that is rounded up to its time waits for the next.
  assert.ok(out.values.length >= 99, `${out.values.length}`);
  assert.ok(worst(out, (time) => time * 50) < 1e-3);
  assert.deepEqual(stream.losses, { missing: 0, late: 0, jumps: 0 });
});

test('times that jitter: values are drawn between their neighbours', () => {
  const { out, stream } = setUp();
  for (let k = 0; k < 400; k++) {
    const time = k / 60 + 0.004 * Math.sin(k * 1.7);
    stream.place(time, value(Math.sin(time)));
  }
  assert.equal(out.rate, 60);
  assert.ok(out.values.length > 390);
  const shift = 0.004 * Math.sin(0);
  // The straight line between points 1/60 s apart leaves the sine by 1/8 of its square.
  assert.ok(worst(out, (time) => Math.sin(time + shift)) < 2e-4);
  assert.deepEqual(stream.losses, { missing: 0, late: 0, jumps: 0 });
});

test('samples that are left out are counted; a short hole is a line, a long one a gap', () => {
  const { out, stream } = setUp();
  for (let k = 0; k < 200; k++) {
    if ((k > 50 && k < 53) || (k > 100 && k < 121)) continue;
    stream.place(k / 50, value(k));
  }
  assert.equal(stream.losses.missing, 2 + 20);
  assert.ok(worst(out, (time) => time * 50) < 1e-3);
  const gaps = out.gaps.flatMap((isGap, k) => (isGap ? [k] : []));
  assert.deepEqual([gaps[0], gaps.at(-1), gaps.length], [101, 120, 20]);
});

test('rows that are known to be broken are not counted again by their times', () => {
  const { stream } = setUp();
  for (let k = 0; k < 60; k++) {
    if (k === 30 || k === 31) stream.lose(1);
    else stream.place(k / 50, value(k));
  }
  assert.equal(stream.losses.missing, 0);
});

test('what comes late, or twice, is left out and counted', () => {
  const { out, stream } = setUp();
  for (let k = 0; k < 60; k++) {
    stream.place(k / 50, value(k));
    if (k === 40) {
      stream.place(k / 50, value(999));
      stream.place((k - 2) / 50, value(999));
    }
  }
  assert.equal(stream.losses.late, 2);
  assert.ok(worst(out, (time) => time * 50) < 1e-3);
});

test('a clock that is set back or far forward: the stream goes on, with a gap and a count', () => {
  for (const jump of [-100, 3600]) {
    const { out, stream } = setUp();
    for (let k = 0; k < 100; k++) stream.place(500 + k / 50 + (k < 50 ? 0 : jump), value(k));
    assert.equal(stream.losses.jumps, 1, `${jump} s`);
    assert.ok(out.values.length <= 101, 'no hour is filled');
    assert.ok(out.gaps.some(Boolean));
    assert.ok(worst(out, (time) => time * 50) < 1e-2);
  }
});

test('times that stand still are told', () => {
  const { stream } = setUp();
  assert.throws(() => {
    for (let k = 0; k < 20; k++) stream.place(7, value(k));
  }, TimesStuck);
});

test('without times rows follow in even steps; those that were lost have their place', () => {
  const { out, stream } = setUp();
  stream.lose(3);
  for (let k = 0; k < 40; k++) {
    if (k === 20) stream.lose(1);
    else if (k > 24 && k < 35) stream.lose(1);
    else stream.follow(value(k), 50);
  }
  assert.equal(out.rate, 50);
  assert.equal(out.values.length, 40, 'what was lost before the first is not filled');
  assert.ok(worst(out, (time) => time * 50) < 1e-3);
  assert.equal(out.gaps[20], false, 'a line stands for .02 s');
  assert.deepEqual(
    out.gaps.flatMap((isGap, k) => (isGap ? [k] : [])),
    [25, 26, 27, 28, 29, 30, 31, 32, 33, 34],
  );
});
