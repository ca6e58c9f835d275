import assert from 'node:assert/strict';
import { test } from 'node:test';
import { XaiError } from '../../src/core/errors.ts';
import { decodeProposals } from '../../src/gpu/reference/decode-proposals.ts';
import type { Outputs } from '../../src/tasks/formats/format-tools.ts';
import { proposalLayout } from '../../src/tasks/formats/proposal-layout.ts';
import { rawLayout } from '../../src/tasks/formats/raw-layout.ts';
import { type DetectionRecipe, parseRecipe, type RecipeFile } from '../../src/tasks/recipe.ts';

const WIDTH = 64;
const HEIGHT = 32;

function recipeOf(output: Extract<RecipeFile, { task: 'detection' }>['output'], more: object = {}): DetectionRecipe {
  const input = { width: WIDTH, height: HEIGHT };
  return parseRecipe({ version: 1, task: 'detection', input, output, ...more }) as DetectionRecipe;
}

/** Decodes picture `picture` of outputs given as nested lists. */
function decode(recipe: DetectionRecipe, outputs: Record<string, { dims: number[]; values: number[] }>, picture = 0) {
  const data = Object.fromEntries(
    Object.entries(outputs).map(([name, { values }]) => [name, Float32Array.from(values)]),
  );
  const infos: Outputs = Object.fromEntries(
    Object.entries(outputs).map(([name, { dims }]) => [name, { dims, data: data[name] }]),
  );
  const layout = proposalLayout(recipe, infos);
  assert.ok(layout.kind === 'dense');
  return decodeProposals(data, picture, layout);
}

const close = (actual: ArrayLike<number>, expected: readonly number[]) => {
  assert.equal(actual.length, expected.length);
  // float32 coordinates below 128 are good to 4e-6.
  expected.forEach((value, i) => {
    assert.ok(Math.abs(actual[i] - value) < 1e-5, `${i}: ${actual[i]}, not ${value}`);
  });
};

/** Five proposals of centre, size and two class scores, as rows. */
const ROWS = [
  [10, 10, 4, 6, 0.9, 0.1],
  [20, 12, 8, 8, 0.2, 0.3],
  [30, 14, 2, 2, 0.4, 0.5],
  [40, 16, 6, 4, 0.6, 0.7],
  [50, 18, 6, 4, 0.6, 0.7],
  [60, 20, 6, 4, 0.6, 0.7],
  [62, 22, 6, 4, 0.6, 0.7],
];
const columns = ROWS[0].map((_, k) => ROWS.map((row) => row[k]));

test('yolov8 reads columns or rows, and the picture of a batch that is asked for', () => {
  const recipe = recipeOf({ format: 'yolov8' });
  const doubled = (values: number[]) => [...values.map(() => 0), ...values];
  const byColumn = decode(recipe, { o: { dims: [2, 6, 7], values: doubled(columns.flat()) } }, 1);
  const byRow = decode(recipe, { o: { dims: [2, 7, 6], values: doubled(ROWS.flat()) } }, 1);
  assert.deepEqual(byColumn, byRow);
  close(byRow.boxes.subarray(0, 8), [8, 7, 12, 13, 16, 8, 24, 16]);
  close(byRow.classScores.subarray(0, 4), [0.9, 0.1, 0.2, 0.3]);
  assert.equal(byRow.ownObjectness, false);
  close(byRow.objectness.subarray(0, 2), [0.9, 0.3]);
});

test('yolov8 with more classes than proposals is told by the grids that they fill', () => {
  // 64 x 32 in cells of 8, 16 and 32 pixels: 42 proposals, of 100 classes.
  for (const [dims, row] of [
    [[1, 104, 42], 1],
    [[1, 42, 104], 104],
  ] as const) {
    const layout = proposalLayout(recipeOf({ format: 'yolov8' }), { o: { dims: [...dims] } });
    assert.ok(layout.kind === 'dense');
    assert.deepEqual([layout.count, layout.classes, layout.boxes.row], [42, 100, row]);
  }
});

test('yolov8 boxes may be shares of the input, scores may be logits', () => {
  const recipe = recipeOf({ format: 'yolov8', boxUnit: 'relative', activation: 'sigmoid' });
  const rows = Array.from({ length: 7 }, () => [0.5, 0.5, 0.25, 0.5, 0, 2]);
  const { boxes, classScores } = decode(recipe, { o: { dims: [1, 7, 6], values: rows.flat() } });
  close(boxes.subarray(0, 4), [24, 8, 40, 24]);
  close(classScores.subarray(0, 2), [0.5, 1 / (1 + Math.exp(-2))]);
});

