import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeModel } from '../../src/onnx/write-model.ts';
import { chooseBackend } from '../../src/runtime/backends.ts';
import { GraphRunner } from '../../src/runtime/graph-runner.ts';
import type { Ort } from '../../src/runtime/platform.ts';
import { compareOutputs } from '../../src/runtime/self-check.ts';
import { createSession } from '../../src/runtime/session.ts';
import { buildBytes, node, smallModel, value } from '../onnx/synthetic.ts';

const picture = { type: 'float32', dims: [1, 3, 8, 8], data: new Float32Array(192).fill(0.5) } as const;

/** A runtime that notes how many creates and runs are under way at once. */
function watched(ort: Ort): { ort: Ort; most: () => number } {
  let running = 0;
  let most = 0;
  const watch = async <T>(work: () => Promise<T>): Promise<T> => {
    most = Math.max(most, ++running);
    try {
      return await work();
    } finally {
      running--;
    }
  };
  const create = async (...given: unknown[]) => {
    const session = await watch(() =>
      (ort.InferenceSession.create as (...all: unknown[]) => Promise<object>)(...given),
    );
    return new Proxy(session, {
      get(target, name) {
        const member = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        const call = (...all: unknown[]) => member.apply(target, all);
        return name === 'run' || name === 'release' ? (...all: unknown[]) => watch(() => call(...all)) : call;
      },
    });
  };
  return { ort: { ...ort, InferenceSession: { create } } as unknown as Ort, most: () => most };
}

test('creates, runs and releases of all sessions wait for each other', async () => {
  const { ort } = await chooseBackend('wasm');
  const { ort: own, most } = watched(ort);
  const bytes = writeModel(smallModel());
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      const session = await createSession(own, bytes, 'wasm');
      const outputs = await Promise.all([session.run({ image: picture }), session.run({ image: picture })]);
      assert.equal(compareOutputs(outputs[0], outputs[1]), null);
      await session.release();
    }),
  );
  assert.equal(most(), 1);
});

test('a session tells its ports and gives the outputs that are asked for', async () => {
  const bytes = buildBytes({
    inputs: [value('a', ['rows', 2])],
    outputs: [value('negated', ['rows', 2]), value('doubled', ['rows', 2])],
    nodes: [node('Neg', ['a'], ['negated']), node('Add', ['a', 'a'], ['doubled'])],
  });
  const runner = await GraphRunner.open(bytes, { backend: 'wasm' });
  assert.deepEqual(runner.inputs, [{ name: 'a', type: 'float32', dims: ['rows', 2] }]);
  assert.deepEqual(
    runner.outputs.map(({ name }) => name),
    ['negated', 'doubled'],
  );
  const feeds = { a: { type: 'float32', dims: [1, 2], data: Float32Array.of(3, -4) } } as const;
  const all = await runner.run(feeds);
  assert.deepEqual([...all.negated.data], [-3, 4]);
  const some = await runner.run(feeds, ['doubled']);
  assert.deepEqual(Object.keys(some), ['doubled']);
  assert.deepEqual([...some.doubled.data], [6, -8]);
  await runner.release();
});

test('work on a closed model is refused, closing twice is not', async () => {
  const runner = await GraphRunner.open(writeModel(smallModel()), { backend: 'wasm' });
  await runner.release();
  await runner.release();
  await assert.rejects(runner.run({ image: picture }), {
    name: 'XaiError',
    code: 'engine-failed',
    message: /closed while work was still under way/,
  });
});

test('auto runs on something, and by name a backend that is not there says what to install', async () => {
  const { provider, ort } = await chooseBackend('auto');
  assert.ok(['webgpu', 'node', 'wasm'].includes(provider));
  assert.equal(typeof ort.InferenceSession.create, 'function');
  for (const [backend, packages] of [
    ['node', 'onnxruntime-node'],
    ['webgpu', 'webgpu'],
  ] as const) {
    try {
      (await chooseBackend(backend)).device?.release();
    } catch (cause) {
      const { code, message } = cause as { code: string; message: string };
      assert.equal(code, 'backend-unavailable');
      assert.match(message, new RegExp(`npm install ${packages}|adapter|WebGPU`));
    }
  }
});

test('outputs that differ are told apart: by value, by length, by a NaN on one side', () => {
  const tensor = (...values: number[]) => ({
    out: { type: 'float32' as const, dims: [values.length], data: Float32Array.from(values) },
  });
  // 2 % of the largest magnitude plus .001.
  assert.equal(compareOutputs(tensor(10, 0), tensor(10.2, 0.2)), null);
  assert.match(compareOutputs(tensor(10, 0), tensor(10, 0.21)) ?? '', /"out" differs by 0\.21 where values reach 10/);
  assert.match(compareOutputs(tensor(1), tensor(1, 2)) ?? '', /has 2 values where 1 were expected/);
  assert.match(compareOutputs(tensor(1), {}) ?? '', /has no values/);
  assert.match(compareOutputs(tensor(1), tensor(Number.NaN)) ?? '', /not a number on one side/);
  assert.equal(compareOutputs(tensor(Number.NaN), tensor(Number.NaN)), null);
  assert.match(compareOutputs(tensor(1), tensor(Number.POSITIVE_INFINITY)) ?? '', /differs/);
});

test('outputs that are sequences or texts, as converters of classic models add, are left alone', async () => {
  const model = smallModel();
  const { graph } = model;
  const further = [
    node('SequenceConstruct', ['scores'], ['list']),
    // 8 is the type of texts.
    node('Cast', ['scores'], ['words'], { to: 8 }),
  ];
  const bytes = writeModel({
    ...model,
    graph: {
      ...graph,
      nodes: [...graph.nodes, ...further],
      outputs: [...graph.outputs, value('list', null, null), value('words', null, null)],
    },
  });
  const runner = await GraphRunner.open(bytes, { backend: 'auto' });
  assert.deepEqual(
    runner.outputs.map(({ name }) => name),
    ['scores'],
  );
  assert.deepEqual(Object.keys(await runner.run({ image: picture })), ['scores']);
  await runner.release();
});
