import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drise } from '../../src/methods/d-rise.ts';
import type { Dim } from '../../src/onnx/model.ts';
import { Model } from '../../src/tasks/model.ts';
import { buildBytes, floats, ints, node, value } from '../onnx/synthetic.ts';
import { squarePicture } from '../support/tiny-pictures.ts';

/** Mean colours of 4 x 4 cells as scores, and a table of their boxes that is there once, however many pictures come. */
function cells(batch: Dim): Uint8Array {
  const corner = (cell: number) => [8 * (cell % 4), 8 * Math.floor(cell / 4)];
  const boxes = Array.from({ length: 16 }, (_, cell) => corner(cell)).flatMap(([x, y]) => [x, y, x + 8, y + 8]);
  return buildBytes({
    inputs: [value('image', [batch, 3, 32, 32])],
    outputs: [value('boxes', [1, 16, 4]), value('scores', [batch, 3, 16])],
    initializers: [floats('table', [1, 16, 4], boxes), ints('flat', [0, 3, 16])],
    nodes: [
      node('Identity', ['table'], ['boxes']),
      node('AveragePool', ['image'], ['means'], { kernel_shape: [8, 8], strides: [8, 8] }),
      node('Reshape', ['means', 'flat'], ['scores']),
    ],
  });
}

const RECIPE = {
  version: 1,
  task: 'detection',
  input: { width: 32, height: 32, resize: 'stretch', scale: 1 / 255 },
  output: { format: 'scored-boxes', boxes: 'boxes', scores: 'scores', scoreLayout: 'classes-first' },
  labels: ['red', 'green', 'blue'],
};

for (const axis of [1, 'n'] as const) {
  test(`a table of boxes that all pictures share is read for each of a batch (batch axis ${axis})`, async () => {
    await using model = await Model.load(cells(axis), { backend: 'wasm', recipe: RECIPE });
    const picture = await squarePicture([{ label: 'red', column: 2, row: 2 }]);
    const box = [16, 16, 32, 32] as const;
    const options = { targets: [{ box, classIndex: 0 }], masks: 64, seed: 3, partialEvery: null };
    const [single] = await drise(model, picture, { ...options, batch: 1 }).result();
    const [batched] = await drise(model, picture, { ...options, batch: 8 }).result();
    assert.ok(single.data.some((value) => value > 0));
    // Batches are summed up in another order.
    const apart = single.data.map((value, at) => Math.abs(batched.data[at] - value));
    assert.ok(Math.max(...apart) < 1e-5);
    assert.ok(!batched.provenance.notes.some((note) => note.includes('one by one')));
  });
}
