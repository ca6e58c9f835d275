import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guessColumns, mapRow, unitOfSteps } from '../../../../src/core/series/live/column-map.ts';

const three = { channels: null, channelCount: 3 };
const rows = (...list: number[][]) => list;
const timed = rows([0, 1, 2, 3], [20, 1, 2, 3], [40, 1, 2, 3]);

test('as many columns as channels are the channels, in their order', () => {
  const map = guessColumns(null, rows([1, 2, 3], [4, 2, 3], [9, 2, 3]), three);
  assert.deepEqual(map, { time: null, channels: [0, 1, 2] });
});

test('one column more, and a first one that rises, is a time', () => {
  assert.deepEqual(guessColumns(null, timed, three), { time: { column: 0, unit: 'ms' }, channels: [1, 2, 3] });
  const flat = rows([5, 1, 2, 3], [5, 1, 2, 3], [6, 1, 2, 3]);
  assert.equal(guessColumns(null, flat, three), null, 'a first column that stands still is none');
  assert.equal(guessColumns(null, timed.slice(0, 2), three), null, 'two rows tell nothing');
});

test('names tell the time, its unit, and the channels whatever their order', () => {
  const needs = { channels: ['x', 'y', 'z'], channelCount: 3 };
  const map = guessColumns(['time_us', 'Z', 'extra', 'Y', 'X'], rows([7, 3, 0, 2, 1]), needs);
  assert.deepEqual(map, { time: { column: 0, unit: 'us' }, channels: [4, 3, 1] });
});

test('names that are not those of the model serve where the number fits', () => {
  const needs = { channels: ['x', 'y', 'z'], channelCount: 3 };
  assert.deepEqual(guessColumns(['a', 'b', 'c'], rows([1, 2, 3]), needs), { time: null, channels: [0, 1, 2] });
  assert.equal(guessColumns(['a', 'b'], rows([1, 2]), needs), null);
});

test('a model of any number of channels takes all but the time', () => {
  const any = { channels: null, channelCount: null };
  assert.deepEqual(guessColumns(null, timed, any)?.channels, [1, 2, 3]);
  assert.deepEqual(guessColumns(null, rows([1, 2], [1, 2], [1, 2]), any)?.channels, [0, 1]);
});

test('a wrong number of columns cannot be told', () => {
  assert.equal(guessColumns(null, rows([1, 2], [1, 2], [1, 2]), three), null);
  assert.equal(guessColumns(null, rows([1, 2, 3, 4, 5, 6]), three), null);
});

test('whole numbers are milliseconds, microseconds or nanoseconds by their steps', () => {
  assert.equal(unitOfSteps([0, 20, 40, 61]), 'ms');
  assert.equal(unitOfSteps([0, 20_000, 40_000]), 'us');
  assert.equal(unitOfSteps([0, 20_000_000, 40_000_000]), 'ns');
  assert.equal(unitOfSteps([0, 1, 2]), 's');
  assert.equal(unitOfSteps([0, 0.02, 0.04]), 's');
});

test('a row is brought to seconds and channels; one that lacks a number is refused', () => {
  const map = { time: { column: 0, unit: 'ms' as const }, channels: [2, 1] };
  assert.deepEqual(mapRow(map, [1500, 7, 8]), { time: 1.5, values: Float32Array.of(8, 7) });
  assert.equal(mapRow(map, [1500, Number.NaN, 8]), null);
  assert.equal(mapRow(map, [Number.NaN, 7, 8]), null);
  assert.equal(mapRow(map, [1500, 7]), null);
  // What is not used may be missing.
  assert.deepEqual(mapRow({ time: null, channels: [0] }, [3, Number.NaN])?.values, Float32Array.of(3));
});
