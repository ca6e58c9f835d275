import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placePicture } from '../../src/core/placement.ts';
import type { DenseProposals } from '../../src/core/proposals.ts';
import { findProposal, proposalTarget } from '../../src/tasks/proposal-target.ts';

const placement = placePicture({ width: 100, height: 100 }, { width: 100, height: 100 }, 'stretch');

/** Rows of centre, size, objectness and two class scores, as YOLOX gives them when it has decoded its boxes. */
const layout: DenseProposals = {
  kind: 'dense',
  count: 3,
  classes: 2,
  boxes: { output: 'out', offset: 0, row: 7, column: 1 },
  coding: 'cxcywh',
  boxScale: [1, 1],
  priors: null,
  scores: { output: 'out', offset: 5, row: 7, column: 1 },
  scoreActivation: 'none',
  objectness: { output: 'out', offset: 4, row: 7, column: 1 },
  objectnessActivation: 'none',
  scorePowers: [1, 1],
  masks: null,
  batchStride: { out: 21 },
};

const rows = [
  [50, 50, 20, 20, 0.9, 0.8, 0.1],
  [52, 50, 20, 20, 0.9, 0.2, 0.7],
  [10, 10, 10, 10, 0.5, 0.5, 0.5],
];
const outputs = { out: Float32Array.from(rows.flat()) };

test('the proposal that fits box and class best is found', () => {
  const box = [41, 40, 61, 60] as const;
  const { proposal, classIndex } = findProposal({ kind: 'box', box: [...box] }, outputs, layout, placement);
  assert.deepEqual([proposal, classIndex], [0, 0]);
  const other = findProposal({ kind: 'box', box: [...box], class: 1 }, outputs, layout, placement);
  assert.equal(other.proposal, 1);
  const stated = findProposal({ kind: 'box', box: [...box], proposal: 2 }, outputs, layout, placement);
  assert.equal(stated.proposal, 2);
  assert.throws(() => findProposal({ kind: 'box', box: [80, 80, 90, 90] }, outputs, layout, placement), {
    code: 'target-missing',
  });
});

test('each number of a proposal is a weighted sum of output elements', () => {
  const found = { proposal: 1, classIndex: 1 };
  const parts = (part: 'class' | 'objectness' | 'left' | 'bottom') => {
    const [{ output, indices, weights }] = proposalTarget(part, found, outputs, layout);
    return [output, [...indices], [...weights].map((weight) => Math.round(weight * 1000) / 1000)];
  };
  assert.deepEqual(parts('class'), ['out', [13], [1]]);
  assert.deepEqual(parts('objectness'), ['out', [11], [1]]);
  // Left is the centre less half of the width; bottom the centre and half of the height.
  assert.deepEqual(parts('left'), ['out', [7, 8, 9, 10], [1, 0, -0.5, 0]]);
  assert.deepEqual(parts('bottom'), ['out', [7, 8, 9, 10], [0, 1, 0, 0.5]]);
});

test('where sides are no linear function of the output, their slopes are taken', () => {
  // YOLOX before decoding: centre = b p2 + p0, size = exp(b) p2, at stride 8.
  const raw: DenseProposals = {
    ...layout,
    coding: 'yolox',
    priors: Float32Array.from([0, 0, 8, 8, 16, 8, 8, 8, 0, 0, 8, 8]),
  };
  const values = { out: Float32Array.from(rows.flat()) };
  values.out[9] = 1;
  const [{ weights }] = proposalTarget('right', { proposal: 1, classIndex: 0 }, values, raw);
  // Differences over a step of 1/32 miss .02 % of an exponential.
  assert.ok(Math.abs(weights[0] - 8) < 0.05 && Math.abs(weights[2] - (8 * Math.E) / 2) < 0.05, `${weights}`);
});

test('objectness of a detector that has none is refused', () => {
  assert.throws(
    () => proposalTarget('objectness', { proposal: 0, classIndex: 0 }, outputs, { ...layout, objectness: null }),
    { code: 'target-missing' },
  );
});
