import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OnnxNode } from '../../src/onnx/model.ts';
import { writeModel } from '../../src/onnx/write-model.ts';
import { Model } from '../../src/tasks/model.ts';
import { buildModel, floats, ints, node, value } from '../onnx/synthetic.ts';
import { squarePicture } from '../support/tiny-pictures.ts';

const SIZE = { width: 8, height: 8, resize: 'stretch', scale: 1 / 255 } as const;
const RECIPE = { version: 1, task: 'classification', input: SIZE, output: { format: 'scores' } };

/** Means of eight features in two groups, which is where a batch is merged with an axis of its own. */
function classifier(batch: number, { before = [] as readonly OnnxNode[], reads = 'image' } = {}): Uint8Array {
  return writeModel(
    buildModel({
      inputs: [value('image', [batch, 3, 8, 8])],
      outputs: [value('scores', [batch, 8])],
      initializers: [
        floats('weight', [8, 3, 3, 3]),
        ints('groups', [batch * 2, 4, 64]),
        ints('flat', [batch, 8]),
        ints('axes', [2]),
      ],
      nodes: [
        ...before,
        node('Conv', [reads, 'weight'], ['features'], { pads: [1, 1, 1, 1] }),
        node('Relu', ['features'], ['active']),
        node('Reshape', ['active', 'groups'], ['grouped']),
        node('ReduceMean', ['grouped'], ['means'], { axes: [2], keepdims: 0 }),
        node('Reshape', ['means', 'flat'], ['scores']),
      ],
    }),
  );
}

const open = (bytes: Uint8Array) => Model.load(bytes, { backend: 'wasm', recipe: RECIPE });
const scoresOf = async (model: Model) =>
  (await model.predict(await squarePicture([{ label: 'red', column: 2, row: 2 }]))).classes?.map(({ label, score }) => [
    label,
    score,
  ]);

test('a model of four pictures a run answers one as the same model of one does', async () => {
  await using one = await open(classifier(1));
  await using four = await open(classifier(4));
  const [expected, scores] = [await scoresOf(one), await scoresOf(four)];
  assert.equal(expected?.length, 8);
  assert.deepEqual(scores, expected);
  assert.deepEqual(one.notes, []);
  assert.match(four.notes[0], /takes 4 pictures a run and no other number; it was rewritten for one/);
  assert.equal(four.description.inputs[0].dims?.[0], 4);
});

test('a model of three pictures a run that mixes them is refused with what to do', async () => {
  const before = [
    node('ReduceMean', ['image'], ['mean'], { axes: [0], keepdims: 1 }),
    node('Sub', ['image', 'mean'], ['own']),
  ];
  await assert.rejects(open(classifier(3, { before, reads: 'own' })), {
    code: 'batch-fixed',
    message: /takes 3 pictures a run .*output "scores" differs .* Export it with an open batch axis/,
  });
});