test('yolov5 and decoded yolox read objectness beside the classes', () => {
  const rows = [[10, 10, 4, 6, 0.8, 0.9, 0.1]];
  const outputs = { o: { dims: [1, 1, 7], values: rows.flat() } };
  for (const output of [{ format: 'yolov5' }, { format: 'yolox', decoded: true }] as const) {
    const { boxes, objectness, classScores, ownObjectness } = decode(recipeOf(output), outputs);
    close(boxes, [8, 7, 12, 13]);
    close(objectness, [0.8]);
    close(classScores, [0.9, 0.1]);
    assert.equal(ownObjectness, true);
  }
});

test('yolox cells go level by level, row by row', () => {
  // 64 x 32 with strides 16 and 32: 4 x 2 and 2 x 1 cells.
  const values = Array.from({ length: 10 }, () => [0.5, 0.25, 0, Math.log(2), 1, 1]).flat();
  const { boxes } = decode(recipeOf({ format: 'yolox', strides: [16, 32] }), { o: { dims: [1, 10, 6], values } });
  close(boxes.subarray(5 * 4, 6 * 4), [16, 20 - 16, 32, 20 + 16]);
  close(boxes.subarray(9 * 4), [32, 8 - 32, 64, 8 + 32]);
  assert.throws(
    () => decode(recipeOf({ format: 'yolox', strides: [8] }), { o: { dims: [1, 10, 6], values } }),
    /make 32 cells, not 10/,
  );
});

test('ssd offsets are from corners, or from centres with variances', () => {
  const anchor = [0.25, 0.25, 0.75, 0.75];
  const outputs = {
    s: { dims: [1, 1, 3], values: [0.1, 0.2, 0.7] },
    b: { dims: [1, 1, 4], values: [0.5, -0.5, 1, 0] },
    a: { dims: [1, 1, 4], values: anchor },
  };
  const names = { format: 'ssd', scores: 's', boxes: 'b', anchors: 'a' } as const;
  const corner = decode(recipeOf(names), outputs);
  // The anchor is [16, 8, 48, 24]: 32 wide, 16 high.
  close(corner.boxes, [32, 0, 80, 24]);
  close(corner.classScores, [0.2, 0.7]);
  const last = decode(recipeOf({ ...names, background: 'last' }), outputs);
  close(last.classScores, [0.1, 0.2]);
  const centred = decode(recipeOf({ ...names, boxCoding: 'centre' }), outputs);
  const [cx, cy] = [32 + 0.1 * 0.5 * 32, 16 - 0.1 * 0.5 * 16];
  const [width, height] = [32 * Math.exp(0.2), 16];
  close(centred.boxes, [cx - width / 2, cy - height / 2, cx + width / 2, cy + height / 2]);
  const asCentre = { ...outputs, a: { dims: [1, 1, 4], values: [32, 16, 32, 16] } };
  close(decode(recipeOf({ ...names, anchorCoding: 'cxcywh', anchorUnit: 'input' }), asCentre).boxes, [32, 0, 80, 24]);
});

test('scored boxes take classes on either axis and leave out the background', () => {
  const boxes = { dims: [1, 2, 4], values: [0, 0, 0.5, 0.5, 0.5, 0.5, 1, 1] };
  const names = { format: 'scored-boxes', boxes: 'b', scores: 's', boxUnit: 'relative' } as const;
  const first = decode(recipeOf({ ...names, background: 'first' }), {
    b: boxes,
    s: { dims: [1, 2, 3], values: [9, 1, 2, 9, 3, 4] },
  });
  close(first.boxes, [0, 0, 32, 16, 32, 16, 64, 32]);
  close(first.classScores, [1, 2, 3, 4]);
  const turned = decode(recipeOf({ ...names, background: 'first' }), {
    b: boxes,
    s: { dims: [1, 3, 2], values: [9, 9, 1, 3, 2, 4] },
  });
  close(turned.classScores, [1, 2, 3, 4]);
  const detr = recipeOf({ ...names, boxCoding: 'cxcywh', background: 'last', activation: 'softmax' });
  const logits = { dims: [1, 2, 3], values: [0, Math.log(2), 0, Math.log(6), 0, Math.log(3)] };
  close(decode(detr, { b: boxes, s: logits }).classScores, [0.25, 0.5, 0.6, 0.1]);
  const before = recipeOf({ ...names, background: 'first', activation: 'softmax' });
  close(decode(before, { b: boxes, s: logits }).classScores, [0.5, 0.25, 0.1, 0.3]);
});

