import assert from 'node:assert/strict';
import { test } from 'node:test';
import { XaiError } from '../../src/core/errors.ts';
import type { Tensor } from '../../src/core/tensor.ts';
import { activateScores, readClasses } from '../../src/tasks/classes.ts';
import { classLabels, parseLabels } from '../../src/tasks/labels.ts';
import { type ClassificationRecipe, parseRecipe } from '../../src/tasks/recipe.ts';

function recipeOf(output: object, labels?: string[], task = 'classification'): ClassificationRecipe {
  const input = { width: 2, height: 2 };
  return parseRecipe({
    version: 1,
    task,
    input,
    output: { format: 'scores', ...output },
    ...(labels && { labels }),
  }) as ClassificationRecipe;
}

const vector = (dims: number[], ...values: number[]): Record<string, Tensor> => ({
  scores: { type: 'float32', dims, data: Float32Array.from(values) },
});

const isLabelsError = (pattern: RegExp) => (error: unknown) =>
  error instanceof XaiError && error.code === 'labels-invalid' && pattern.test(error.message);

test('softmax sums to one and survives large logits; sigmoid takes each score by itself', () => {
  const soft = activateScores(Float32Array.of(1000, 1000, 999), 'softmax');
  const sum = 2 + Math.exp(-1);
  [1 / sum, 1 / sum, Math.exp(-1) / sum].forEach((value, i) => {
    assert.ok(Math.abs(soft[i] - value) < 1e-6);
  });
  const [low, half, high] = activateScores(Float32Array.of(-100, 0, 100), 'sigmoid');
  assert.ok(low < 1e-30 && half === 0.5 && high === 1);
});

test('classes come by falling score with their labels, of the picture asked for', () => {
  const recipe = recipeOf({}, ['cat', 'dog', 'cow']);
  const outputs = vector([2, 3, 1, 1], 0, 0, 0, 0.25, 0.5, 0.25);
  assert.deepEqual(readClasses(outputs, recipe, 1), [
    { label: 'dog', classIndex: 1, score: 0.5 },
    { label: 'cat', classIndex: 0, score: 0.25 },
    { label: 'cow', classIndex: 2, score: 0.25 },
  ]);
  assert.deepEqual(
    readClasses(outputs, recipe, 1, 1).map(({ label }) => label),
    ['dog'],
  );
  assert.equal(readClasses(outputs, recipeOf({}), 1)[0].label, 'class 1');
});

test('16-bit scores are read as numbers', () => {
  const outputs: Record<string, Tensor> = {
    scores: { type: 'float16', dims: [1, 2], data: Uint16Array.of(0x3400, 0x3a00) },
  };
  assert.deepEqual(
    readClasses(outputs, recipeOf({})).map(({ score }) => score),
    [0.75, 0.25],
  );
});

test('scores that are not numbers are refused', () => {
  for (const activation of ['none', 'softmax', 'sigmoid']) {
    assert.throws(
      () => readClasses(vector([1, 2], 0.5, Number.NaN), recipeOf({ activation })),
      (error) => error instanceof XaiError && error.code === 'model-output',
    );
  }
  assert.throws(() => readClasses(vector([1, 2], 1, 0), recipeOf({ output: 'nowhere' })), /"nowhere".*scores/);
});

test('a label list of another length is refused; one that names the background is not', () => {
  assert.throws(
    () => readClasses(vector([1, 3], 0, 0, 0), recipeOf({}, ['a', 'b'])),
    isLabelsError(/2 labels.*3 classes/),
  );
  const detector = (background: string, labels: string[]) =>
    parseRecipe({
      version: 1,
      task: 'detection',
      input: { width: 2, height: 2 },
      output: { format: 'scored-boxes', boxes: 'b', scores: 's', background },
      labels,
    });
  assert.deepEqual(classLabels(detector('first', ['background', 'face']), 1), ['face']);
  assert.deepEqual(classLabels(detector('last', ['face', 'nothing']), 1), ['face']);
  assert.deepEqual(classLabels(detector('first', ['face']), 1), ['face']);
  assert.throws(() => classLabels(detector('none', ['background', 'face']), 1), isLabelsError(/2 labels.*1 class/));
});

test('label files: one label a line, any line ending, blank end', () => {
  assert.deepEqual(parseLabels('\uFEFFcat\r\n hot dog \n\n\n', 'labels.txt'), ['cat', 'hot dog']);
  assert.deepEqual(parseLabels('a\n\nc', 'labels.txt'), ['a', '', 'c']);
  assert.throws(() => parseLabels(' \n', 'labels.txt'), isLabelsError(/labels\.txt.*empty/));
});
