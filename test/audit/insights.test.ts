import assert from 'node:assert/strict';
import { test } from 'node:test';
import { suspectBeside } from '../../src/audit/insights/beside.ts';
import { bootstrapMean } from '../../src/audit/insights/bootstrap.ts';
import { coverPixels, pastePixels } from '../../src/audit/insights/changed-picture.ts';
import { suspectCoOccurrence } from '../../src/audit/insights/co-occurrence.ts';
import { suspectContext } from '../../src/audit/insights/context.ts';
import type { Tested } from '../../src/audit/insights/counterfactual.ts';
import { placeElsewhere } from '../../src/audit/insights/elsewhere.ts';
import { collectEvidence, type Evidence } from '../../src/audit/insights/evidence.ts';
import { claim } from '../../src/audit/insights/find-insights.ts';
import type { Movement } from '../../src/audit/insights/finding.ts';
import { suspectFixedPositions } from '../../src/audit/insights/fixed-positions.ts';
import { meanMaps } from '../../src/audit/insights/mean-maps.ts';
import { movementOf } from '../../src/audit/insights/movement.ts';
import { suspectOutliers } from '../../src/audit/insights/outliers.ts';
import { sideBox, worstSide } from '../../src/audit/insights/sides.ts';
import type { ExplanationRecord, PictureRecord } from '../../src/audit/run/record.ts';
import { GRID, packGrid } from '../../src/core/packed-grid.ts';
import type { Picture } from '../../src/core/picture.ts';
import { pictureFromPixels } from '../../src/tasks/decode-picture.ts';

type Box = [number, number, number, number];
const SIZE = 64;

/** A map whose weight lies evenly in a box of cells, over a faint ground. */
function mapOf([x0, y0, x1, y1]: Box): Float32Array {
  return Float32Array.from({ length: GRID * GRID }, (_, k) => {
    const [x, y] = [k % GRID, Math.floor(k / GRID)];
    return x >= x0 && x < x1 && y >= y0 && y < y1 ? 1 : 0.01;
  });
}

function evidenceOf(
  maps: readonly { label: string; hot: Box; inside?: number; objects?: PictureRecord['objects'] }[],
): Evidence[] {
  const pictures = maps.map(({ label, hot, inside = null, objects = [] }, k): PictureRecord => {
    const explanation: ExplanationRecord = {
      label,
      class: label.length,
      score: 0.9,
      box: null,
      outcome: null,
      truth: null,
      metrics: {},
      inside,
      area: null,
      map: packGrid(mapOf(hot)),
      masks: null,
      reliability: null,
    };
    const explained = { method: 'rise', layer: null, explanations: [explanation], notes: [], milliseconds: 1 };
    const base = { sha256: null, width: SIZE, height: SIZE, split: null, labels: [], problems: [] };
    return { ...base, picture: `${k}.png`, objects, results: [{ status: 'explained', ...explained }] };
  });
  return collectEvidence(pictures, 0);
}

const middle = (k: number): Box => [10 + (k % 3), 9 + (k % 4), 20 + (k % 3), 21 + (k % 4)];
const many = (label: string, count: number, hot: (k: number) => Box) =>
  Array.from({ length: count }, (_, k) => ({ label, hot: hot(k) }));

