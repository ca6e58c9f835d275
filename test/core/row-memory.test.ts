import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowMemory } from '../../src/core/row-memory.ts';

/** What {@link rowMemory}'s function says it does. */
function twin(
  out: Float64Array,
  [at, other, length]: readonly number[],
  rows: Float64Array,
  [first, stride]: readonly number[],
  weights: Float64Array,
  [a, b, step]: readonly number[],
): void {
  for (const [to, from] of [
    [at, a],
    [other, b],
  ]) {
    for (let k = 0; k < length; k++) {
      const [p, q, r, s] = [0, 1, 2, 3].map((n) => weights[from + n * step] * rows[first + n * stride + k]);
      out[to + k] += p + q + r + s;
    }
  }
}

const noise = (length: number, seed: number) => Float64Array.from({ length }, (_, k) => Math.sin((k + 1) * seed) / 3);

for (const { length, stride, step, first } of [
  { length: 2, stride: 2, step: 1, first: 0 },
  { length: 6, stride: 7, step: 9, first: 3 },
  { length: 130, stride: 131, step: 131, first: 1 },
]) {
  test(`four rows are added to two stretches of ${length} numbers, to the last bit as written out`, () => {
    const room = first + 4 * stride + length;
    const { rows: held, addFourToTwo } = rowMemory(3 * length + 1, room, 60 + 4 * step);
    const [out, rows, weights] = held;
    const given = [noise(out.length, 1.3), noise(rows.length, 2.7), noise(weights.length, 0.9)];
    held.forEach((row, k) => {
      row.set(given[k]);
    });
    addFourToTwo(out, 1, length + 1, length, rows, first, stride, weights, 5, 50, step);
    twin(given[0], [1, length + 1, length], given[1], [first, stride], given[2], [5, 50, step]);
    assert.deepEqual(held, given);
  });
}

test('rows do not overlap, and a later call may use the same memory', () => {
  const [a, b, c] = rowMemory(3, 1, 4).rows;
  for (const [k, row] of [a, b, c].entries()) row.fill(k + 1);
  assert.deepEqual([...a, ...b, ...c], [1, 1, 1, 2, 3, 3, 3, 3]);
  const [again] = rowMemory(8).rows;
  assert.equal(again.buffer, a.buffer);
});

test('large memory is not kept', () => {
  const [small] = rowMemory(4).rows;
  const [large] = rowMemory(2 ** 19).rows;
  assert.notEqual(large.buffer, small.buffer);
  assert.equal(rowMemory(4).rows[0].buffer, small.buffer);
});

test('what is more than there can be says what to do', () => {
  assert.throws(() => rowMemory(2 ** 33), { name: 'XaiError', code: 'out-of-memory', message: /use fewer masks/ });
});
