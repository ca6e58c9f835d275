import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareModels } from '../../src/audit/compare/compare-models.ts';
import { pairMaps } from '../../src/audit/compare/pair-maps.ts';
import { placeReader } from '../../src/audit/compare/place-share.ts';
import type { Finding } from '../../src/audit/insights/finding.ts';
import { comparisonPart } from '../../src/audit/report/comparison-part.ts';
import type { ExplanationRecord, PictureRecord } from '../../src/audit/run/record.ts';
import { GRID, packGrid } from '../../src/core/packed-grid.ts';

type Box = [number, number, number, number];

/** A map with weight in the columns below `edge` and, faintly, beyond. */
const mapOf = (edge: number) =>
  packGrid(Float32Array.from({ length: GRID * GRID }, (_, k) => (k % GRID < edge ? 1 : 0.1)));

function explanation(label: string, changes: Partial<ExplanationRecord> = {}): ExplanationRecord {
  return {
    ...{ label, class: 0, score: 0.5, box: null, outcome: 'correct', truth: null, metrics: {}, inside: 0.5, area: 0.2 },
    ...{ map: mapOf(16), masks: null, reliability: null, ...changes },
  };
}

function record(picture: string, results: readonly (readonly ExplanationRecord[] | null)[]): PictureRecord {
  return {
    ...{ picture, sha256: null, width: 64, height: 64, split: null, labels: [], objects: [], problems: [] },
    results: results.map((explanations) =>
      explanations
        ? {
            status: 'explained',
            method: 'rise',
            layer: null,
            explanations: [...explanations],
            notes: [],
            milliseconds: 1,
          }
        : { status: 'empty', reason: 'nothing' },
    ),
  };
}

const OPTIONS = { names: ['old.onnx', 'new.onnx'], metrics: [], findings: [], seed: 0 };

test('maps are paired by what was asked: picture, class and place', () => {
  const at = (label: string, box: Box) => explanation(label, { box });
  const paired = pairMaps(
    [
      record('a', [
        [at('dog', [0, 0, 10, 10]), at('dog', [30, 30, 40, 40])],
        [at('Dog', [31, 30, 40, 40]), at('cat', [0, 0, 10, 10])],
      ]),
      record('b', [[explanation('dog')], null]),
      record('c', [[explanation('dog'), explanation('dog')], [explanation('dog')]]),
    ],
    2,
  );
  assert.deepEqual(
    paired.map(({ record: { picture }, maps }) => [picture, ...maps.map(({ label, box }) => `${label} ${box?.[0]}`)]),
    [
      ['a', 'dog 30', 'Dog 31'],
      ['c', 'dog undefined', 'dog undefined'],
    ],
  );
});

test('a difference is taken map by map, with its interval and in words', () => {
  // Pictures differ much (.2 to .74), the models by .19 in every one of them.
  const pictures = Array.from({ length: 10 }, (_, k) => {
    const inside = 0.2 + 0.06 * k;
    return record(`${k}`, [[explanation('boat', { inside })], [explanation('boat', { inside: inside + 0.19 })]]);
  });
  const { count, measures } = compareModels(pictures, OPTIONS);
  const [inside] = measures;
  assert.deepEqual([count, inside.kind, inside.label], [10, 'inside', null]);
  const [step] = inside.steps;
  for (const value of [step.difference, step.low, step.high]) assert.ok(Math.abs(value - 0.19) < 1e-9, `${value}`);
  assert.equal(
    step.sentence,
    'new.onnx looks more at the object than old.onnx: 47 % to 66 %, n=10, 95 % interval of the difference: 19 to 19 percentage points.',
  );
  // The spread between pictures is in the models' own intervals.
  assert.ok(inside.models[0].high - inside.models[0].low > 0.15);
  const back = compareModels(
    pictures.map((one) => ({ ...one, results: [...one.results].reverse() })),
    OPTIONS,
  );
  assert.match(back.measures[0].steps[0].sentence, /^new\.onnx looks less at the object/);
});