test('a corner where only one class looks is suspected, and what all classes do is not', () => {
  const marked = evidenceOf([...many('boat', 6, () => [0, 26, 14, 30]), ...many('dog', 6, middle)]);
  const [boat] = suspectFixedPositions(marked, 0).filter(({ label }) => label === 'boat');
  assert.deepEqual(boat.region, [0, 26 / GRID, 14 / GRID, 30 / GRID]);
  assert.ok(boat.value > 0.7 && boat.interval.low > 0.6 && boat.interval.high <= 1);
  assert.match(boat.seen, /in the lower left part/);
  const pixels = boat.pixels(marked[0], SIZE, SIZE, null);
  assert.equal(
    pixels?.reduce((sum, inside) => sum + inside, 0),
    28 * 8,
  );
  const object = new Uint8Array(SIZE * SIZE).fill(1);
  assert.equal(boat.pixels(marked[0], SIZE, SIZE, object), null, 'all of it is the object');
  const [dog] = suspectFixedPositions(marked, 0).filter(({ label }) => label === 'dog');
  assert.equal(dog?.pixels(marked[6], SIZE, SIZE, null) ?? null, null, 'the middle is left to the object');
  assert.deepEqual(suspectFixedPositions(evidenceOf([...many('boat', 6, middle), ...many('dog', 6, middle)]), 0), []);
  assert.deepEqual(suspectFixedPositions(evidenceOf(many('boat', 6, middle)), 0), [], 'no other class to compare with');
});

test('classes that look beside the object, or at another class, are suspected', () => {
  const aside = evidenceOf(many('cat', 4, middle).map((one, k) => ({ ...one, inside: 0.1 + k / 50 })));
  const [context] = suspectContext(aside, 0);
  assert.ok(Math.abs(context.value - 0.87) < 1e-9 && context.interval.low < context.value);
  assert.equal(context.members[0].record.picture, '0.png', 'the worst comes first');
  const ofOthers = aside.map((one) => ({ ...one, record: { ...one.record, labels: ['bicycle'] } }));
  assert.deepEqual(suspectContext(ofOthers, 0), [], 'the object is not a cat');
  const object = new Uint8Array(SIZE * SIZE);
  object[SIZE * 5 + 5] = 1;
  object[SIZE * 6 + 8] = 1;
  const around = context.pixels(aside[0], SIZE, SIZE, object);
  assert.equal(around?.filter((inside) => !inside).length, 2 * 4, 'the box of the object is spared, not its outline');
  assert.deepEqual(suspectContext(evidenceOf([{ label: 'cat', hot: [0, 0, 9, 9] }]), 0), []);

  const objects = [
    { label: 'skier', box: [0, 0, 20, 64] as Box },
    { label: 'snowboard', box: [40, 40, 60, 60] as Box },
  ];
  const together = evidenceOf(many('skier', 4, () => [20, 20, 30, 30]).map((one) => ({ ...one, objects })));
  const [pair] = suspectCoOccurrence(together, 0);
  assert.deepEqual([pair.label, pair.other], ['skier', 'snowboard']);
  assert.equal(pair.pixels(together[0], SIZE, SIZE, null)?.filter(Boolean).length, 400);
  const alone = evidenceOf(many('skier', 4, () => [0, 0, 10, 30]).map((one) => ({ ...one, objects })));
  assert.deepEqual(suspectCoOccurrence(alone, 0), []);
});

test('what stands beside an object: its sides are covered one by one, and the worst is beside its opposite', async () => {
  assert.deepEqual(sideBox([10, 10, 30, 20], 'left', { width: 64, height: 64 }), [0, 10, 10, 20]);
  assert.deepEqual(sideBox([10, 10, 30, 20], 'below', { width: 64, height: 64 }), [10, 20, 30, 25]);
  assert.equal(
    sideBox([3, 10, 23, 20], 'left', { width: 64, height: 64 }),
    null,
    'three of ten pixels are in the picture',
  );
  // A lamp, white on black, to the right of the object, which the score needs.
  const scene = await grey(64, 64, (x, y) => (x >= 34 && x < 38 && y >= 12 && y < 18 ? 255 : 0));
  const lit = async ({ data }: Picture) => 0.3 + 0.6 * (data[4 * (15 * 64 + 36)] / 255);
  const worst = await worstSide(scene, [20, 10, 32, 20], lit);
  assert.equal(worst?.side, 'right');
  const { before, after, control } = worst.change;
  assert.ok(
    Math.abs(before - 0.9) < 1e-6 && after < 0.5 && Math.abs((control ?? 0) - 0.9) < 1e-6,
    JSON.stringify(worst),
  );
  assert.ok(Math.abs(worst.area - (6 * 10) / 64 ** 2) < 1e-9);
  assert.equal(await worstSide(scene, [0, 0, 64, 64], lit), null, 'all sides are outside');
});

