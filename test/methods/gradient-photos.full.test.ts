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

test(
  'yolov8n: a level that does not feed a proposal is named, and the one that does is offered',
  needs('yolov8n-320'),
  async () => {
    await using model = await openShared('yolov8n-320');
    const picture = await sharedPicture('dog_bike_truck.jpg');
    const { boxes = [] } = await model.predict(picture);
    // The largest object comes from the coarsest level, the last 100 of 2100 proposals, or the middle one, the 400 before.
    const coarse = boxes.find(({ proposalIndex }) => proposalIndex >= 1600 && proposalIndex < 2000);
    assert.ok(coarse, 'a detection of the middle level');
    const run = explain(model, picture, {
      method: 'grad-cam',
      targets: [coarse],
      layer: '/model.21/cv2/act/Mul_output_0',
    });
    await assert.rejects(run.result(), (cause: unknown) => {
      assert.ok(cause instanceof XaiError && cause.code === 'method-unsupported');
      assert.match(
        cause.message,
        /is 0 everywhere: it does not feed this score\. "\/model\.18\/cv2\/act\/Mul_output_0" does\./,
      );
      return true;
    });
    // Who asks for all gets those that the level feeds, and is told of the others.
    const all = { method: 'grad-cam', targets: 'all', layer: '/model.21/cv2/act/Mul_output_0' } as const;
    const maps = await explain(model, picture, all).result();
    const { notes } = maps[0].provenance;
    assert.ok(maps.length >= 1 && maps.length < boxes.length);
    assert.equal(
      notes.filter((note) => note.includes('it does not feed this score')).length,
      boxes.length - maps.length,
    );
    const foreign = { method: 'grad-cam', targets: 'all', layer: '/model.0/act/Mul_output_0' } as const;
    assert.equal((await explain(model, picture, foreign).result()).length, boxes.length);
  },
);

test('yolov8n: each side of a box has a map of its own', needs('yolov8n-320'), async () => {
  await using model = await openShared('yolov8n-320');
  const picture = await sharedPicture('dog_bike_truck.jpg');
  const { boxes = [] } = await model.predict(picture);
  const [{ box, classIndex, proposalIndex }] = boxes;
  const about = { kind: 'box', box, class: classIndex, proposal: proposalIndex } as const;
  const targets = [
    { ...about, part: 'left' },
    { ...about, part: 'right' },
  ] as const;
  const [left, right] = await explain(model, picture, { method: 'grad-cam', targets, sign: 'absolute' }).result();
  assert.ok(left.data.some((value) => value > 0) && right.data.some((value) => value > 0));
  assert.ok(pearson(left.data, right.data) < 0.99);
});

test('Eigen-CAM: three components of yolov8n differ', needs('yolov8n-320'), async () => {
  await using model = await openShared('yolov8n-320');
  const picture = await sharedPicture('dog_bike_truck.jpg');
  const maps: Saliency[] = [];
  for (const component of [1, 2, 3]) {
    maps.push(...(await explain(model, picture, { method: 'eigen-cam', targets: 'top', component }).result()));
  }
  for (const [a, b] of [
    [0, 1],
    [0, 2],
    [1, 2],
  ])
    assert.ok(Math.abs(pearson(maps[a].data, maps[b].data)) < 0.9);
});

/** Read off bus.jpg by eye, pixels. */
const BUS: Box = [12, 230, 805, 760];
const PEOPLE: readonly Box[] = [
  [48, 395, 248, 905],
  [248, 400, 345, 860],
  [665, 390, 810, 880],
  [0, 550, 48, 870],
];

test('deeplab: bus and people of a photo, each where it is', needs('deeplabv3-mnv2'), async () => {
  await using model = await openShared('deeplabv3-mnv2');
  const picture = await sharedPicture('bus.jpg');
  const { segmentation } = await model.predict(picture);
  assert.ok(segmentation);
  const targets = ['bus', 'person'].map((label) => {
    return { kind: 'region', class: segmentation.labels.indexOf(label) } as const;
  });
  const [bus, people] = await explain(model, picture, { method: 'grad-cam', targets }).result();
  const onPeople = PEOPLE.reduce((sum, box) => sum + weightInside(people, box), 0);
  assert.ok(isInside(peakOf(bus), BUS) && weightInside(bus, BUS) >= 0.6, `bus ${weightInside(bus, BUS)}`);
  assert.ok(PEOPLE.some((box) => isInside(peakOf(people), box)) && onPeople >= 0.6, `people ${onPeople}`);
});

test('flowers: the map of a photo full of sunflowers lies on flowers', needs('mobilenetv2-flowers'), async () => {
  await using model = await openShared('mobilenetv2-flowers');
  const picture = await sharedPicture('sunflower.jpg');
  const [map] = await explain(model, picture, { method: 'grad-cam', targets: 'top' }).result();
  assert.match(map.target.label, /sunflower/i);
  // Hedge and bench fill the upper part right and left of the middle, read off by eye; the rest is flowers.
  const hedge: Box = [260, 0, 460, 60];
  assert.ok(weightInside(map, hedge) < (200 * 60) / (500 * 350), `hedge ${weightInside(map, hedge)}`);
});

test(
  'a quantised detector: to the neck straight through its rounding, to the picture not',
  needs('yolov8n-320-int8'),
  async () => {
    await using model = await openShared('yolov8n-320-int8');
    const picture = await sharedPicture('dog_bike_truck.jpg');
    const [map] = await explain(model, picture, { method: 'grad-cam', targets: 'top' }).result();
    assert.ok(map.target.box && isInside(peakOf(map), map.target.box));
    assert.ok(map.provenance.notes.some((note) => /Rounding/.test(note)));
    await assert.rejects(
      explain(model, picture, { method: 'integrated-gradients', targets: 'top' }).result(),
      (cause: unknown) => cause instanceof XaiError && cause.operator === 'ConvInteger',
    );
  },
);
