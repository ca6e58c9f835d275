import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as ort from 'onnxruntime-web';
import { XaiError } from '../../src/core/errors.ts';
import { GraphView, readNames } from '../../src/onnx/graph-view.ts';
import { dynamicAxes, fixInputDims } from '../../src/onnx/input-dims.ts';
import { trueInputs } from '../../src/onnx/model.ts';
import { reachRawProposals } from '../../src/onnx/reach-raw-proposals.ts';
import { readModel } from '../../src/onnx/read-model.ts';
import { cutModel, editGraph, exposeTensors, putInitializers } from '../../src/onnx/rewrite.ts';
import { tensorShapes } from '../../src/onnx/shapes.ts';
import { makeTensor } from '../../src/onnx/tensor-values.ts';
import { writeModel } from '../../src/onnx/write-model.ts';
import { missing, sharedFile } from '../support/fixtures.ts';
import { probe, runModel } from './sessions.ts';
import { buildModel, floats, ints, node, scalar, smallModel, value } from './synthetic.ts';

const image = {
  image: new ort.Tensor(
    'float32',
    Float32Array.from({ length: 192 }, (_, index) => Math.cos(index)),
    [1, 3, 8, 8],
  ),
};
const throwsXai = (run: () => unknown, code: string, says: RegExp) =>
  assert.throws(run, (error) => error instanceof XaiError && error.code === code && says.test(error.message));

test('an exposed tensor can be read, and the outputs stay', async () => {
  const model = exposeTensors(smallModel(), ['active', 'scores', 'active']);
  assert.deepEqual(
    model.graph.outputs.map((output) => output.name),
    ['scores', 'active'],
  );
  const [outputs] = await runModel(writeModel(model), [image]);
  const active = outputs.get('active');
  assert.deepEqual(active?.dims, [1, 4, 8, 8]);
  const mean = active?.values.slice(0, 64).reduce((sum, each) => sum + each / 64, 0) ?? Number.NaN;
  // Two orders of summing 64 float32 numbers.
  assert.ok(Math.abs(mean - (outputs.get('scores')?.values[0] ?? 0)) < 1e-6);
  throwsXai(() => exposeTensors(smallModel(), ['absent']), 'option-invalid', /no tensor "absent"/);
});

test('head and tail of a cut model give what the whole gives', async () => {
  const model = smallModel();
  const head = cutModel(model, { outputs: ['features'] });
  assert.deepEqual(
    head.graph.nodes.map((part) => part.opType),
    ['Conv'],
  );
  const tail = cutModel(model, { inputs: [value('features', [1, 4, 8, 8])], outputs: ['scores'] });
  assert.deepEqual(
    [tail.graph.inputs.map((input) => input.name), tail.graph.initializers.length, tail.graph.nodes.length],
    [['features'], 0, 2],
  );
  const [first] = await runModel(writeModel(head), [image]);
  const features = first.get('features')?.values ?? [];
  const fed = { features: new ort.Tensor('float32', Float32Array.from(features), [1, 4, 8, 8]) };
  const [second] = await runModel(writeModel(tail), [fed]);
  const [whole] = await runModel(writeModel(model), [image]);
  // The whole runs Conv and Relu fused: rounding may differ in the last place.
  const expected = whole.get('scores')?.values ?? [];
  const error = Math.max(
    ...expected.map((each, index) => Math.abs(each - (second.get('scores')?.values[index] ?? Number.NaN))),
  );
  assert.ok(expected.length === 4 && error < 1e-6, `off by ${error}`);
  throwsXai(() => cutModel(model, { outputs: ['absent'] }), 'option-invalid', /no tensor/);
});

test('what subgraphs read from outside is kept and counted as read', () => {
  const branch = buildModel({
    inputs: [],
    outputs: [value('a', null)],
    nodes: [node('Add', ['deep', 'w'], ['a'])],
  }).graph;
  const model = buildModel({
    inputs: [value('x', [2]), value('unused', [1])],
    outputs: [value('y', null)],
    initializers: [floats('w', [2]), floats('idle', [2]), floats('c', [])],
    nodes: [
      node('Relu', ['x'], ['deep']),
      node('Neg', ['x'], ['dead']),
      node('If', ['c'], ['y'], {
        then_branch: { kind: 'graph', value: branch },
        else_branch: { kind: 'graph', value: branch },
      }),
    ],
  });
  assert.deepEqual(readNames(model.graph.nodes[2]), ['c', 'deep', 'w']);
  const cut = cutModel(model, { outputs: ['y'] });
  assert.deepEqual(
    [cut.graph.nodes, cut.graph.initializers, cut.graph.inputs].map((list) => list.map((part) => part.name)),
    [['Relu_deep', 'If_y'], ['w', 'c'], ['x']],
  );
});

