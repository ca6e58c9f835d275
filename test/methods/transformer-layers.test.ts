import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reciproCam } from '../../src/methods/recipro-cam.ts';
import { vitReciproCam } from '../../src/methods/vit-recipro-cam.ts';
import type { OnnxModel } from '../../src/onnx/model.ts';
import { writeModel } from '../../src/onnx/write-model.ts';
import { Model } from '../../src/tasks/model.ts';
import { convNext, visionTransformer, windowedTransformer } from '../onnx/small-transformers.ts';
import { squarePicture } from '../support/tiny-pictures.ts';

const recipe = {
  version: 1,
  task: 'classification',
  input: { width: 16, height: 16, resize: 'stretch', interpolation: 'area' },
  output: { format: 'scores' },
} as const;

function open(model: OnnxModel): Promise<Model> {
  return Model.load(writeModel(model), { backend: 'wasm', recipe, name: 'transformer.onnx' });
}

function isFlat(data: Float32Array): boolean {
  return data.every((value) => value === data[0]);
}

const PICTURE = squarePicture([
  { label: 'red', column: 2, row: 2 },
  { label: 'blue', column: 5, row: 6 },
]);

for (const pooling of ['token', 'two-tokens', 'mean'] as const) {
  for (const projections of ['apart', 'fused'] as const) {
    test(`vit-recipro-cam finds the last attention (${pooling}, projections ${projections})`, async () => {
      await using model = await open(visionTransformer(pooling, projections));
      const [map] = await vitReciproCam(model, await PICTURE, { targets: [0] }).result();
      const { layer, alike } = map.provenance.options;
      // What the attention reads after its norm, and what is added to it.
      assert.deepEqual([layer, alike], ['block2_normed', ['block1']]);
      assert.ok(!isFlat(map.data));
      assert.deepEqual(map.provenance.notes, []);
    });
  }
}

test('grids with channels last are changed place by place; a model without tokens is told what to use', async () => {
  for (const sketch of [windowedTransformer(), convNext()]) {
    await using model = await open(sketch);
    const [map] = await reciproCam(model, await PICTURE, { targets: [0], preset: 'openvino' }).result();
    assert.ok(!isFlat(map.data), String(map.provenance.options.layer));
    await assert.rejects(vitReciproCam(model, await PICTURE).result(), {
      code: 'method-unsupported',
      message: /no attention over patch tokens was found.*RISE or occlusion/,
    });
  }
});
