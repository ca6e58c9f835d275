/** What a person names as a layer is read by where the picture's rows and columns went, not by what its shape looks like. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain } from '../../src/methods/explain.ts';
import { Model } from '../../src/tasks/model.ts';
import { buildBytes, floats, ints, node, value } from '../onnx/synthetic.ts';
import { TINY_LABELS, TINY_SIDE } from '../support/tiny-detector.ts';
import { type Square, squareBox, squarePicture } from '../support/tiny-pictures.ts';
import { isInside, peakOf } from './open-model.ts';

const RED: Square = { label: 'red', column: 2, row: 5 };

/** 16 channels over 8 x 8 cells, so that channels could be taken for a grid of 4 x 4, and how alike they are as a 16 x 16 matrix. */
function model(): Promise<Model> {
  const [ones, weights] = [
    Array.from({ length: 48 }, () => 1),
    Array.from({ length: 48 }, (_, k) => (k % 3 === 0 ? 1 : -0.1)),
  ];
  const bytes = buildBytes({
    inputs: [value('image', ['batch', 3, TINY_SIDE, TINY_SIDE])],
    outputs: [value('scores', ['batch', 3])],
    initializers: [
      floats('kernel', [16, 3, 1, 1], weights),
      floats('head', [3, 16], ones),
      floats(
        'places',
        [1, 16, 8, 8],
        Array.from({ length: 1024 }, () => 0.5),
      ),
      ints('flat', [0, 16, 64]),
    ],
    nodes: [
      node('AveragePool', ['image'], ['cells'], { kernel_shape: [4, 4], strides: [4, 4] }),
      node('Conv', ['cells', 'kernel'], ['sums']),
      node('Add', ['sums', 'places'], ['placed']),
      node('Relu', ['placed'], ['features']),
      node('Transpose', ['features'], ['turned'], { perm: [0, 3, 2, 1] }),
      node('Transpose', ['turned'], ['back'], { perm: [0, 3, 2, 1] }),
      node('Reshape', ['back', 'flat'], ['rows']),
      node('Transpose', ['rows'], ['tokens'], { perm: [0, 2, 1] }),
      node('MatMul', ['rows', 'tokens'], ['alike']),
      node('ReduceMean', ['alike'], ['means'], { axes: [2], keepdims: 0 }),
      node('Gemm', ['means', 'head'], ['scores'], { transB: 1 }),
    ],
  });
  const recipe = {
    version: 1,
    task: 'classification',
    input: { width: TINY_SIDE, height: TINY_SIDE, scale: 1 / 255, resize: 'stretch' },
    output: { format: 'scores', activation: 'none' },
    labels: [...TINY_LABELS],
  };
  return Model.load(bytes, { backend: 'wasm', recipe });
}

for (const method of ['grad-cam', 'eigen-cam', 'ablation-cam']) {
  const options = method === 'eigen-cam' ? { method } : { method, sign: 'absolute' as const };

  test(`${method}: the same features in any order of axes give the same map`, async () => {
    await using tiny = await model();
    const picture = await squarePicture([RED]);
    for (const layer of ['features', 'turned', 'tokens']) {
      const [map] = await explain(tiny, picture, { ...options, layer, targets: [0] }).result();
      assert.ok(isInside(peakOf(map), squareBox(RED), 4), `${layer}: peak at ${JSON.stringify(peakOf(map))}`);
    }
  });

  test(`${method}: what only has the shape of a layer is refused`, async () => {
    await using tiny = await model();
    const picture = await squarePicture([RED]);
    const at = (layer: string) => explain(tiny, picture, { method, layer }).result();
    // Tokens behind each other look like 4 x 4 places of 64 channels.
    for (const layer of ['rows', 'alike', 'means']) {
      await assert.rejects(at(layer), { code: 'option-invalid', option: 'layer', message: /no places/ }, layer);
    }
    await assert.rejects(at('places'), { code: 'option-invalid', option: 'layer', message: /is a weight/ });
  });
}
