import assert from 'node:assert/strict';
import type { Picture } from '../../src/core/picture.ts';
import { pearson } from '../../src/core/statistics.ts';
import { pictureFromPixels } from '../../src/tasks/decode-picture.ts';
import { Model } from '../../src/tasks/model.ts';
import type { RecipeFile } from '../../src/tasks/recipe.ts';
import { type GoldenNetwork, readGoldenInputs } from '../support/golden-maps.ts';
import { worstDifference } from './open-model.ts';

export const GOLDEN_SIDE = 32;

const recipe = {
  version: 1,
  name: 'golden network',
  task: 'classification',
  input: { width: GOLDEN_SIDE, height: GOLDEN_SIDE, resize: 'stretch' },
  output: { format: 'scores', activation: 'softmax' },
} as const satisfies RecipeFile;

export function openGolden({ name, bytes }: GoldenNetwork): Promise<Model> {
  return Model.load(bytes, { backend: 'wasm', recipe, name: `${name}.onnx` });
}

/** The golden picture as pixels, which the recipe divides by 255 again. */
export function goldenPicture(): Promise<Picture> {
  const { input } = readGoldenInputs();
  const area = GOLDEN_SIDE * GOLDEN_SIDE;
  const pixels = Uint8Array.from({ length: area * 4 }, (_, k) => {
    const channel = k % 4;
    return channel === 3 ? 255 : Math.round(input.data[channel * area + Math.floor(k / 4)] * 255);
  });
  return pictureFromPixels(GOLDEN_SIDE, GOLDEN_SIDE, pixels, { name: 'golden' });
}

/** The golden numbers are computed in float64, ours in float32. */
export function assertSameMap(label: string, found: Float32Array, expected: Float32Array): void {
  const likeness = pearson(expected, found);
  const worst = worstDifference(expected, found);
  assert.ok(likeness > 0.9999 && worst < 1e-3, `${label}: r ${likeness}, off by ${worst} of the range`);
}

/**
 * Right before a norm over channels the gradient is at right angles to the activations, so their product sums to 0 at every
 * place: HiResCAM has nothing to show there but rounding.
 */
export function isOnlyRounding(method: string, network: string, layer: string): boolean {
  return method === 'hires-cam' && network === 'transformer' && layer === 'tokens';
}
