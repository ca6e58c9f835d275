import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Direct } from '../../src/core/direct.ts';

interface Case {
  readonly name: string;
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  readonly least: number;
  /** Evaluations until the value is within .01 % of the least one, from table 1 of Jones et al. (1993). */
  readonly published: number;
  f(x: readonly number[]): number;
}

const HARTMAN = [
  { height: 1, pull: [3, 10, 30], at: [0.3689, 0.117, 0.2673] },
  { height: 1.2, pull: [0.1, 10, 35], at: [0.4699, 0.4387, 0.747] },
  { height: 3, pull: [3, 10, 30], at: [0.1091, 0.8732, 0.5547] },
  { height: 3.2, pull: [0.1, 10, 35], at: [0.03815, 0.5743, 0.8828] },
];

const CASES: readonly Case[] = [
  {
    name: 'Branin',
    lower: [-5, 0],
    upper: [10, 15],
    least: 0.397887,
    published: 195,
    f: ([x, y]) =>
      (y - (5.1 * x * x) / (4 * Math.PI ** 2) + (5 * x) / Math.PI - 6) ** 2 +
      10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) +
      10,
  },
  {
    name: 'Goldstein and Price',
    lower: [-2, -2],
    upper: [2, 2],
    least: 3,
    published: 191,
    f: ([x, y]) =>
      (1 + (x + y + 1) ** 2 * (19 - 14 * x + 3 * x * x - 14 * y + 6 * x * y + 3 * y * y)) *
      (30 + (2 * x - 3 * y) ** 2 * (18 - 32 * x + 12 * x * x + 48 * y - 36 * x * y + 27 * y * y)),
  },
  {
    name: 'six-hump camel',
    lower: [-3, -2],
    upper: [3, 2],
    least: -1.0316284535,
    published: 285,
    f: ([x, y]) => (4 - 2.1 * x * x + x ** 4 / 3) * x * x + x * y + (-4 + 4 * y * y) * y * y,
  },
  {
    name: 'Hartman in three dimensions',
    lower: [0, 0, 0],
    upper: [1, 1, 1],
    least: -3.86278,
    published: 199,
    f: (x) =>
      -HARTMAN.reduce(
        (sum, { height, pull, at }) =>
          sum + height * Math.exp(-pull.reduce((power, by, k) => power + by * (x[k] - at[k]) ** 2, 0)),
        0,
      ),
  },
];

for (const { name, lower, upper, least, published, f } of CASES) {
  test(`DIRECT finds the least value of ${name} in about the published number of evaluations`, () => {
    const direct = new Direct(lower, upper);
    let evaluations = 0;
    let error = Number.POSITIVE_INFINITY;
    while (error > 1e-4 && evaluations < 2000) {
      const points = direct.ask();
      assert.ok(points.every((point) => point.every((x, axis) => x > lower[axis] && x < upper[axis])));
      direct.tell(points.map(f));
      evaluations += points.length;
      error = (direct.best.value - least) / Math.abs(least);
    }
    // A whole round of cuts counts here where the paper stops within one; ties are cut in another order, which matters for the
    // camel's two equal minima (177 here, 285 published).
    assert.ok(evaluations > 0.5 * published && evaluations < 1.25 * published, `${evaluations}, not ${published}`);
    assert.equal(f(direct.best.point), direct.best.value);
  });
}

test('DIRECT keeps to the number of points that it may ask for, and says when nothing fits', () => {
  const direct = new Direct([0, 0], [1, 1]);
  assert.throws(() => direct.best, RangeError);
  assert.deepEqual(direct.ask(0), []);
  let left = 50;
  for (let points = direct.ask(left); points.length > 0; points = direct.ask(left)) {
    assert.ok(points.length <= left);
    left -= points.length;
    direct.tell(points.map(([x, y]) => (x - 0.2) ** 2 + (y - 0.7) ** 2));
  }
  // Any further cut takes at least two points.
  assert.ok(left < 4, `${left} left`);
  const [x, y] = direct.best.point;
  assert.ok(Math.hypot(x - 0.2, y - 0.7) < 0.05, `${x}, ${y}`);
});
