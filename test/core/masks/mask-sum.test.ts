import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMaskSum, mapsFromScores } from '../../../src/core/masks/create-mask-sum.ts';
import { fillMask } from '../../../src/core/masks/evaluate.ts';
import { LatticeSum } from '../../../src/core/masks/lattice.ts';
import { latticeLayout } from '../../../src/core/masks/lattice-layout.ts';
import { MAP_FORMS, type MapForm, type MaskSum } from '../../../src/core/masks/mask-sum.ts';
import { PlainSum } from '../../../src/core/masks/plain-sum.ts';
import { reliabilityOfHalves } from '../../../src/core/masks/reliability.ts';
import { defaultMaskSpec, type MaskSpec } from '../../../src/core/masks/spec.ts';
import { mean } from '../../../src/core/statistics.ts';

/** Made-up scores: high on the whole, so that mean-subtracted takes the difference of nearly equal planes. */
function score(mask: number, target: number): number {
  return 0.9 + 0.1 * Math.sin(mask * (target + 1.37) * 12.9898);
}

/** The maps of target `target` by their definitions, every mask held in full. */
function literalMap(spec: MaskSpec, masks: number[], target: number, form: MapForm): Float64Array {
  const size = spec.width * spec.height;
  const weighted = new Float64Array(size);
  const plain = new Float64Array(size);
  const mask = new Float32Array(size);
  let scores = 0;
  for (const index of masks) {
    fillMask(spec, index, mask);
    scores += score(index, target);
    for (let k = 0; k < size; k++) {
      weighted[k] += score(index, target) * mask[k];
      plain[k] += mask[k];
    }
  }
  const n = masks.length;
  return weighted.map((value, k) => {
    if (form === 'raw') return value / n;
    if (form === 'keep-subtracted') return value / n - (spec.keep * scores) / n;
    if (form === 'rise') return value / (n * spec.keep);
    if (form === 'ratio') return plain[k] > 0 ? value / plain[k] : 0;
    return value / n - (scores / n) * (plain[k] / n);
  });
}

function assertSameMap(actual: Float32Array, expected: Float64Array, share: number): void {
  assert.equal(actual.length, expected.length);
  const spread = Math.max(...expected) - Math.min(...expected);
  const range = expected.length > 1 ? spread : Math.abs(expected[0]);
  assert.ok(range > 0);
  for (let k = 0; k < actual.length; k++) {
    const difference = Math.abs(actual[k] - expected[k]);
    assert.ok(difference <= share * range, `element ${k}: ${actual[k]} for ${expected[k]}, range ${range}`);
  }
}

const spaces: [string, MaskSpec][] = [
  ['odd pitches', defaultMaskSpec({ width: 34, height: 21 }, { grid: 5, keep: 0.5, seed: 3 })],
  ['even pitches', defaultMaskSpec({ width: 40, height: 29 }, { grid: 5, keep: 0.3, seed: 4 })],
  ['an odd and an even pitch', defaultMaskSpec({ width: 25, height: 61 }, { grid: 8, keep: 0.5, seed: 5 })],
  ['pitch 1', defaultMaskSpec({ width: 7, height: 5 }, { grid: 8, keep: 0.5, seed: 6 })],
  ['pitch 2', defaultMaskSpec({ width: 9, height: 10 }, { grid: 5, keep: 0.5, seed: 6 })],
  ['one pixel', defaultMaskSpec({ width: 1, height: 1 }, { grid: 16, keep: 0.5, seed: 7 })],
  [
    'a window well inside the enlarged mask',
    { ...defaultMaskSpec({ width: 34, height: 21 }, { grid: 5, keep: 0.5, seed: 8 }), width: 11, height: 9 },
  ],
  [
    'offsets of more than a pitch',
    {
      ...defaultMaskSpec({ width: 34, height: 21 }, { grid: 5, keep: 0.5, seed: 9 }),
      width: 15,
      height: 8,
      offsetsX: 28,
      offsetsY: 23,
    },
  ],
];

