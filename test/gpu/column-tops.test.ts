import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ColumnTops } from '../../src/gpu/reference/column-tops.ts';
import { uniform } from './detector-data.ts';

/** Turns of sixteen proposals: fewer, as many, one more; columns that are longer than what is asked for; many. */
const SHAPES = [
  { count: 1, classes: 1, column: 1, base: 0 },
  { count: 7, classes: 2, column: 9, base: 3 },
  { count: 16, classes: 80, column: 16, base: 64 },
  { count: 17, classes: 5, column: 17, base: 1 },
  { count: 8400, classes: 80, column: 8400, base: 4 * 8400 },
];

// One finder for all, since its memory is used again.
const [finder, squaring] = [new ColumnTops(1), new ColumnTops(2)];

const room = (count: number) => ({
  score: new Float32Array(count),
  number: new Int32Array(count),
  sum: new Float32Array(count),
});

for (const shape of SHAPES) {
  const { count, classes, column, base } = shape;
  test(`best classes of ${count} proposals with ${classes} classes in columns of ${column}`, () => {
    // Few values, so that many are equal and the lowest class must win.
    const data = uniform(base + classes * column, 3).map((v) => Math.round(v * 50) / 50);
    const [found, squared] = [room(count), room(count)];
    const sum = finder.find(data, shape, found);
    const squares = squaring.find(data, shape, squared);
    let wholeSquares = 0;
    let whole = 0;
    for (let p = 0; p < count; p++) {
      const row = Array.from({ length: classes }, (_, c) => data[base + c * column + p]);
      const best = Math.max(...row);
      for (const { score, number } of [found, squared]) {
        assert.equal(score[p], best);
        assert.equal(number[p], row.indexOf(best));
      }
      const [own, ownSquares] = [row.reduce((a, b) => a + b, 0), row.reduce((a, b) => a + b * b, 0)];
      // As many additions as classes, each rounding a sum of at most as many to 24 bits.
      assert.ok(Math.abs(found.sum[p] - own) <= 2 ** -24 * classes ** 2);
      assert.ok(Math.abs(squared.sum[p] - ownSquares) <= 2 ** -24 * classes ** 2);
      whole += own;
      wholeSquares += ownSquares;
    }
    // Each proposal's classes are summed in float32, of 24 bits.
    assert.ok(Math.abs(sum - whole) < 2 ** -22 * count * classes, `${sum} ${whole}`);
    assert.ok(Math.abs(squares - wholeSquares) < 2 ** -22 * count * classes, `${squares} ${wholeSquares}`);
  });
}

test('a score that is no number is seen in the sum, wherever it stands; minus infinity never wins', () => {
  const shape = { count: 33, classes: 3, column: 33, base: 0 };
  const found = room(33);
  for (const at of [0, 32, 33, 98]) {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const data = new Float32Array(99).fill(0.5);
      data[at] = value;
      for (const one of [finder, squaring])
        assert.ok(!Number.isFinite(one.find(data, shape, found)), `${value} at ${at}`);
    }
  }
  const never = new Float32Array(99).fill(-2);
  never.fill(Number.NEGATIVE_INFINITY, 0, 33);
  assert.equal(finder.find(never, shape, found), Number.NEGATIVE_INFINITY);
  assert.deepEqual([found.score[0], found.number[0]], [-2, 1]);
});
