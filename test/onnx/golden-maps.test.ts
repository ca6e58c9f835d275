import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as ort from 'onnxruntime-web';
import { readModel } from '../../src/onnx/read-model.ts';
import { exposeTensors } from '../../src/onnx/rewrite.ts';
import { writeModel } from '../../src/onnx/write-model.ts';
import {
  GOLDEN_NETWORKS,
  type GoldenArray,
  goldenMap,
  readGoldenInputs,
  readGoldenNetwork,
} from '../support/golden-maps.ts';
import { runModel } from './sessions.ts';

/** The golden numbers are computed in float64, the runtime's in float32 through at most a dozen layers. */
const TOLERANCE = 1e-4;

const { input, noise } = readGoldenInputs();
const feed = { input: new ort.Tensor('float32', input.data, input.dims) };

function assertClose(name: string, found: readonly number[], expected: GoldenArray): void {
  assert.equal(found.length, expected.data.length, name);
  const error = expected.data.reduce((most, value, index) => Math.max(most, Math.abs(value - found[index])), 0);
  assert.ok(error <= TOLERANCE, `${name}: off by ${error}`);
}

for (const name of GOLDEN_NETWORKS) {
  const network = readGoldenNetwork(name);

  test(`${name}: the runtime gives the stored logits and activations`, async () => {
    const model = exposeTensors(
      readModel(network.bytes),
      network.layers.map((layer) => layer.name),
    );
    const [outputs] = await runModel(writeModel(model), [feed]);
    assertClose('logits', outputs.get('logits')?.values ?? [], network.logits);
    for (const layer of network.layers) {
      const found = outputs.get(layer.name);
      assert.deepEqual(found?.dims, layer.activations.dims);
      assertClose(layer.name, found?.values ?? [], layer.activations);
    }
  });

  test(`${name}: gradients agree with differences of the runtime's logits`, async () => {
    // Along the gradient itself, which averages out the kinks of ReLU and pooling and float32's rounding.
    for (const { class: index, gradient } of network.inputGradients) {
      const length = Math.hypot(...gradient.data);
      const moved = (step: number) => {
        const data = input.data.map((value, k) => value + (step * gradient.data[k]) / length);
        return { input: new ort.Tensor('float32', data, input.dims) };
      };
      const step = 0.002;
      const [up, down] = await runModel(network.bytes, [moved(step), moved(-step)]);
      const logit = (outputs: typeof up) => outputs.get('logits')?.values[index] ?? Number.NaN;
      const slope = (logit(up) - logit(down)) / (2 * step);
      assert.ok(Math.abs(slope / length - 1) < 0.02, `class ${index}: slope ${slope}, gradient ${length}`);
    }
  });

  test(`${name}: no golden map is nearly flat, and the two classes differ`, () => {
    assert.ok(network.maps.length > 30);
    for (const { method, layer, class: index, map } of network.maps) {
      const range = Math.max(...map.data) - Math.min(...map.data);
      const mean = map.data.reduce((sum, value) => sum + value, 0) / map.data.length;
      const spread = Math.sqrt(map.data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / map.data.length);
      assert.ok(range > 0 && spread > 0.03 * range, `${method} of ${layer} for ${index}`);
    }
    const [first, second] = network.classes;
    const { name: layer } = network.layers[0];
    const [a, b] = [first, second].map((index) => goldenMap(network, { method: 'grad-cam', layer, class: index }).data);
    const range = Math.max(...a) - Math.min(...a);
    assert.ok(
      a.some((value, index) => Math.abs(value - b[index]) > 0.2 * range),
      'Grad-CAM is the same for both classes',
    );
  });
}

test('the golden picture is made of bytes, and the noise is centred', () => {
  assert.ok(input.data.every((value) => Math.abs(value * 255 - Math.round(value * 255)) < 1e-4));
  const mean = noise.data.reduce((sum, value) => sum + value, 0) / noise.data.length;
  assert.deepEqual(noise.dims, [4, ...input.dims.slice(1)]);
  assert.ok(Math.abs(mean) < 0.01);
});
