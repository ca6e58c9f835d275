import assert from 'node:assert/strict';
import { test } from 'node:test';
import { collectEvidence, type Evidence } from '../../src/audit/insights/evidence.ts';
import { clusterMaps } from '../../src/audit/patterns/cluster-maps.ts';
import { findGroups } from '../../src/audit/patterns/find-groups.ts';
import { listUnusual } from '../../src/audit/patterns/list-unusual.ts';
import { mapFeatures } from '../../src/audit/patterns/map-features.ts';
import { chanceOfOneCloud } from '../../src/audit/patterns/valley.ts';
import type { ExplanationRecord, PictureRecord } from '../../src/audit/run/record.ts';
import { GRID, packGrid, unpackGrid } from '../../src/core/packed-grid.ts';
import { Dice } from '../../src/scenes/dice.ts';

type Box = [number, number, number, number];
const SIZE = 64;

interface Made {
  readonly label: string;
  readonly hot: Box;
  readonly outcome?: ExplanationRecord['outcome'];
  readonly box?: Box;
}

/** Maps whose weight lies evenly in a box of cells, over a ground that chance makes uneven. */
function evidenceOf(maps: readonly Made[]): Evidence[] {
  const dice = new Dice(3);
  const pictures = maps.map(({ label, hot: [x0, y0, x1, y1], outcome = null, box }, k): PictureRecord => {
    const map = Float32Array.from({ length: GRID * GRID }, (_, at) => {
      const [x, y] = [at % GRID, Math.floor(at / GRID)];
      return (x >= x0 && x < x1 && y >= y0 && y < y1 ? 1 : 0) + dice.range(0, 0.02);
    });
    const explanation: ExplanationRecord = {
      ...{ label, class: label.length, score: 0.9, box: box ?? null, outcome, truth: null, metrics: {} },
      ...{ inside: null, area: null, map: packGrid(map), masks: null, reliability: null },
    };
    return {
      ...{ picture: `${String(k).padStart(3, '0')}.png`, sha256: null, width: SIZE, height: SIZE, split: null },
      ...{ labels: [], objects: [], problems: [] },
      results: [
        {
          ...{ status: 'explained', method: 'rise', layer: null, notes: [], milliseconds: 1 },
          explanations: [explanation],
        },
      ],
    };
  });
  return collectEvidence(pictures, 0);
}

const shaken = (k: number, [x, y]: readonly [number, number]): Box => [
  x + (k % 3),
  y + (k % 4),
  x + 8 + (k % 3),
  y + 8 + (k % 4),
];

test('maps at two places are two groups, with their classes, answers and examples', () => {
  const made = Array.from({ length: 30 }, (_, k): Made => {
    const isCorner = k % 3 === 0;
    return {
      label: isCorner ? 'boat' : k % 2 ? 'cat' : 'dog',
      hot: shaken(k, isCorner ? [0, 20] : [14, 8]),
      outcome: isCorner ? 'class' : 'correct',
    };
  });
  const found = clusterMaps(evidenceOf(made));
  assert.ok(found);
  assert.deepEqual([found.frame, found.maps, found.left, found.clusters.length], ['picture', 30, 0, 2]);
  assert.ok(found.silhouette > 0.25 && found.chance < 0.01, `${found.silhouette} ${found.chance}`);
  const [large, small] = found.clusters;
  assert.deepEqual(small.members, [0, 3, 6, 9, 12, 15, 18, 21, 24, 27]);
  assert.deepEqual(small.classes, [{ label: 'boat', maps: 10 }]);
  assert.deepEqual(
    large.classes.map(({ label }) => label),
    ['cat', 'dog'],
  );
  assert.deepEqual([small.correct?.share, large.correct?.share, large.pictures], [0, 1, 20]);
  assert.ok(
    small.examples.every(({ map, picture }) => small.members.includes(map) && Number(picture.slice(0, 3)) === map),
  );
  const mean = unpackGrid(small.mean);
  assert.ok(mean[24 * GRID + 4] > 20 * mean[12 * GRID + 18]);
  assert.deepEqual(clusterMaps(evidenceOf(made)), found, 'the same for the same maps and seed');
});

