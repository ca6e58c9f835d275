import assert from 'node:assert/strict';
import { test } from 'node:test';
import { XaiError } from '../../src/core/errors.ts';
import { freeBatch, freeBatchByProbe } from '../../src/onnx/free-batch.ts';
import type { Dim } from '../../src/onnx/model.ts';
import { type BatchCase, modelOf, zero } from './batch-cases.ts';
import { probe } from './sessions.ts';
import { buildModel, floats, ints, node, smallModel, value } from './synthetic.ts';

const refused: (BatchCase & { readonly operator: string; readonly says: RegExp })[] = [
  {
    name: 'Gather takes the first picture',
    x: [1, 4, 6],
    initializers: [zero],
    nodes: [node('Gather', ['x', 'zero'], ['y'], { axis: 0 })],
    operator: 'Gather',
    says: /takes the batch axis away/,
  },
  {
    name: 'Squeeze without axes',
    x: [1, 4, 6],
    nodes: [node('Squeeze', ['x'], ['y'])],
    operator: 'Squeeze',
    says: /takes the batch axis away/,
  },
  {
    name: 'Slice of a merged axis',
    x: [1, 4, 6],
    initializers: [ints('s', [4, 6]), ints('from', [0]), ints('to', [2])],
    nodes: [node('Reshape', ['x', 's'], ['a']), node('Slice', ['a', 'from', 'to'], ['y'])],
    operator: 'Slice',
    says: /picks some of the pictures/,
  },
  {
    name: 'mean over everything',
    x: [1, 4, 6],
    nodes: [node('ReduceMean', ['x'], ['y'])],
    operator: 'ReduceMean',
    says: /reduces over the batch axis/,
  },
  {
    name: 'Softmax over the batch',
    x: [1, 4],
    nodes: [node('Softmax', ['x'], ['y'], { axis: 0 })],
    operator: 'Softmax',
    says: /normalises across the batch axis/,
  },
  {
    name: 'Softmax of operator set 11 over all that follows axis 0',
    x: [1, 4, 6],
    opset: 11,
    nodes: [node('Softmax', ['x'], ['y'], { axis: 0 })],
    operator: 'Softmax',
    says: /normalises across the batch axis/,
  },
  {
    name: 'Softmax over an axis that pictures were merged into',
    x: [1, 4, 6],
    initializers: [ints('s', [4, 6])],
    nodes: [node('Reshape', ['x', 's'], ['a']), node('Softmax', ['a'], ['y'], { axis: 0 })],
    operator: 'Softmax',
    says: /normalises across the batch axis/,
  },
  {
    name: 'pictures compared with each other',
    x: [1, 6],
    nodes: [node('Transpose', ['x'], ['t']), node('MatMul', ['x', 't'], ['y'])],
    operator: 'MatMul',
    says: /pairs every picture with every other/,
  },
  {
    name: 'product that sums over the batch',
    x: [1, 6],
    initializers: [floats('w', [3, 1])],
    nodes: [node('MatMul', ['w', 'x'], ['y'])],
    operator: 'MatMul',
    says: /multiplies along the batch axis/,
  },
  {
    name: 'joined along the batch axis',
    x: [1, 6],
    initializers: [floats('w', [2, 6])],
    nodes: [node('Concat', ['x', 'w'], ['y'], { axis: 0 })],
    operator: 'Concat',
    says: /pictures would mix/,
  },
  {
    name: 'added to several rows',
    x: [1, 6],
    initializers: [floats('w', [3, 6])],
    nodes: [node('Add', ['x', 'w'], ['y'])],
    operator: 'Add',
    says: /constant of size 3 along the batch axis/,
  },
  {
    name: 'batch in the middle of a merged axis',
    x: [1, 4, 6],
    initializers: [ints('s', [24])],
    nodes: [node('Transpose', ['x'], ['t'], { perm: [1, 0, 2] }), node('Reshape', ['t', 's'], ['y'])],
    operator: 'Reshape',
    says: /merges the pictures into one axis/,
  },
  {
    name: 'output with the pictures in front of its rows',
    x: [1, 4, 6],
    initializers: [ints('s', [4, 6])],
    nodes: [node('Reshape', ['x', 's'], ['y'])],
    operator: 'Reshape',
    says: /gives 4 entries per picture along axis 0/,
  },
  {
    name: 'output with the pictures along another axis',
    x: [1, 4],
    nodes: [node('Transpose', ['x'], ['y'])],
    operator: 'Transpose',
    says: /has the pictures along axis 1/,
  },
  {
    name: 'one scale for all pictures',
    x: [1, 4],
    outputs: ['s'],
    nodes: [node('DynamicQuantizeLinear', ['x'], ['q', 's', 'zp'])],
    operator: 'DynamicQuantizeLinear',
    says: /one scale for the whole batch/,
  },
  {
    name: 'list of places whose length depends on the pictures',
    x: [1, 4],
    outputType: 'int64',
    nodes: [node('NonZero', ['x'], ['y'])],
    operator: 'NonZero',
    says: /length depends on the pictures/,
  },
  {
    name: 'number of pictures among the outputs',
    x: [1, 4],
    outputs: ['y', 'n'],
    nodes: [node('Relu', ['x'], ['y']), node('Size', ['x'], ['count']), node('Cast', ['count'], ['n'], { to: 1 })],
    operator: 'Cast',
    says: /depends on the number of pictures/,
  },
  {
    name: 'number of pictures among the numbers',
    x: [1, 4],
    nodes: [node('Size', ['x'], ['count']), node('Cast', ['count'], ['n'], { to: 1 }), node('Div', ['x', 'n'], ['y'])],
    operator: 'Div',
    says: /number of pictures/,
  },
  {
    name: 'branch',
    x: [1, 4],
    outputs: ['y'],
    initializers: [floats('c', [], [1])],
    nodes: [
      node('Cast', ['c'], ['yes'], { to: 9 }),
      node('If', ['yes'], ['y'], {
        then_branch: {
          kind: 'graph',
          value: buildModel({ inputs: [], outputs: [value('a', null)], nodes: [node('Relu', ['x'], ['a'])] }).graph,
        },
        else_branch: {
          kind: 'graph',
          value: buildModel({ inputs: [], outputs: [value('b', null)], nodes: [node('Neg', ['x'], ['b'])] }).graph,
        },
      }),
    ],
    operator: 'If',
    says: /nothing says how it treats a batch/,
  },
];

