import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cholesky, inverseOf, solveLower, solveUpper } from '../../../src/core/cholesky.ts';
import { mapsFromScores } from '../../../src/core/masks/create-mask-sum.ts';
import { MaskPainter } from '../../../src/core/masks/evaluate.ts';
import { MaskBasis } from '../../../src/core/masks/mask-basis.ts';
import { MaskRegression, regress } from '../../../src/core/masks/regression.ts';
import { defaultMaskSpec, type MaskSpec } from '../../../src/core/masks/spec.ts';
import { INTERVAL_95 } from '../../../src/core/masks/standard-error.ts';
import { mean, pearson } from '../../../src/core/statistics.ts';

const SIDE = 32;
const spec = (seed: number): MaskSpec => defaultMaskSpec({ width: SIDE, height: SIDE }, { grid: 4, keep: 0.5, seed });

/** A score that rises with what masks show of a blob, saturates, and has noise of its own. */
function scoresOf(of: MaskSpec, count: number, first = 0): Float32Array {
  const painter = new MaskPainter(of);
  const mask = new Float32Array(SIDE * SIDE);
  return Float32Array.from({ length: count }, (_, n) => {
    painter.paint(first + n, mask);
    let shown = 0;
    for (let y = 6; y < 16; y++) for (let x = 10; x < 22; x++) shown += mask[y * SIDE + x] / 120;
    return Math.tanh(2 * shown) + 0.1 * Math.sin(12.9898 * (first + n) + of.seed) + 0.2 * mask[20 * SIDE + 25];
  });
}

test('triangles solve what they were made of', () => {
  // 4 2 0, 2 5 3, 0 3 6 times (1, 2, 3) is (8, 21, 24).
  const lower = cholesky(Float64Array.of(4, 0, 0, 2, 5, 0, 0, 3, 6), 3);
  const x = solveUpper(lower, solveLower(lower, Float64Array.of(8, 21, 24)));
  x.forEach((value, k) => {
    assert.ok(Math.abs(value - (k + 1)) < 1e-12);
  });
});

for (const size of [1, 3, 8, 15]) {
  test(`the inverse of a matrix of ${size} rows, from its triangle`, () => {
    const matrix = new Float64Array(size * size);
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++) matrix[i * size + j] = (i === j ? size : 0) + Math.sin(i * j + i + j);
    const inverse = inverseOf(cholesky(matrix, size), size);
    const at = (i: number, j: number) => inverse[Math.max(i, j) * size + Math.min(i, j)];
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        let sum = 0;
        for (let k = 0; k < size; k++) sum += matrix[i * size + k] * at(k, j);
        assert.ok(Math.abs(sum - (i === j ? 1 : 0)) < 1e-12, `${sum} at ${i}, ${j}`);
      }
    }
  });
}

/** The covariance of the mask with each pattern, plane by plane. */
function planesOf(basis: MaskBasis): Float32Array[] {
  return Array.from({ length: basis.size }, (_, k) => {
    const one = new Float64Array(basis.size);
    one[k] = 1;
    return basis.covariance(one);
  });
}

test('variances of a map are those of its patterns, place by place', () => {
  const basis = new MaskBasis(spec(5));
  const { size } = basis;
  const posterior = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) posterior[i * size + j] = (i === j ? 2 : 0) + 0.5 * Math.cos(3 * i + j);
  const [columns, rows] = [Int32Array.of(0, 7, SIDE - 1), Int32Array.of(2, SIDE - 1)];
  const planes = planesOf(basis);
  const expected = [...rows].flatMap((y) =>
    [...columns].map((x) => {
      const w = planes.map((plane) => plane[y * SIDE + x]);
      let sum = 0;
      for (let i = 0; i < size; i++)
        for (let j = 0; j <= i; j++) sum += (i === j ? 1 : 2) * w[i] * w[j] * posterior[i * size + j];
      return Math.max(0, sum);
    }),
  );
  const found = basis.variances(posterior, columns, rows);
  const most = Math.max(...expected);
  assert.ok(most > 0);
  // The planes are float32.
  expected.forEach((value, k) => {
    assert.ok(Math.abs(found[k] - value) < 1e-5 * most, `${found[k]} for ${value}`);
  });
});

test('patterns of masks: what they are taken for is what many masks show', () => {
  const of = spec(5);
  const basis = new MaskBasis(of);
  const painter = new MaskPainter(of);
  const mask = new Float32Array(SIDE * SIDE);
  const pattern = new Float64Array(basis.size);
  const places = [
    [3, 4],
    [16, 16],
    [30, 1],
  ] as const;
  const COUNT = 6000;
  const seen = places.map(() => new Float64Array(basis.size));
  for (let n = 0; n < COUNT; n++) {
    painter.paint(n, mask);
    basis.project(n, pattern);
    places.forEach(([x, y], k) => {
      for (let i = 0; i < basis.size; i++) seen[k][i] += ((mask[y * SIDE + x] - of.keep) * pattern[i]) / COUNT;
    });
  }
  const planes = planesOf(basis);
  places.forEach(([x, y], k) => {
    const known = planes.map((plane) => plane[y * SIDE + x]);
    const largest = Math.max(...known.map(Math.abs));
    const worst = Math.max(...known.map((value, i) => Math.abs(value - seen[k][i])));
    // Of 6000 masks a covariance strays by some 1 / sqrt(6000) of the product of the deviations.
    assert.ok(worst < 0.1 * largest, `${worst} of ${largest} at ${x}, ${y}`);
  });
});

