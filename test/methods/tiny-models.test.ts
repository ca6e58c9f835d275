import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Model } from '../../src/tasks/model.ts';
import { tinyClassifier, tinyClassifierRecipe, tinyDetector, tinyDetectorRecipe } from '../support/tiny-detector.ts';
import { type Square, squareBox, squarePicture } from '../support/tiny-pictures.ts';

const SQUARES: readonly Square[] = [
  { label: 'red', column: 2, row: 2 },
  { label: 'blue', column: 5, row: 6 },
];

for (const batch of ['batch', 1]) {
  test(`the tiny detector with batch axis ${batch} finds each square where it is`, async () => {
    await using model = await Model.load(tinyDetector({ batch }), { backend: 'wasm', recipe: tinyDetectorRecipe });
    const answer = await model.predict(await squarePicture(SQUARES));
    assert.ok(answer.boxes);
    assert.deepEqual(
      answer.boxes.map(({ label, box }) => ({ label, box: [...box] })),
      SQUARES.map((square) => ({ label: square.label, box: [...squareBox(square)] })),
    );
    // Sigmoid of 16 - 11.
    for (const { score } of answer.boxes) assert.ok(Math.abs(score - 0.99331) < 1e-4, `${score}`);
  });
}

test('the tiny classifier gives the colours of a picture by their share', async () => {
  await using model = await Model.load(tinyClassifier(), { backend: 'wasm', recipe: tinyClassifierRecipe });
  const answer = await model.predict(await squarePicture([SQUARES[0]]));
  assert.ok(answer.classes);
  // A sixteenth of the picture is red: logits 4, 0, 0.
  const expected = Math.exp(4) / (Math.exp(4) + 2);
  assert.equal(answer.classes[0].label, 'red');
  assert.ok(Math.abs(answer.classes[0].score - expected) < 1e-4, `${answer.classes[0].score}`);
});
