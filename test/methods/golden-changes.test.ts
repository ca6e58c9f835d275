import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gridToPicture } from '../../src/core/resample.ts';
import { type ExplainOptions, explain } from '../../src/methods/explain.ts';
import { GOLDEN_NETWORKS, type GoldenName, goldenMap, readGoldenNetwork } from '../support/golden-maps.ts';
import { assertSameMap, goldenPicture, openGolden } from './golden.ts';

type Case = readonly [networks: readonly GoldenName[], golden: string, layer: string, options: ExplainOptions];

const CNNS = ['linear-cnn', 'deep-cnn'] as const;
const CASES: readonly Case[] = [
  [CNNS, 'recipro-cam-paper', 'features', { method: 'recipro-cam' }],
  [CNNS, 'recipro-cam', 'features', { method: 'recipro-cam', preset: 'openvino' }],
  [CNNS, 'score-cam', 'features', { method: 'score-cam', sign: 'both' }],
  [CNNS, 'score-cam-increase', 'features', { method: 'score-cam', preset: 'increase', sign: 'both' }],
  [CNNS, 'ablation-cam', 'features', { method: 'ablation-cam', sign: 'both' }],
  // What the last attention sees after its norm, and with it what goes past it: the method's own choice of layer.
  [['transformer'], 'vit-recipro-cam', 'tokens', { method: 'vit-recipro-cam', layer: undefined }],
  [['transformer'], 'vit-recipro-cam-tokens', 'tokens', { method: 'vit-recipro-cam' }],
  [['transformer'], 'score-cam', 'tokens', { method: 'score-cam', sign: 'both' }],
  [['transformer'], 'score-cam-increase', 'tokens', { method: 'score-cam', preset: 'increase', sign: 'both' }],
  [['transformer'], 'ablation-cam', 'tokens', { method: 'ablation-cam', sign: 'both' }],
];

for (const name of GOLDEN_NETWORKS) {
  test(`${name}: maps agree with those that PyTorch made`, async () => {
    const network = readGoldenNetwork(name);
    const picture = await goldenPicture();
    await using model = await openGolden(network);
    const { placement } = model.prepare(picture);
    for (const [networks, golden, layer, options] of CASES.filter(([networks]) => networks.includes(name))) {
      assert.ok(networks.length > 0);
      const maps = await explain(model, picture, { layer, targets: network.classes, ...options }).result();
      for (const [k, index] of network.classes.entries()) {
        const { dims, data } = goldenMap(network, { method: golden, layer, class: index });
        // The golden weights are divided by the logit, ours by its magnitude, so that a negative one turns no map over.
        const sign = golden === 'ablation-cam' ? Math.sign(network.logits.data[index]) : 1;
        const plane = data.map((value) => sign * value);
        const expected = gridToPicture(plane, dims[1], dims[0], placement);
        assertSameMap(`${golden} for ${index}`, maps[k].data, expected);
      }
    }
  });
}
