/** A plan says that a method is possible where it runs, and impossible where it refuses the model. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { XaiError } from '../../src/core/errors.ts';
import { explain, plan } from '../../src/methods/explain.ts';
import type { OnnxModel } from '../../src/onnx/model.ts';
import { writeModel } from '../../src/onnx/write-model.ts';
import { Model } from '../../src/tasks/model.ts';
import { convNext, visionTransformer, windowedTransformer } from '../onnx/small-transformers.ts';
import { missing } from '../support/fixtures.ts';
import { squarePicture } from '../support/tiny-pictures.ts';
import { openShared, openTinyClassifier } from './open-model.ts';

const METHODS = ['cam', 'attention-rollout', 'vit-recipro-cam', 'grad-cam', 'eigen-cam'];

const transformerRecipe = {
  version: 1,
  task: 'classification',
  input: { width: 16, height: 16, resize: 'stretch', interpolation: 'area' },
  output: { format: 'scores' },
} as const;

const written = (model: OnnxModel) => () =>
  Model.load(writeModel(model), { backend: 'wasm', recipe: transformerRecipe, name: 'transformer.onnx' });

/** Methods that the model has nothing for. */
const MODELS: readonly [name: string, open: () => Promise<Model>, impossible: readonly string[], file?: string][] = [
  ['a mean of colours', openTinyClassifier, ['attention-rollout', 'vit-recipro-cam']],
  ['ConvNeXt', written(convNext()), ['attention-rollout', 'vit-recipro-cam']],
  ['a transformer with a class token', written(visionTransformer('token', 'apart')), ['cam']],
  ['a transformer of windows', written(windowedTransformer()), ['attention-rollout', 'vit-recipro-cam']],
  ...(['cifar10-flatten-cnn', 'mobilenetv2-imagenet', 'squeezenet-fp16'] as const).map(
    (name): (typeof MODELS)[number] => [
      name,
      () => openShared(name),
      ['attention-rollout', 'vit-recipro-cam', ...(name === 'cifar10-flatten-cnn' ? ['cam'] : [])],
      `models/${name}/model.onnx`,
    ],
  ),
];

for (const [name, open, impossible, file] of MODELS) {
  test(name, { skip: file ? missing(file) : false }, async () => {
    await using model = await open();
    const picture = await squarePicture([{ label: 'red', column: 2, row: 2 }]);
    const refused: string[] = [];
    for (const method of METHODS) {
      const { possible, obstacles, passes } = await plan(model, { method });
      const ran = await explain(model, picture, { method })
        .result()
        .then(() => true)
        .catch((cause) => {
          assert.ok(cause instanceof XaiError && cause.code === 'method-unsupported', `${method}: ${cause}`);
          return false;
        });
      assert.equal(possible, ran, `${method}: ${obstacles}`);
      if (possible) continue;
      refused.push(method);
      assert.match(obstacles[0], /It needs .*, and this model has/);
      assert.equal(passes, 0);
    }
    assert.deepEqual(refused.toSorted(), impossible.toSorted());
  });
}