test('all classes with places are tested for what stands beside them, each beside the others', () => {
  const box: Box = [16, 16, 32, 32];
  const evidence = evidenceOf([
    ...many('cat', 4, () => [4, 8, 8, 16]).map((one) => ({ ...one, objects: [{ label: 'cat', box }] })),
    ...many('dog', 4, () => [8, 8, 16, 16]).map((one) => ({ ...one, objects: [{ label: 'dog', box }] })),
    ...many('car', 4, middle),
  ]);
  const [cat, dog, ...others] = suspectBeside(evidence, 0);
  assert.deepEqual([cat.label, dog.label, others.length], ['cat', 'dog', 0]);
  assert.ok(cat.value > 0.8 && dog.value < 0.2, `${cat.value} ${dog.value}`);
  assert.deepEqual(
    cat.peers?.map(({ label }) => label),
    ['dog'],
  );
  const worse = { ...moved(-0.35, 0.05, -0.02), others: { count: 16, moved: -0.05, low: -0.33, high: -0.23 } };
  const sides = [
    { side: 'right', count: 9 },
    { side: 'left', count: 2 },
  ] as const;
  const found = claim(cat, { cover: worse, paste: null, area: 0.1, sides }, 0);
  assert.match(
    found?.sentence ?? '',
    /Covering what is on one side of the object in 9 pictures \(to its right in 9, to its left in 2\) moves .* \(the opposite side: to .*; beyond their controls the other classes move by −5 percentage points\)/,
  );
  const common = { ...worse, others: { count: 16, moved: -0.3, low: -0.08, high: 0.02 } };
  assert.equal(claim(cat, { cover: common, paste: null, area: 0.1, sides }, 0), null, 'others lose as much');
});

test('a map unlike those of its class is an outlier', () => {
  const maps = [...many('car', 9, middle), { label: 'car', hot: [28, 0, 32, 3] as Box }];
  const [suspect] = suspectOutliers(evidenceOf(maps));
  assert.deepEqual(
    suspect.members.map(({ record }) => record.picture),
    ['9.png'],
  );
  assert.equal(suspect.pixels(suspect.members[0], GRID, GRID, null)?.filter(Boolean).length, 12);
  assert.deepEqual(suspectOutliers(evidenceOf(many('car', 9, middle))), []);
});

test('mean maps: over the picture, and over boxes wherever they lie', () => {
  // The left half of the box, in whatever corner it is.
  const corners: Box[] = [
    [0, 0, 16, 16],
    [40, 20, 56, 36],
  ];
  const evidence = evidenceOf(
    corners.map((box) => ({
      label: 'bus',
      hot: [box[0] / 2, box[1] / 2, box[0] / 2 + 4, box[3] / 2] as Box,
      objects: [{ label: 'bus', box }],
    })),
  );
  const { picture, object } = meanMaps(evidence);
  assert.ok(Math.abs(picture.reduce((sum, value) => sum + value, 0) - 1) < 1e-5);
  assert.ok(object);
  const at = (x: number, y: number) => object[y * GRID + x];
  assert.ok(at(12, 16) > 50 * at(20, 16) && at(12, 16) > 50 * at(12, 4));
});

test('bootstrap: the spread of a mean, the same for the same seed', () => {
  const values = Array.from({ length: 100 }, (_, k) => (k % 10) / 10);
  const { low, high } = bootstrapMean(values, 3);
  // Normal theory: 1.96 x .2872 / sqrt(100) = .0563 to each side of .45; 1000 resamples find it to about 5 %.
  assert.ok(Math.abs(low - (0.45 - 0.0563)) < 0.008 && Math.abs(high - (0.45 + 0.0563)) < 0.008, `${low} ${high}`);
  assert.deepEqual(bootstrapMean(values, 3), { low, high });
  assert.notDeepEqual(bootstrapMean(values, 4), { low, high });
  const difference = bootstrapMean(values, 3, values);
  assert.ok(difference.low < -0.05 && difference.high > 0.05);
  assert.deepEqual(bootstrapMean([0.5], 0), { low: 0.5, high: 0.5 });
});

