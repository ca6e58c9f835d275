import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classLogitMaps, softmaxOverClasses } from '../../src/methods/det-class-probability-map.ts';
import { explain } from '../../src/methods/explain.ts';
import { proposalLevels } from '../../src/tasks/proposal-levels.ts';
import { missing } from '../support/fixtures.ts';
import { squarePicture } from '../support/tiny-pictures.ts';
import { sharedPicture } from '../tasks/open-fixture.ts';
import { isInside, openShared, openTinyClassifier, openTinyDetector, peakOf } from './open-model.ts';

test('levels are told from the number of proposals', () => {
  const size = (side: number) => ({ width: side, height: side });
  assert.deepEqual(
    proposalLevels({ count: 2100 }, size(320))?.map(({ first, columns, perCell }) => [first, columns, perCell]),
    [
      [0, 40, 1],
      [1600, 20, 1],
      [2000, 10, 1],
    ],
  );
  assert.deepEqual(
    proposalLevels({ count: 25_200 }, size(640))?.map(({ perCell }) => perCell),
    [3, 3, 3],
  );
  assert.deepEqual(proposalLevels({ count: 484 }, size(352))?.length, 1);
  assert.equal(proposalLevels({ count: 2101 }, size(320)), null);
});

test('the highest proposal of a cell counts, levels are averaged, classes share each place', () => {
  // Two levels of one cell each, the first with two proposals: class 0 gets max(1, 3) and 5, class 1 gets 0 and 0.
  const levels = [
    { first: 0, columns: 1, rows: 1, perCell: 2 },
    { first: 2, columns: 1, rows: 1, perCell: 1 },
  ];
  const logits = [1, 3, 5];
  const maps = classLogitMaps(levels, 2, (proposal, c) => (c === 0 ? logits[proposal] : 0));
  assert.ok(maps.subarray(0, 529).every((value) => value === 4));
  assert.ok(maps.subarray(529).every((value) => value === 0));
  const shares = softmaxOverClasses(maps, 2);
  // e^4 / (e^4 + 1).
  assert.ok(Math.abs(shares[0] - 0.98201379) < 1e-6 && Math.abs(shares[529] - 0.01798621) < 1e-6);
});

test('yolov8n: each class is strongest inside of its own object', {
  skip: missing('models/yolov8n-320/model.onnx'),
}, async () => {
  await using model = await openShared('yolov8n-320');
  const picture = await sharedPicture('dog_bike_truck.jpg');
  const maps = await explain(model, picture, { method: 'classwisesaliencymap', targets: 'all' }).result();
  assert.ok(maps.length >= 3);
  for (const { target, ...map } of maps) {
    assert.ok(target.box && isInside(peakOf(map), target.box), `${target.label} at ${JSON.stringify(peakOf(map))}`);
    assert.equal(map.provenance.method, 'det-class-probability-map');
  }
});

test('methods that explain classes alone refuse what is none', async () => {
  const picture = await squarePicture([{ label: 'red', column: 2, row: 2 }]);
  await using detector = await openTinyDetector();
  const drawn = { method: 'det-class-probability-map', targets: [{ box: [1, 1, 9, 9] }] } as const;
  await assert.rejects(explain(detector, picture, drawn).result(), { code: 'target-missing', message: /use d-rise/ });
  await using classifier = await openTinyClassifier();
  const difference = { kind: 'difference', a: { kind: 'class', index: 0 }, b: { kind: 'class', index: 1 } } as const;
  const own = { kind: 'weights', indices: [0], weights: [1] } as const;
  for (const target of [difference, own]) {
    const run = explain(classifier, picture, { method: 'finer-cam', targets: [target] });
    await assert.rejects(run.result(), { code: 'target-missing', message: /use grad-cam/ });
  }
});