test('one cloud of maps is not divided, and too few are not looked at', () => {
  const dice = new Dice(5);
  const cloud = Array.from({ length: 60 }, (): Made => {
    const [x, y] = [dice.range(4, 20), dice.range(4, 20)];
    return { label: 'cat', hot: [x, y, x + 8, y + 8] };
  });
  const found = clusterMaps(evidenceOf(cloud));
  assert.deepEqual(
    [found?.clusters.length, found && found.chance > 0.01],
    [0, true],
    `${found?.silhouette} ${found?.chance}`,
  );
  assert.equal(clusterMaps(evidenceOf(cloud.slice(0, 11))), null);
});

test('where boxes are known maps are compared over them: the left of objects wherever these stand', () => {
  const boxes: Box[] = [
    [0, 0, 32, 32],
    [20, 24, 60, 64],
    [30, 4, 62, 36],
  ];
  const made = Array.from({ length: 24 }, (_, k): Made => {
    const box = boxes[k % 3];
    const [x0, y0, x1, y1] = box.map((edge) => edge / 2);
    const middle = (x0 + x1) / 2;
    return { label: 'bus', box, hot: k < 12 ? [x0, y0, middle, y1] : [middle, y0, x1, y1] };
  });
  const found = clusterMaps(evidenceOf(made));
  assert.deepEqual([found?.frame, found?.clusters.length], ['object', 2], `${found?.silhouette} ${found?.chance}`);
  assert.deepEqual(
    found?.clusters.map(({ members }) => members.length),
    [12, 12],
  );
  assert.ok(found.clusters[0].members.every((map) => map < 12));
  const half = clusterMaps(evidenceOf(made.map((one, k) => (k < 4 ? { ...one, box: undefined } : one))));
  assert.deepEqual([half?.frame, half?.maps, half?.left], ['object', 20, 4]);
});

test('features: a distance between distributions, with what lies far from the object', () => {
  const [one] = evidenceOf([{ label: 'a', hot: [0, 0, 4, 4], box: [48, 48, 56, 56] }]);
  const far = mapFeatures(one, 'object');
  assert.ok(far && far[64] > 0.9, 'almost all of it is far away');
  const squares = far.reduce((sum, value) => sum + value * value, 0);
  assert.ok(Math.abs(squares - 1) < 1e-5);
  assert.equal(mapFeatures(evidenceOf([{ label: 'a', hot: [0, 0, 4, 4] }])[0], 'object'), null);
});

test('of more points than are compared the others join the nearest group', () => {
  const dice = new Dice(1);
  const points = Array.from({ length: 700 }, (_, k) =>
    Float64Array.of((k % 10 === 0 ? 8 : 0) + dice.normal(), dice.normal(), dice.normal()),
  );
  const found = findGroups(points);
  assert.equal(found?.middles.length, 2);
  assert.equal(found?.groups?.filter((group) => group === 1).length, 70);
  const long = Array.from({ length: 200 }, () => Float64Array.of(20 * dice.normal(), dice.normal(), dice.normal()));
  assert.equal(findGroups(long)?.groups, null, 'a long cloud is no two clouds');
});

test('unusual maps are listed with how far they are from their class', () => {
  const usual = Array.from({ length: 12 }, (_, k): Made => ({ label: 'car', hot: shaken(k, [10, 9]) }));
  const listed = listUnusual(evidenceOf([...usual, { label: 'car', hot: [28, 0, 32, 3] }]));
  assert.deepEqual(
    listed.map(({ picture, label, map }) => [picture, label, map]),
    [['012.png', 'car', 12]],
  );
  assert.ok(listed[0].deviations > 3.5 && listed[0].cosine < listed[0].usual);
  assert.deepEqual(listUnusual(evidenceOf(usual)), []);
});

test('pure noise in many directions has no groups, two clouds apart have', () => {
  const dice = new Dice(7);
  const noise = (count: number, at: number) =>
    Array.from({ length: count }, () => Float64Array.from({ length: 60 }, (_, k) => dice.normal() + (k < 4 ? at : 0)));
  assert.equal(findGroups(noise(40, 0))?.groups, null);
  assert.ok(chanceOfOneCloud(noise(20, 0), noise(20, 0)) > 0.1, 'an arbitrary division of one cloud');
  assert.ok(chanceOfOneCloud(noise(20, 0), noise(20, 5)) < 0.01);
});