const grey = (width: number, height: number, at: (x: number, y: number) => number) =>
  pictureFromPixels(
    width,
    height,
    Uint8Array.from({ length: width * height * 4 }, (_, k) =>
      k % 4 === 3 ? 255 : at((k >> 2) % width, Math.floor((k >> 2) / width)),
    ),
  );

test('covering continues what is around, pasting takes the same place of another size', async () => {
  const ramp = await grey(9, 5, (x) => 20 * x);
  const pixels = new Uint8Array(45);
  for (const x of [3, 4, 5]) pixels[2 * 9 + x] = 1;
  const covered = await coverPixels(ramp, pixels);
  assert.equal(covered.data[4 * (2 * 9 + 4)], 80, 'between its neighbours');
  assert.deepEqual(covered.data.subarray(0, 72), ramp.data.subarray(0, 72), 'the rest is as it was');
  const nothing = await coverPixels(ramp, new Uint8Array(45).fill(1));
  assert.ok(nothing.data.every((value, k) => value === (k % 4 === 3 ? 255 : 128)));

  const donor = await grey(18, 10, () => 200);
  const half = Uint8Array.from({ length: 45 }, (_, k) => (k % 9 < 4 ? 1 : 0));
  const pasted = await pastePixels(ramp, donor, half);
  const row = (y: number) => Array.from({ length: 9 }, (_, x) => pasted.data[4 * (y * 9 + x)]);
  assert.deepEqual(row(3), [200, 200, 200, 200, 80, 100, 120, 140, 160]);
});

test('another place is as large, free of region and object, and near the border where the region was', () => {
  const [width, height] = [16, 8];
  const paint = (x0: number, y0: number, x1: number, y1: number) =>
    Uint8Array.from({ length: width * height }, (_, k) => {
      const [x, y] = [k % width, Math.floor(k / width)];
      return x >= x0 && x < x1 && y >= y0 && y < y1 ? 1 : 0;
    });
  const corner = paint(0, 6, 5, 8);
  assert.deepEqual(placeElsewhere(corner, width, height, null), paint(11, 0, 16, 2), 'the opposite corner');
  assert.deepEqual(placeElsewhere(corner, width, height, paint(8, 0, 16, 5)), paint(11, 6, 16, 8), 'a free corner');
  const middle = placeElsewhere(paint(6, 3, 10, 5), width, height, null);
  assert.equal(middle?.filter(Boolean).length, 8, 'what its mirror images hold itself is shifted');
  assert.ok(middle.every((inside, at) => !inside || !paint(6, 3, 10, 5)[at]));
  assert.equal(placeElsewhere(paint(0, 0, 16, 6), width, height, null), null, 'there is no room for as much');
});

test('a movement is compared with its control picture by picture', () => {
  const changes = [0.9, 0.5, 0.7].map((before) => ({ before, after: before - 0.3, control: before - 0.1 }));
  const movement = movementOf(changes, 0);
  const near = (value: number | null | undefined, wanted: number) => assert.ok(Math.abs((value ?? 9) - wanted) < 1e-9);
  near(movement?.moved, -0.3);
  near(movement?.control, -0.1);
  // The scores differ, the differences do not: paired, the interval has no width.
  near(movement?.beyond?.low, -0.2);
  near(movement?.beyond?.high, -0.2);
  assert.equal(
    movementOf(
      changes.map((one) => ({ ...one, control: null })),
      0,
    )?.beyond,
    null,
  );
  assert.equal(movementOf([], 0), null);
  const others = [0.2, 0.4].map((before) => ({ before, after: before - 0.15, control: before - 0.1 }));
  const compared = movementOf(changes, 0, others)?.others;
  near(compared?.moved, -0.05);
  near(compared?.low, -0.15);
  near(compared?.high, -0.15);
  assert.equal(movementOf(changes, 0, [])?.others, null);
});

