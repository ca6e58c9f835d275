import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boxIou } from '../../src/core/boxes.ts';
import { tensorToFloat32 } from '../../src/core/tensor.ts';
import { decodeLabelled, decodeProposals } from '../../src/gpu/reference/decode-proposals.ts';
import { detect } from '../../src/tasks/detections.ts';
import { proposalLayout } from '../../src/tasks/formats/proposal-layout.ts';
import { isDetection } from '../../src/tasks/recipe.ts';
import { missing } from '../support/fixtures.ts';
import { isFull } from '../support/tiers.ts';
import { DETECTORS, type Expected } from './expected-answers.ts';
import { decodeIndependently } from './independent-decoding.ts';
import { type Fixture, feedLikeLibvips, openRecipe, sharedPicture, withModel } from './open-fixture.ts';

/** What models.json is held to; its figures have two decimals. */
const SCORE_TOLERANCE = 0.02;

/** Seconds each on one thread. */
const SLOW = new Set(['yolox-nano', 'yolov8n-320-int8', 'deimv2-atto-int8']);

for (const [model, table] of Object.entries(DETECTORS).filter(([name]) => isFull || !SLOW.has(name))) {
  test(
    `${model} finds what it is known to find, where an independent decoding finds it`,
    {
      skip: missing(`models/${model}/model.onnx`),
    },
    () =>
      withModel(model, async (fixture) => {
        for (const expected of table) await checkPhoto(model, fixture, expected);
      }),
  );
}

async function checkPhoto(model: string, fixture: Fixture, { photo, feeding, answers, only }: Expected) {
  const recipe = openRecipe(model);
  assert.ok(isDetection(recipe));
  const picture = await sharedPicture(photo);
  const fed =
    feeding === 'libvips' ? await feedLikeLibvips(fixture, photo, recipe) : fixture.feedPicture(picture, recipe);
  const outputs = await fixture.run(fed.feeds);
  const layout = proposalLayout(recipe, outputs);
  const floats = Object.fromEntries(Object.entries(outputs).map(([name, tensor]) => [name, tensorToFloat32(tensor)]));
  const proposals = layout.kind === 'dense' ? decodeProposals(floats, 0, layout) : decodeLabelled(outputs, layout);
  const found = detect(proposals, layout, recipe, fed.placement, { outputs: floats });

  const rest = [...found];
  for (const [label, score] of answers) {
    const at = rest.findIndex((detection) => detection.label === label);
    assert.ok(at >= 0, `${photo}: no ${label} ${score}`);
    const [detection] = rest.splice(at, 1);
    assert.ok(
      Math.abs(detection.score - score) <= SCORE_TOLERANCE,
      `${photo}: ${label} ${detection.score.toFixed(3)}, known as ${score}`,
    );
  }
  if (only)
    assert.deepEqual(
      rest.map(({ label, score }) => `${label} ${score.toFixed(2)}`),
      [],
      photo,
    );

  const thresholds = { score: recipe.scoreThreshold, iou: recipe.iouThreshold };
  const independent = decodeIndependently(model, outputs, picture, thresholds);
  assert.deepEqual(
    found.map(({ classIndex }) => classIndex),
    independent.map(({ classIndex }) => classIndex),
    photo,
  );
  found.forEach((detection, i) => {
    const [x0, y0, x1, y1] = independent[i].corners;
    assert.ok(boxIou(detection.box, [x0, y0, x1, y1]) > 0.99, `${photo}: ${detection.label} at ${detection.box}`);
    assert.ok(Math.abs(detection.score - independent[i].score) < 1e-5, `${photo}: ${detection.label}`);
  });
}

test(
  'yolov8n-seg-320 masks fill a third to three quarters of their boxes and lie inside them',
  {
    skip: missing('models/yolov8n-seg-320/model.onnx'),
  },
  () =>
    withModel('yolov8n-seg-320', async (fixture) => {
      const recipe = openRecipe('yolov8n-seg-320');
      assert.ok(isDetection(recipe));
      const { feeds, placement } = fixture.feedPicture(await sharedPicture('dog_bike_truck.jpg'), recipe);
      const outputs = await fixture.run(feeds);
      const layout = proposalLayout(recipe, outputs);
      assert.ok(layout.kind === 'dense');
      const floats = Object.fromEntries(
        Object.entries(outputs).map(([name, tensor]) => [name, tensorToFloat32(tensor)]),
      );
      const found = detect(decodeProposals(floats, 0, layout), layout, recipe, placement, { outputs: floats });
      assert.ok(found.length >= 3);
      for (const { mask, inputBox, label } of found) {
        assert.ok(mask && mask.length === 80 * 80);
        const [x0, y0, x1, y1] = inputBox.map((v) => v / 4);
        const inside = mask.filter(
          (bit, i) => bit && i % 80 >= x0 && i % 80 < x1 && i / 80 >= Math.floor(y0) && Math.floor(i / 80) < y1,
        );
        const share = inside.length / ((x1 - x0) * (y1 - y0));
        // models.json: 33-71 %; a border of prototype pixels belongs to the box or not by rounding.
        assert.ok(share > 0.3 && share < 0.75, `${label} fills ${share}`);
        assert.equal(
          inside.length,
          mask.reduce((sum, bit) => sum + bit, 0),
          `${label}: mask pixels outside the box`,
        );
      }
    }),
);

test(
  'yolox-nano-nms gives no detections for a picture without objects',
  {
    skip: missing('models/yolox-nano-nms/model.onnx'),
  },
  () =>
    withModel('yolox-nano-nms', async (fixture) => {
      const recipe = openRecipe('yolox-nano-nms');
      assert.ok(isDetection(recipe));
      const data = new Uint8ClampedArray(64 * 48 * 4).fill(255);
      const { feeds, placement } = fixture.feedPicture({ width: 64, height: 48, data, sha256: '' }, recipe);
      const outputs = await fixture.run(feeds);
      const layout = proposalLayout(recipe, outputs);
      assert.ok(layout.kind === 'labelled');
      assert.equal(outputs.scores.data.length, 0);
      assert.deepEqual(detect(decodeLabelled(outputs, layout), layout, recipe, placement), []);
    }),
);
