import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Saliency } from '../../src/core/saliency.ts';
import { energyInside } from '../../src/core/summary.ts';
import type { TargetSpec } from '../../src/core/targets.ts';
import { explain } from '../../src/methods/explain.ts';
import { Model } from '../../src/tasks/model.ts';
import {
  tinyAttributes,
  tinyAttributesRecipe,
  tinyEmbedder,
  tinyEmbedderRecipe,
  tinySegmenter,
  tinySegmenterRecipe,
} from '../support/tiny-answers.ts';
import { squareBox, squarePicture } from '../support/tiny-pictures.ts';

const RED = { label: 'red', column: 2, row: 2 } as const;
const BLUE = { label: 'blue', column: 5, row: 5 } as const;
const picture = await squarePicture([RED, BLUE]);

const open = (bytes: Uint8Array, recipe: unknown) => Model.load(bytes, { backend: 'wasm', recipe });

/** Share of the positive weight in a square with half a cell of a mask more on each side. */
const around = (map: Saliency, square: typeof RED | typeof BLUE) => {
  const [x0, y0, x1, y1] = squareBox(square);
  return energyInside(map, [x0 - 4, y0 - 4, x1 + 4, y1 + 4]);
};

for (const [method, options] of [
  ['rise', { masks: 600, grid: 8 }],
  ['occlusion', { patch: 4, stride: 2 }],
] as const) {
  test(`${method} finds the square of each class of a segmenter`, async () => {
    await using model = await open(tinySegmenter(), tinySegmenterRecipe);
    const maps = await explain(model, picture, { method, targets: 'all', ...options }).result();
    assert.deepEqual(new Set(maps.map(({ target }) => target.label)), new Set(['red', 'blue']));
    for (const map of maps) {
      const [own, other] = map.target.label === 'red' ? [RED, BLUE] : [BLUE, RED];
      assert.ok(around(map, own) > 0.6, `${map.target.label}: ${around(map, own)} on its square`);
      assert.ok(around(map, other) < 0.2, `${map.target.label}: ${around(map, other)} on the other`);
      assert.ok(map.target.score !== null && map.target.score > 0.5);
    }
  });

  test(`${method} of one pixel sees the cells around it`, async () => {
    await using model = await open(tinySegmenter(), tinySegmenterRecipe);
    const spec = { kind: 'region', class: 3, pixel: [44, 44] } as const;
    const [map] = await explain(model, picture, { method, targets: [spec], ...options }).result();
    assert.equal(map.target.spec, spec);
    assert.ok(around(map, BLUE) > 0.7, `${around(map, BLUE)}`);
  });

  test(`${method} of a head's answer, of all and of a part`, async () => {
    await using model = await open(tinyAttributes(), tinyAttributesRecipe);
    const red = { kind: 'attribute', head: 'colour', answer: 0 } as const;
    const [whole] = await explain(model, picture, { method, targets: [red], ...options }).result();
    assert.equal(whole.target.label, 'colour: red');
    assert.ok(around(whole, RED) > 2 * around(whole, BLUE), `${around(whole, RED)}, ${around(whole, BLUE)}`);
    const part = { ...red, box: [12, 12, 28, 28] } as const;
    const [cropped] = await explain(model, picture, { method, targets: [part], ...options }).result();
    // What the model was not shown has no part in it: the box with 2.4 pixels of margin.
    assert.equal(energyInside(cropped, [9, 9, 31, 31]), 1);
    assert.equal(cropped.data[60 * 64 + 60], 0);
    assert.ok((cropped.target.score ?? 0) > (whole.target.score ?? 1));
    const tone = { kind: 'attribute', head: 'tone', answer: 1, box: [12, 12, 28, 28] } as const;
    const pair = await explain(model, picture, { method, targets: [part, tone], ...options }).result();
    assert.deepEqual(
      pair.map(({ target }) => target.label),
      ['colour: red', 'tone: bright'],
    );
    const both = explain(model, picture, { method, targets: [red, part], ...options });
    await assert.rejects(both.result(), { code: 'option-invalid', message: /each box/ });
  });
}

test('RISE of a difference is the difference of the two maps', async () => {
  await using model = await open(tinyAttributes(), tinyAttributesRecipe);
  const answer = (index: number) => ({ kind: 'attribute', head: 'colour', answer: index }) as const;
  const difference = { kind: 'difference', a: answer(0), b: answer(2) } as const;
  const targets: TargetSpec[] = [answer(0), answer(2), difference];
  const [red, blue, both] = await explain(model, picture, { method: 'rise', masks: 40, targets }).result();
  assert.equal(both.target.label, 'colour: red rather than colour: blue');
  both.data.forEach((value, at) => {
    // Scores are float32 before they are summed up.
    assert.ok(Math.abs(value - (red.data[at] - blue.data[at])) < 1e-6);
  });
});

test('an embedding is explained by what makes it like another picture', async () => {
  await using model = await open(tinyEmbedder(), tinyEmbedderRecipe);
  const { vector } = await model.predict(await squarePicture([RED]));
  assert.ok(vector);
  const spec = { kind: 'similarity', vector, label: 'a red one' } as const;
  const options = { method: 'occlusion', patch: 4, stride: 2, targets: [spec] } as const;
  const [map] = await explain(model, picture, options).result();
  assert.equal(map.target.label, 'like a red one');
  // The blue square is what the other picture does not have: hiding it makes them more alike.
  const [x, y] = squareBox(BLUE);
  const [u, v] = squareBox(RED);
  assert.ok(map.data[(v + 8) * 64 + u + 8] > 0 && map.data[(y + 8) * 64 + x + 8] < 0);
  await assert.rejects(explain(model, picture, { method: 'occlusion' }).result(), { code: 'target-missing' });
});
