import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EngineClient } from '../../src/engine/client.ts';
import { explainStream } from '../../src/engine/explain-stream.ts';
import type { SamplesInfo } from '../../src/engine/info.ts';
import { ModelHandle } from '../../src/engine/model-handle.ts';
import type { Call, StreamWindow, StreamWish } from '../../src/engine/protocol.ts';
import { FakeWorkers, modelInfo } from './fake-worker.ts';

const fed = { rows: 1, columns: 2, start: 0, step: 1, data: new Float32Array(2), names: ['x'] };
const answer: SamplesInfo = { classes: null, frames: null, fed, map: null, obstacle: null };
const map = { provenance: { method: 'eigen-cam' } } as SamplesInfo['map'];

function setUp(answers: (call: Call<'explainSamples'>) => SamplesInfo = () => ({ ...answer, map })) {
  const sent: Call<'explainSamples'>[] = [];
  const workers = new FakeWorkers({
    load: async () => ({ ...modelInfo, task: 'series' }),
    release: async () => null,
    explainSamples: async (call) => {
      sent.push(call);
      return answers(call);
    },
  });
  const model = new ModelHandle(new EngineClient(workers.start), 'a.onnx');
  const controller = new AbortController();
  let number = 0;
  const next = async (): Promise<StreamWindow & { number: number }> => ({
    samples: [Float32Array.of(number, number)],
    rate: 2,
    start: number,
    number: number++,
  });
  let wish: Omit<StreamWish, 'wantsMap'> = { method: null, classIndex: null };
  const steps = explainStream(model, next, () => wish, controller.signal);
  const ask = (changes: Partial<typeof wish>) => {
    wish = { ...wish, ...changes };
  };
  return { sent, steps, ask, controller, taken: () => number };
}

test('the next window is taken when it is asked for, and only what the engine needs is sent', async () => {
  const { sent, steps, taken, controller } = setUp();
  const { window } = (await steps.next()).value;
  assert.deepEqual([window.number, taken()], [0, 1]);
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(taken(), 1, 'nothing is queued');
  assert.deepEqual((await steps.next()).value.window.number, 1);
  assert.deepEqual(Object.keys(sent[0].window).sort(), ['rate', 'samples', 'start']);
  controller.abort(new Error('enough'));
  await assert.rejects(steps.next(), /enough/);
});

test('the method that was found is named from then on, until another is chosen', async () => {
  const { sent, steps, ask, controller } = setUp();
  await steps.next();
  await steps.next();
  ask({ method: 'grad-cam', classIndex: 3 });
  await steps.next();
  ask({ method: null });
  await steps.next();
  assert.deepEqual(
    sent.map(({ method, classIndex, wantsMap }) => [method, classIndex, wantsMap]),
    [
      [null, null, true],
      ['eigen-cam', null, true],
      ['grad-cam', 3, true],
      ['eigen-cam', 3, true],
    ],
  );
  controller.abort(new Error('enough'));
  await assert.rejects(steps.next(), /enough/);
});

test('a model without a map is asked for its answers alone, unless a method is named', async () => {
  const { sent, steps, ask, controller } = setUp(() => ({ ...answer, obstacle: 'It has no layer.' }));
  assert.equal((await steps.next()).value.answer.obstacle, 'It has no layer.');
  await steps.next();
  ask({ method: 'grad-cam' });
  await steps.next();
  assert.deepEqual(
    sent.map(({ wantsMap }) => wantsMap),
    [true, false, true],
  );
  controller.abort(new Error('enough'));
  await assert.rejects(steps.next(), /enough/);
});
