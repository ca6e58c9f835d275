import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSameSpec, type PackedSpec, packAsked, packSpec, unpackSpec } from '../../src/core/packed-spec.ts';
import type { TargetSpec } from '../../src/core/targets.ts';

const painted = Uint8Array.from([0, 0, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1]);
const SPECS: readonly TargetSpec[] = [
  { kind: 'class', index: 3, score: 'probability' },
  { kind: 'box', box: [1, 2, 3, 4], class: 1, part: 'left' },
  { kind: 'attribute', head: 'colour', answer: 2, box: [0, 0, 9.5, 9] },
  { kind: 'similarity', vector: Float32Array.of(0.1, -3e-9, 7), label: 'a dog' },
  { kind: 'region', class: 2 },
  { kind: 'region', class: 2, pixel: [4, 5] },
  { kind: 'region', class: 2, mask: { width: 4, height: 3, data: painted } },
  { kind: 'region', class: 2, mask: { width: 2, height: 1, data: Uint8Array.of(1, 0) } },
  { kind: 'difference', a: { kind: 'class', index: 1 }, b: { kind: 'similarity', vector: Float32Array.of(1) } },
  { kind: 'weights', indices: [0, 5], weights: [0.5, -0.5], output: 'y' },
];

test('every question comes back from JSON as it was', () => {
  for (const spec of SPECS) {
    const packed: PackedSpec = JSON.parse(JSON.stringify(packSpec(spec)));
    assert.deepEqual(unpackSpec(packed), spec);
    assert.ok(isSameSpec(packed, packSpec(spec)));
  }
});

test('the same question is known again whatever the order of its fields, another one is not', () => {
  const a = packSpec({ kind: 'attribute', head: 'pose', answer: 1, box: undefined });
  assert.ok(isSameSpec(a, packSpec({ answer: 1, head: 'pose', kind: 'attribute' })));
  assert.ok(!isSameSpec(a, packSpec({ kind: 'attribute', head: 'kind', answer: 1 })));
  assert.ok(!isSameSpec(undefined, undefined));
});

test('what class and box say already is not written twice', () => {
  assert.equal(packAsked({ spec: { kind: 'class', index: 3 } }), undefined);
  assert.equal(packAsked({ spec: { kind: 'box', box: [0, 0, 1, 1], class: 3, proposal: 7 } }), undefined);
  assert.equal(packAsked({}), undefined);
  assert.equal(packAsked({ spec: { kind: 'box', box: [0, 0, 1, 1], part: 'objectness' } })?.part, 'objectness');
});

test('a broken or unknown question is refused by name', () => {
  const broken: unknown[] = [
    { kind: 'future' },
    { kind: 'similarity', vector: '%%' },
    { kind: 'region', class: 1, mask: { width: 2, height: 2, runs: [1, 2] } },
    { kind: 'region', class: 1, mask: { width: 2, height: 2 } },
  ];
  for (const one of broken) {
    assert.throws(() => unpackSpec(one as PackedSpec), { code: 'explanation-invalid' }, JSON.stringify(one));
  }
});
