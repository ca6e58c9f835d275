import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ablationCam } from '../../src/methods/ablation-cam.ts';
import { missing } from '../support/fixtures.ts';
import { sharedPicture } from '../tasks/open-fixture.ts';
import { isInside, openShared, peakOf } from './open-model.ts';

test('yolov8n-320: ablation-cam asks about each object at the level that it comes from', {
  skip: missing('models/yolov8n-320/model.onnx'),
}, async () => {
  await using model = await openShared('yolov8n-320');
  const picture = await sharedPicture('dog_bike_truck.jpg');
  const maps = await ablationCam(model, picture).result();
  const found = Object.fromEntries(maps.map(({ target, provenance }) => [target.label, provenance.options.layer]));
  assert.deepEqual(found, {
    dog: '/model.18/cv2/act/Mul_output_0',
    bicycle: '/model.21/cv2/act/Mul_output_0',
    car: '/model.18/cv2/act/Mul_output_0',
  });
  for (const map of maps) {
    assert.ok(map.target.box && isInside(peakOf(map), map.target.box, 16), map.target.label);
    assert.deepEqual(map.provenance.notes, []);
  }
});
