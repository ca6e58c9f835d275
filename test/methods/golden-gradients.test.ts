/** Gradient methods from picture to map, against maps that PyTorch's autograd made of the same networks. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gridToPicture } from '../../src/core/resample.ts';
import { type ExplainOptions, explain } from '../../src/methods/explain.ts';
import { plainGradient } from '../../src/methods/guided-backprop.ts';
import { smooth } from '../../src/methods/smooth-grad.ts';
import { GraphRunner } from '../../src/runtime/graph-runner.ts';
import { openGradientGraph, runGradient } from '../../src/tasks/gradient-graph.ts';
import type { PreparedInput } from '../../src/tasks/prepare.ts';
import {
  GOLDEN_NETWORKS,
  type GoldenMap,
  goldenMap,
  readGoldenInputs,
  readGoldenNetwork,
} from '../support/golden-maps.ts';
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
      [{ method: 'integrated-gradients', rule: 'gauss-legendre' }, { rule: 'gauss-legendre' }],
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

test('linear-cnn: CAM of one class rather than another is the difference of their maps', async () => {
  const network = readGoldenNetwork('linear-cnn');
  const picture = await goldenPicture();
  await using model = await openGolden(network);
  const [a, b] = network.classes.map((index) => ({ kind: 'class', index }) as const);
  const run = explain(model, picture, { method: 'cam', targets: [{ kind: 'difference', a, b }] });
  const [map] = await run.result();
  const [of, than] = [a, b].map(({ index }) => goldenMap(network, { method: 'cam', layer: 'features', class: index }));
  const expected = of.data.map((value, k) => value - than.data[k]);
  assertSameMap(
    'difference',
    map.data,
    gridToPicture(expected, of.dims[1], of.dims[0], model.prepare(picture).placement),
  );
  const weights = { kind: 'weights', indices: [0], weights: [1] } as const;
  await assert.rejects(explain(model, picture, { method: 'cam', targets: [weights] }).result(), {
    code: 'method-unsupported',
    message: /classes and differences/,
  });
});

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

for (const name of GOLDEN_NETWORKS) {
  test(`${name}: SmoothGrad over the same noise`, async () => {
    const network = readGoldenNetwork(name);
    const { input, noise } = readGoldenInputs();
    const whole = await GraphRunner.open(network.bytes, { backend: 'wasm' });
    const feeds = (data: Float32Array) => ({ input: { type: 'float32' as const, dims: input.dims, data } });
    const wish = { targets: ['logits'], wrt: ['input'] };
    const graph = await openGradientGraph({ bytes: network.bytes, runner: whole }, feeds(input.data), wish, {});
    const samples = Array.from({ length: noise.dims[0] }, (_, k) =>
      noise.data.subarray(k * input.data.length, (k + 1) * input.data.length),
    );
    for (const index of network.classes) {
      const target = [{ output: 'logits', indices: Uint32Array.of(index), weights: Float32Array.of(1) }];
      const at = async (values: Float32Array) => {
        const { gradients } = await runGradient(graph, feeds(values), target);
        return { gradient: gradients.get('input') as Float32Array, score: 0 };
      };
      // Only the tensor of what is prepared is looked at.
      const prepared = { tensor: input.data } as PreparedInput;
      for (const [method, squared] of [
        ['smooth-grad', false],
        ['smooth-grad-squared', true],
      ] as const) {
        const { values } = await smooth(plainGradient, samples, squared)({ prepared, at }, () => {});
        const area = input.data.length / 3;
        const map = Float32Array.from({ length: area }, (_, k) => values[k] + values[area + k] + values[2 * area + k]);
        assertSameMap(`${method} for ${index}`, map, goldenMap(network, { method, class: index }).data);
      }
    }
    await graph.runner.release();
    await whole.release();
  });
}

test('only the latest sessions are kept, and one that was let go is opened again', async () => {
  const network = readGoldenNetwork('linear-cnn');
  await using model = await openGolden(network);
  const released: string[] = [];
  const open = (name: string) =>
    model.opened(`group ${name}`, async () => ({ runner: fakeRunner(() => released.push(name)), name }), 2);
  await open('a');
  await open('b');
  await open('a');
  await open('c');
  // Releases wait for what is still being opened.
  await new Promise((resolve) => setTimeout(resolve));
  assert.deepEqual(released, ['b']);
  assert.equal((await open('b')).name, 'b');
});

function fakeRunner(release: () => void): GraphRunner {
  return { release: async () => release() } as unknown as GraphRunner;
}
