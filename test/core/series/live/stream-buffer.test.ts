import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RollingWindows } from '../../../../src/core/series/live/rolling-windows.ts';
import { SampleRing } from '../../../../src/core/series/live/sample-ring.ts';
import { StreamBuffer, type StreamShape } from '../../../../src/core/series/live/stream-buffer.ts';
import { StreamEnvelope } from '../../../../src/core/series/live/stream-envelope.ts';
import { resampleRecording } from '../../../../src/core/series/resample-recording.ts';

const ramp = (from: number, length: number) => Float32Array.from({ length }, (_, k) => from + k);

test('the ring holds the newest samples, whatever the pieces they come in', () => {
  for (const size of [1, 3, 7, 10, 23]) {
    const ring = new SampleRing(2, 10);
    for (let at = 0; at < 100; at += size) ring.append([ramp(at, size), ramp(-at, size)]);
    const { count, first } = ring;
    assert.equal(first, count - 10);
    const [one] = ring.copy(first, count);
    assert.deepEqual([...one], [...ramp(first, 10)], `pieces of ${size}`);
    assert.deepEqual([...ring.copy(first + 2, first + 5)[0]], [...ramp(first + 2, 3)]);
    assert.throws(() => ring.copy(first - 1, count), RangeError);
    assert.throws(() => ring.copy(first, count + 1), RangeError);
  }
});

const chirp = (rate: number) => (_: unknown, k: number) => Math.sin((k / rate) ** 2 * 3) + 0.3 * Math.cos(k / rate);

for (const [streamRate, rate] of [
  [50, 50],
  [60, 50],
  [62.5, 50],
  [100, 50],
  [25, 50],
]) {
  test(`windows of a stream at ${streamRate} Hz are those of the recording at ${rate} Hz`, () => {
    const data = Float32Array.from({ length: streamRate * 8 }, chirp(streamRate));
    const about = { name: '', sha256: '', start: 0, channels: ['x'], gaps: [], findings: [] };
    const [whole] = resampleRecording({ ...about, rate: streamRate, data: [data] }, rate).data;
    const shape = { length: 100, hop: 25, rate };
    const windows = new RollingWindows(shape, streamRate);
    const ring = new SampleRing(1, windows.reach);
    const seen = new Set<number>();
    let worstInside = 0;
    for (let at = 0; at < data.length; at++) {
      ring.append([data.subarray(at, at + 1)]);
      const index = windows.newest(ring.count);
      if (index < 0 || seen.has(index)) continue;
      seen.add(index);
      assert.equal(ring.count, windows.needs(index), `window ${index} is there with its last sample`);
      const { samples, start } = windows.cut(ring, index);
      assert.equal(start, (index * 25) / rate);
      assert.equal(samples[0].length, 100);
      // The newest samples do not know yet what follows: half a second and half of the filter.
      for (let k = 0; k < 60; k++) {
        worstInside = Math.max(worstInside, Math.abs(samples[0][k] - whole[index * 25 + k]));
      }
      for (let k = 60; k < 100; k++) assert.ok(Math.abs(samples[0][k] - whole[index * 25 + k]) < 0.25);
    }
    assert.deepEqual([...seen], [...Array(Math.floor((whole.length - 100) / 25) + 1).keys()]);
    assert.ok(worstInside < 2e-3, `${worstInside}`);
  });
}

const shape: StreamShape = { channels: ['x'], rate: 50, window: 100, stride: 50, share: 0.5, mostKept: 1000 };

const setUp = (changes: Partial<StreamShape> = {}) => {
  const clock = { now: 0 };
  const buffer = new StreamBuffer({ ...shape, ...changes }, () => clock.now);
  buffer.begin(50);
  const feed = (count: number, isGap = false) => {
    for (let k = 0; k < count; k++) {
      clock.now += 20;
      buffer.append([Float32Array.of(clock.now)], isGap);
    }
  };
  return { clock, buffer, feed };
};

test('a window is taken once, the newest first; those passed over are counted', () => {
  const { buffer, feed, clock } = setUp();
  feed(99);
  assert.equal(buffer.take(), null);
  feed(1);
  const first = buffer.take();
  assert.deepEqual([first?.index, first?.skipped, first?.arrivedAt], [0, 0, 2000]);
  assert.equal(buffer.take(), null);
  feed(80);
  const later = buffer.take();
  // Samples 75 to 174, the last of which came five samples before.
  assert.deepEqual([later?.index, later?.skipped, later?.arrivedAt], [3, 2, clock.now - 100]);
});

test('windows over a gap are passed over', () => {
  const { buffer, feed } = setUp();
  feed(100);
  assert.equal(buffer.take()?.index, 0);
  feed(10, true);
  feed(40);
  assert.equal(buffer.take(), null);
  feed(65);
  assert.equal(buffer.take(), null, 'samples 100 to 109 are still within');
  feed(10);
  assert.equal(buffer.take()?.index, 5);
});

test('what came is kept until there is no room, and is a recording with its gaps', () => {
  const { buffer, feed } = setUp({ mostKept: 150 });
  feed(100);
  feed(10, true);
  feed(20);
  assert.deepEqual([buffer.keptSeconds, buffer.roomSeconds, buffer.isFull], [2.6, 3, false]);
  feed(100);
  feed(10, true);
  assert.ok(buffer.isFull);
  const recording = buffer.recording('mine');
  assert.deepEqual([recording?.rate, recording?.channels, recording?.data[0].length], [50, ['x'], 150]);
  assert.deepEqual(recording?.gaps, [{ start: 100, end: 110 }]);
  assert.deepEqual(recording?.data[0].slice(-2), Float32Array.of(2980, 3000));
  assert.equal(setUp({ mostKept: 0 }).buffer.recording('none'), null);
});

test('the outline has the least and the greatest of every bin, and holes where nothing came', () => {
  const envelope = new StreamEnvelope(1, 1000, 10, 100);
  for (let second = 0; second < 25; second++) {
    const values = Float32Array.from({ length: 1000 }, (_, k) => (k === 437 ? 5 + second : k === 731 ? -5 : 0));
    envelope.append([values], second === 20);
  }
  const { times, values } = envelope.stretch(15, 25);
  const [line] = values;
  assert.ok(times.length <= 2 * 103, `${times.length} points`);
  assert.equal(Math.max(...(line as number[])), 29);
  assert.equal(Math.min(...(line as number[])), -5);
  const holes = times.filter((_, k) => line[k] === null);
  assert.ok(holes.length > 0 && holes.every((time) => time >= 19.8 && time <= 21.2));
  const peak = times[line.indexOf(22)];
  assert.ok(Math.abs(peak - 17.437) < 0.1, `the peak lies where it was: ${peak}`);
});