for (const one of refused) {
  test(`refused: ${one.name}`, async () => {
    await assert.rejects(freeBatchByProbe(modelOf(one), probe), (error) => {
      assert.ok(error instanceof XaiError, String(error));
      assert.equal(error.code, 'batch-fixed', error.message);
      assert.equal(error.operator, one.operator, error.message);
      assert.ok(one.nodes.some((part) => part.name === error.node && part.opType === one.operator));
      assert.match(error.message, one.says);
      return true;
    });
  });
}

test('an operator of another domain is refused by its name', () => {
  const model = modelOf({ name: '', x: [1, 4], nodes: [node('Mystery', ['x'], ['y'], {}, 'com.example')] });
  assert.throws(() => freeBatch(model), { code: 'batch-fixed', operator: 'Mystery', message: /nothing says/ });
});

test('a model without a leading axis of size 1 is refused', () => {
  const model = modelOf({ name: '', x: [3, 4], nodes: [node('Relu', ['x'], ['y'])] });
  assert.throws(() => freeBatch(model), { code: 'batch-fixed', message: /no input has a leading axis of size 1/ });
});

test('without shapes those of the file serve, and a node without is refused', () => {
  const model = smallModel();
  assert.deepEqual(freeBatch(model).changes, []);
  const added = { ...model.graph, nodes: [...model.graph.nodes, node('Add', ['scores', 'scores'], ['twice'])] };
  const outputs = [value('twice', null)];
  assert.throws(() => freeBatch({ ...model, graph: { ...added, outputs } }), {
    code: 'batch-fixed',
    operator: 'Add',
    message: /shape depends on the picture/,
  });
});

test('an open batch axis is examined too', async () => {
  for (const batch of ['batch_size', null] satisfies Dim[]) {
    const { bytes, changes } = await freeBatchByProbe(smallModel(batch), probe);
    assert.deepEqual(changes, []);
    const shapes = await probe(bytes);
    assert.deepEqual(shapes.scores, ['batch', 4, 1, 1]);
  }
});

test('every change is told', async () => {
  const model = modelOf({
    name: '',
    x: [1, 4, 6],
    initializers: [ints('s', [1, 2, -1])],
    nodes: [node('Reshape', ['x', 's'], ['y'])],
  });
  const { changes } = await freeBatchByProbe(model, probe);
  assert.deepEqual(changes, ['Reshape "Reshape_y": shape [1,2,-1] became [0,2,-1]']);
});
