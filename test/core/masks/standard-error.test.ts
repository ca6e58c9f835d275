import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mapsFromScores } from '../../../src/core/masks/create-mask-sum.ts';
import { MaskPainter } from '../../../src/core/masks/evaluate.ts';
import { shrinkSpec } from '../../../src/core/masks/shrink-spec.ts';
import { defaultMaskSpec, isLattice, type MaskSpec } from '../../../src/core/masks/spec.ts';
import { INTERVAL_95, standardErrors } from '../../../src/core/masks/standard-error.ts';
import { mean, pearson } from '../../../src/core/statistics.ts';

/** A score that goes with what masks show of a place, and a noise of its own that goes with nothing. */
function scoresOf(spec: MaskSpec, count: number): Float32Array {
  const painter = new MaskPainter(spec);
  const mask = new Float32Array(spec.width * spec.height);
  return Float32Array.from({ length: count }, (_, n) => {
    painter.paint(n, mask);
    const shown = mean(mask.subarray(0, mask.length / 4));
    return shown + 0.1 * Math.sin(12.9898 * n + spec.seed);
  });
}

test('a smaller copy shows the same masks: about eight pixels a cell, lattices stay lattices', () => {
  for (const [width, height, grid] of [
    [640, 480, 16],
    [224, 224, 8],
    [97, 61, 5],
  ] as const) {
    const spec = defaultMaskSpec({ width, height }, { grid, keep: 0.5, seed: 3 });
    const small = shrinkSpec(spec);
    assert.ok(isLattice(small));
    assert.ok(small.width <= 8 * (grid + 1) && small.upWidth >= small.width + small.offsetsX - 1);
    const [large, copy] = [spec, small].map((one) => {
      const out = new Float32Array(one.width * one.height);
      new MaskPainter(one).paint(5, out);
      return out;
    });
    const sampled = Float32Array.from(copy, (_, k) => {
      const x = Math.min(width - 1, Math.floor((((k % small.width) + 0.5) * width) / small.width));
      const y = Math.min(height - 1, Math.floor(((Math.floor(k / small.width) + 0.5) * height) / small.height));
      return large[y * width + x];
    });
    // Half a pixel of eight a cell off, along ramps that cross a cell.
    assert.ok(pearson(sampled, copy) > 0.98, `${width} x ${height}: ${pearson(sampled, copy)}`);
  }
});

test('a spec that is small already is its own copy', () => {
  const spec = defaultMaskSpec({ width: 32, height: 32 }, { grid: 8, keep: 0.5, seed: 0 });
  const { copyOf, ...rest } = shrinkSpec(spec);
  assert.deepEqual(rest, spec);
  assert.deepEqual(copyOf, { offsetsX: 4, offsetsY: 4 });
});

for (const form of ['mean-subtracted', 'raw', 'ratio'] as const) {
  test(`the error of a map in the form ${form} is how far maps of other seeds stray`, () => {
    const SEEDS = 40;
    const COUNT = 320;
    const maps: Float32Array[] = [];
    const errors: Float32Array[] = [];
    for (let seed = 0; seed < SEEDS; seed++) {
      const spec = defaultMaskSpec({ width: 32, height: 32 }, { grid: 4, keep: 0.5, seed });
      const scores = scoresOf(spec, COUNT);
      maps.push(mapsFromScores(spec, scores, 1, form)[0]);
      errors.push(standardErrors(spec, scores, 1, form)[0]);
    }
    const truth = maps[0].map((_, k) => mean(maps.map((map) => map[k])));
    const spread = truth.map((value, k) => Math.sqrt(mean(maps.map((map) => (map[k] - value) ** 2))));
    const stated = truth.map((_, k) => mean(errors.map((error) => error[k])));
    const ratio = mean(stated) / mean(spread);
    // The spread of 40 seeds is known to one part in nine, neighbouring pixels stray together.
    assert.ok(ratio > 0.85 && ratio < 1.2, `stated over seen ${ratio}`);
    const covered = maps.map((map, seed) =>
      mean(map.map((value, k) => (Math.abs(value - truth[k]) <= INTERVAL_95 * errors[seed][k] ? 1 : 0))),
    );
    assert.ok(Math.abs(mean(covered) - 0.95) < 0.03, `${mean(covered)} of pixels lie within the interval`);
  });
}

test('a target that never answers has a map and an error of 0', () => {
  const spec = defaultMaskSpec({ width: 16, height: 16 }, { grid: 4, keep: 0.5, seed: 0 });
  const scores = new Float32Array(64);
  assert.ok(standardErrors(spec, scores, 1, 'mean-subtracted')[0].every((value) => value === 0));
});