test('few masks come as near to the truth as twice as many without regression, and the stated errors hold', () => {
  const truth = mapsFromScores(spec(1000), scoresOf(spec(1000), 20_000), 1, 'mean-subtracted')[0];
  const runs = Array.from({ length: 12 }, (_, seed) => {
    const of = spec(seed);
    const scores = scoresOf(of, 128);
    const [fit] = regress(of, scores, 1);
    const [map, error] = [fit.map(), fit.error()];
    const twice = mapsFromScores(of, scoresOf(of, 256), 1, 'mean-subtracted')[0];
    const inside = Array.from(error, (one, at) => (Math.abs(map[at] - truth[at]) <= 1.96 * one ? 1 : 0));
    return {
      correlation: pearson(map, truth),
      plain: pearson(twice, truth),
      covered: mean(inside),
      stated: Math.sqrt(fit.reliability),
    };
  });
  const of = (key: keyof (typeof runs)[number]) => mean(runs.map((run) => run[key]));
  assert.ok(of('correlation') > of('plain'), `${of('correlation')} with 128 masks, ${of('plain')} with 256`);
  assert.ok(of('covered') > 0.9 && of('covered') < 0.99, `${of('covered')} lie within the interval`);
  assert.ok(Math.abs(of('stated') - of('correlation')) < 0.06, `${of('stated')} stated, ${of('correlation')} reached`);
});

test('peaks are shown nearly whole, and what is stated of their error is true of them too', () => {
  const truth = mapsFromScores(spec(1000), scoresOf(spec(1000), 20_000), 1, 'mean-subtracted')[0];
  const edge = truth.toSorted()[Math.floor(truth.length * 0.97)];
  const peaks = [...truth.keys()].filter((at) => truth[at] > edge);
  const runs = Array.from({ length: 12 }, (_, seed) => {
    const of = spec(seed);
    const [fit] = regress(of, scoresOf(of, 96), 1);
    const [map, error] = [fit.map(), fit.error()];
    return {
      shown: mean(peaks.map((at) => map[at] / truth[at])),
      covered: mean(peaks.map((at) => (Math.abs(map[at] - truth[at]) <= INTERVAL_95 * error[at] ? 1 : 0))),
    };
  });
  const [shown, covered] = [mean(runs.map((run) => run.shown)), mean(runs.map((run) => run.covered))];
  assert.ok(shown > 0.9, `${shown} of the truth is shown`);
  assert.ok(covered > 0.87, `${covered} of the peaks lie within the interval`);
});

test('with many masks it comes to what mean-subtracted comes to', () => {
  const of = spec(2);
  const scores = scoresOf(of, 8000);
  const [plain] = mapsFromScores(of, scores, 1, 'mean-subtracted');
  const map = regress(of, scores, 1)[0].map();
  assert.ok(pearson(map, plain) > 0.99, `${pearson(map, plain)}`);
  const slope = map.reduce((sum, value, k) => sum + value * plain[k], 0) / plain.reduce((sum, v) => sum + v * v, 0);
  assert.ok(Math.abs(slope - 1) < 0.05, `slope ${slope}`);
});

test('a score that never moves, one mask, several targets', () => {
  const of = spec(0);
  const [flat] = regress(of, new Float32Array(100).fill(0.3), 1);
  assert.ok(flat.map().every((value) => value === 0) && flat.reliability === 0);
  const [one] = regress(of, Float32Array.of(0.5), 1);
  assert.ok(one.map().every((value) => value === 0));
  const scores = scoresOf(of, 100);
  const both = regress(
    of,
    Float32Array.from({ length: 200 }, (_, k) => (k % 2 ? 1 - scores[k >> 1] : scores[k >> 1])),
    2,
  );
  // A score turned over has the map turned over.
  const [straight, turned] = both.map(({ map }) => map());
  assert.ok(straight.every((value, k) => Math.abs(value + turned[k]) < 1e-6));
});

test('while masks are fewer than patterns, their maps and reliability are those of the patterns', () => {
  const of = spec(5);
  for (const count of [3, 7, 41, 128, 256]) {
    const scores = scoresOf(of, count);
    const early = new MaskRegression(of, 1);
    for (let n = 0; n < count; n++) early.add(n, scores, n);
    const [map] = early.maps();
    const [reliability] = early.reliabilities();
    const [whole] = regress(of, scores, 1);
    const wanted = whole.map();
    const range = Math.max(...wanted.map(Math.abs));
    // Sums of some hundred products of doubles each, and float32 maps.
    map().forEach((value, k) => {
      assert.ok(Math.abs(value - wanted[k]) < 1e-6 * range, `${value} at ${k} of ${count} masks`);
    });
    assert.ok(Math.abs(reliability - whole.reliability) < 1e-6, `${reliability}, ${whole.reliability} of ${count}`);
  }
});

test('maps of later targets, of fewer masks, and looks in between are those of one look at the end', () => {
  const of = spec(7);
  const scores = scoresOf(of, 301);
  const [whole] = regress(of, scores, 1);
  const looked = new MaskRegression(of, 1);
  for (let n = 0; n < 301; n++) {
    looked.add(n, scores, n);
    if (n % 50 === 10) looked.maps()[0]();
  }
  assert.deepEqual(looked.fit()[0].map(), whole.map());
  const other = new MaskRegression(of, 2);
  for (let n = 0; n < 301; n++) other.add(n, [Math.sin(n), Math.cos(n)]);
  const asked = other.fitOf(scores).map();
  const range = Math.max(...whole.map().map(Math.abs));
  assert.ok(asked.every((value, k) => Math.abs(value - whole.map()[k]) < 1e-5 * range));
});
