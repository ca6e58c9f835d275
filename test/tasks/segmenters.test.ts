import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ClassGrid } from '../../src/tasks/segmentation/class-grid.ts';
import { Segmentation } from '../../src/tasks/segmentation/segmentation.ts';
import { missing } from '../support/fixtures.ts';
import { openRecipe, sharedPicture, withModel } from './open-fixture.ts';

/** Key `verified` of the shared models.json: shares of the picture, two decimals at most. */
const KNOWN: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'bus.jpg': { bus: 0.27, person: 0.125 },
  'zidane.jpg': { person: 0.44 },
  'dog_bike_truck.jpg': { bicycle: 0.08, dog: 0.05 },
  'cat_dog.png': { dog: 0.32 },
};
const SHARE_TOLERANCE = 0.015;

/** Pixels of those photos, by eye. */
const PLACES: Readonly<Record<string, readonly (readonly [x: number, y: number, label: string])[]>> = {
  'bus.jpg': [
    [450, 320, 'bus'],
    [120, 520, 'person'],
    [60, 60, 'background'],
  ],
  'dog_bike_truck.jpg': [
    [220, 450, 'dog'],
    [60, 500, 'background'],
  ],
};

test(
  'deeplabv3-mnv2 sees the known shares of its classes, where they are',
  {
    skip: missing('models/deeplabv3-mnv2/model.onnx'),
  },
  () =>
    withModel('deeplabv3-mnv2', async (fixture) => {
      const recipe = openRecipe('deeplabv3-mnv2');
      assert.ok(recipe.task === 'semantic-segmentation');
      for (const [photo, shares] of Object.entries(KNOWN)) {
        const picture = await sharedPicture(photo);
        const { feeds, placement } = fixture.feedPicture(picture, recipe);
        const segmentation = new Segmentation(new ClassGrid(await fixture.run(feeds), recipe), placement);
        for (const [label, share] of Object.entries(shares)) {
          const found = segmentation.segments.find((segment) => segment.label === label);
          const words = `${photo}: ${label} ${found?.share.toFixed(3)}`;
          assert.ok(found && Math.abs(found.share - share) <= SHARE_TOLERANCE, words);
          assert.ok(found.score > 0.5 && found.score <= 1, `${words}, score ${found.score}`);
        }
        for (const [x, y, label] of PLACES[photo] ?? []) {
          const { classMap, labels } = segmentation;
          const classIndex = classMap[y * picture.width + x];
          assert.equal(labels[classIndex], label, `${photo} at ${x}, ${y}`);
          assert.ok(segmentation.scoreOf(classIndex, { pixel: [x, y] }) > 0.5);
        }
      }
    }),
);
