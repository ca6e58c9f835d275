import assert from 'node:assert/strict';
import { test } from 'node:test';
import { XaiError, type XaiErrorCode } from '../../src/core/errors.ts';
import { WireWriter } from '../../src/onnx/wire.ts';
import { writeModel } from '../../src/onnx/write-model.ts';
import { runtimeSettings } from '../../src/runtime/settings.ts';
import { Model } from '../../src/tasks/model.ts';
import { buildBytes, buildModel, floats, ints, node, type Parts, value } from '../onnx/synthetic.ts';

runtimeSettings.threads = 1;

const recipe = {
  version: 1,
  task: 'classification',
  input: { width: 8, height: 8 },
  output: { format: 'scores' },
} as const;

/** Opens a model and lists its layers; CPU seconds that took, and the error that it ended with. */
async function attempt(bytes: Uint8Array): Promise<{ readonly seconds: number; readonly code: XaiErrorCode | null }> {
  const start = process.cpuUsage();
  let code: XaiErrorCode | null = null;
  try {
    await using model = await Model.load(bytes, { backend: 'wasm', recipe });
    await model.layers();
  } catch (cause) {
    assert.ok(cause instanceof XaiError, `not an XaiError but ${cause}`);
    code = cause.code;
  }
  const { user, system } = process.cpuUsage(start);
  return { seconds: (user + system) / 1e6, code };
}

const image = value('image', [1, 3, 8, 8]);
const scores = value('scores', null);
const ordinary: Parts = {
  inputs: [image],
  outputs: [scores],
  initializers: [floats('w', [4, 3, 1, 1])],
  nodes: [node('Conv', ['image', 'w'], ['map']), node('GlobalAveragePool', ['map'], ['scores'])],
};

// The runtime's own start, some hundred milliseconds, is not what is measured.
test('an ordinary model before the bad ones', async () => {
  assert.equal((await attempt(buildBytes(ordinary))).code, null);
});

test('a graph that runs in a circle', async () => {
  const nodes = [node('Add', ['image', 'b'], ['a']), node('Relu', ['a'], ['b']), node('Conv', ['b', 'w'], ['scores'])];
  const { code } = await attempt(buildBytes({ ...ordinary, nodes }));
  assert.ok(code === 'model-unreadable' || code === 'model-unsupported', `${code}`);
});

test('a graph that reads what nobody makes', async () => {
  const nodes = [node('Add', ['image', 'nobody'], ['a']), node('Conv', ['a', 'w'], ['scores'])];
  const { code } = await attempt(buildBytes({ ...ordinary, nodes }));
  assert.ok(code === 'model-unreadable' || code === 'model-unsupported', `${code}`);
});

test('a hundred thousand nodes are refused before the runtime sees them', async () => {
  const nodes = Array.from({ length: 100_000 }, (_, k) => node('Relu', [k ? `t${k}` : 'image'], [`t${k + 1}`]));
  const bytes = writeModel(buildModel({ inputs: [image], outputs: [value('t100000', null)], nodes }));
  const { code, seconds } = await attempt(bytes);
  assert.equal(code, 'model-unsupported');
  // A third of it on a quiet machine; opening the graph would take minutes.
  assert.ok(seconds < 1, `${seconds} s`);
});

test('a file of a kilobyte that declares two gigabytes of weights', async () => {
  const writer = new WireWriter();
  const dims = [2 ** 27, 4, 1, 1];
  writer.packedIntegers(1, dims);
  writer.integer(2, 1);
  writer.string(8, 'w');
  writer.slice(9, new Uint8Array(48));
  const weight = { name: 'w', type: 'float32', dims, externalFile: null, encoded: writer.finish() } as const;
  const bytes = buildBytes({ ...ordinary, initializers: [weight] });
  assert.ok(bytes.length < 1024);
  const { code, seconds } = await attempt(bytes);
  assert.ok(code === 'model-unreadable' || code === 'model-unsupported' || code === 'out-of-memory', `${code}`);
  assert.ok(seconds < 1, `${seconds} s`);
});

test('a file of a kilobyte that fills two gigabytes', async () => {
  const bytes = buildBytes({
    ...ordinary,
    initializers: [...(ordinary.initializers ?? []), ints('size', [1, 4, 16384, 8192])],
    nodes: [
      node('ConstantOfShape', ['size'], ['large']),
      node('GlobalAveragePool', ['large'], ['little']),
      node('Conv', ['image', 'w'], ['map']),
      node('Add', ['map', 'little'], ['sum']),
      node('GlobalAveragePool', ['sum'], ['scores']),
    ],
  });
  const { code, seconds } = await attempt(bytes);
  assert.ok(code === null || code === 'out-of-memory' || code === 'model-unsupported', `${code}`);
  assert.ok(seconds < 20, `${seconds} s`);
  // Whatever became of it, the next model opens.
  assert.equal((await attempt(buildBytes(ordinary))).code, null);
});
