import assert from 'node:assert/strict';
import { test } from 'node:test';
import { XaiError, type XaiErrorCode } from '../../src/core/errors.ts';
import type { Tensor } from '../../src/core/tensor.ts';
import type { OnnxModel } from '../../src/onnx/model.ts';
import { writeModel } from '../../src/onnx/write-model.ts';
import { chooseBackend } from '../../src/runtime/backends.ts';
import { explainRuntimeFailure } from '../../src/runtime/failures.ts';
import { createSession } from '../../src/runtime/session.ts';
import { buildModel, floats, ints, node, type Parts, smallModel, value } from '../onnx/synthetic.ts';

/** What the runtime itself threw, as the library passes it on. */
async function failureOf(work: () => Promise<unknown>): Promise<XaiError> {
  try {
    await work();
  } catch (cause) {
    assert.ok(cause instanceof XaiError, String(cause));
    assert.ok(cause.cause instanceof Error, 'the words of the runtime are lost');
    // Code positions of the machine that the runtime was built on are nobody's business.
    assert.doesNotMatch(cause.message, /ERROR_CODE|ERROR_MESSAGE/);
    return cause;
  }
  throw new assert.AssertionError({ message: 'nothing failed' });
}

const model = (parts: Partial<Parts>): OnnxModel =>
  buildModel({ inputs: [value('image', [1, 3, 8, 8])], outputs: [value('scores', null)], nodes: [], ...parts });

const custom = model({ nodes: [node('Wobble', ['image'], ['scores'], {}, 'com.example')] });
const imported = { ...custom, opsets: new Map([...custom.opsets, ['com.example', 1] as const]) };
const bytes = writeModel(smallModel());

interface Case {
  readonly bytes: Uint8Array;
  readonly code: XaiErrorCode;
  readonly says: RegExp;
  readonly operator?: string;
  readonly node?: string;
}

const CREATES: Readonly<Record<string, Case>> = {
  'an unknown operator': {
    bytes: writeModel(model({ nodes: [node('Wobble', ['image'], ['scores'])] })),
    code: 'model-unsupported',
    says: /no operator Wobble.*standard ONNX operators/,
    operator: 'Wobble',
  },
  "somebody's own operator": {
    bytes: writeModel(imported),
    code: 'model-unsupported',
    says: /no operator com\.example:Wobble/,
    operator: 'com.example:Wobble',
  },
  'a set of operators that is not imported': {
    bytes: writeModel(custom),
    code: 'model-unsupported',
    says: /does not import.*'com\.example'/,
  },
  'an operator that is not there for this type': {
    bytes: writeModel(
      model({
        inputs: [value('image', [1], 'float64')],
        outputs: [value('scores', null, 'float64')],
        nodes: [node('Softsign', ['image'], ['scores'])],
      }),
    ),
    code: 'model-unsupported',
    says: /no operator Softsign/,
    operator: 'Softsign',
    node: 'Softsign_scores',
  },
  'bytes that are no model': {
    bytes: new Uint8Array(100).fill(7),
    code: 'model-unreadable',
    says: /not a whole ONNX model/,
  },
  'no bytes': { bytes: new Uint8Array(0), code: 'model-unreadable', says: /not a whole ONNX model/ },
  'half a model': { bytes: bytes.slice(0, 300), code: 'model-unreadable', says: /fetch or export it again/ },
  'an opset from the future': {
    bytes: writeModel(model({ opset: 99, nodes: [node('Relu', ['image'], ['scores'])] })),
    code: 'model-unsupported',
    says: /opset from 7 to 21/,
  },
  'an IR version from the future': {
    bytes: writeModel(model({ irVersion: 99, nodes: [node('Relu', ['image'], ['scores'])] })),
    code: 'model-unsupported',
    says: /IR version/,
  },
  'a node that reads nothing': {
    bytes: writeModel(model({ nodes: [node('Relu', ['nothing'], ['scores'])] })),
    code: 'model-unsupported',
    says: /could not open this model: .*'nothing'.*[^.]\. Check the file with onnx\.checker, or export it again\.$/,
  },
};

for (const [name, { bytes: file, code, says, operator, node: at }] of Object.entries(CREATES)) {
  test(`opening ${name}`, async () => {
    const { ort } = await chooseBackend('wasm');
    const failure = await failureOf(() => createSession(ort, file, 'wasm', { file: 'some.onnx' }));
    assert.equal(failure.code, code, failure.message);
    assert.match(failure.message, says);
    assert.deepEqual([failure.operator, failure.node, failure.file], [operator, at, 'some.onnx']);
  });
}

