import assert from 'node:assert/strict';
import { test } from 'node:test';
import { costOfTargets, MANY } from '../../bench/many-targets.ts';
import { pictureFromPixels } from '../../src/tasks/decode-picture.ts';
import { Model } from '../../src/tasks/model.ts';

test(`${MANY} targets cost hardly more than one`, async () => {
  await using model = await Model.load('www/models/detector.onnx', { backend: 'wasm' });
  const [width, height] = [640, 480];
  const pixels = Uint8ClampedArray.from({ length: 4 * width * height }, (_, k) =>
    k % 4 === 3 ? 255 : 127 + 100 * Math.sin(k / 97) * Math.cos(k / 7919),
  );
  const picture = await pictureFromPixels(width, height, pixels);
  const { ratio, processorRatio } = await costOfTargets(model, picture, 400, 3);
  // 5 % of 2000 masks; other programs disturb a run of 400, but hardly three, and the processor's time less.
  assert.ok(Math.min(ratio, processorRatio) < 1.1, `${ratio} of the time, ${processorRatio} of the processor's`);
});
