import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Box } from '../../src/core/boxes.ts';
import { mapToPicture } from '../../src/core/resample.ts';
import type { Saliency } from '../../src/core/saliency.ts';
import type { TargetSpec } from '../../src/core/targets.ts';
import { ablationCam } from '../../src/methods/ablation-cam.ts';
import { aise } from '../../src/methods/aise.ts';
import { occlusion } from '../../src/methods/occlusion.ts';
import { Model } from '../../src/tasks/model.ts';
import {
  tinyAttributes,
  tinyAttributesRecipe,
  tinyEmbedder,
  tinyEmbedderRecipe,
  tinySegmenter,
  tinySegmenterRecipe,
} from '../support/tiny-answers.ts';
import { TINY_SIDE } from '../support/tiny-detector.ts';
import { type Square, squareBox, squarePicture } from '../support/tiny-pictures.ts';
import { isInside, openTinyClassifier, openTinyDetector, peakOf, worstDifference } from './open-model.ts';

const RED: Square = { label: 'red', column: 2, row: 2 };
const BLUE: Square = { label: 'blue', column: 5, row: 6 };
/** Patches do not overlap, so that a pixel's value is the loss of the one patch that hides it. */
const PATCH = { patch: 8, stride: 8 } as const;

function open(bytes: Uint8Array, recipe: object): Promise<Model> {
  return Model.load(bytes, { backend: 'wasm', recipe, name: 'tiny.onnx' });
}

/** Pixels of a square that the patch at column, row of patches hides. */
function hidden(square: Square, column: number, row: number): number {
  const [x0, y0, x1, y1] = squareBox(square, 1);
  const across = Math.min(x1, 8 * column + 8) - Math.max(x0, 8 * column);
  const down = Math.min(y1, 8 * row + 8) - Math.max(y0, 8 * row);
  return Math.max(0, across) * Math.max(0, down);
}

/** @param loss of the patch at column, row of patches */
async function assertLosses(model: Model, map: Saliency, loss: (column: number, row: number) => number): Promise<void> {
  const plane = Float32Array.from({ length: TINY_SIDE ** 2 }, (_, k) =>
    loss(Math.floor((k % TINY_SIDE) / 8), Math.floor(k / TINY_SIDE / 8)),
  );
  const { placement } = model.prepare(await squarePicture([]));
  // Scores are float32.
  const worst = worstDifference(mapToPicture(plane, placement), map.data);
  assert.ok(worst < 1e-4, `${map.target.label}: off by ${worst} of the range`);
}

test('a classifier: one class rather than another, and own weights', async () => {
  await using model = await openTinyClassifier();
  const targets: TargetSpec[] = [
    { kind: 'difference', a: { kind: 'class', index: 0 }, b: { kind: 'class', index: 2 } },
    { kind: 'weights', indices: [0, 2], weights: [1, -0.5], label: 'mostly red' },
  ];
  const maps = await occlusion(model, await squarePicture([RED, BLUE]), { targets, score: 'logit', ...PATCH }).result();
  assert.deepEqual(
    maps.map(({ target }) => target.label),
    ['red rather than blue', 'mostly red'],
  );
  // A pixel of a square is worth 64 / 1024 of its logit.
  for (const [map, weight] of [
    [maps[0], 1],
    [maps[1], 0.5],
  ] as const) {
    await assertLosses(model, map, (x, y) => (hidden(RED, x, y) - weight * hidden(BLUE, x, y)) / 16);
  }
});

test('several heads in one run, before and after their activation', async () => {
  await using model = await open(tinyAttributes(), tinyAttributesRecipe);
  const picture = await squarePicture([RED, BLUE]);
  const targets: TargetSpec[] = [
    { kind: 'attribute', head: 'colour', answer: 0 },
    { kind: 'attribute', head: 'tone', answer: 1 },
  ];
  const [red, tone] = await occlusion(model, picture, { targets, score: 'logit', ...PATCH }).result();
  const contrast = (own: number, other: number) => (8 * (own - 0.5 * other)) / 1024;
  await assertLosses(model, red, (x, y) => contrast(hidden(RED, x, y), hidden(BLUE, x, y)));
  // Hiding anything makes the picture darker; the squares are darker than the grey around them.
  assert.ok(tone.data.every((value) => value > 0));
  const [probable] = await occlusion(model, picture, { targets, ...PATCH }).result();
  const share = (r: number, b: number) => {
    const logits = [contrast(r, b), contrast(0, r + b), contrast(b, r)].map(Math.exp);
    return logits[0] / (logits[0] + logits[1] + logits[2]);
  };
  await assertLosses(model, probable, (x, y) => share(64, 64) - share(64 - hidden(RED, x, y), 64 - hidden(BLUE, x, y)));
});

