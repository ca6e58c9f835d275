import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Picture } from '../../src/core/picture.ts';
import { gridToPicture } from '../../src/core/resample.ts';
import { pearson } from '../../src/core/statistics.ts';
import { type ExplainOptions, explain } from '../../src/methods/explain.ts';
import { pictureFromPixels } from '../../src/tasks/decode-picture.ts';
import { Model } from '../../src/tasks/model.ts';
import type { RecipeFile } from '../../src/tasks/recipe.ts';
import {
  GOLDEN_NETWORKS,
  type GoldenName,
  goldenMap,
  readGoldenInputs,
  readGoldenNetwork,
} from '../support/golden-maps.ts';
import { worstDifference } from './open-model.ts';

const SIDE = 32;

const recipe = {
  version: 1,
  name: 'golden network',
  task: 'classification',
  input: { width: SIDE, height: SIDE, resize: 'stretch' },
  output: { format: 'scores', activation: 'softmax' },
} as const satisfies RecipeFile;

/** The golden picture as pixels, which the recipe divides by 255 again. */
function goldenPicture(): Promise<Picture> {
  const { input } = readGoldenInputs();
  const area = SIDE * SIDE;
  const pixels = Uint8Array.from({ length: area * 4 }, (_, k) => {
    const channel = k % 4;
    return channel === 3 ? 255 : Math.round(input.data[channel * area + Math.floor(k / 4)] * 255);
  });
  return pictureFromPixels(SIDE, SIDE, pixels, { name: 'golden' });
}

type Case = readonly [networks: readonly GoldenName[], golden: string, layer: string, options: ExplainOptions];

const CNNS = ['linear-cnn', 'deep-cnn'] as const;
const CASES: readonly Case[] = [
  [CNNS, 'recipro-cam-paper', 'features', { method: 'recipro-cam' }],
  [CNNS, 'recipro-cam', 'features', { method: 'recipro-cam', preset: 'openvino' }],
  [CNNS, 'score-cam', 'features', { method: 'score-cam' }],
  [CNNS, 'score-cam-increase', 'features', { method: 'score-cam', preset: 'increase' }],
  [CNNS, 'ablation-cam', 'features', { method: 'ablation-cam' }],
  // What the last attention sees after its norm, and with it what goes past it: the method's own choice of layer.
  [['transformer'], 'vit-recipro-cam', 'tokens', { method: 'vit-recipro-cam', layer: undefined }],
  [['transformer'], 'vit-recipro-cam-tokens', 'tokens', { method: 'vit-recipro-cam' }],
  [['transformer'], 'score-cam', 'tokens', { method: 'score-cam' }],
  [['transformer'], 'score-cam-increase', 'tokens', { method: 'score-cam', preset: 'increase' }],
  [['transformer'], 'ablation-cam', 'tokens', { method: 'ablation-cam' }],
];

for (const name of GOLDEN_NETWORKS) {
  test(`${name}: maps agree with those that PyTorch made`, async () => {
    const network = readGoldenNetwork(name);
    const picture = await goldenPicture();
    await using model = await Model.load(network.bytes, { backend: 'wasm', recipe, name: `${name}.onnx` });
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
        const found = maps[k].data;
        const likeness = pearson(expected, found);
        const worst = worstDifference(expected, found);
        // The golden numbers are computed in float64, ours in float32.
        assert.ok(likeness > 0.9999 && worst < 1e-3, `${golden} for ${index}: r ${likeness}, off by ${worst}`);
      }
    }
  });
}
