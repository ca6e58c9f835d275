import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FeatureGrid, makeGrid } from '../../src/core/feature-grid.ts';
import { gaussianNoise } from '../../src/core/random.ts';
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

/** Weights over the 3 x 3 places around, as the definition has them: one place and one channel at a time. */
function nearbyByDefinition(values: (at: Place) => number, gradient: (at: Place) => number, size: Size): number[] {
  const { channels, rows, columns } = size;
  const share = [1, 2, 1];
  return Array.from({ length: rows * columns }, (_, place) => {
    const [row, column] = [Math.floor(place / columns), place % columns];
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) {
      let weight = 0;
      for (let down = -1; down <= 1; down++) {
        for (let right = -1; right <= 1; right++) {
          const [r, c] = [row + down, column + right];
          if (r < 0 || r >= rows || c < 0 || c >= columns) continue;
          weight += (share[down + 1] * share[right + 1] * gradient({ channel, row: r, column: c })) / 16;
        }
      }
      sum += weight * values({ channel, row, column });
    }
    return sum;
  });
}

type Place = { channel: number; row: number; column: number };
type Size = { channels: number; rows: number; columns: number };

for (const layout of ['NCHW', 'NHWC'] as const) {
  for (const [where, touched] of [
    ['everywhere', () => true],
    ['at one place inside', ({ row, column }: Place) => row === 2 && column === 3],
    ['in a corner', ({ row, column }: Place) => row === 4 && column === 5],
    ['nowhere', () => false],
  ] as const) {
    test(`Grad-CAM with weights of nearby places, ${layout}, gradient ${where}`, () => {
      const size = { channels: 3, rows: 5, columns: 6 };
      const dims = layout === 'NCHW' ? [1, 3, 5, 6] : [1, 5, 6, 3];
      const grid = makeGrid(layout, dims, { rows: 5, columns: 6, prefix: 0 });
      const activations = gaussianNoise(90, 7, 0);
      const gradients = gaussianNoise(90, 7, 1);
      const index = ({ channel, row, column }: Place) =>
        channel * grid.channelStep + row * grid.rowStep + column * grid.columnStep;
      for (let channel = 0; channel < 3; channel++) {
        for (let row = 0; row < 5; row++) {
          for (let column = 0; column < 6; column++) {
            const at = { channel, row, column };
            if (!touched(at)) gradients[index(at)] = 0;
          }
        }
      }
      const made = gradCamMap({ grid, activations, gradients, nearby: true });
      const expected = nearbyByDefinition(
        (at) => activations[index(at)],
        (at) => gradients[index(at)],
        size,
      );
      // Sums of 27 products of a few units in single precision.
      for (const [place, value] of made.entries())
        assert.ok(Math.abs(value - expected[place]) < 1e-5, `place ${place}`);
    });
  }
}