for (const [name, spec] of spaces) {
  for (const form of MAP_FORMS) {
    test(`lattice and plain sums are the sum of painted masks: ${name}, ${form}`, () => {
      const masks = Array.from({ length: 60 }, (_, k) => 3 * k + 1);
      const sums: MaskSum[] = [new LatticeSum(spec, 2), new PlainSum(spec, 2)];
      for (const sum of sums) {
        for (const index of masks) sum.add(index, [score(index, 0), score(index, 1)]);
        assert.equal(sum.count, masks.length);
        // Painted masks carry float32 weights (6e-8 of values near 1); the map's range is some hundredths.
        for (const target of [0, 1]) {
          assertSameMap(sum.map(target, form), literalMap(spec, masks, target, form), 1e-5);
        }
      }
    });
  }
}

test('the plane of the default lattice spans the window and one tent', () => {
  const spec = defaultMaskSpec({ width: 416, height: 312 }, { grid: 16, keep: 0.5, seed: 1 });
  assert.deepEqual(latticeLayout(spec), {
    width: 416 + 51,
    height: 312 + 39,
    originX: -38,
    originY: -29,
    pitchX: 26,
    pitchY: 20,
  });
});

test('createMaskSum takes the lattice where it can', () => {
  const [, spec] = spaces[0];
  assert.ok(createMaskSum(spec, 1) instanceof LatticeSum);
  assert.ok(createMaskSum({ ...spec, border: 'mirror' }, 1) instanceof PlainSum);
  assert.ok(createMaskSum({ ...spec, interpolation: 'cubic' }, 1) instanceof PlainSum);
  assert.ok(createMaskSum({ ...spec, upWidth: spec.upWidth + 1 }, 1) instanceof PlainSum);
});

test('kept scores give the same maps, for chosen mask numbers too', () => {
  const [, spec] = spaces[0];
  const masks = [4, 9, 17, 23, 42];
  const scores = Float32Array.from(masks.flatMap((index) => [score(index, 0), score(index, 1)]));
  const sum = createMaskSum(spec, 2);
  for (let k = 0; k < masks.length; k++) sum.add(masks[k], scores.subarray(2 * k, 2 * k + 2));
  const maps = mapsFromScores(spec, scores, 2, 'mean-subtracted', masks);
  assert.deepEqual(maps, [sum.map(0, 'mean-subtracted'), sum.map(1, 'mean-subtracted')]);
  assert.throws(() => mapsFromScores(spec, scores, 3, 'raw'), { code: 'option-invalid' });
  assert.throws(() => mapsFromScores(spec, scores, 2, 'raw', [1, 2]), { code: 'option-invalid' });
});

test('a score that is not finite is refused and leaves the sum as it was', () => {
  const [, spec] = spaces[0];
  for (const sum of [new LatticeSum(spec, 2), new PlainSum(spec, 2)]) {
    sum.add(0, [0.5, 0.5]);
    const before = sum.map(0, 'raw');
    assert.throws(() => sum.add(1, [0.5, Number.NaN]), { code: 'model-output' });
    assert.throws(() => sum.add(1, [0.5]), { code: 'model-output' });
    assert.equal(sum.count, 1);
    assert.deepEqual(sum.map(0, 'raw'), before);
  }
});

test('without masks a map is 0 everywhere', () => {
  const [, spec] = spaces[0];
  for (const form of MAP_FORMS) {
    assert.ok(
      createMaskSum(spec, 1)
        .map(0, form)
        .every((value) => value === 0),
    );
  }
});

test('reliability is near 1 for scores that follow a cell of the picture and near 0 for noise', () => {
  const spec = defaultMaskSpec({ width: 32, height: 32 }, { grid: 4, keep: 0.5, seed: 12 });
  const noises = 12;
  const halves = [createMaskSum(spec, 1 + noises), createMaskSum(spec, 1 + noises)];
  const mask = new Float32Array(32 * 32);
  for (let index = 0; index < 800; index++) {
    fillMask(spec, index, mask);
    const noise = Array.from({ length: noises }, (_, target) => score(index, target + 1));
    halves[index % 2].add(index, [mask[10 * 32 + 20], ...noise]);
  }
  const reliability = (target: number) => {
    const [even, odd] = halves.map((half) => half.map(target, 'mean-subtracted'));
    return reliabilityOfHalves(even, odd);
  };
  assert.ok(reliability(0) > 0.97, `reliability ${reliability(0)}`);
  // Some 16 independent cells: halves of noise correlate by chance with a spread of about .25, the mean of 12 with .07.
  const meanNoise = mean(Array.from({ length: noises }, (_, target) => reliability(target + 1)));
  assert.ok(Math.abs(meanNoise) < 0.3, `reliability of noise ${meanNoise}`);
});