const tensor = (dims: number[], type: 'float32' | 'uint8' = 'float32'): Tensor => {
  const count = dims.reduce((product, dim) => product * dim, 1);
  return { type, dims, data: type === 'float32' ? new Float32Array(count) : new Uint8Array(count) };
};

const FEEDS: Readonly<Record<string, Record<string, Tensor>>> = {
  'another size': { image: tensor([1, 3, 9, 9]) },
  'another number of axes': { image: tensor([3, 8, 8]) },
  'another type': { image: tensor([1, 3, 8, 8], 'uint8') },
  'no picture': {},
  'what it does not have': { image: tensor([1, 3, 8, 8]), other: tensor([1]) },
};

for (const [name, feeds] of Object.entries(FEEDS)) {
  test(`feeding a model ${name} is a matter of its recipe, and the session lives on`, async () => {
    const { ort } = await chooseBackend('wasm');
    const session = await createSession(ort, bytes, 'wasm');
    const failure = await failureOf(() => session.run(feeds));
    assert.equal(failure.code, 'recipe-invalid', failure.message);
    assert.match(failure.message, /Correct the input of its recipe/);
    await session.run({ image: tensor([1, 3, 8, 8]) });
    await session.release();
  });
}

test('an array larger than memory, and the session lives on', async () => {
  const { ort } = await chooseBackend('wasm');
  const parts = { inputs: [value('n', [4], 'int64')], nodes: [node('ConstantOfShape', ['n'], ['scores'])] };
  const session = await createSession(ort, writeModel(model(parts)), 'wasm');
  const shape = (n: bigint): Tensor => ({ type: 'int64', dims: [4], data: BigInt64Array.of(1n, n, n, n) });
  assert.equal((await failureOf(() => session.run({ n: shape(4096n) }))).code, 'out-of-memory');
  assert.equal((await session.run({ n: shape(2n) })).scores.data.length, 8);
  await session.release();
});

test('a node that fails while it runs is an engine failure', async () => {
  const { ort } = await chooseBackend('wasm');
  const parts = {
    inputs: [value('image', ['n', 3, 8, 8])],
    initializers: [ints('rows', [7, 64]), floats('unused', [1])],
    nodes: [node('Reshape', ['image', 'rows'], ['scores'])],
  };
  const session = await createSession(ort, writeModel(model(parts)), 'wasm');
  const failure = await failureOf(() => session.run({ image: tensor([1, 3, 8, 8]) }));
  assert.equal(failure.code, 'engine-failed');
  assert.match(failure.message, /stopped while it ran/);
  await session.release();
});

test('words of the native runtime and of WebGPU', () => {
  const code = (text: string, during: 'create' | 'run' = 'run') => explainRuntimeFailure(new Error(text), during).code;
  assert.equal(code('Device was lost. (destroyed)'), 'device-lost');
  assert.equal(code('std::bad_alloc'), 'out-of-memory');
  assert.equal(code('RangeError: Array buffer allocation failed'), 'out-of-memory');
  assert.equal(code('Model data pointer is null.', 'create'), 'model-unreadable');
  const text =
    "Non-zero status code returned while running ConstantOfShape node. Name:'fill' Status Message: bfc_arena.cc:360 BFCArena::AllocateRawInternal";
  const failure = explainRuntimeFailure(new Error(text), 'run');
  assert.deepEqual([failure.code, failure.node], ['out-of-memory', 'fill']);
  const known = new XaiError('batch-fixed', 'The batch is fixed.');
  assert.equal(explainRuntimeFailure(known, 'run'), known);
  assert.equal(explainRuntimeFailure('not even an error', 'run').code, 'engine-failed');
});

test('files of the runtime that are not there are named, at the first try and at the next', () => {
  for (const text of [
    'no available backend found. ERR: [wasm] TypeError: Failed to fetch dynamically imported module: http://localhost/ort-wasm-simd-threaded.jspi.mjs',
    "previous call to 'initWasm()' failed.",
  ]) {
    const failure = explainRuntimeFailure(new Error(text), 'create');
    assert.equal(failure.code, 'engine-failed');
    assert.match(failure.message, /Copy its ort-wasm files beside the script/);
  }
});
