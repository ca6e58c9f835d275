import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findLayers } from '../../src/onnx/layers/find-layers.ts';
import { editGraph } from '../../src/onnx/rewrite.ts';
import { statedShapes } from '../../src/onnx/shapes.ts';
import { assertSound, layersOf, names } from './list-layers.ts';
import { convNext, visionTransformer, windowedTransformer } from './small-transformers.ts';
import { buildModel, floats, ints, node, value } from './synthetic.ts';

test('tokens: with a class token, with two, and with none', async () => {
  for (const [pooling, prefixTokens] of [
    ['token', 1],
    ['two-tokens', 2],
  ] as const) {
    const layers = await layersOf(visionTransformer(pooling));
    // After the last attention only the class token counts, so its patches have no gradient any more.
    assert.deepEqual(names(layers).slice(0, 2), ['block2_normed', 'block1']);
    const { kind, layout, dims, height, width, channels, stride } = layers[0];
    assert.deepEqual([kind, layout, layers[0].prefixTokens], ['tokens', 'NTC', prefixTokens]);
    assert.deepEqual([dims, height, width, channels, stride], [[1, 16 + prefixTokens, 8], 4, 4, 8, { x: 4, y: 4 }]);
    assert.match(layers[0].reason, /MatMul_block2_mixed.*Gather_class_token/);
  }
  const [last] = await layersOf(visionTransformer('mean'));
  assert.deepEqual([last.name, last.layout, last.prefixTokens, last.dims], ['final', 'NTC', 0, [1, 16, 8]]);
});

test('queries, keys and values made by one layer: what that layer reads', async () => {
  const layers = await layersOf(visionTransformer('token', 'fused'));
  assert.deepEqual(names(layers).slice(0, 2), ['block2_normed', 'block1']);
});

test('a windowed transformer: the grid comes back from its windows and shifts, channels last', async () => {
  const layers = await layersOf(windowedTransformer());
  assert.deepEqual(names(layers).slice(0, 2), ['final', 'block2_sum']);
  assert.deepEqual([layers[0].layout, layers[0].dims], ['NHWC', [1, 4, 4, 8]]);
  assert.ok(names(layers).includes('block1'));
  for (const layer of layers) assertSound(layer);
  assert.ok(!names(layers).some((name) => /shares|scores|windows|mixed/.test(name)));
});

test('ConvNeXt: channels first between the blocks', async () => {
  const layers = await layersOf(convNext());
  assert.deepEqual(names(layers).slice(0, 2), ['block2', 'block1']);
  assert.equal(layers[0].layout, 'NCHW');
});

/** A picture of 16 x 16, a convolution to 8 channels, and whatever comes then. */
function picture(
  nodes: readonly ReturnType<typeof node>[],
  outputs: readonly string[],
  input: readonly number[] = [1, 3, 16, 16],
) {
  return buildModel({
    inputs: [value('image', input)],
    outputs: outputs.map((name) => value(name, null, null)),
    initializers: [
      floats('w1', [8, 3, 3, 3]),
      floats('w2', [8, 8, 3, 3]),
      floats('w3', [8, 8, 1, 1]),
      floats('w4', [4, 8, 1, 1]),
    ],
    nodes: [
      node('Conv', ['image', 'w1'], ['sum1'], { pads: [1, 1, 1, 1] }),
      node('Relu', ['sum1'], ['map1']),
      ...nodes,
    ],
  });
}

test('a squeeze-and-excitation is no head, its mask no layer, and the map after it is one', async () => {
  const layers = await layersOf(
    picture(
      [
        node('GlobalAveragePool', ['map1'], ['mean']),
        node('Conv', ['mean', 'w3'], ['gate_sum']),
        node('Sigmoid', ['gate_sum'], ['gate']),
        node('Mul', ['map1', 'gate'], ['gated']),
        node('Conv', ['gated', 'w4'], ['answers']),
        node('GlobalAveragePool', ['answers'], ['scores']),
      ],
      ['scores'],
    ),
  );
  assert.deepEqual(names(layers), ['answers', 'gated', 'map1']);
  assert.match(layers[0].reason, /one map for each class/);
});

test('a segmenter: the map before its classes, not the enlarged classes or the mask', async () => {
  const model = picture(
    [
      node('Conv', ['map1', 'w2'], ['sum2'], { pads: [1, 1, 1, 1], strides: [2, 2] }),
      node('Relu', ['sum2'], ['map2']),
      node('Conv', ['map2', 'w4'], ['classes']),
      node('Resize', ['classes', '', 'scales'], ['large']),
      node('ArgMax', ['large'], ['mask'], { axis: 1 }),
    ],
    ['mask'],
  );
  const scales = floats('scales', [4], [1, 1, 2, 2]);
  const whole = editGraph(model, { initializers: [...model.graph.initializers, scales] });
  assert.deepEqual(names(await layersOf(whole)), ['map2', 'map1']);
});

