import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { isolation, type Server, startServer, strictPolicy } from '../../scripts/serve.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'xai-serve-'));
let server: Server;

before(async () => {
  mkdirSync(path.join(folder, 'root/below'), { recursive: true });
  mkdirSync(path.join(folder, 'root-beside'));
  writeFileSync(path.join(folder, 'root/index.html'), '<p>front</p>');
  writeFileSync(path.join(folder, 'root/below/index.html'), '<p>below</p>');
  for (const name of ['a.mjs', 'a.js', 'a.wasm', 'a.json', 'a.onnx'])
    writeFileSync(path.join(folder, 'root', name), '1');
  writeFileSync(path.join(folder, 'secret.txt'), 'secret');
  writeFileSync(path.join(folder, 'root-beside/secret.txt'), 'secret');
  server = await startServer({
    root: path.join(folder, 'root'),
    mounts: { '/more/': path.join(folder, 'root/below') },
    pages: { '/made.js': 'made' },
    headers: { ...isolation, ...strictPolicy },
  });
});

after(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

test('an answer has the type that browsers insist on, and the headers asked for', async () => {
  const expected = {
    '': 'text/html; charset=utf-8',
    'a.mjs': 'text/javascript; charset=utf-8',
    'a.js': 'text/javascript; charset=utf-8',
    'a.wasm': 'application/wasm',
    'a.json': 'application/json; charset=utf-8',
    'a.onnx': 'application/octet-stream',
    'made.js': 'text/javascript; charset=utf-8',
  };
  for (const [name, type] of Object.entries(expected)) {
    const response = await fetch(server.url + name);
    assert.equal(response.status, 200, name);
    assert.equal(response.headers.get('content-type'), type, name);
    assert.equal(response.headers.get('cross-origin-opener-policy'), 'same-origin');
    assert.equal(response.headers.get('cross-origin-embedder-policy'), 'require-corp');
    assert.match(response.headers.get('content-security-policy') ?? '', /script-src 'self' 'wasm-unsafe-eval'/);
    assert.equal((await response.arrayBuffer()).byteLength, Number(response.headers.get('content-length')));
  }
});

test('folders answer with their index, mounts with their own files, and HEAD without a body', async () => {
  assert.equal(await (await fetch(`${server.url}below/`)).text(), '<p>below</p>');
  assert.equal(await (await fetch(`${server.url}more/index.html?query`)).text(), '<p>below</p>');
  const head = await fetch(`${server.url}a.wasm`, { method: 'HEAD' });
  assert.deepEqual([head.status, head.headers.get('content-length'), await head.text()], [200, '1', '']);
});

/** Asks for a path as it is written; `fetch` would tidy it up first. */
function statusOf(rawPath: string, method = 'GET'): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asking = request({ host: '127.0.0.1', port: server.port, path: rawPath, method }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asking.on('error', reject);
    asking.end();
  });
}

test('nothing outside of the folder is given out, and odd requests are refused', async () => {
  for (const name of ['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/..%2froot-beside%2fsecret.txt']) {
    assert.equal(await statusOf(name), 404, name);
  }
  assert.equal(await statusOf('/none.txt'), 404);
  assert.equal(await statusOf('/%zz'), 400);
  assert.equal(await statusOf('/a.js%00'), 400);
  assert.equal(await statusOf('/a.js', 'POST'), 405);
});