test('the interval of a paired difference is that of the differences', () => {
  const pictures = Array.from({ length: 100 }, (_, k) => {
    const inside = 0.3 + (k % 7) / 20;
    return record(`${k}`, [
      [explanation('boat', { inside })],
      [explanation('boat', { inside: inside + ((k % 10) - 4.5) / 100 + 0.1 })],
    ]);
  });
  const [{ steps }] = compareModels(pictures, OPTIONS).measures;
  // Normal theory: standard deviation .0287, so 1.96 x .00287 = .0056 to each side of .1; 1000 resamples find it to about 5 %.
  assert.ok(
    Math.abs(steps[0].low - 0.0944) < 8e-4 && Math.abs(steps[0].high - 0.1056) < 8e-4,
    JSON.stringify(steps[0]),
  );
  assert.equal(steps[0].certain, true);
});

test('what could be chance is said to be', () => {
  const pictures = Array.from({ length: 8 }, (_, k) =>
    record(`${k}`, [[explanation('boat')], [explanation('boat', { inside: 0.5 + (k % 2 ? 0.1 : -0.1) })]]),
  );
  const [{ steps }] = compareModels(pictures, OPTIONS).measures;
  assert.equal(steps[0].certain, false);
  assert.match(steps[0].sentence, /^No difference in the share of the evidence on the object that could not be chance/);
});

test('three models give each step and the way from first to last; classes, right answers, metrics and places of findings follow', () => {
  const pictures = Array.from({ length: 6 }, (_, k) => {
    const label = k % 2 ? 'cat' : 'boat';
    const of = (edge: number, outcome: 'correct' | 'class', road: number) => [
      explanation(label, { map: mapOf(edge), inside: edge / 40, outcome, metrics: { road } }),
    ];
    return record(`${k}`, [of(8, 'class', 0.1), of(16, 'class', 0.3), of(32, 'correct', 0.2)]);
  });
  const finding = { label: 'boat', region: [0, 0, 0.25, 1] } as unknown as Finding;
  const { measures, likeness } = compareModels(pictures, {
    names: ['a', 'b', 'c'],
    metrics: ['road'],
    findings: [finding, finding],
    seed: 0,
  });
  assert.deepEqual(
    measures.map(({ kind, label, metric }) => [kind, label, metric]),
    [
      ['inside', null, null],
      ['inside', 'boat', null],
      ['inside', 'cat', null],
      ['place', 'boat', null],
      ['correct', null, null],
      ['score', null, null],
      ['metric', null, 'road'],
    ],
  );
  assert.deepEqual(
    measures[0].steps.map(({ from, to }) => [from, to]),
    [
      [0, 1],
      [1, 2],
      [0, 2],
    ],
  );
  // Eight of 32 columns lie in the place: of 8 + 24 x .1, of 16 + 16 x .1, of 32.
  const place = measures[3].models.map(({ mean }) => mean);
  [8 / 10.4, 8 / 17.6, 8 / 32].forEach((share, k) => {
    assert.ok(Math.abs(place[k] - share) < 1e-4, `${place}`);
  });
  assert.match(
    measures[3].steps[2].sentence,
    /^c looks less at the place of the finding than a for "boat": 77 % to 25 %, n=3/,
  );
  assert.match(measures[4].steps[2].sentence, /^c is right more often than a: 0 % to 100 %/);
  assert.match(measures[6].steps[0].sentence, /^road is higher for b than for a: 0\.100 to 0\.300/);
  // Two maps of 1 and .1 by columns: (8 + 8 x .1 + 16 x .01) / sqrt((8 + 24 x .01) (16 + 16 x .01)).
  assert.ok(Math.abs(likeness[0].mean - 8.96 / Math.sqrt(8.24 * 16.16)) < 1e-4);
  const page = comparisonPart({ count: 6, measures, likeness }, ['<a>', 'b', 'c']).text;
  assert.match(page, /&lt;a&gt;/);
  assert.match(page, /right more often/);
});

test('maps without positive weight have no place and no likeness', () => {
  const empty = packGrid(new Float32Array(GRID * GRID).fill(-1));
  assert.equal(placeReader([0, 0, 1, 1])({ map: empty }), null);
  const pictures = [record('a', [[explanation('x', { map: empty })], [explanation('x')]])];
  const { likeness, measures } = compareModels(pictures, OPTIONS);
  assert.deepEqual([likeness, measures], [[], []]);
});
