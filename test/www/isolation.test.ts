import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withIsolation } from '../../www/offline/isolation.ts';

const kept = () => new Response('x', { headers: { 'Content-Type': 'text/html' } });

test('pages and workers get the headers that isolate them, and keep their own', async () => {
  for (const destination of ['document', 'iframe', 'worker'] as const) {
    const { headers, status } = withIsolation(kept(), destination);
    assert.equal(headers.get('Cross-Origin-Opener-Policy'), 'same-origin');
    assert.equal(headers.get('Cross-Origin-Embedder-Policy'), 'require-corp');
    assert.equal(headers.get('Content-Type'), 'text/html');
    assert.equal(status, 200);
  }
});

test('what they load, and what is isolated already, is handed on as it is kept', () => {
  for (const destination of ['', 'script', 'style', 'image'] as const) {
    const response = kept();
    assert.equal(withIsolation(response, destination), response);
  }
  const isolated = kept();
  isolated.headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  isolated.headers.set('Cross-Origin-Embedder-Policy', 'credentialless');
  assert.equal(withIsolation(isolated, 'document'), isolated);
  const failed = Response.error();
  assert.equal(withIsolation(failed, 'document'), failed);
});
