import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LiveRate } from '../../www/live/live-rate.ts';

test('the rate settles on the pace of the frames, and the latency on theirs', () => {
  const rate = new LiveRate();
  assert.deepEqual([rate.framesPerSecond, rate.latency], [null, null]);
  for (let k = 0; k < 60; k++) rate.add(k * 100, 80);
  assert.equal(rate.framesPerSecond, 10);
  assert.equal(rate.latency, 80);
  for (let k = 1; k < 60; k++) rate.add(5900 + k * 50, 40);
  // After sixty frames .8^59 of what was before is left: two millionths.
  assert.ok(Math.abs((rate.framesPerSecond ?? 0) - 20) < 1e-3);
  assert.ok(Math.abs((rate.latency ?? 0) - 40) < 1e-3);
});

test('a pause does not count', () => {
  const rate = new LiveRate();
  rate.add(0, 10);
  rate.add(100, 10);
  rate.rest();
  rate.add(60_000, 10);
  rate.add(60_100, 10);
  assert.equal(rate.framesPerSecond, 10);
});
