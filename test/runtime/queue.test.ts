import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enqueue } from '../../src/runtime/queue.ts';

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

test('work is done one piece at a time, in order, past failures', async () => {
  let running = 0;
  let most = 0;
  const order: number[] = [];
  const results = await Promise.allSettled(
    [5, 1, 3, 0, 2].map((milliseconds, k) =>
      enqueue(async () => {
        most = Math.max(most, ++running);
        await pause(milliseconds);
        order.push(k);
        running--;
        if (k === 1) throw new Error('this one fails');
        return k;
      }),
    ),
  );
  assert.equal(most, 1);
  assert.deepEqual(order, [0, 1, 2, 3, 4]);
  assert.deepEqual(
    results.map((result) => (result.status === 'fulfilled' ? result.value : result.reason.message)),
    [0, 'this one fails', 2, 3, 4],
  );
});

test('work that throws at once does not stop the queue', async () => {
  const failed = enqueue(() => {
    throw new Error('at once');
  });
  const next = enqueue(async () => 'done');
  await assert.rejects(failed, /at once/);
  assert.equal(await next, 'done');
});
