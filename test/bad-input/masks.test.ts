import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Picture } from '../../src/core/picture.ts';
import type { Saliency } from '../../src/core/saliency.ts';
import { type DriseOptions, drise } from '../../src/methods/d-rise.ts';
import { rise } from '../../src/methods/rise.ts';
import { pictureFromPixels } from '../../src/tasks/decode-picture.ts';
import { Model } from '../../src/tasks/model.ts';
import { isInside, openTinyClassifier, openTinyDetector, peakOf } from '../methods/open-model.ts';
import { buildBytes, floats, node, value } from '../onnx/synthetic.ts';
import { TINY_LABELS, TINY_SIDE, tinyClassifierRecipe } from '../support/tiny-detector.ts';
import { type Square, squareBox, squarePicture } from '../support/tiny-pictures.ts';

const RED: Square = { label: 'red', column: 2, row: 2 };
const ESTIMATES = ['sum', 'regression'] as const;

function explain(model: Model, picture: Picture, options: DriseOptions): Promise<Saliency[]> {
  return drise(model, picture, { partialEvery: null, ...options }).result();
}

/** A map that says nothing: 0 everywhere, an error of 0, no reliability, and a note that says why. */
function saysNothing(map: Saliency): void {
  assert.ok(
    map.data.every((score) => score === 0),
    'a map of 0',
  );
  assert.ok(map.error === undefined || map.error.every((error) => error === 0), 'an error of 0');
  assert.equal(map.reliability ?? 0, 0);
  assert.match(map.provenance.notes.join(' '), /no evidence/);
}

const hasNumbersOnly = ({ data, error, reliability }: Saliency) =>
  data.every(Number.isFinite) && (error?.every(Number.isFinite) ?? true) && Number.isFinite(reliability ?? 0);

/** A classifier that gives the same logits whatever it is shown. */
function deafClassifier(): Uint8Array {
  return buildBytes({
    inputs: [value('images', ['batch', 3, TINY_SIDE, TINY_SIDE])],
    outputs: [value('logits', ['batch', 3])],
    initializers: [floats('nothing', [3, 3, 1, 1], new Array(9).fill(0)), floats('answers', [3], [2, 1, 0])],
    nodes: [
      node('Conv', ['images', 'nothing', 'answers'], ['same']),
      node('GlobalAveragePool', ['same'], ['means']),
      node('Flatten', ['means'], ['logits']),
    ],
  });
}

for (const estimate of ESTIMATES) {
  test(`a target with score 0 in every mask has no evidence, ${estimate}`, async () => {
    await using model = await openTinyDetector();
    const picture = await squarePicture([RED]);
    // No proposal there is ever green before it is red.
    const green = { box: squareBox(RED), classIndex: 1 };
    const similarity = { classes: 'same-label' } as const;
    const [map] = await explain(model, picture, { masks: 100, targets: [green], similarity, estimate });
    saysNothing(map);
    const [red] = await explain(model, picture, { masks: 100, estimate });
    assert.equal(red.provenance.notes.join(' ').includes('no evidence'), false);
  });

  test(`a model that ignores its input has no evidence, ${estimate}`, async () => {
    await using model = await Model.load(deafClassifier(), { backend: 'wasm', recipe: tinyClassifierRecipe });
    const [map] = await rise(model, await squarePicture([RED]), { masks: 100, estimate }).result();
    assert.equal(map.target.label, 'red');
    saysNothing(map);
  });

  test(`a picture as black as what hides it has no evidence; one of a single colour has numbers, ${estimate}`, async () => {
    await using model = await openTinyClassifier();
    const plain = (colour: readonly number[]) => {
      const data = new Uint8Array(64 * 64 * 4).map((_, k) => [...colour, 255][k % 4]);
      return pictureFromPixels(64, 64, data);
    };
    const [black] = await rise(model, await plain([0, 0, 0]), { masks: 100, estimate }).result();
    saysNothing(black);
    const [red] = await rise(model, await plain([255, 0, 0]), { masks: 100, estimate }).result();
    assert.ok(hasNumbersOnly(red));
  });

  test(`one mask makes a map of numbers that states neither error nor reliability, ${estimate}`, async () => {
    await using model = await openTinyDetector();
    const [map] = await explain(model, await squarePicture([RED]), { masks: 1, estimate });
    assert.ok(hasNumbersOnly(map));
    assert.deepEqual([map.masks, map.reliability, map.error], [1, null, undefined]);
    assert.match(map.provenance.notes.join(' '), /One mask tells nothing/);
  });

  test(`a picture smaller than the grid: cells of one pixel, ${estimate}`, async () => {
    await using model = await openTinyDetector();
    const [fine] = await explain(model, await squarePicture([RED]), { masks: 80, grid: 64, estimate });
    assert.ok(hasNumbersOnly(fine));
    const few = await pictureFromPixels(3, 2, new Uint8Array(24).fill(255));
    const [small] = await explain(model, few, { masks: 80, targets: [{ box: [0, 0, 3, 2] }], estimate });
    assert.deepEqual([small.width, small.height, small.data.length], [3, 2, 6]);
    assert.ok(hasNumbersOnly(small));
  });
}

test('three hundred targets are explained by one stream, each as if it were alone', async () => {
  await using model = await openTinyDetector();
  const picture = await squarePicture([RED]);
  const targets = Array.from({ length: 300 }, (_, k) => ({
    box: [k % 20, k % 17, (k % 20) + 20, (k % 17) + 20] as const,
    classIndex: k % TINY_LABELS.length,
  }));
  targets[299] = { box: squareBox(RED) as never, classIndex: 0 };
  const maps = await explain(model, picture, { masks: 64, targets });
  assert.equal(maps.length, 300);
  assert.ok(maps.every(hasNumbersOnly));
  const [alone] = await explain(model, picture, { masks: 64, targets: [targets[299]] });
  assert.deepEqual(maps[299].data, alone.data);
  assert.ok(isInside(peakOf(maps[299]), squareBox(RED), 4));
});