test('the view knows makers, readers, constants and the order', () => {
  const model = buildModel({
    inputs: [value('x', [2])],
    outputs: [value('y', null)],
    initializers: [ints('list', [3, -1])],
    nodes: [
      node('Add', ['b', 'half'], ['y']),
      node('Neg', ['x'], ['b']),
      node('Constant', [], ['half'], { value_float: { kind: 'float', value: 0.5 } }),
      node('Constant', [], ['axes'], { value_ints: [1, 2] }),
      node('Constant', [], ['tensor'], { value: { kind: 'tensor', value: floats('', [2], [1, 2]) } }),
    ],
  });
  const view = new GraphView(readModel(writeModel(model)));
  assert.equal(view.producer('y')?.opType, 'Add');
  assert.equal(view.producer('x'), undefined);
  assert.deepEqual(
    view.consumers('b').map((part) => part.opType),
    ['Add'],
  );
  assert.deepEqual(
    ['list', 'half', 'axes', 'tensor', 'x'].map((name) => view.numbers(name)),
    [[3, -1], [0.5], [1, 2], [1, 2], null],
  );
  const order = view.ordered().map((part) => part.outputs[0]);
  assert.equal(order.length, 5);
  assert.ok(order.indexOf('b') < order.indexOf('y') && order.indexOf('half') < order.indexOf('y'));
  assert.deepEqual(
    [...view.upstream(['b'])].map((part) => part.opType),
    ['Neg'],
  );
  assert.deepEqual([...view.upstream(['y'], new Set(['b']))].map((part) => part.opType).sort(), ['Add', 'Constant']);
  assert.deepEqual([...view.downstream(['x'])].map((part) => part.opType).sort(), ['Add', 'Neg']);
  assert.equal(view.freshName('fresh'), 'fresh');
  assert.equal(view.freshName('fresh'), 'fresh_2');
  assert.equal(view.freshName('b'), 'b_2');
  assert.equal(view.opset(), 17);
});

test('a graph that runs in a circle is refused', () => {
  const model = buildModel({
    inputs: [value('x', [2])],
    outputs: [value('y', null)],
    nodes: [node('Add', ['x', 'z'], ['y']), node('Neg', ['y'], ['z'])],
  });
  throwsXai(() => new GraphView(model).ordered(), 'model-unreadable', /circle through/);
});

test('constants are replaced and added', async () => {
  const quiet = makeTensor('weight', { type: 'float32', dims: [4, 3, 3, 3], data: new Float32Array(108) });
  const model = putInitializers(smallModel(), [quiet, floats('more', [2])]);
  assert.deepEqual(
    model.graph.initializers.map((tensor) => tensor.name),
    ['weight', 'more'],
  );
  const [outputs] = await runModel(writeModel(model), [image]);
  assert.deepEqual(outputs.get('scores')?.values, [0, 0, 0, 0]);
});

test('open axes are listed and fixed, everywhere their symbol stands', async () => {
  const model = buildModel({
    inputs: [value('x', ['batch', 3, 'height', null]), value('scale', ['batch'])],
    outputs: [value('y', ['batch', 3, 'height', null])],
    nodes: [node('Relu', ['x'], ['y'])],
  });
  assert.deepEqual(dynamicAxes(model), [
    { input: 'x', axis: 0, symbol: 'batch' },
    { input: 'x', axis: 2, symbol: 'height' },
    { input: 'x', axis: 3, symbol: null },
    { input: 'scale', axis: 0, symbol: 'batch' },
  ]);
  const fixed = fixInputDims(model, { x: [1, null, 5, 7] });
  assert.deepEqual(dynamicAxes(fixed), []);
  assert.deepEqual(fixed.graph.outputs[0].dims, [1, 3, 5, null]);
  assert.deepEqual((await probe(writeModel(fixed))).y, [1, 3, 5, 7]);
  throwsXai(() => fixInputDims(model, { z: [1] }), 'option-invalid', /no input "z"; it has x, scale/);
  throwsXai(() => fixInputDims(model, { x: [1] }), 'option-invalid', /4 axes, 1 sizes/);
  throwsXai(() => fixInputDims(model, { x: [1, 3, 0, 1] }), 'option-invalid', /cannot have size 0/);
  throwsXai(() => fixInputDims(model, { x: [1, 3, 1, 1], scale: [2] }), 'option-invalid', /two sizes/);
});

