import { test } from 'node:test';
import { missing } from '../support/fixtures.ts';
import { sharedPicture } from '../tasks/open-fixture.ts';
import { checkAsking } from './check-asking.ts';
import { openShared } from './open-model.ts';

test('another target and a box drawn by hand are answered from what was kept: fastestdet', {
  skip: missing('models/fastestdet/model.onnx') || missing('images/dog_bike_truck.jpg'),
}, async () => {
  await using model = await openShared('fastestdet');
  await checkAsking(
    model,
    await sharedPicture('dog_bike_truck.jpg'),
    [
      [[450, 60, 700, 180], 'whole'], // the car, drawn loosely
      [[130, 215, 260, 360], 'part'], // the dog's head
      [[120, 120, 560, 440], 'part'], // most of the bicycle
    ],
    250,
  );
});
