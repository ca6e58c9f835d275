import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as ort from 'onnxruntime-web';
import { gradientModel } from '../../src/onnx/autodiff/gradient.ts';
import type { OnnxModel } from '../../src/onnx/model.ts';
import { tensorShapes } from '../../src/onnx/shapes.ts';
import { writeModel } from '../../src/onnx/write-model.ts';
import { layersOf } from './list-layers.ts';
import { probe, runModel } from './sessions.ts';
import { convNext, visionTransformer, windowedTransformer } from './small-transformers.ts';

/** Gradient of the first logit at a tensor, for a picture of waves. */
async function gradientAt(model: OnnxModel, tensor: string): Promise<readonly number[]> {
  const shapes = await tensorShapes(model, probe);
  const { model: backward, seeds, gradients } = gradientModel(model, { targets: ['logits'], wrt: [tensor], shapes });
  const seed = seeds.get('logits');
  assert.ok(seed);
  const waves = Float32Array.from({ length: 3 * 16 * 16 }, (_, k) => Math.sin(k * 0.37) + Math.sin(k * 0.011));
  const [outputs] = await runModel(writeModel(backward), [
    {
      image: new ort.Tensor('float32', waves, [1, 3, 16, 16]),
      [seed.name]: new ort.Tensor('float32', Float32Array.of(1, 0, 0), seed.dims),
    },
  ]);
  return outputs.get(gradients.get(tensor)?.name ?? '')?.values ?? [];
}

/** Share of the values that are more than a rounding of the largest. */
function filled(values: readonly number[]): number {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return largest === 0 ? 0 : values.filter((value) => Math.abs(value) > largest * 1e-6).length / values.length;
}

for (const [name, model] of [
  ['class token', visionTransformer('token')],
  ['class token, fused projections', visionTransformer('token', 'fused')],
  ['mean over tokens', visionTransformer('mean')],
  ['windows', windowedTransformer()],
  ['ConvNeXt', convNext()],
] as const) {
  test(`${name}: the first layer has a gradient at every place`, async () => {
    const [layer] = await layersOf(model);
    assert.ok(filled(await gradientAt(model, layer.name)) > 0.9, layer.name);
  });
}

test('the last norm before a class token has none but at the class token, so it is no layer', async () => {
  const model = visionTransformer('token');
  const gradient = await gradientAt(model, 'final');
  assert.ok(filled(gradient.slice(0, 8)) > 0.9);
  assert.ok(gradient.slice(8).every((value) => value === 0));
  assert.ok(!(await layersOf(model)).some((layer) => layer.name === 'final'));
});
