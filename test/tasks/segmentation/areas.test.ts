import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linearTarget } from '../../../src/tasks/linear-target.ts';
import { parseRecipe } from '../../../src/tasks/recipe.ts';
import { recipeOf, stretched } from './class-scores.ts';

/** Scores 0 to 1 from left to right, and their rest; pixels at 0, .25, .75, 1. */
const slope = () => stretched([[[0, 1]], [[1, 0]]], { width: 4, height: 2 }, { activation: 'none' });

test('the score of a pixel, a box, a mask and of the class itself', () => {
  const segmentation = slope();
  const mask = { width: 4, height: 2, data: Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 7) };
  assert.equal(segmentation.scoreOf(0, { pixel: [1, 0] }), 0.25);
  assert.equal(segmentation.scoreOf(0, { pixel: [2, 1] }), 0.75);
  assert.equal(segmentation.scoreOf(0, { box: [0, 0, 2, 2] }), 0.125);
  // Pixels whose centre lies in it: columns 1 to 3.
  // Weights are float32.
  assert.ok(Math.abs(segmentation.scoreOf(0, { box: [0.6, 0.2, 9, 0.9] }) - (0.25 + 0.75 + 1) / 3) < 1e-6);
  assert.equal(segmentation.scoreOf(0, { mask }), 0.5);
  assert.equal(segmentation.scoreOf(0), (0.75 + 1) / 2);
  assert.equal(segmentation.scoreOf(1), (0.75 + 1) / 2);
});

test('what the cells count for sums to 1', () => {
  const { cells, weights } = slope().weigh(0, { box: [1, 0, 3, 1] });
  assert.deepEqual([...cells], [0, 1]);
  assert.deepEqual([...weights], [0.5, 0.5]);
});

test('a class, an area or a mask that is not there is refused', () => {
  const segmentation = slope();
  const missing = { name: 'XaiError', code: 'target-missing' };
  for (const classIndex of [-1, 2, 0.5, Number.NaN]) assert.throws(() => segmentation.scoreOf(classIndex), missing);
  assert.throws(() => segmentation.scoreOf(0, { pixel: [4, 0] }), missing);
  assert.throws(() => segmentation.scoreOf(0, { pixel: [0, -1] }), missing);
  assert.throws(() => segmentation.scoreOf(0, { box: [2, 2, 9, 9] }), missing);
  const mask = { width: 2, height: 4, data: new Uint8Array(8) };
  assert.throws(() => segmentation.scoreOf(0, { mask }), { code: 'option-invalid', message: /2 x 4.*4 x 2/ });
  assert.throws(() => segmentation.scoreOf(0, { mask: { ...mask, width: 4, height: 2 } }), missing);
  const lonely = stretched([[[1, 1]], [[0, 0]]], { width: 2, height: 1 });
  assert.throws(() => lonely.scoreOf(1), { code: 'target-missing', message: /to no pixel/ });
});

test('the class of a place is that of most of its pixels', () => {
  const segmentation = slope();
  assert.equal(segmentation.commonClass({ pixel: [0, 0] }), 1);
  assert.equal(segmentation.commonClass({ box: [0, 0, 4, 1] }), 0, 'the first of two equals');
  assert.equal(segmentation.commonClass({ box: [0, 0, 3, 2] }), 1);
  assert.throws(() => segmentation.commonClass({ box: [7, 7, 9, 9] }), { code: 'target-missing' });
});

test('a region as a weighted sum of outputs is the mean of its raw scores', () => {
  const planes = [
    [
      [1, 5],
      [2, -3],
    ],
    [
      [0, 1],
      [7, 4],
    ],
  ];
  const segmentation = stretched(planes, { width: 4, height: 4 }, { activation: 'softmax' });
  const outputs = { maps: { dims: [1, 2, 2, 2] } };
  const recipe = recipeOf();
  const target = linearTarget({ kind: 'region', class: 1, pixel: [1, 2] }, { recipe, outputs, segmentation });
  assert.equal(target.length, 1);
  const [{ output, indices, weights }] = target;
  assert.equal(output, 'maps');
  assert.deepEqual([...indices], [4, 5, 6, 7]);
  // A quarter to the right, three quarters down.
  assert.deepEqual([...weights], [0.1875, 0.0625, 0.5625, 0.1875]);
});

test('attributes, classes and own weights as elements of outputs; what is not there is refused', () => {
  const recipe = parseRecipe({
    version: 1,
    task: 'attributes',
    input: { width: 8, height: 8 },
    output: { format: 'heads', heads: [{ name: 'colour', output: 'c', labels: ['red', 'blue'] }] },
  });
  const answered = { recipe, outputs: { c: { dims: [1, 2] } } };
  const [part] = linearTarget({ kind: 'attribute', head: 'colour', answer: 1 }, answered);
  assert.deepEqual([part.output, [...part.indices], [...part.weights]], ['c', [1], [1]]);
  const refused = (spec: Parameters<typeof linearTarget>[0], code: string, message: RegExp) =>
    assert.throws(() => linearTarget(spec, answered), { code, message });
  refused({ kind: 'attribute', head: 'shape', answer: 0 }, 'target-missing', /"shape"; the model has colour/);
  refused({ kind: 'attribute', head: 'colour', answer: 2 }, 'target-missing', /0 to 1/);
  refused({ kind: 'class', index: 0 }, 'method-unsupported', /attributes/);
  refused({ kind: 'region', class: 0 }, 'method-unsupported', /attributes/);
  refused({ kind: 'similarity', vector: Float32Array.of(1) }, 'method-unsupported', /similarity/);
  refused({ kind: 'weights', indices: [2], weights: [1] }, 'target-missing', /0 to 1/);
  refused({ kind: 'weights', indices: [0], weights: [] }, 'option-invalid', /one finite weight/);
  refused({ kind: 'weights', indices: [0], weights: [Number.NaN] }, 'option-invalid', /finite/);
  refused({ kind: 'weights', output: 'x', indices: [0], weights: [1] }, 'target-missing', /"x"; the model has c/);
});
