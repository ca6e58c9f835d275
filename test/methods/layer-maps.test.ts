import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FeatureGrid, makeGrid } from '../../src/core/feature-grid.ts';
import { eigenGradCamMap } from '../../src/methods/eigen-grad-cam.ts';
import { gradCamMap } from '../../src/methods/grad-cam.ts';
import { gradCamPlusPlusMap } from '../../src/methods/grad-cam-plus-plus.ts';
import { type LayerMap, projectChannels } from '../../src/methods/gradient/layer-maps.ts';
import { hiResCamMap } from '../../src/methods/hires-cam.ts';
import { layerCamMap } from '../../src/methods/layer-cam.ts';
import { xGradCamMap } from '../../src/methods/xgrad-cam.ts';
import { GOLDEN_NETWORKS, type GoldenLayer, goldenMap, readGoldenNetwork } from '../support/golden-maps.ts';
import { assertSameMap, isOnlyRounding } from './golden.ts';

const MAPS: Readonly<Record<string, LayerMap>> = {
  'grad-cam': gradCamMap,
  'grad-cam-plus-plus': gradCamPlusPlusMap,
  'hires-cam': hiResCamMap,
  'layer-cam': layerCamMap,
  'xgrad-cam': xGradCamMap,
  'eigen-grad-cam': eigenGradCamMap,
};

/** The grid of a layer as the golden files describe it. */
function gridOf({ prefixTokens, activations }: GoldenLayer): FeatureGrid {
  const { dims } = activations;
  if (prefixTokens === null) return makeGrid('NCHW', dims, { rows: dims[2], columns: dims[3], prefix: 0 });
  const side = Math.sqrt(dims[1] - prefixTokens);
  return makeGrid('NTC', dims, { rows: side, columns: side, prefix: prefixTokens });
}

for (const name of GOLDEN_NETWORKS) {
  const network = readGoldenNetwork(name);
  for (const layer of network.layers) {
    const grid = gridOf(layer);
    test(`${name}, ${layer.name}: maps from PyTorch's activations and gradients are PyTorch's maps`, () => {
      for (const [method, map] of Object.entries(MAPS)) {
        if (isOnlyRounding(method, name, layer.name)) continue;
        for (const { class: classIndex, gradient } of layer.gradients) {
          const made = map({ grid, activations: layer.activations.data, gradients: gradient.data });
          assertSameMap(method, made, goldenMap(network, { method, layer: layer.name, class: classIndex }).data);
        }
      }
    });

    test(`${name}, ${layer.name}: three principal components`, () => {
      for (const component of [1, 2, 3]) {
        const golden = goldenMap(network, { method: 'eigen-cam', layer: layer.name, component });
        assertSameMap(`component ${component}`, projectChannels(layer.activations.data, grid, component), golden.data);
      }
    });
  }
}

test('fewer components than asked for give an empty map', () => {
  const grid = makeGrid('NCHW', [1, 2, 2, 2], { rows: 2, columns: 2, prefix: 0 });
  // The second channel is twice the first: one component in all.
  const values = Float32Array.of(1, 2, 3, 4, 2, 4, 6, 8);
  assert.ok(projectChannels(values, grid, 1).some((value) => Math.abs(value) > 1));
  assert.deepEqual([...projectChannels(values, grid, 2)], [0, 0, 0, 0]);
  assert.deepEqual([...projectChannels(new Float32Array(8).fill(3), grid, 1)], [0, 0, 0, 0]);
});
