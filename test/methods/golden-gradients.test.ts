/** Gradient methods from picture to map, against maps that PyTorch's autograd made of the same networks. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gridToPicture } from '../../src/core/resample.ts';
import { type ExplainOptions, explain } from '../../src/methods/explain.ts';
import { GOLDEN_NETWORKS, type GoldenMap, goldenMap, readGoldenNetwork } from '../support/golden-maps.ts';
import { assertSameMap, goldenPicture, isOnlyRounding, openGolden } from './golden.ts';

const LAYER_METHODS = [
  'grad-cam',
  'grad-cam-plus-plus',
  'hires-cam',
  'layer-cam',
  'xgrad-cam',
  'eigen-grad-cam',
  'finer-cam',
];

for (const name of GOLDEN_NETWORKS) {
  test(`${name}: class activation maps at each layer`, async () => {
    const network = readGoldenNetwork(name);
    const picture = await goldenPicture();
    await using model = await openGolden(network);
    const { placement } = model.prepare(picture);
    for (const { name: layer } of network.layers) {
      for (const method of LAYER_METHODS) {
        if (isOnlyRounding(method, name, layer)) continue;
        const maps = await explain(model, picture, { method, layer, targets: network.classes, sign: 'both' }).result();
        for (const [k, index] of network.classes.entries()) {
          const { dims, data } = goldenMap(network, { method, layer, class: index });
          const expected = gridToPicture(data, dims[1], dims[0], placement);
          assertSameMap(`${method} at ${layer} for ${index}`, maps[k].data, expected);
        }
      }
      const whatever: [Partial<GoldenMap>, ExplainOptions][] = [
        [{ method: 'activation-map' }, { method: 'activationmap' }],
        [{ method: 'eigen-cam', component: 1 }, { method: 'eigen-cam' }],
        [
          { method: 'eigen-cam', component: 3 },
          { method: 'eigencam', component: 3 },
        ],
      ];
      for (const [golden, options] of whatever) {
        const [map] = await explain(model, picture, { ...options, layer }).result();
        const { dims, data } = goldenMap(network, { ...golden, layer });
        assertSameMap(`${golden.method} at ${layer}`, map.data, gridToPicture(data, dims[1], dims[0], placement));
      }
    }
  });

  test(`${name}: maps of the picture's own pixels`, async () => {
    const network = readGoldenNetwork(name);
    const picture = await goldenPicture();
    await using model = await openGolden(network);
    const cases: [Partial<GoldenMap>, ExplainOptions][] = [
      [{ method: 'input-x-gradient' }, {}],
      [{ method: 'integrated-gradients', rule: 'midpoint' }, { rule: 'midpoint' }],
      [{ method: 'integrated-gradients', rule: 'gauss-legendre' }, {}],
    ];
    if (name !== 'transformer') cases.push([{ method: 'guided-backprop' }, {}], [{ method: 'full-grad' }, {}]);
    if (name === 'linear-cnn') cases.push([{ method: 'cam', layer: 'features' }, {}]);
    for (const [golden, options] of cases) {
      const run = explain(model, picture, { method: golden.method, targets: network.classes, ...options });
      const maps = await run.result();
      for (const [k, index] of network.classes.entries()) {
        const label = `${golden.method} ${golden.rule ?? ''} for ${index}`;
        const { dims, data } = goldenMap(network, { ...golden, class: index });
        assertSameMap(label, maps[k].data, gridToPicture(data, dims[1], dims[0], model.prepare(picture).placement));
      }
    }
  });
}

test('transformer: attention rollout', async () => {
  const network = readGoldenNetwork('transformer');
  const picture = await goldenPicture();
  await using model = await openGolden(network);
  for (const discard of [0, 0.9]) {
    const [map] = await explain(model, picture, { method: 'attention-rollout', discard }).result();
    const { dims, data } = goldenMap(network, { method: 'attention-rollout', discard });
    const expected = gridToPicture(data, dims[1], dims[0], model.prepare(picture).placement);
    assertSameMap(`discarding ${discard}`, map.data, expected);
  }
});

test('a model without attention over all patches is refused', async () => {
  await using model = await openGolden(readGoldenNetwork('linear-cnn'));
  const run = explain(model, await goldenPicture(), { method: 'attention-rollout' });
  await assert.rejects(run.result(), { code: 'method-unsupported', message: /no attention of all patches/ });
});