function moved(moves: number, reach: number, control: number | null): Movement {
  return {
    count: 9,
    before: 0.5,
    after: 0.5 + moves,
    moved: moves,
    interval: { low: moves - reach, high: moves + reach },
    control,
    beyond: control === null ? null : { low: moves - control - reach, high: moves - control + reach },
    others: null,
  };
}

test('no finding without a test that moves the answer beyond its control', () => {
  const evidence = evidenceOf([...many('boat', 6, () => [0, 26, 14, 30]), ...many('dog', 6, middle)]);
  const [suspect] = suspectFixedPositions(evidence, 0);
  const tested = (part: Partial<Tested>) =>
    claim(suspect, { cover: null, paste: null, area: 0.2, sides: null, ...part }, 0);
  const finding = tested({ paste: moved(0.45, 0.05, 0.02), cover: moved(-0.3, 0.1, 0) });
  assert.ok(finding && Math.abs(finding.rank - 0.38 * 0.8) < 1e-9);
  assert.match(finding.sentence, /Covering that in 9 pictures moves the score from 50 % to 20 %.*Pasting it.* to 95 %/);
  assert.equal(tested({}), null, 'nothing tested');
  assert.equal(tested({ paste: moved(0.45, 0.4, null) }), null, 'uncertain');
  assert.equal(tested({ paste: moved(0.45, 0.05, 0.4) }), null, 'the control moves it as much');
  assert.equal(tested({ cover: moved(-0.4, 0.05, 0) }), null, 'a fixed position has to work on other pictures');
  const [context] = suspectContext(evidenceOf(many('cat', 4, middle).map((one) => ({ ...one, inside: 0.1 }))), 0);
  const beside = (movement: Movement, others: number | null): Movement => {
    const { low, high } = movement.beyond ?? { low: 0, high: 0 };
    if (others === null) return movement;
    return { ...movement, others: { count: 20, moved: others, low: low - others, high: high - others } };
  };
  const exchanged = (cover: Movement, paste = moved(0.4, 0.05, 0), others: number | null = 0) =>
    claim(
      context,
      { cover: beside(cover, others && -others), paste: beside(paste, others), area: 0.5, sides: null },
      0,
    );
  assert.match(
    exchanged(moved(-0.4, 0.05, -0.1))?.sentence ?? '',
    /Exchanging the surroundings of 9 pictures for those/,
  );
  assert.equal(exchanged(moved(-0.4, 0.05, null)), null, 'exchanging alone moves any model');
  assert.equal(exchanged(moved(-0.4, 0.05, -0.38)), null, 'those of its own class move it as much');
  assert.equal(exchanged(moved(-0.05, 0.04, 0.3)), null, 'the control moves, not the answer');
  assert.equal(exchanged(moved(0.4, 0.05, 0)), null, 'the wrong way');
  assert.equal(exchanged(moved(-0.4, 0.05, -0.1), moved(0.05, 0.04, 0)), null, 'it does not come with them');
  assert.equal(exchanged({ ...moved(-0.4, 0.05, -0.1), count: 4 }), null, 'four pictures are too few');
  assert.ok(exchanged(moved(-0.4, 0.05, -0.1), moved(0.4, 0.05, 0), 0.1), 'twice as far as all others');
  assert.equal(exchanged(moved(-0.4, 0.05, -0.1), moved(0.4, 0.05, 0), 0.25), null, 'the other classes move as far');
  assert.equal(exchanged(moved(-0.4, 0.05, -0.1), moved(0.4, 0.05, 0), null), null, 'no other class to compare with');
});
