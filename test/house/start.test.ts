import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';

test('npm start builds and serves the app, isolated and under the strict policy, until it is interrupted', async () => {
  const child = spawn(process.execPath, ['scripts/start.mjs', '--no-open'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  try {
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      said += chunk;
      if (/Ctrl-C/.test(said)) child.emit('ready');
    });
    await Promise.race([once(child, 'ready'), ended]);
    const url = /http:\/\/localhost:\d+\//.exec(said)?.[0];
    assert.ok(url, `an address is printed: ${said}`);
    const page = await fetch(url);
    assert.equal(page.status, 200);
    assert.match(page.headers.get('content-security-policy') ?? '', /worker-src 'self'/);
    assert.equal(page.headers.get('cross-origin-embedder-policy'), 'require-corp');
    assert.match(await page.text(), /<script type="module" src="[^"]*app\.js"/);
    for (const name of [
      'app.js',
      'worker.js',
      'ort-wasm-simd-threaded.asyncify.wasm',
      'ort-wasm-simd-threaded.jspi.wasm',
    ]) {
      const response: Response = await fetch(url + name, { method: 'HEAD' });
      assert.equal(response.status, 200, name);
    }
    child.kill('SIGINT');
    assert.deepEqual(await ended, [0, null]);
  } finally {
    child.kill('SIGKILL');
  }
});

test('npm start refuses a port that is none', async () => {
  const child = spawn(process.execPath, ['scripts/start.mjs', '--port', 'x'], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  for await (const chunk of child.stderr.setEncoding('utf8')) said += chunk;
  assert.match(said, /--port must be a whole number/);
  assert.equal(child.exitCode ?? (await once(child, 'exit'))[0], 1);
});
