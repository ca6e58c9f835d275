import assert from 'node:assert/strict';
import { test } from 'node:test';
import { XaiError } from '../../src/core/errors.ts';
import { AuditClient } from '../../src/engine/audit-client.ts';
import type { AuditCall, PictureRecord, ToAuditWorker } from '../../src/engine/audit-protocol.ts';
import { FakeAuditWorkers, scriptedAudit } from './fake-audit-worker.ts';

const never = new AbortController().signal;
const OPEN = {
  models: [{ source: 'fake.onnx' }],
  data: { kind: 'files', name: 'data', files: [] },
  annotations: null,
} as const;
const RUN: AuditCall<'run'> = { kind: 'run', options: {}, journal: null };
const kinds = (heard: readonly ToAuditWorker[]) =>
  heard.map((message) => (message.kind === 'call' ? message.call.kind : message.kind));

test('pictures come as they are finished, and the report at the end', async () => {
  const workers = new FakeAuditWorkers(scriptedAudit({ pictures: 5 }));
  const client = new AuditClient(workers.start);
  const info = await client.open(OPEN, { signal: never });
  assert.equal(info.data.pictures, 5);
  const seen: string[] = [];
  const onRecords = (records: readonly PictureRecord[]) => seen.push(...records.map(({ picture }) => picture));
  const report = await client.call<'run'>(RUN, { signal: never, onRecords });
  assert.equal(report.summary.explained, 5);
  assert.deepEqual(seen, ['0000.png', '0001.png', '0002.png', '0003.png', '0004.png']);
  client.close();
  assert.equal(workers.ended, 1);
});

test('a run that is cancelled ends at once, and the same worker goes on', async () => {
  const workers = new FakeAuditWorkers(scriptedAudit({ pictures: 50, pace: 5 }));
  const client = new AuditClient(workers.start);
  await client.open(OPEN, { signal: never });
  const controller = new AbortController();
  const run = client.call<'run'>(RUN, { signal: controller.signal });
  setTimeout(() => controller.abort(new Error('enough')), 20);
  await assert.rejects(run, { message: 'enough' });
  await client.call<'estimate'>({ kind: 'estimate', options: {} }, { signal: never });
  assert.deepEqual([workers.started, workers.ended], [1, 0]);
  client.close();
});

test('a worker that does not hear is ended, and the next one opens again what was open', async () => {
  const workers = new FakeAuditWorkers(scriptedAudit({ pictures: 50, pace: 5 }));
  const client = new AuditClient(workers.start, { cancelMs: 20 });
  await client.open(OPEN, { signal: never });
  const controller = new AbortController();
  const run = client.call<'run'>(RUN, { signal: controller.signal });
  workers.deaf = true;
  controller.abort(new Error('enough'));
  await assert.rejects(run, { message: 'enough' });
  workers.deaf = false;
  const estimate = await client.call<'estimate'>({ kind: 'estimate', options: {} }, { signal: never });
  assert.equal(estimate.pictures, 50);
  assert.deepEqual([workers.started, workers.ended], [2, 1]);
  assert.deepEqual(kinds(workers.heard), ['open', 'run', 'cancel', 'open', 'estimate']);
  client.close();
});

test('a death and a refusal are told as errors', async () => {
  const workers = new FakeAuditWorkers(scriptedAudit({ pictures: 50, pace: 5 }));
  const client = new AuditClient(workers.start);
  await client.open(OPEN, { signal: never });
  const run = client.call<'run'>(RUN, { signal: never });
  workers.crash();
  await assert.rejects(run, { code: 'engine-failed', message: /What was finished is kept/ });
  const refusing = new FakeAuditWorkers({
    ...scriptedAudit({ pictures: 1 }),
    open: async () => {
      throw new XaiError('data-unreadable', 'There is no picture.', { file: 'data' });
    },
  });
  await assert.rejects(new AuditClient(refusing.start).open(OPEN, { signal: never }), {
    code: 'data-unreadable',
    file: 'data',
  });
});
