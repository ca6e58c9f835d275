import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placePicture } from '../../src/core/placement.ts';
import type { DenseProposals, ProposalLayout, Proposals } from '../../src/core/proposals.ts';
import { type Candidate, detect, suppress } from '../../src/tasks/detections.ts';
import { type DetectionRecipe, parseRecipe } from '../../src/tasks/recipe.ts';

const recipe = parseRecipe({
  version: 1,
  task: 'detection',
  input: { width: 100, height: 100, resize: 'letterbox-top-left' },
  output: { format: 'yolov5' },
  labels: ['cat', 'dog'],
  scoreThreshold: 0.4,
  iouThreshold: 0.5,
}) as DetectionRecipe;

const view = { output: 'o', offset: 0, row: 1, column: 1 };
const layout: DenseProposals = {
  kind: 'dense',
  count: 0,
  classes: 2,
  boxes: view,
  coding: 'xyxy',
  boxScale: [1, 1],
  priors: null,
  scores: view,
  scoreActivation: 'none',
  objectness: null,
  objectnessActivation: 'none',
  scorePowers: [1, 1],
  masks: null,
  batchStride: {},
};
const labelled: ProposalLayout = {
  kind: 'labelled',
  classes: 2,
  boxes: { output: 'b', offset: 0, row: 4, coding: 'xyxy' },
  boxScale: [1, 1],
  scores: { output: 's', offset: 0, row: 1 },
  labels: { output: 'l', offset: 0, row: 1, first: 0 },
};

interface Row {
  box: readonly number[];
  scores: readonly number[];
  objectness?: number;
}

function proposalsOf(rows: readonly Row[], coefficients: readonly (readonly number[])[] | null = null): Proposals {
  return {
    count: rows.length,
    classes: 2,
    boxes: Float32Array.from(rows.flatMap(({ box }) => box)),
    objectness: Float32Array.from(rows, ({ scores, objectness }) => objectness ?? Math.max(...scores)),
    ownObjectness: rows.some(({ objectness }) => objectness !== undefined),
    classScores: Float32Array.from(rows.flatMap(({ scores }) => scores)),
    coefficients: coefficients && Float32Array.from(coefficients.flat()),
  };
}

/** The picture is twice the size of the input. */
const placement = placePicture({ width: 200, height: 200 }, recipe.input, 'letterbox-top-left');
const near = (value: number, wanted: number) => Math.abs(value - wanted) < 1e-6;

test('NMS drops the weaker of two overlapping boxes of one class, never of two classes', () => {
  const rows: Row[] = [
    { box: [10, 10, 50, 50], scores: [0.6, 0] },
    { box: [12, 10, 52, 50], scores: [0.9, 0] },
    { box: [11, 10, 51, 50], scores: [0, 0.7] },
    { box: [60, 60, 90, 90], scores: [0.5, 0] },
    { box: [0, 0, 20, 20], scores: [0.39, 0] },
  ];
  const found = detect(proposalsOf(rows), layout, recipe, placement);
  assert.deepEqual(
    found.map(({ label, proposalIndex }) => [label, proposalIndex]),
    [
      ['cat', 1],
      ['dog', 2],
      ['cat', 3],
    ],
  );
  assert.deepEqual(found[0].inputBox, [12, 10, 52, 50]);
  assert.deepEqual(found[0].box, [24, 20, 104, 100]);
  assert.deepEqual(Array.from(found[1].classVector), Array.from(Float32Array.of(0, 0.7)));
  const loose = detect(proposalsOf(rows), layout, recipe, placement, { iouThreshold: 0.95, scoreThreshold: 0.3 });
  assert.equal(loose.length, 5);
});

test('what has no area in the picture is no detection', () => {
  const rows: Row[] = [
    { box: [-40, 10, -10, 50], scores: [0.99, 0] },
    { box: [50, 10, 20, 50], scores: [0.98, 0] },
    { box: [30, 10, 30, 50], scores: [0.97, 0] },
    { box: [-10, 10, 20, 50], scores: [0.9, 0] },
  ];
  const found = detect(proposalsOf(rows), layout, recipe, placement);
  assert.deepEqual(
    found.map(({ proposalIndex, box }) => [proposalIndex, box[0]]),
    [[3, 0]],
  );
});

test('an overlap equal to the threshold is kept', () => {
  const candidate = (index: number, box: Candidate['box']): Candidate => ({
    index,
    classIndex: 0,
    score: 1 - index / 10,
    box,
  });
  const halves = [candidate(0, [0, 0, 2, 1]), candidate(1, [0, 0, 1, 1])];
  assert.equal(suppress(halves, 0.5, 10).length, 2);
  assert.equal(suppress(halves, 0.499, 10).length, 1);
  assert.equal(suppress(halves, 0.5, 1).length, 1);
});

test('the score is objectness x class, with the powers of the format', () => {
  const rows: Row[] = [{ box: [0, 0, 9, 9], scores: [0.5, 0.25], objectness: 0.81 }];
  const [plain] = detect(proposalsOf(rows), layout, recipe, placement);
  assert.ok(near(plain.score, 0.81 * 0.5));
  const [powered] = detect(proposalsOf(rows), { ...layout, scorePowers: [0.5, 2] }, recipe, placement, {
    scoreThreshold: 0,
  });
  assert.ok(near(powered.score, 0.9 * 0.25));
});

test('detections that the graph has finished are not thinned again', () => {
  const rows: Row[] = [
    { box: [10, 10, 50, 50], scores: [1, 0], objectness: 0.5 },
    { box: [10, 10, 50, 50], scores: [1, 0], objectness: 0.8 },
    { box: [10, 10, 50, 50], scores: [0, 1], objectness: 0.1 },
  ];
  const found = detect(proposalsOf(rows), labelled, recipe, placement);
  assert.deepEqual(
    found.map(({ proposalIndex }) => proposalIndex),
    [1, 0],
  );
  assert.deepEqual(detect(proposalsOf([]), labelled, recipe, placement), []);
});

test('boxes are cut at the border of the picture, scores that are not numbers are nothing', () => {
  const rows: Row[] = [
    { box: [-20, -5, 130, 40], scores: [0.9, 0] },
    { box: [0, 0, 5, 5], scores: [Number.NaN, Number.NaN] },
  ];
  const found = detect(proposalsOf(rows), layout, recipe, placement);
  assert.deepEqual(
    found.map(({ box }) => box),
    [[0, 0, 200, 80]],
  );
});

test('a mask is where coefficients and prototypes agree, inside the box', () => {
  const masks = { coefficients: view, prototypes: { output: 'p', count: 2, height: 4, width: 4 } };
  const withMasks = { ...layout, masks, batchStride: { p: 32 } };
  // Prototype 0 is 1 everywhere, prototype 1 is -1 in the left column; 25 input pixels per prototype pixel.
  const one = [...Array(16).fill(1), ...Array.from({ length: 16 }, (_, i) => (i % 4 === 0 ? -1 : 0))];
  const rows: Row[] = [{ box: [0, 30, 75, 100], scores: [0.9, 0] }];
  const proposals = proposalsOf(rows, [[1, 2]]);
  // The second picture of a batch of two.
  const outputs = { p: Float32Array.from([...Array(32).fill(0), ...one]) };
  const [{ mask }] = detect(proposals, withMasks, recipe, placement, { outputs, picture: 1 });
  assert.deepEqual(Array.from(mask ?? []), [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1, 0]);
  assert.equal(detect(proposals, withMasks, recipe, placement)[0].mask, null);
});
