import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Saliency } from '../../src/core/saliency.ts';
import type { ModelInfo } from '../../src/engine/info.ts';
import { detailsFile } from '../../www/explain/save.ts';

test('the details of a map name its layers, as those of the command do', async () => {
  const info = { name: 'a.onnx', sha256: 'm', task: 'detection', recipeSource: { source: 'guess' } };
  const layerOf = async (options: Record<string, unknown>) => {
    const target = { index: 0, label: 'dog', classIndex: 1, score: 0.9, box: null };
    const provenance = { method: 'eigen-cam', options, seed: null, notes: [] };
    const map = { width: 1, height: 1, data: Float32Array.of(1), target, masks: null, reliability: null, provenance };
    const file = detailsFile(map as unknown as Saliency, info as unknown as ModelInfo, 'a.png');
    return JSON.parse(await file.text()).explanations[0].layer;
  };
  assert.equal(await layerOf({ layer: 'a' }), 'a');
  assert.equal(await layerOf({ layers: ['a', 'b'], fuse: 'mean' }), 'a + b');
  assert.equal(await layerOf({ masks: 20 }), null);
});
