import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Box } from '../../src/core/boxes.ts';
import type { Picture } from '../../src/core/picture.ts';
import type { Saliency } from '../../src/core/saliency.ts';
import { mean } from '../../src/core/statistics.ts';
import { CLASSIFIER_PRESETS } from '../../src/methods/presets.ts';
import { type RiseOptions, rise } from '../../src/methods/rise.ts';
import type { Model } from '../../src/tasks/model.ts';
import { missing } from '../support/fixtures.ts';
import { isFull } from '../support/tiers.ts';
import { type Square, squareBox, squarePicture } from '../support/tiny-pictures.ts';
import { sharedPicture } from '../tasks/open-fixture.ts';
import { isInside, openShared, openTinyClassifier, openTinyDetector, peakOf } from './open-model.ts';

const RED: Square = { label: 'red', column: 2, row: 2 };
const BLUE: Square = { label: 'blue', column: 5, row: 6 };

function maps(model: Model, picture: Picture, options: RiseOptions): Promise<Saliency[]> {
  return rise(model, picture, { partialEvery: null, ...options }).result();
}

function meanInside({ data, width }: Saliency, [x0, y0, x1, y1]: Box): number {
  return mean(
    Array.from(data).filter((_, k) => k % width >= x0 && k % width < x1 && k / width >= y0 && k / width < y1),
  );
}

test('the map of a colour is high on it and, for softmax, low on its rival', async () => {
  await using model = await openTinyClassifier();
  const [red, blue] = await maps(model, await squarePicture([RED, BLUE]), { masks: 500, grid: 4, targets: [0, 2] });
  assert.deepEqual([red.target.label, blue.target.label], ['red', 'blue']);
  assert.ok(isInside(peakOf(red), squareBox(RED)), JSON.stringify(peakOf(red)));
  assert.ok(isInside(peakOf(blue), squareBox(BLUE)), JSON.stringify(peakOf(blue)));
  const high = Math.max(...red.data);
  assert.ok(meanInside(red, squareBox(BLUE)) < -0.3 * high);
  assert.ok(meanInside(blue, squareBox(RED)) < -0.3 * high);
  assert.equal(red.target.box, null);
  assert.equal(red.provenance.method, 'rise');
});

test('all classes from one stream are what each gives alone, and what a finished run is asked for, bit for bit', async () => {
  await using model = await openTinyClassifier();
  const picture = await squarePicture([RED, BLUE]);
  const together = await maps(model, picture, { masks: 70, targets: [0, 1, 2] });
  for (const [classIndex, { data }] of together.entries()) {
    const run = rise(model, picture, { masks: 70, targets: [classIndex], partialEvery: null });
    assert.throws(() => run.ask(0), { code: 'target-missing', message: /No mask has been run yet/ });
    const [alone] = await run.result();
    assert.deepEqual(alone.data, data);
    for (const [other, map] of together.entries()) assert.deepEqual(run.ask(other).data, map.data);
    assert.throws(() => run.ask(3), { code: 'target-missing', message: /no class 3; the model has 3/ });
  }
});

test('one seed gives one map, bit for bit, whatever the batch', async () => {
  await using model = await openTinyClassifier();
  const picture = await squarePicture([RED, BLUE]);
  const [expected] = await maps(model, picture, { masks: 50, seed: 4, batch: 1 });
  for (const batch of [3, 16, 50]) {
    assert.deepEqual((await maps(model, picture, { masks: 50, seed: 4, batch }))[0].data, expected.data);
  }
  assert.notDeepEqual((await maps(model, picture, { masks: 50, seed: 5 }))[0].data, expected.data);
});

test('top is the best class, all those over the threshold and at least one', async () => {
  await using model = await openTinyClassifier();
  const picture = await squarePicture([RED, BLUE]);
  const labels = async (options: RiseOptions) =>
    (await maps(model, picture, { masks: 2, ...options })).map(({ target }) => `${target.index} ${target.label}`);
  assert.deepEqual(await labels({}), ['0 red']);
  assert.deepEqual(await labels({ targets: 'all', scoreThreshold: 0.3 }), ['0 red', '1 blue']);
  assert.deepEqual(await labels({ targets: 'all', scoreThreshold: 0.9 }), ['0 red']);
  await assert.rejects(labels({ targets: [7] }), { name: 'XaiError', code: 'target-missing', message: /no class 7/ });
  await assert.rejects(labels({ targets: [] }), { name: 'XaiError', code: 'target-missing' });
});

test('every preset for classifiers runs and finds the colour', async () => {
  await using model = await openTinyClassifier();
  const picture = await squarePicture([RED]);
  for (const name of Object.keys(CLASSIFIER_PRESETS)) {
    const [map] = await maps(model, picture, { preset: name, masks: 800, grid: 4, fill: 'black' });
    // Four cells a side: 16 picture pixels each; a quarter of that is what 800 masks leave to chance in a raw sum.
    const peak = peakOf(map);
    assert.ok(isInside(peak, squareBox(RED), 4), `${name} peaks at ${peak.x}, ${peak.y}`);
    assert.ok(map.data.every(Number.isFinite), name);
  }
  await assert.rejects(maps(model, picture, { preset: 'hysts' }), { code: 'option-invalid', message: /eclique/ });
});

test('RISE on a detector is refused with the method that fits', async () => {
  await using model = await openTinyDetector();
  await assert.rejects(maps(model, await squarePicture([RED]), {}), {
    name: 'XaiError',
    code: 'method-unsupported',
    message: /Use D-RISE/,
  });
});

/** Read off the photos by eye, pixels. */
const GOLDFISH: Box = [28, 45, 300, 213];
const HEDGE: Box = [230, 0, 440, 70];

if (isFull) {
  test('squeezenet-fp32: what says goldfish is the fish', {
    skip: missing('models/squeezenet-fp32/model.onnx'),
  }, async () => {
    await using model = await openShared('squeezenet-fp32');
    const [map] = await maps(model, await sharedPicture('goldfish.jpg'), { masks: 60 });
    assert.match(map.target.label, /^goldfish\b/);
    const peak = peakOf(map);
    assert.ok(isInside(peak, GOLDFISH), `peak at ${peak.x}, ${peak.y}`);
  });
}

test('mobilenetv2-flowers: what says sunflowers is not the hedge', {
  skip: missing('models/mobilenetv2-flowers/model.onnx'),
}, async () => {
  await using model = await openShared('mobilenetv2-flowers');
  const picture = await sharedPicture('sunflower.jpg');
  const [map] = await maps(model, picture, { masks: 200 });
  assert.equal(map.target.label, 'sunflowers');
  assert.ok(!isInside(peakOf(map), HEDGE));
  const everywhere = meanInside(map, [0, 0, picture.width, picture.height]);
  assert.ok(meanInside(map, HEDGE) < 0.5 * everywhere, `${meanInside(map, HEDGE)} of ${everywhere}`);
});
