import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tensorToFloat32 } from '../../src/core/tensor.ts';
import { writeModel } from '../../src/onnx/write-model.ts';
import { openTail, openTap, runTail, tapLayer, tapPicture } from '../../src/tasks/cut-graphs.ts';
import { pictureFromPixels } from '../../src/tasks/decode-picture.ts';
import { Model } from '../../src/tasks/model.ts';
import { openShared } from '../methods/open-model.ts';
import { missing } from '../support/fixtures.ts';
import { skipModel, skipModelRecipe } from '../support/skip-model.ts';
import { isFull } from '../support/tiers.ts';
import { sharedPicture } from './open-fixture.ts';

function openSkipModel(batch: number | string): Promise<Model> {
  return Model.load(writeModel(skipModel(batch)), { backend: 'wasm', recipe: skipModelRecipe, name: 'skip.onnx' });
}

const PIXELS = Uint8Array.from({ length: 256 }, (_, k) => (k % 4 === 3 ? 255 : (k * 37) % 256));

/** Largest difference of two arrays as a share of the largest magnitude. */
function apart(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let most = 0;
  let worst = 0;
  for (let k = 0; k < b.length; k++) {
    most = Math.max(most, Math.abs(b[k]));
    worst = Math.max(worst, Math.abs(a[k] - b[k]));
  }
  return a.length === b.length ? worst / most : Number.POSITIVE_INFINITY;
}

for (const batch of [1, 'batch']) {
  test(`a tail with a skip connection round its layer runs copies in one batch, with the batch axis ${batch}`, async () => {
    await using model = await openSkipModel(batch);
    const picture = await pictureFromPixels(8, 8, PIXELS, { name: 'noise' });
    const prepared = model.prepare(picture);
    const whole = await model.maskedGraph(prepared, 'logit');
    const tail = await openTail(model, whole, prepared, 'inner');
    assert.deepEqual([tail.batches, tail.note, tail.cut.sides, tail.dims], [true, null, ['stem'], [1, 4, 4, 4]]);
    const tapped = await tapPicture(model, tail, prepared);
    const copies = new Float32Array(3 * 64);
    copies.set(tapped.layer);
    copies.set(tapped.layer, 128);
    const { logits } = await runTail(tail, tapped, copies, 3);
    assert.deepEqual(whole.scores, { output: 'logits', activation: 'none' });
    const rows = [0, 1, 2].map((n) => tensorToFloat32(logits).slice(4 * n, 4 * n + 4));
    // The copies are the same numbers through the same operators; float32 sums may be cut into other blocks.
    assert.ok(apart(rows[0], tensorToFloat32(tapped.values.logits)) < 1e-6);
    assert.ok(apart(rows[2], rows[0]) < 1e-6);
    assert.ok(apart(rows[1], rows[0]) > 0.01, 'a layer of zeros gives another answer');
    assert.equal(await openTail(model, whole, prepared, 'inner'), tail);
    assert.notEqual(await openTail(model, await model.maskedGraph(prepared), prepared, 'inner'), tail);
  });
}

test('a tap gives inner tensors beside the answer, and wrong layers are refused', async () => {
  await using model = await openSkipModel(1);
  const prepared = model.prepare(await pictureFromPixels(8, 8, PIXELS, { name: 'noise' }));
  const graph = await model.maskedGraph(prepared);
  const tap = await openTap(model, graph, ['stem', 'joined']);
  assert.deepEqual(
    tap.runner.outputs.map(({ name }) => name),
    ['scores', 'stem', 'joined'],
  );
  const { dims, values } = await tapLayer(model, graph, prepared, 'stem');
  assert.deepEqual([dims, values.length], [[1, 4, 4, 4], 64]);
  const refusal = { name: 'XaiError', code: 'option-invalid', option: 'layer' };
  await assert.rejects(tapLayer(model, graph, prepared, 'steam'), { ...refusal, message: /"stem"/ });
  await assert.rejects(tapLayer(model, graph, prepared, 'aside'), { ...refusal, message: /GlobalAveragePool/ });
  await assert.rejects(openTail(model, graph, prepared, 'rows'), refusal);
});

/** A layer of each shared model, and how many tensors come past it. */
const SHARED: readonly [model: string, picture: string, layer: string, sides: number, batches: boolean][] = [
  ['mobilenetv2-imagenet', 'cat_dog.png', 'hardtanh_34', 0, true],
  ['squeezenet-fp16', 'goldfish.jpg', 'conv10_2', 0, true],
  ['cifar10-flatten-cnn', 'planes.jpg', '43', 0, true],
  ['yolov8n-320', 'dog_bike_truck.jpg', '/model.18/cv2/act/Mul_output_0', 2, true],
  ['yolov8n-320-int8', 'dog_bike_truck.jpg', '/model.18/cv2/act/Mul_output_0', 2, false],
  ['fastestdet', 'dog_bike_truck.jpg', 'onnx::Conv_738', 0, true],
];

for (const [name, photo, layer, sides, batches] of SHARED.filter(([name]) => isFull || !name.endsWith('int8'))) {
  test(`${name}: the part behind ${layer} gives what the whole gives`, {
    skip: missing(`models/${name}/model.onnx`),
  }, async () => {
    await using model = await openShared(name);
    const prepared = model.prepare(await sharedPicture(photo));
    const tail = await openTail(model, await model.maskedGraph(prepared, 'logit'), prepared, layer);
    assert.equal(tail.batches, batches, tail.note ?? '');
    assert.ok(tail.cut.sides.length >= sides, tail.cut.sides.join(', '));
    const tapped = await tapPicture(model, tail, prepared);
    const outputs = await runTail(tail, tapped, tapped.layer, 1);
    for (const [output, tensor] of Object.entries(outputs)) {
      // Half floats carry eleven bits.
      const bound = tensor.type === 'float16' ? 2e-3 : 1e-5;
      const difference = apart(tensorToFloat32(tensor), tensorToFloat32(tapped.values[output]));
      assert.ok(difference < bound, `${output} differs by ${difference}`);
    }
  });
}