test('a head is asked about a box by changing what the model is shown of it', async () => {
  await using model = await open(tinyAttributes(), tinyAttributesRecipe);
  const picture = await squarePicture([RED, BLUE]);
  const about = (box: Box): TargetSpec => ({ kind: 'attribute', head: 'colour', answer: 2, box });
  const [map] = await occlusion(model, picture, { targets: [about(squareBox(BLUE))], ...PATCH }).result();
  assert.ok(isInside(peakOf(map), squareBox(BLUE)), JSON.stringify(peakOf(map)));
  assert.deepEqual([map.data[0], map.width], [0, picture.width]);
  const both = [about(squareBox(BLUE)), about(squareBox(RED))];
  await assert.rejects(occlusion(model, picture, { targets: both }).result(), {
    code: 'option-invalid',
    message: /a run of its own/,
  });
});

test('a segmenter: what makes it see a class in its own area', async () => {
  await using model = await open(tinySegmenter(), tinySegmenterRecipe);
  const picture = await squarePicture([RED, BLUE]);
  const targets: TargetSpec[] = [
    { kind: 'region', class: 1 },
    { kind: 'region', class: 3 },
  ];
  for (const run of [
    () => occlusion(model, picture, { targets }),
    () => aise(model, picture, { targets }),
    () => ablationCam(model, picture, { targets, layer: 'cells' }),
  ]) {
    const [red, blue] = await run().result();
    const { method } = red.provenance;
    assert.deepEqual([red.target.label, blue.target.label], ['red', 'blue']);
    assert.ok(isInside(peakOf(red), squareBox(RED), 4), `${method}: red at ${JSON.stringify(peakOf(red))}`);
    assert.ok(isInside(peakOf(blue), squareBox(BLUE), 4), `${method}: blue at ${JSON.stringify(peakOf(blue))}`);
  }
});

test('an embedder: what makes a picture like another one', async () => {
  await using model = await open(tinyEmbedder(), tinyEmbedderRecipe);
  const picture = await squarePicture([RED, BLUE]);
  const targets: TargetSpec[] = [{ kind: 'similarity', vector: Float32Array.of(1, 0, 0), label: 'a red one' }];
  const [map] = await occlusion(model, picture, { targets, ...PATCH }).result();
  assert.equal(map.target.label, 'like a red one');
  // Mean colour: squares of 64 pixels, 128 / 255 grey elsewhere.
  const cosine = (red: number, blue: number, grey: number) => {
    const g = (grey * 128) / 255;
    return (red + g) / Math.hypot(red + g, g, blue + g);
  };
  await assertLosses(model, map, (x, y) => {
    const [r, b] = [hidden(RED, x, y), hidden(BLUE, x, y)];
    return cosine(64, 64, 896) - cosine(64 - r, 64 - b, 896 - (64 - r - b));
  });
});

test('a detector: a box as a plain target, and one number of a proposal', async () => {
  await using model = await openTinyDetector();
  const picture = await squarePicture([RED, BLUE]);
  const box = squareBox(RED);
  const [plain] = await occlusion(model, picture, { targets: [{ kind: 'box', box, class: 0 }], ...PATCH }).result();
  assert.ok(isInside(peakOf(plain), box, 4));
  const part: TargetSpec = { kind: 'box', box, class: 0, part: 'class' };
  const [score] = await occlusion(model, picture, { targets: [part], patch: 8 }).result();
  assert.ok(isInside(peakOf(score), box, 4));
  const objectness: TargetSpec = { kind: 'box', box, part: 'objectness' };
  await assert.rejects(occlusion(model, picture, { targets: [objectness] }).result(), { code: 'target-missing' });
});
