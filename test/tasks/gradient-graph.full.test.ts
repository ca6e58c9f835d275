import assert from 'node:assert/strict';
import { test } from 'node:test';
import { missing } from '../support/fixtures.ts';
import { slopes } from './directional.ts';
import { QUICK_GRADIENTS, SLOW_GRADIENTS } from './gradient-models.ts';

for (const item of [...QUICK_GRADIENTS, ...SLOW_GRADIENTS]) {
  const title = `the gradient of ${item.model} to ${item.layer ?? 'the picture'} is what the score rises by along it`;
  test(title, { skip: missing(`models/${item.model}/model.onnx`) }, async () => {
    const { error, norm } = await slopes(item);
    assert.ok(error < 2e-2, `off by ${error} of ${norm}`);
  });
}
