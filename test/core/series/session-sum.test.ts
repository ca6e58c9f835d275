import assert from 'node:assert/strict';
import { test } from 'node:test';
import { labelOfWindow } from '../../../src/core/series/label-of-window.ts';
import { SessionSum } from '../../../src/core/series/session-sum.ts';
import { thin } from '../../../src/core/series/thin.ts';

test('overlapping windows are averaged, and what none saw is no number', () => {
  const sum = new SessionSum({ rows: 2, columns: 6 });
  sum.add(Float32Array.of(1, 2, 3, 4, 5, 6), 3, 0);
  sum.add(Float32Array.of(3, 4, 5, 6, 7, 8), 3, 1);
  assert.deepEqual([...sum.map()], [1, 2.5, 3.5, 5, Number.NaN, Number.NaN, 4, 5.5, 6.5, 8, Number.NaN, Number.NaN]);
  assert.equal(sum.error(), null);
});

test('a window between two columns is shared out, and errors of independent windows shrink', () => {
  const sum = new SessionSum({ rows: 1, columns: 4 });
  sum.add(Float32Array.of(4, 8), 2, 0.25, Float32Array.of(1, 1));
  // 3/4 of a column at 0 and 1, 1/4 at 1 and 2: column 1 is (3/4 x 8 + 1/4 x 4) / 1.
  assert.deepEqual([...sum.map()].slice(0, 3), [4, 7, 8]);
  const even = new SessionSum({ rows: 1, columns: 1 });
  even.add(Float32Array.of(1), 1, 0, Float32Array.of(3));
  even.add(Float32Array.of(2), 1, 0, Float32Array.of(4));
  assert.deepEqual([...(even.error() as Float32Array)], [2.5]);
});

test('a window is about the label that shares most with it', () => {
  const label = (start: number, end: number, name: string) => ({ start, end, label: name, confidence: null });
  const about = (start: number, end: number, ...labels: ReturnType<typeof label>[]) =>
    labelOfWindow({ start, end }, labels)?.label ?? null;
  assert.equal(about(0, 2, label(0, 1.4, 'idle'), label(1.4, 1.8, 'knock')), 'knock');
  assert.equal(about(0, 2, label(0, 10, 'walk')), 'walk');
  assert.equal(about(0, 2, label(1.6, 3, 'shake')), null);
  assert.equal(about(0, 2, label(1, 2.5, 'shake'), label(-3, 1, 'idle')), 'shake');
  assert.equal(about(0, 2), null);
});

test('thinning keeps the least and the greatest of each pixel', () => {
  const values = Float32Array.from({ length: 1000 }, (_, k) => (k === 517 ? 9 : k === 518 ? -9 : Math.sin(k)));
  const { low, high } = thin(values, 0, 1000, 20);
  assert.deepEqual([low[10], high[10]], [-9, 9]);
  assert.equal(high.length, 20);
  const near = thin(values, 510, 520, 20);
  assert.deepEqual([near.low[14], near.high[14], near.low[15]], [9, 9, 9]);
  const beyond = thin(values, 990, 1010, 20);
  assert.ok(!Number.isNaN(beyond.low[9]) && Number.isNaN(beyond.low[11]));
});
