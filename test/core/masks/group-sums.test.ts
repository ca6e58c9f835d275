import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lazily } from '../../../src/core/lazily.ts';
import { createMaskSum } from '../../../src/core/masks/create-mask-sum.ts';
import { MaskPainter } from '../../../src/core/masks/evaluate.ts';
import { GroupSums } from '../../../src/core/masks/group-sums.ts';
import { MaskPlaces } from '../../../src/core/masks/mask-places.ts';
import { MAP_FORMS } from '../../../src/core/masks/mask-sum.ts';
import { reliabilityOfHalves } from '../../../src/core/masks/reliability.ts';
import { defaultMaskSpec, type MaskSpec } from '../../../src/core/masks/spec.ts';
import { mean } from '../../../src/core/statistics.ts';

const SPEC = defaultMaskSpec({ width: 96, height: 64 }, { grid: 8, keep: 0.5, seed: 4 });
const GROUPS = 16;
const COUNT = 331;
const TARGETS = 3;

/** Scores of three targets: what is shown of a place, the same turned over, and nothing but noise. */
const SCORES = (() => {
  const painter = new MaskPainter(SPEC);
  const mask = new Float32Array(96 * 64);
  const out = new Float32Array(COUNT * TARGETS);
  for (let n = 0; n < COUNT; n++) {
    painter.paint(n, mask);
    const shown = mean(mask.subarray(0, 96 * 20)) + 0.05 * Math.sin(12.9898 * n);
    out.set([shown, 1 - shown, 0.5 + 0.5 * Math.sin(78.233 * n * n)], n * TARGETS);
  }
  return out;
})();

/** The jackknife over whole maps, as its definition has it. */
function jackknife(target: number, form: (typeof MAP_FORMS)[number]): Float64Array {
  const rests = Array.from({ length: GROUPS }, (_, group) => {
    const sum = createMaskSum(SPEC, TARGETS);
    for (let n = 0; n < COUNT; n++) if (n % GROUPS !== group) sum.add(n, SCORES, n * TARGETS);
    return sum.map(target, form);
  });
  return Float64Array.from(rests[0], (_, k) => {
    const centre = mean(rests.map((rest) => rest[k]));
    return Math.sqrt(((GROUPS - 1) / GROUPS) * rests.reduce((sum, rest) => sum + (rest[k] - centre) ** 2, 0));
  });
}

function summed(): GroupSums {
  const sums = new GroupSums(SPEC, TARGETS);
  for (let n = 0; n < COUNT; n++) {
    sums.add(n, SCORES, n * TARGETS);
    // A look in between changes nothing.
    if (n % 50 === 20) sums.errors(1, 'raw');
  }
  return sums;
}

test('masks at places are the painted masks there, whatever the enlargement', () => {
  const styles: Partial<MaskSpec>[] = [
    {},
    { interpolation: 'nearest' },
    { interpolation: 'cubic' },
    { border: 'mirror' },
  ];
  for (const style of styles) {
    const spec = { ...SPEC, ...style };
    const places = new MaskPlaces(spec);
    const values = new Float64Array(places.size + 1);
    const mask = new Float32Array(96 * 64);
    new MaskPainter(spec).paint(9, mask);
    places.sample(9, values, 1);
    let k = 1;
    for (const y of places.y) for (const x of places.x) assert.ok(Math.abs(values[k++] - mask[y * 96 + x]) < 1e-6);
  }
});

test('values at places are enlarged linearly: a slope stays one, borders included; pixels are their own places', () => {
  const places = new MaskPlaces(SPEC);
  const at = (x: number, y: number) => 2 * x - 3 * y + 1;
  const values = Array.from({ length: places.size }, (_, k) =>
    at(places.x[k % places.x.length], places.y[Math.floor(k / places.x.length)]),
  );
  places.enlarge(values).forEach((value, k) => {
    assert.ok(Math.abs(value - at(k % 96, Math.floor(k / 96))) < 1e-3);
  });
  const tiny = new MaskPlaces(defaultMaskSpec({ width: 3, height: 1 }, { grid: 4, keep: 0.5, seed: 0 }));
  assert.deepEqual(tiny.enlarge([1, 5, 2]), Float32Array.of(1, 5, 2));
});

for (const form of MAP_FORMS) {
  test(`errors of the form ${form}: the jackknife over whole maps at the places, near it between them`, () => {
    const sums = summed();
    for (let target = 0; target < TARGETS; target++) {
      const known = jackknife(target, form);
      const errors = sums.errors(target, form);
      for (const y of sums.places.y) {
        for (const x of sums.places.x) {
          const at = y * 96 + x;
          assert.ok(Math.abs(errors[at] - known[at]) < 1e-4 * mean(known), `${errors[at]} and ${known[at]}`);
        }
      }
      // An error from 16 groups is itself known to one part in the root of 30, 18 %: half of that between the places makes
      // it 20 %.
      const off = Math.sqrt(mean(errors.map((error, k) => (error / known[k] - 1) ** 2)));
      assert.ok(off < 0.09, `${off} off`);
    }
  });
}

test('reliability of halves: near that of whole maps, for one target as among many', () => {
  const sums = summed();
  for (let target = 0; target < TARGETS; target++) {
    const halves = [0, 1].map((half) => {
      const sum = createMaskSum(SPEC, TARGETS);
      for (let n = half; n < COUNT; n += 2) sum.add(n, SCORES, n * TARGETS);
      return sum.map(target, 'mean-subtracted');
    });
    const whole = reliabilityOfHalves(halves[0], halves[1]);
    const seen = sums.reliability(target, 'mean-subtracted');
    // Where nothing repeats, what is found is chance.
    assert.ok(Math.abs(seen - whole) < (whole > 0.5 ? 0.05 : 0.2), `${seen} and ${whole}`);
    const alone = new GroupSums(SPEC, 1);
    for (let n = 0; n < COUNT; n++) alone.add(n, SCORES, n * TARGETS + target);
    assert.equal(alone.reliability(0, 'mean-subtracted'), seen);
    assert.deepEqual(alone.errors(0, 'ratio'), sums.errors(target, 'ratio'));
  }
});

test('a property that is worked out when it is read: once, and as any other to a copy', () => {
  let made = 0;
  const object = lazily({ a: 1 }, 'b', () => ++made);
  assert.equal(made, 0);
  assert.deepEqual([object.b, object.b, made], [1, 1, 1]);
  assert.deepEqual(structuredClone(lazily({ a: 1 }, 'b', () => 7)), { a: 1, b: 7 });
  const set: { b: number } = lazily({}, 'b', () => 1);
  set.b = 5;
  assert.equal(set.b, 5);
});
