import assert from 'node:assert/strict';
import { test } from 'node:test';
import { missing } from '../support/fixtures.ts';
import { slopes } from './directional.ts';
import { QUICK_GRADIENTS } from './gradient-models.ts';

// The smallest classifier and the smallest detector; all other models are in the full tier.
for (const item of QUICK_GRADIENTS.filter(
  ({ model }) => model === 'cifar10-flatten-cnn' || model === 'st-ssd-person',
)) {
  const title = `the gradient of ${item.model} to ${item.layer ?? 'the picture'} is what the score rises by along it`;
  test(title, { skip: missing(`models/${item.model}/model.onnx`) }, async () => {
    const { error, norm } = await slopes(item);
    assert.ok(error < 2e-2, `off by ${error} of ${norm}`);
  });
}
