import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as ort from 'onnxruntime-web';
import { XaiError } from '../../../src/core/errors.ts';
import { gradientModel } from '../../../src/onnx/autodiff/gradient.ts';
import type { OnnxModel, OnnxNode, OnnxTensor } from '../../../src/onnx/model.ts';
import { tensorShapes } from '../../../src/onnx/shapes.ts';
import { makeTensor } from '../../../src/onnx/tensor-values.ts';
import { writeModel } from '../../../src/onnx/write-model.ts';
import { probe, runModel } from '../sessions.ts';
import { buildModel, floats, node, value } from '../synthetic.ts';
import { inputValues } from './check.ts';

const bytes = (name: string, type: 'int8' | 'uint8', dims: number[], values: number[]): OnnxTensor =>
  makeTensor(name, { type, dims, data: type === 'int8' ? Int8Array.from(values) : Uint8Array.from(values) });

function model(dims: number[], nodes: OnnxNode[], initializers: OnnxTensor[]): OnnxModel {
  return buildModel({ inputs: [value('x', dims)], outputs: [value('y', null)], nodes, initializers });
}

async function gradientToX(
  source: OnnxModel,
  dims: number[],
  style: 'plain' | 'straight-through',
): Promise<readonly number[]> {
  const shapes = await tensorShapes(source, probe);
  const built = gradientModel(source, { targets: ['y'], wrt: ['x'], shapes, style });
  const seed = built.seeds.get('y');
  const port = built.gradients.get('x');
  assert.ok(seed && port);
  const feeds = {
    x: new ort.Tensor('float32', inputValues(dims), dims),
    [seed.name]: new ort.Tensor('float32', inputValues(seed.dims, 'plain', 3), seed.dims),
  };
  const [outputs] = await runModel(writeModel(built.model), [feeds]);
  return outputs.get(port.name)?.values ?? [];
}

/** The quantised graph's gradient, rounding taken for the identity, is that of the float graph with the weights as they were rounded. */
async function assertLikeFloat(dims: number[], quantised: OnnxModel, float: OnnxModel): Promise<void> {
  const found = await gradientToX(quantised, dims, 'straight-through');
  const expected = await gradientToX(float, dims, 'plain');
  const largest = Math.max(...expected.map(Math.abs));
  assert.ok(largest > 0.01);
  // The scale of the input is divided out and multiplied in again, which rounds twice in float32.
  for (const [k, slope] of expected.entries()) {
    assert.ok(Math.abs(slope - found[k]) < 1e-5 * largest, `${k}: ${found[k]}, not ${slope}`);
  }
}

const kernel = Array.from({ length: 2 * 3 * 3 * 3 }, (_, k) => ((k * 37) % 21) - 10);

test('dynamic quantisation: ConvInteger between scales', async () => {
  const dims = [1, 3, 5, 5];
  const quantised = model(
    dims,
    [
      node('DynamicQuantizeLinear', ['x'], ['q', 'scale', 'zero']),
      node('ConvInteger', ['q', 'w', 'zero', 'wzero'], ['sum'], { pads: [1, 1, 1, 1], strides: [2, 2] }),
      node('Cast', ['sum'], ['real'], { to: 1 }),
      node('Mul', ['scale', 'wscale'], ['both']),
      node('Mul', ['real', 'both'], ['y']),
    ],
    [bytes('w', 'int8', [2, 3, 3, 3], kernel), bytes('wzero', 'int8', [], [2]), floats('wscale', [1], [0.05])],
  );
  const weights = floats(
    'w',
    [2, 3, 3, 3],
    kernel.map((weight) => (weight - 2) * 0.05),
  );
  const float = model(dims, [node('Conv', ['x', 'w'], ['y'], { pads: [1, 1, 1, 1], strides: [2, 2] })], [weights]);
  await assertLikeFloat(dims, quantised, float);
});

test('dynamic quantisation: MatMulInteger with a zero point per column', async () => {
  const dims = [2, 3];
  const whole = [5, -3, 7, 2, 9, -8];
  const quantised = model(
    dims,
    [
      node('DynamicQuantizeLinear', ['x'], ['q', 'scale', 'zero']),
      node('MatMulInteger', ['q', 'w', 'zero', 'wzero'], ['sum']),
      node('Cast', ['sum'], ['real'], { to: 1 }),
      node('Mul', ['real', 'scale'], ['y']),
    ],
    [bytes('w', 'int8', [3, 2], whole), bytes('wzero', 'int8', [2], [1, -2])],
  );
  const weights = floats(
    'w',
    [3, 2],
    whole.map((weight, k) => weight - [1, -2][k % 2]),
  );
  await assertLikeFloat(dims, quantised, model(dims, [node('MatMul', ['x', 'w'], ['y'])], [weights]));
});

test('static quantisation: QuantizeLinear and DequantizeLinear around a product', async () => {
  const dims = [1, 2, 3];
  const quantised = model(
    dims,
    [
      node('QuantizeLinear', ['x', 'scale', 'zero'], ['q'], { axis: 1 }),
      node('DequantizeLinear', ['q', 'scale', 'zero'], ['back'], { axis: 1 }),
      node('Mul', ['back', 'w'], ['y']),
    ],
    [floats('scale', [2], [0.02, 0.03]), bytes('zero', 'uint8', [2], [120, 130]), floats('w', [3], [2, -1, 3])],
  );
  const float = model(dims, [node('Mul', ['x', 'w'], ['y'])], [floats('w', [3], [2, -1, 3])]);
  await assertLikeFloat(dims, quantised, float);
});

test('unless it is asked for, rounding is refused by the operator that rounds', async () => {
  const source = model(
    [1, 2],
    [node('QuantizeLinear', ['x', 'scale'], ['q']), node('DequantizeLinear', ['q', 'scale'], ['y'])],
    [floats('scale', [], [0.1])],
  );
  await assert.rejects(
    gradientToX(source, [1, 2], 'plain'),
    (error: unknown) => error instanceof XaiError && error.operator === 'DequantizeLinear',
  );
});