test('a detector cut before its NMS gives classes first, in the unit of its finished boxes', () => {
  const output = { format: 'detections', boxes: 'b', scores: 's', labels: 'l', boxUnit: 'relative' } as const;
  const labels = ['cat', 'dog'];
  const raw = { boxes: 'raw_b', scores: 'raw_s', coding: 'centre', iouThreshold: null, scoreThreshold: null } as const;
  const infos = { raw_b: { dims: [1, 5, 4] }, raw_s: { dims: [1, 2, 5] } };
  const layout = rawLayout(recipeOf(output, { labels }), raw, infos);
  assert.deepEqual([layout.count, layout.classes, layout.coding, layout.boxScale], [5, 2, 'cxcywh', [64, 32]]);
  assert.deepEqual(layout.scores, { output: 'raw_s', offset: 0, row: 1, column: 5 });
  const background = { raw_b: { dims: [1, 5, 4] }, raw_s: { dims: [1, 3, 5] } };
  const counted = rawLayout(
    recipeOf({ ...output, firstLabel: 1 }, { labels }),
    { ...raw, coding: 'corners' },
    background,
  );
  assert.deepEqual([counted.classes, counted.coding, counted.scores.offset], [2, 'xyxy', 5]);
  assert.throws(() => rawLayout(recipeOf(output, { labels }), raw, background), /3 classes, but there are 2 labels/);
});

test('outputs of another shape are refused with what the model gives', () => {
  const outputs = { logits: { dims: [1, 1000] } };
  for (const output of [
    { format: 'yolov8' },
    { format: 'yolox', output: 'output0' },
    { format: 'fastestdet' },
    { format: 'ssd', scores: 's', boxes: 'b', anchors: 'a' },
    { format: 'detections', boxes: 'b', scores: 's', labels: 'l' },
    { format: 'detection-rows', classes: 2 },
  ] as const) {
    assert.throws(
      () => proposalLayout(recipeOf(output), outputs),
      (error) =>
        error instanceof XaiError && error.code === 'recipe-invalid' && error.message.includes('"logits" [1, 1000]'),
      output.format,
    );
  }
  assert.throws(
    () => proposalLayout(recipeOf({ format: 'yolov8' }), { o: { dims: [1, 4, 100] } }),
    /leave none for class scores/,
  );
  const ssd = recipeOf({ format: 'ssd', scores: 's', boxes: 'b', anchors: 'a' });
  const unread = { s: { dims: [1, 9, 2] }, b: { dims: [1, 9, 4] }, a: { dims: [1, 9, 4] } };
  assert.throws(() => proposalLayout(ssd, unread), /run the model once/);
});

test('finished detections need a number of classes from somewhere', () => {
  const output = { format: 'detections', boxes: 'b', scores: 's', labels: 'l' } as const;
  const outputs = { b: { dims: [0, 4] }, s: { dims: [0] }, l: { dims: [0] } };
  assert.throws(() => proposalLayout(recipeOf(output), outputs), /labels.*output\.classes/);
  assert.equal(proposalLayout(recipeOf(output, { labels: ['a', 'b', 'c'] }), outputs).classes, 3);
  assert.equal(proposalLayout(recipeOf({ ...output, classes: 7 }), outputs).classes, 7);
});

test('rows of corners, score and class are read from one tensor', () => {
  const recipe = recipeOf({ format: 'detection-rows', boxUnit: 'relative' }, { labels: ['cat', 'dog'] });
  for (const dims of [
    [1, 300, 6],
    [300, 6],
  ]) {
    const layout = proposalLayout(recipe, { output0: { dims } });
    assert.ok(layout.kind === 'labelled');
    assert.deepEqual([layout.classes, layout.boxScale], [2, [64, 32]]);
    assert.deepEqual(layout.scores, { output: 'output0', offset: 4, row: 6 });
    assert.deepEqual(layout.labels, { output: 'output0', offset: 5, row: 6, first: 0 });
  }
  assert.throws(() => proposalLayout(recipe, { output0: { dims: [2, 300, 6] } }), /of one picture/);
});
