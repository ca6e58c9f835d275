import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Tensor } from '../../../src/core/tensor.ts';
import { ClassGrid } from '../../../src/tasks/segmentation/class-grid.ts';
import { maps, recipeOf } from './class-scores.ts';

function refused(
  outputs: Record<string, Tensor>,
  recipe: ReturnType<typeof recipeOf>,
  code: string,
  message: RegExp,
): void {
  assert.throws(() => new ClassGrid(outputs, recipe), { name: 'XaiError', code, message });
}

test('scores that are no numbers are refused, minus infinity too', () => {
  for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
    for (const activation of ['softmax', 'sigmoid', 'none']) {
      refused(maps([1, 2, 1, 1], [0, bad]), recipeOf({ activation }), 'model-output', /"maps"/);
    }
  }
});

test('label lists of another length are refused; labels along another axis name the layout', () => {
  const outputs = maps([1, 3, 2, 4], new Float32Array(24));
  refused(outputs, recipeOf({}, ['a', 'b']), 'labels-invalid', /2 labels.*3 classes/);
  refused(outputs, recipeOf({}, ['a', 'b', 'c', 'd']), 'recipe-invalid', /4 classes of the labels.*NHWC/);
  const other = recipeOf({ layout: 'NHWC' }, ['a', 'b', 'c']);
  refused(outputs, other, 'recipe-invalid', /3 classes of the labels.*NCHW/);
});

test('outputs that hold no scores per place are refused with what there is', () => {
  refused(maps([1, 3], [0, 0, 0]), recipeOf(), 'recipe-invalid', /four axes.*"maps" float32 \[1, 3\]/);
  refused(
    maps([1, 3, 1, 1], [0, 0, 0]),
    recipeOf({ output: 'x' }),
    'recipe-invalid',
    /from "x".*Correct "output.output"/,
  );
  refused(maps([1, 3, 0, 1], []), recipeOf(), 'recipe-invalid', /empty/);
  const classes: Tensor = { type: 'int64', dims: [1, 1, 2, 2], data: BigInt64Array.of(0n, 1n, 2n, 3n) };
  refused({ maps: classes }, recipeOf(), 'recipe-invalid', /without its ArgMax/);
  refused(maps([1, 1, 1, 1], [0]), recipeOf(), 'recipe-invalid', /set "output.activation" to sigmoid/);
});
