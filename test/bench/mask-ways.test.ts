import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  byForm,
  chosenMasks,
  controlVariates,
  divided,
  type Estimator,
  regression,
} from '../../bench/masks/estimators.ts';
import { independence, sobol } from '../../bench/masks/indices.ts';
import { MARKS } from '../../bench/masks/judge.ts';
import {
  finerNearTarget,
  INDEX_GRID,
  indexSpec,
  type MakePainter,
  SOBOL_PASSES,
  smoothShapes,
  sobolMasks,
} from '../../bench/masks/painters.ts';
import { SIDE, toSide } from '../../bench/masks/plane.ts';
import type { Part } from '../../bench/masks/stream-run.ts';
import { courseOf, differenceOf, passesOf, passesTo, savingsOf } from '../../bench/masks/summary.ts';
import { OURS, PAPER, PLAIN } from '../../bench/masks/ways.ts';
import { MaskPainter } from '../../src/core/masks/evaluate.ts';
import { shrinkSpec } from '../../src/core/masks/shrink-spec.ts';
import { defaultMaskSpec, type MaskSpec } from '../../src/core/masks/spec.ts';
import { mean, pearson } from '../../src/core/statistics.ts';

/** The share of the content in which the answer lies. */
const BLOB = { x0: 0.28, y0: 0.56, x1: 0.44, y1: 0.72 };

function shownOf(mask: Float32Array, width: number, height: number): number {
  let sum = 0;
  let count = 0;
  for (let y = Math.round(BLOB.y0 * height); y < BLOB.y1 * height; y++)
    for (let x = Math.round(BLOB.x0 * width); x < BLOB.x1 * width; x++, count++) sum += mask[y * width + x];
  return sum / count;
}

function partOfSpec(full: MaskSpec, count: number): Part {
  const spec = shrinkSpec(full);
  const painter = new MaskPainter(spec);
  const mask = new Float32Array(spec.width * spec.height);
  const scores = Float32Array.from({ length: count }, (_, n) => {
    painter.paint(n, mask);
    return shownOf(mask, spec.width, spec.height) + 0.2 * Math.sin(12.9898 * n);
  });
  return { spec, paint: null, numbers: Int32Array.from({ length: count }, (_, n) => n), scores };
}

function partOfPainter(make: MakePainter, count: number): Part {
  const painter = make({ width: SIDE, height: SIDE }, { box: [BLOB.x0, BLOB.y0, BLOB.x1, BLOB.y1] });
  const mask = new Float32Array(SIDE * SIDE);
  const scores = Float32Array.from({ length: count }, (_, n) => {
    painter.paint(n, mask);
    return shownOf(mask, SIDE, SIDE);
  });
  const paint = (index: number, out: Float32Array) => painter.paint(index, out);
  return { spec: null, paint, numbers: Int32Array.from({ length: count }, (_, n) => n), scores };
}

/** Whether a plane is highest in the blob. */
function pointsAt(plane: Float32Array): boolean {
  const at = plane.indexOf(plane.reduce((a, b) => Math.max(a, b)));
  const [x, y] = [((at % SIDE) + 0.5) / SIDE, (Math.floor(at / SIDE) + 0.5) / SIDE];
  return x > BLOB.x0 - 0.07 && x < BLOB.x1 + 0.07 && y > BLOB.y0 - 0.07 && y < BLOB.y1 + 0.07;
}

const SPEC = defaultMaskSpec({ width: 128, height: 128 }, { grid: 8, keep: 0.5, seed: 3 });

test('every estimator comes to where the answer lies; those that know the masks come there sooner', () => {
  const part = partOfSpec(SPEC, 4096);
  const mapOf = (estimator: Estimator, mark: number) => toSide(estimator(part, [mark])[0]);
  const truth = mapOf(byForm('mean-subtracted'), 4096);
  assert.ok(pointsAt(truth));
  for (const estimator of [byForm('ratio'), divided(0.5), divided(1), controlVariates, regression, chosenMasks])
    assert.ok(pointsAt(mapOf(estimator, 512)));
  const [plain, controlled, regressed] = [byForm('mean-subtracted'), controlVariates, regression].map((estimator) =>
    pearson(mapOf(estimator, 256), truth),
  );
  assert.ok(controlled > plain && regressed > plain, `${plain}, ${controlled}, ${regressed}`);
});

test('passes to a level beyond the masks follow from the last correlation', () => {
  const passes = 16_384;
  const { numbers, scores, ...part } = partOfSpec(SPEC, passes);
  for (const estimator of [byForm('raw'), byForm('mean-subtracted')]) {
    const truth = toSide(estimator({ ...part, numbers, scores }, [passes])[0]);
    // Disjoint parts of so many masks each; the mean of r^2 / (1 - r^2) over them.
    const oddsAt = (length: number) =>
      mean(
        Array.from({ length: 12 }, (_, k) => {
          const own = [k * length, (k + 1) * length] as const;
          const map = estimator({ ...part, numbers: numbers.slice(...own), scores: scores.slice(...own) }, [length])[0];
          const square = pearson(toSide(map), truth) ** 2;
          return square / (1 - square);
        }),
      );
    // Four times the masks; the truth's own noise and twelve parts' spread leave a fifth open.
    const growth = oddsAt(512) / oddsAt(128);
    assert.ok(growth > 3.2 && growth < 4.8, `${growth}`);
  }
});

