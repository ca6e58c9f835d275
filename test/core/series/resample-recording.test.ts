import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Recording } from '../../../src/core/series/recording.ts';
import { resampleRecording } from '../../../src/core/series/resample-recording.ts';

function record(rate: number, seconds: number, signal: (t: number) => number): Recording {
  const data = [Float32Array.from({ length: Math.round(rate * seconds) }, (_, k) => signal(k / rate))];
  return { name: 'a', sha256: '', rate, start: 0, channels: ['x'], data, gaps: [{ start: 10, end: 20 }], findings: [] };
}

/** Greatest distance from the signal, the ends left out, where the filter sees what is continued. */
function strays({ data, rate }: Recording, signal: (t: number) => number): number {
  const margin = Math.ceil(data[0].length * 0.1);
  return data[0].reduce(
    (most, value, k) =>
      k < margin || k >= data[0].length - margin ? most : Math.max(most, Math.abs(value - signal(k / rate))),
    0,
  );
}

test('a tone well below both rates stays what it is', () => {
  const tone = (t: number) => Math.sin(2 * Math.PI * 300 * t);
  for (const rate of [8000, 11_025, 16_000, 44_100, 1234.5]) {
    const resampled = resampleRecording(record(16_000, 1, tone), rate);
    assert.ok(Math.abs(resampled.data[0].length - rate) <= 2);
    assert.ok(strays(resampled, tone) < 2e-4, `${rate}: ${strays(resampled, tone)}`);
  }
});

test('what the lower rate cannot hold is taken out, not folded', () => {
  const high = record(16_000, 1, (t) => Math.sin(2 * Math.PI * 3000 * t));
  assert.ok(strays(resampleRecording(high, 4000), () => 0) < 2e-3);
});

test('a level stays, gaps keep their place, and the same rate changes nothing', () => {
  const level = record(50, 10, () => 1.25);
  const resampled = resampleRecording(level, 30);
  assert.ok(resampled.data[0].every((value) => Math.abs(value - 1.25) < 1e-6));
  assert.deepEqual(resampled.gaps, [{ start: 6, end: 12 }]);
  assert.equal(resampleRecording(level, 50.0001), level);
});
