import assert from 'node:assert/strict';
import { test } from 'node:test';
import { build } from 'esbuild';
import { describeModel } from '../../src/onnx/describe-model.ts';
import type { OnnxTensor } from '../../src/onnx/model.ts';
import { readModel } from '../../src/onnx/read-model.ts';
import { WireWriter } from '../../src/onnx/wire.ts';
import { writeModel } from '../../src/onnx/write-model.ts';
import { missing, sharedFile } from '../support/fixtures.ts';
import { buildModel, floats, ints, node, smallModel, value } from './synthetic.ts';

interface Listed {
  name: string;
  file: string;
  opset: Record<string, number>;
  outputs: { name: string; shape: (number | string)[] }[];
}

test('every shared model is described as its list says', { skip: missing('models/models.json') }, () => {
  const list = JSON.parse(new TextDecoder().decode(sharedFile('models/models.json'))) as { models: Listed[] };
  assert.ok(list.models.length >= 17);
  for (const listed of list.models) {
    const description = describeModel(readModel(sharedFile(`models/${listed.file}`)));
    assert.equal(description.opsets['ai.onnx'], listed.opset['ai.onnx'], listed.name);
    const names = description.outputs.map((output) => output.name);
    assert.deepEqual(
      names,
      listed.outputs.map((output) => output.name),
      listed.name,
    );
    assert.ok(description.parameterCount > 0, listed.name);
  }
});

test('a real detector is described in full', { skip: missing('models/yolov8n-320/model.onnx') }, () => {
  const description = describeModel(readModel(sharedFile('models/yolov8n-320/model.onnx')));
  assert.deepEqual(description.inputs, [{ name: 'images', type: 'float32', dims: [1, 3, 320, 320] }]);
  assert.deepEqual(description.outputs, [{ name: 'output0', type: 'float32', dims: [1, 84, 2100] }]);
  assert.equal(description.metadata.task, 'detect');
  assert.equal(description.operators.Conv, 64);
  assert.equal(Object.keys(description.operators)[0], 'Conv');
});

test('initializers listed as inputs are not inputs', { skip: missing('models/ultraface-rfb-320/model.onnx') }, () => {
  const model = readModel(sharedFile('models/ultraface-rfb-320/model.onnx'));
  assert.ok(model.graph.inputs.length > 100);
  assert.deepEqual(describeModel(model).inputs, [{ name: 'input', type: 'float32', dims: [1, 3, 240, 320] }]);
});

test('dynamic axes, subgraphs, operators of other domains and hostile metadata', () => {
  const model = {
    ...buildModel({
      inputs: [value('x', ['batch', 3, null, 7])],
      outputs: [value('y', null, null)],
      initializers: [floats('w', [2, 5]), ints('shape', [1, 2, 3])],
      nodes: [
        node('If', ['x'], ['y'], { then_branch: { kind: 'graph', value: smallModel().graph } }),
        node('FusedConv', ['y'], ['z'], {}, 'com.microsoft'),
        node('Own', ['z'], ['u'], {}, 'local'),
      ],
    }),
    metadata: new Map([['__proto__', 'trap']]),
    functions: ['local::Own'],
  };
  const description = describeModel(model);
  assert.deepEqual(description.inputs[0].dims, ['batch', 3, null, 7]);
  assert.deepEqual(description.outputs[0], { name: 'y', type: null, dims: null });
  assert.equal(description.operators.Conv, 1);
  assert.deepEqual(description.customOperators, ['com.microsoft::FusedConv']);
  assert.equal(Object.getOwnPropertyDescriptor(description.metadata, '__proto__')?.value, 'trap');
  // 10 weights outside, 4 x 3 x 3 x 3 in the branch; the shape is no weight.
  assert.equal(description.parameterCount, 10 + 108);
  assert.equal(description.parameterBytes, 4 * 118);
});

test('weights in other files are named', () => {
  const external = (name: string, file: string): OnnxTensor => {
    const writer = new WireWriter();
    writer.packedIntegers(1, [4, 3, 3, 3]);
    writer.integer(2, 1);
    writer.string(8, name);
    const entry = new WireWriter();
    entry.string(1, 'location');
    entry.string(2, file);
    writer.message(13, entry);
    writer.integer(14, 1);
    return { name, type: 'float32', dims: [4, 3, 3, 3], externalFile: file, encoded: writer.finish() };
  };
  const model = smallModel();
  const initializers = [external('weight', 'weights.bin'), external('bias', 'a.data'), external('c', 'weights.bin')];
  const read = readModel(writeModel({ ...model, graph: { ...model.graph, initializers } }));
  const description = describeModel(read);
  assert.deepEqual(description.externalFiles, ['a.data', 'weights.bin']);
  assert.equal(description.parameterCount, 3 * 108);
});

test('reading and describing a model costs a page less than 15 kB', async () => {
  const result = await build({
    stdin: {
      contents:
        "export { readModel } from './src/onnx/read-model.ts'; export { describeModel } from './src/onnx/describe-model.ts';",
      resolveDir: '.',
    },
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
  });
  const size = result.outputFiles[0].contents.length;
  assert.ok(size < 15_000, `${size} bytes`);
});