test('masks of no grid keep half of the picture, and their maps point', () => {
  for (const make of [smoothShapes, finerNearTarget]) {
    const part = partOfPainter(make, 600);
    const mask = new Float32Array(SIDE * SIDE);
    const kept = Array.from({ length: 100 }, (_, n) => {
      part.paint?.(n, mask);
      assert.ok(mask.every((value) => value >= 0 && value <= 1));
      return mean(mask);
    });
    assert.ok(Math.abs(mean(kept) - 0.5) < 0.06, `${mean(kept)}`);
    assert.ok(pointsAt(toSide(byForm('mean-subtracted')(part, [600])[0])));
  }
});

test('finer masks are finer near the target', () => {
  const mask = new Float32Array(SIDE * SIDE);
  const painter = finerNearTarget({ width: SIDE, height: SIDE }, { box: [0.5, 0, 1, 1] });
  let [left, right] = [0, 0];
  for (let n = 0; n < 50; n++) {
    painter.paint(n, mask);
    for (let y = 0; y < SIDE; y++) {
      for (let x = 1; x < SIDE / 4; x++) left += Math.abs(mask[y * SIDE + x] - mask[y * SIDE + x - 1]);
      for (let x = (3 * SIDE) / 4 + 1; x < SIDE; x++) right += Math.abs(mask[y * SIDE + x] - mask[y * SIDE + x - 1]);
    }
  }
  assert.ok(right > 1.3 * left, `${left} and ${right}`);
});

test('indices of sensitivity find the cell that the answer hangs on', () => {
  const cell =
    Math.floor(((BLOB.y0 + BLOB.y1) / 2) * INDEX_GRID) * INDEX_GRID +
    Math.floor(((BLOB.x0 + BLOB.x1) / 2) * INDEX_GRID);
  const [total] = sobol(partOfPainter(sobolMasks, SOBOL_PASSES * 20), [SOBOL_PASSES * 20]);
  const [alike] = independence(partOfSpec(indexSpec({ width: 112, height: 112 }, 4), 400), [400]);
  for (const { data } of [total, alike]) assert.equal(data.indexOf(data.reduce((a, b) => Math.max(a, b))), cell);
});

test('passes to a level, courses, differences and savings', () => {
  assert.equal(passesTo(0.9, [64, 128, 256], [0.5, 0.8, 1]), 181);
  assert.equal(passesTo(0.9, [64, 128], [0.95, 0.99]), 64);
  assert.equal(passesTo(0.9, [64, 128], [0.5, 0.8]), null);
  const judgement = (way: string, target: string, values: readonly number[]) => ({
    target,
    way,
    pace: 2,
    correlation: [
      ...values.map((value) => [value, value]),
      ...Array.from({ length: MARKS.length - values.length }, () => []),
    ],
    pointing: Array.from({ length: MARKS.length }, () => []),
    energy: Array.from({ length: MARKS.length }, () => []),
    insertion: Array.from({ length: MARKS.length }, () => [values[0]]),
    deletion: Array.from({ length: MARKS.length }, () => []),
  });
  const rows = ['a', 'b', 'c'].map((target, k) => ({
    pair: target,
    judgements: [
      judgement(PAPER, target, [0.1, 0.2, 0.3, 0.4]),
      judgement(PLAIN, target, [0.5, 0.7, 0.9, 0.95]),
      judgement(OURS, target, [0.8 + k / 100, 0.9, 0.95, 0.99]),
    ],
  }));
  assert.equal(passesOf(rows[0].judgements[1]), 256);
  assert.equal(passesOf(rows[0].judgements[0]), null);
  const { values, targets } = courseOf(rows, PLAIN, 'correlation');
  assert.deepEqual([values[2], values[4], targets], [0.9, null, 3]);
  const difference = differenceOf(rows, OURS, PLAIN, 'insertion', 0);
  assert.ok(difference && Math.abs(difference.mean - 0.31) < 1e-9 && difference.half < 0.02);
  assert.ok(Math.abs((savingsOf(rows, PLAIN)?.ratio ?? 0) - 0.5) < 1e-9);
  // The paper's form ends at 512 without being there: at most a quarter.
  // 512 passes, times what the odds of .9 squared are over those of .4 squared.
  const reckoned = (512 * (0.81 / 0.19)) / (0.16 / 0.84);
  const savings = savingsOf(rows, PAPER);
  assert.deepEqual([savings?.oursReckoned, savings?.otherReckoned], [0, 3]);
  assert.ok(Math.abs((savings?.ratio ?? 0) / (128 / reckoned) - 1) < 1e-4);
});
