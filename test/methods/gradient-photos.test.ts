/** Gradient methods on real models and photos: the maps lie where the objects lie. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Box } from '../../src/core/boxes.ts';
import { XaiError } from '../../src/core/errors.ts';
import type { Saliency } from '../../src/core/saliency.ts';
import { pearson } from '../../src/core/statistics.ts';
import { explain } from '../../src/methods/explain.ts';
import { missing } from '../support/fixtures.ts';
import { sharedPicture } from '../tasks/open-fixture.ts';
import { isInside, openShared, peakOf } from './open-model.ts';

const needs = (model: string) => ({ skip: missing(`models/${model}/model.onnx`) });

/** Read off cat_dog.png by eye, pixels. */
const CAT: Box = [40, 118, 205, 222];
const DOG: Box = [72, 8, 168, 150];
/** ImageNet: tiger cat, bull mastiff. */
const TIGER_CAT = 282;
const BULL_MASTIFF = 243;

/** Share of a map's positive weight inside a box. */
function weightInside({ data, width }: Saliency, box: Box): number {
  let [inside, all] = [0, 0];
  data.forEach((value, at) => {
    if (value <= 0) return;
    all += value;
    if (isInside({ x: at % width, y: Math.floor(at / width) }, box)) inside += value;
  });
  return inside / all;
}

for (const name of ['mobilenetv2-imagenet', 'squeezenet-fp32']) {
  test(`${name}: Grad-CAM of the cat lies on the cat, of the dog on the dog`, needs(name), async () => {
    await using model = await openShared(name);
    const picture = await sharedPicture('cat_dog.png');
    // The cat is the weaker of the two: its probability is set off against the dog's, its logit alone is not.
    const [cat, dog] = await explain(model, picture, {
      method: 'grad-cam',
      targets: [
        { kind: 'class', index: TIGER_CAT, score: 'probability' },
        { kind: 'class', index: BULL_MASTIFF },
      ],
    }).result();
    const [onCat, onDog, likeness] = [weightInside(cat, CAT), weightInside(dog, DOG), pearson(cat.data, dog.data)];
    assert.ok(onCat >= 0.6 && onDog >= 0.6, `cat ${onCat}, dog ${onDog}`);
    assert.ok(likeness < 0.5, `correlation ${likeness}`);
  });
}

test('yolov8n: Grad-CAM to the neck peaks in the box of each detection', needs('yolov8n-320'), async () => {
  await using model = await openShared('yolov8n-320');
  const picture = await sharedPicture('dog_bike_truck.jpg');
  const maps = await explain(model, picture, { method: 'grad-cam', targets: 'all' }).result();
  assert.ok(maps.length >= 3);
  for (const map of maps) {
    const { box, label } = map.target;
    assert.ok(
      box && isInside(peakOf(map), box),
      `${label}: ${JSON.stringify(peakOf(map))} at ${map.provenance.options.layer}`,
    );
  }
});

test('a flattened head refuses CAM with the reason, and gives Grad-CAM', needs('cifar10-flatten-cnn'), async () => {
  await using model = await openShared('cifar10-flatten-cnn');
  const picture = await sharedPicture('cat_sitting.jpg');
  await assert.rejects(explain(model, picture, { method: 'cam' }).result(), (cause: unknown) => {
    assert.ok(cause instanceof XaiError && cause.code === 'method-unsupported');
    assert.match(cause.message, /flattens the last map.*Use grad-cam/s);
    return true;
  });
  const [map] = await explain(model, picture, { method: 'grad-cam' }).result();
  assert.ok(map.data.some((value) => value > 0));
});

test('a layer that does not exist is answered with the nearest names', needs('yolov8n-320'), async () => {
  await using model = await openShared('yolov8n-320');
  const picture = await sharedPicture('dog_bike_truck.jpg');
  const run = explain(model, picture, { method: 'grad-cam', targets: 'top', layer: '/model.18/cv2/act/Mul_output' });
  await assert.rejects(run.result(), { code: 'option-invalid', message: /"\/model\.18\/cv2\/act\/Mul_output_0"/ });
});
