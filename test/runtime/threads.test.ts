import assert from 'node:assert/strict';
import { test } from 'node:test';
import { prepareThreads } from '../../src/runtime/threads.ts';

class PlainWorker {
  readonly url: unknown;
  constructor(url: unknown) {
    this.url = url;
  }
}

/** The scope of a worker on an isolated page with so many logical processors. */
function scope(hardwareConcurrency: number, more: Readonly<Record<string, unknown>> = {}) {
  return {
    Worker: PlainWorker as never,
    WorkerGlobalScope: class {},
    crossOriginIsolated: true,
    navigator: { hardwareConcurrency },
    location: { origin: 'https://here.example' },
    ...more,
  } as NonNullable<Parameters<typeof prepareThreads>[0]> & { Worker: typeof PlainWorker };
}

test('half of the processors, but two where there are two, and four at most', () => {
  const threads = [1, 2, 3, 4, 6, 8, 64].map((processors) => prepareThreads(scope(processors)));
  assert.deepEqual(threads, [1, 2, 2, 2, 3, 4, 4]);
});

test('one where memory may not be shared or no worker be started; outside of a worker the choice is left open', () => {
  assert.equal(prepareThreads(scope(8, { crossOriginIsolated: false })), 1);
  assert.equal(prepareThreads(scope(8, { Worker: undefined })), 1);
  assert.equal(prepareThreads(scope(8, { WorkerGlobalScope: undefined })), null);
});

test('under Trusted Types scripts of the own origin are trusted, and no others', () => {
  const trustedTypes = {
    createPolicy: (name: string, rules: { createScriptURL(url: string): string }) => ({
      createScriptURL: (url: string) => `${name} trusts ${rules.createScriptURL(url)}`,
    }),
  };
  const isolated = scope(4, { trustedTypes });
  assert.equal(prepareThreads(isolated), 2);
  const own = new isolated.Worker(new URL('https://here.example/runtime.mjs'));
  assert.equal(own.url, 'xai-viewer trusts https://here.example/runtime.mjs');
  assert.throws(() => new isolated.Worker('https://there.example/runtime.mjs'), TypeError);
});

test('one where the page allows no such policy', () => {
  const refuse = () => {
    throw new TypeError('refused');
  };
  assert.equal(prepareThreads(scope(8, { trustedTypes: { createPolicy: refuse } })), 1);
});