test('a pyramid: levels of about 12 x 12 places first, features before the sums made of them', async () => {
  const stride2 = { pads: [1, 1, 1, 1], strides: [2, 2] };
  const level = (from: string, to: string) => [
    node('Conv', [from, 'w2'], [`${to}_sum`], stride2),
    node('Relu', [`${to}_sum`], [to]),
  ];
  const side = (from: string, to: string) => node('Conv', [from, 'w3'], [to]);
  const head = (from: string, to: string) => [
    node('Conv', [from, 'w4'], [`${to}_scores`]),
    node('Conv', [from, 'w2'], [`${to}_sum`], { pads: [1, 1, 1, 1] }),
    node('Relu', [`${to}_sum`], [`${to}_active`]),
    node('Conv', [`${to}_active`, 'w4'], [`${to}_boxes`]),
    node('Concat', [`${to}_scores`, `${to}_boxes`], [`${to}_both`], { axis: 1 }),
    node('Reshape', [`${to}_both`, 'rows'], [to]),
  ];
  const model = picture(
    [
      ...level('map1', 'c3'),
      ...level('c3', 'c4'),
      ...level('c4', 'c5'),
      side('c5', 'p5'),
      node('Resize', ['p5', '', 'twice'], ['p5_large']),
      side('c4', 'c4_side'),
      node('Add', ['c4_side', 'p5_large'], ['p4']),
      node('Resize', ['p4', '', 'twice'], ['p4_large']),
      side('c3', 'c3_side'),
      node('Add', ['c3_side', 'p4_large'], ['p3']),
      ...head('p3', 'out3'),
      ...head('p4', 'out4'),
      ...head('p5', 'out5'),
      node('Concat', ['out3', 'out4', 'out5'], ['proposals'], { axis: 2 }),
    ],
    ['proposals'],
    [1, 3, 96, 96],
  );
  const more = [floats('twice', [4], [1, 1, 2, 2]), ints('rows', [1, 8, -1])];
  const layers = await layersOf(editGraph(model, { initializers: [...model.graph.initializers, ...more] }));
  assert.deepEqual(names(layers).slice(0, 6), ['c5', 'c4', 'c3', 'p5', 'p4', 'p3']);
  assert.deepEqual(
    layers.slice(0, 3).map((layer) => layer.height),
    [12, 24, 48],
  );
  assert.ok(names(layers).slice(6).includes('out4_active'));
  assert.ok(!names(layers).some((name) => /large|both|scores|boxes/.test(name)));
});

test('where nothing comes before the class maps, they are offered themselves', async () => {
  const model = buildModel({
    inputs: [value('image', [1, 3, 8, 8])],
    outputs: [value('classes', null)],
    initializers: [floats('w', [4, 3, 1, 1])],
    nodes: [node('Conv', ['image', 'w'], ['classes'])],
  });
  const layers = await layersOf(model);
  assert.deepEqual(names(layers), ['classes']);
  assert.match(layers[0].reason, /answers of Conv/);
});

test('channels last at the input, said or seen', async () => {
  const nodes = [
    node('Transpose', ['image'], ['turned'], { perm: [0, 3, 1, 2] }),
    node('Conv', ['turned', 'w1'], ['sum1'], { pads: [1, 1, 1, 1] }),
    node('Relu', ['sum1'], ['map1']),
    node('GlobalAveragePool', ['map1'], ['mean']),
  ];
  const model = buildModel({
    inputs: [value('image', [1, 12, 16, 3])],
    outputs: [value('mean', null)],
    initializers: [floats('w1', [8, 3, 3, 3])],
    nodes,
  });
  for (const options of [{}, { layout: 'NHWC' }] as const) {
    const [layer] = await layersOf(model, options);
    assert.deepEqual([layer.name, layer.height, layer.width], ['map1', 12, 16]);
  }
  // Told that columns and channels are rows and columns, it finds the channels where the rows are.
  assert.notDeepEqual((await layersOf(model, { layout: 'NCHW' }))[0]?.height, 12);
});