test('another input size takes the stated output sizes away', async () => {
  const fixed = fixInputDims(smallModel(), { image: [1, 3, 16, 16] });
  assert.deepEqual(fixed.graph.outputs[0].dims, [null, null, null, null]);
  assert.deepEqual((await probe(writeModel(fixed))).scores, [1, 4, 1, 1]);
});

test('shapes of all tensors are asked of the probe', async () => {
  const shapes = await tensorShapes(fixInputDims(smallModel('n'), { image: [2, null, null, null] }), probe);
  assert.deepEqual(Object.fromEntries(shapes), {
    image: [2, 3, 8, 8],
    weight: [4, 3, 3, 3],
    features: [2, 4, 8, 8],
    active: [2, 4, 8, 8],
    scores: [2, 4, 1, 1],
  });
  const open = await tensorShapes(smallModel('n'), probe);
  assert.deepEqual(open.get('features'), [null, 4, 8, 8]);
});

const ultraface = 'models/ultraface-rfb-320/model.onnx';
test('shapes that the graph computes are known without a run', { skip: missing(ultraface) }, async () => {
  const model = readModel(sharedFile(ultraface));
  const shapes = await tensorShapes(model, probe);
  for (const name of model.graph.nodes.flatMap((part) => part.outputs))
    assert.ok(!shapes.get(name)?.includes(null), name);
  assert.deepEqual(shapes.get('boxes'), [1, 4420, 4]);
});

test('initializers listed as inputs are dropped when a model is rewritten', { skip: missing(ultraface) }, async () => {
  const model = readModel(sharedFile(ultraface));
  const cut = cutModel(model, { outputs: ['scores'] });
  assert.deepEqual(cut.graph.inputs, trueInputs(model.graph));
  assert.deepEqual((await probe(writeModel(cut))).scores, [1, 4420, 2]);
});

const nms = 'models/yolox-nano-nms/model.onnx';
test('raw proposals hold the boxes that the suppression chose', { skip: missing(nms) }, async () => {
  const bytes = sharedFile(nms);
  const raw = reachRawProposals(readModel(bytes));
  assert.ok(raw);
  assert.deepEqual([raw.boxes, raw.scores, raw.coding], ['nms/xyxy', 'nms/scT', 'corners']);
  // 0.45 and 0.3 as the nearest float32.
  assert.deepEqual([raw.iouThreshold, raw.scoreThreshold], [0.45, 0.3].map(Math.fround));
  const data = Float32Array.from({ length: 3 * 416 * 416 }, (_, index) => 127 + 120 * Math.sin(index * 0.37));
  const feeds = { images: new ort.Tensor('float32', data, [1, 3, 416, 416]) };
  const [cut] = await runModel(raw.bytes, [feeds]);
  assert.deepEqual(cut.get(raw.boxes)?.dims, [1, 3549, 4]);
  assert.deepEqual(cut.get(raw.scores)?.dims, [1, 80, 3549]);
  // Lower the threshold so that the suppression has something to choose, whatever the picture.
  const model = readModel(bytes);
  const low = putInitializers(model, [floats('nms/thr', [1], [0.001])]);
  const [whole] = await runModel(writeModel(low), [feeds]);
  const chosen = whole.get('boxes')?.values ?? [];
  assert.ok(chosen.length >= 4);
  const rows = cut.get(raw.boxes)?.values ?? [];
  const known = new Set(Array.from({ length: 3549 }, (_, row) => rows.slice(4 * row, 4 * row + 4).join()));
  for (let row = 0; row < chosen.length / 4; row++) assert.ok(known.has(chosen.slice(4 * row, 4 * row + 4).join()));
});

test('without a suppression, or with several of different boxes, there are no raw proposals to reach', () => {
  assert.equal(reachRawProposals(smallModel()), null);
  const model = buildModel({
    inputs: [value('b', [1, 9, 4]), value('s', [1, 2, 9])],
    outputs: [value('y', null, 'int64')],
    initializers: [scalar('most', 5)],
    nodes: [
      node('Relu', ['b'], ['boxes']),
      node('Identity', ['boxes'], ['same']),
      node('Sigmoid', ['s'], ['scores']),
      node('Sigmoid', ['s'], ['others']),
      node('NonMaxSuppression', ['same', 'scores', 'most'], ['y'], { center_point_box: 1 }),
    ],
  });
  const raw = reachRawProposals(model);
  assert.deepEqual([raw?.boxes, raw?.coding, raw?.iouThreshold], ['boxes', 'centre', null]);
  const second = node('NonMaxSuppression', ['boxes', 'others', 'most'], ['z']);
  assert.equal(reachRawProposals(editGraph(model, { nodes: [...model.graph.nodes, second] })), null);
});
