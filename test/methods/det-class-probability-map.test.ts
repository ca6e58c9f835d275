import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classLogitMaps, softmaxOverClasses } from '../../src/methods/det-class-probability-map.ts';
import { explain } from '../../src/methods/explain.ts';
import { proposalLevels } from '../../src/tasks/proposal-levels.ts';
import { missing } from '../support/fixtures.ts';
import { squarePicture } from '../support/tiny-pictures.ts';
import { sharedPicture } from '../tasks/open-fixture.ts';
import { isInside, openShared, openTinyClassifier, openTinyDetector, peakOf } from './open-model.ts';

/** Boxes of a pixel in the middles of the cells of grids of these strides. */
function boxesOf(side: number, strides: readonly number[], perCell = 1): Float32Array {
  const middles = strides.flatMap((stride) => {
    const cells = Math.ceil(side / stride);
    return Array.from({ length: cells * cells * perCell }, (_, own) => {
      const cell = Math.floor(own / perCell);
      return [((cell % cells) + 0.5) * stride, (Math.floor(cell / cells) + 0.5) * stride];
    });
  });
  return Float32Array.from(middles.flatMap(([x, y]) => [x - 0.5, y - 0.5, x + 0.5, y + 0.5]));
}

test('levels are told from the number of proposals and where their boxes lie', () => {
  const levels = (side: number, strides: readonly number[], perCell = 1) => {
    const boxes = boxesOf(side, strides, perCell);
    const found = proposalLevels({ count: boxes.length / 4 }, { width: side, height: side }, boxes);
    return found?.map(({ first, columns, perCell }) => [first, columns, perCell]);
  };
  assert.deepEqual(levels(320, [8, 16, 32]), [
    [0, 40, 1],
    [1600, 20, 1],
    [2000, 10, 1],
  ]);
  assert.deepEqual(
    levels(640, [8, 16, 32], 3)?.map(([, , perCell]) => perCell),
    [3, 3, 3],
  );
  // As many proposals either way.
  assert.deepEqual(levels(352, [16]), [[0, 22, 1]]);
  assert.deepEqual(levels(352, [32], 4), [[0, 11, 4]]);
  assert.equal(levels(320, [5]), undefined);
  const shuffled = boxesOf(352, [16]).reverse();
  assert.equal(proposalLevels({ count: 484 }, { width: 352, height: 352 }, shuffled), null);
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