test('recordings: time along the width, channels first or last, or as a picture of one row', async () => {
  const series = (dims: readonly number[], nodes: readonly ReturnType<typeof node>[], weight: readonly number[]) =>
    buildModel({
      inputs: [value('signal', dims)],
      outputs: [value('mean', null)],
      initializers: [floats('w', weight)],
      nodes: [...nodes, node('Relu', ['sum'], ['map']), node('GlobalAveragePool', ['map'], ['mean'])],
    });
  const first = series([1, 3, 100], [node('Conv', ['signal', 'w'], ['sum'], { strides: [2] })], [8, 3, 4]);
  const turned = node('Transpose', ['signal'], ['turned'], { perm: [0, 2, 1] });
  const last = series([1, 100, 3], [turned, node('Conv', ['turned', 'w'], ['sum'], { strides: [2] })], [8, 3, 4]);
  const row = series([1, 3, 1, 100], [node('Conv', ['signal', 'w'], ['sum'], { strides: [1, 2] })], [8, 3, 1, 4]);
  for (const [model, layout] of [
    [first, 'NCW'],
    [last, 'NCW'],
    [row, 'NCHW'],
  ] as const) {
    const layers = await layersOf(model);
    assert.deepEqual(names(layers), ['map']);
    const { channels, height, width, stride } = layers[0];
    assert.deepEqual([layers[0].layout, channels, height, width], [layout, 8, 1, 49]);
    assert.deepEqual(stride, { x: 100 / 49, y: 1 });
    assertSound(layers[0], 1);
  }
});

test('only what the wanted outputs need', async () => {
  const model = picture(
    [
      node('GlobalAveragePool', ['map1'], ['first']),
      node('Conv', ['map1', 'w2'], ['sum2']),
      node('Relu', ['sum2'], ['map2']),
      node('GlobalAveragePool', ['map2'], ['second']),
    ],
    ['first', 'second'],
  );
  assert.deepEqual(names(await layersOf(model, { outputs: ['first'] })), ['map1']);
  assert.equal((await layersOf(model, { outputs: ['second'] }))[0].name, 'map2');
});

test('weights are seen through Cast, DequantizeLinear and Transpose', async () => {
  const model = buildModel({
    inputs: [value('image', [1, 3, 8, 8])],
    outputs: [value('scores', null)],
    initializers: [floats('stored', [3, 3, 3, 8]), floats('w', [4, 8])],
    nodes: [
      node('Cast', ['stored'], ['half'], { to: 10 }),
      node('Cast', ['half'], ['floats'], { to: 1 }),
      node('Transpose', ['floats'], ['weight'], { perm: [3, 2, 0, 1] }),
      node('Conv', ['image', 'weight'], ['sum']),
      node('Relu', ['sum'], ['map']),
      node('ReduceMean', ['map'], ['mean'], { axes: [2, 3], keepdims: 0 }),
      node('Gemm', ['mean', 'w'], ['scores'], { transB: 1 }),
    ],
  });
  const layers = await layersOf(model);
  assert.deepEqual(names(layers), ['map']);
});

test('a graph that runs in a circle is refused; one that hangs in the air has no layers', () => {
  const circle = picture([node('Add', ['map1', 'b'], ['a']), node('Relu', ['a'], ['b'])], ['b']);
  assert.throws(() => findLayers(circle, statedShapes(circle)), { name: 'XaiError', code: 'model-unreadable' });
  const hanging = picture([node('Add', ['map1', 'nobody'], ['a'])], ['a', 'no-such-output']);
  assert.deepEqual(findLayers(hanging, statedShapes(hanging)), []);
});

test('fifty thousand nodes, and a thousand levels of a detector', () => {
  const deep = Array.from({ length: 50_000 }, (_, k) =>
    k % 2 ? node('Relu', [`t${k}`], [`t${k + 1}`]) : node('Conv', [`t${k}`, 'w'], [`t${k + 1}`]),
  );
  const wide = Array.from({ length: 1000 }, (_, k) => node('Conv', ['t50000', 'w'], [`level${k}`]));
  const model = buildModel({
    inputs: [value('t0', [1, 3, 8, 8])],
    outputs: [value('joined', null)],
    initializers: [floats('w', [3, 3, 1, 1])],
    nodes: [
      ...deep,
      ...wide,
      node(
        'Concat',
        wide.map((one) => one.outputs[0]),
        ['joined'],
        { axis: 1 },
      ),
    ],
  });
  const shapes = new Map<string, readonly number[]>([['t0', [1, 3, 8, 8]]]);
  for (const { outputs } of model.graph.nodes) shapes.set(outputs[0], [1, 3, 8, 8]);
  shapes.set('joined', [1, 3000, 8, 8]);
  const start = process.cpuUsage();
  const layers = findLayers(model, shapes);
  const { user, system } = process.cpuUsage(start);
  assert.equal(layers[0].name, 't50000');
  assert.equal(layers.length, 25_000);
  // About a second on a quiet machine; anything quadratic takes minutes.
  assert.ok((user + system) / 1e6 < 8, `${(user + system) / 1e6} s`);
});
