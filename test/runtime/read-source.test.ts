import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { pathToFileURL } from 'node:url';

const folder = await mkdtemp(path.join(tmpdir(), 'xai-source-'));
process.env.XDG_CACHE_HOME = path.join(folder, 'cache');
// After the variable is set: the cache's place is read from it once.
const { readSource } = await import('../../src/runtime/read-source.ts');

const BYTES = Uint8Array.from({ length: 200_000 }, (_, k) => (k * 31) % 251);
const SHA256 = createHash('sha256').update(BYTES).digest('hex');

interface Request {
  readonly method: string;
  readonly url: string;
}

let requests: Request[] = [];
/** What the server answers GET with; HEAD gets the same without the body. */
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let etag = '"one"';
const plain: typeof answer = (_, response) => {
  response.writeHead(200, { 'content-length': BYTES.length, etag });
  response.end(BYTES);
};

const server = createServer((request, response) => {
  requests.push({ method: request.method ?? '', url: request.url ?? '' });
  answer(request, response);
});
let origin = '';
let file = 0;

before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  requests = [];
  answer = plain;
  etag = '"one"';
});

/** An address that no other test has used. */
const fresh = () => `${origin}/models/model-${file++}.onnx`;
const asked = () => requests.map(({ method }) => method).join(' ');

test('a path, a file address, bytes, a buffer, a Blob, a File and a file handle give the same bytes', async () => {
  const place = path.join(folder, 'my model.onnx');
  await writeFile(place, BYTES);
  const handle = { kind: 'file', getFile: async () => new File([BYTES], 'handed.onnx') };
  const sources = {
    path: [place, 'my model.onnx', place],
    address: [pathToFileURL(place), 'my model.onnx', place],
    text: [pathToFileURL(place).href, 'my model.onnx', place],
    bytes: [BYTES, 'model.onnx', null],
    buffer: [BYTES.buffer, 'model.onnx', null],
    blob: [new Blob([BYTES]), 'model.onnx', null],
    file: [new File([BYTES], 'chosen.onnx'), 'chosen.onnx', null],
    handle: [handle as unknown as FileSystemFileHandle, 'handed.onnx', null],
  } as const;
  for (const [kind, [source, name, location]] of Object.entries(sources)) {
    const read = await readSource(source);
    assert.deepEqual(read.bytes, BYTES, kind);
    assert.deepEqual([read.sha256, read.name, read.location], [SHA256, name, location], kind);
  }
});

test('a path without a file says so', async () => {
  await assert.rejects(readSource(path.join(folder, 'absent.onnx')), {
    name: 'XaiError',
    code: 'input-missing',
    message: /no readable file at .*absent\.onnx; check the path/,
  });
});

test('an address is fetched with progress that ends at the stated size', async () => {
  const seen: [number, number | null][] = [];
  answer = (_, response) => {
    response.writeHead(200, { 'content-length': BYTES.length });
    response.write(BYTES.subarray(0, 70_000));
    setTimeout(() => response.end(BYTES.subarray(70_000)), 30);
  };
  const address = fresh();
  const read = await readSource(`${address}?download=1#top`, { onProgress: (...step) => seen.push(step) });
  assert.deepEqual(read.bytes, BYTES);
  assert.equal(read.name, address.split('/').pop());
  assert.equal(read.location, `${address}?download=1#top`);
  assert.ok(seen.length >= 2);
  assert.ok(seen.every(([loaded, total], k) => total === BYTES.length && loaded > (seen[k - 1]?.[0] ?? 0)));
  assert.equal(seen.at(-1)?.[0], BYTES.length);
});

test('without a stated size the total is not known', async () => {
  const totals = new Set<number | null>();
  answer = (_, response) => {
    response.writeHead(200);
    response.end(BYTES);
  };
  await readSource(fresh(), { onProgress: (_, total) => totals.add(total) });
  assert.deepEqual([...totals], [null]);
});

test('the second time the copy is used, after the server has said that nothing changed', async () => {
  const address = fresh();
  await readSource(address);
  assert.equal(asked(), 'GET');
  const seen: [number, number | null][] = [];
  const again = await readSource(address, { onProgress: (...step) => seen.push(step) });
  assert.equal(asked(), 'GET HEAD');
  assert.deepEqual(again.bytes, BYTES);
  assert.deepEqual(seen, [[BYTES.length, BYTES.length]]);
  etag = '"two"';
  await readSource(address);
  assert.equal(asked(), 'GET HEAD HEAD GET');
  await readSource(address);
  assert.equal(asked(), 'GET HEAD HEAD GET HEAD');
});

test('a server that gives no version is asked for everything again', async () => {
  answer = (_, response) => {
    response.writeHead(200, { 'content-length': BYTES.length });
    response.end(BYTES);
  };
  const address = fresh();
  await readSource(address);
  await readSource(address);
  assert.equal(asked(), 'GET HEAD GET');
});

test('with the hash known nobody is asked, and a copy with another hash is not used', async () => {
  const address = fresh();
  await readSource(address, { sha256: SHA256 });
  await readSource(address, { sha256: SHA256.toUpperCase() });
  assert.equal(asked(), 'GET');
  const other = createHash('sha256').update('other').digest('hex');
  await assert.rejects(readSource(address, { sha256: other }), {
    code: 'model-integrity',
    message: /not the file that was meant/,
  });
  assert.equal(asked(), 'GET GET');
});

test('cache: false neither reads a copy nor leaves one', async () => {
  const address = fresh();
  const copies = async () =>
    (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.onnx')).length;
  const had = await copies();
  await readSource(address, { cache: false });
  assert.equal(await copies(), had);
  await readSource(address);
  await readSource(address, { cache: false });
  assert.equal(asked(), 'GET GET GET');
});

test('a server out of reach leaves the copy; without one it is said what to check', async () => {
  const away = createServer(plain);
  await new Promise<void>((resolve) => away.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(away.address() as AddressInfo).port}/model.onnx`;
  await readSource(address);
  away.closeAllConnections();
  await new Promise((resolve) => away.close(resolve));
  assert.deepEqual((await readSource(address)).bytes, BYTES);
  await assert.rejects(readSource(`${address}.other`), {
    name: 'XaiError',
    code: 'model-fetch',
    message: /Nothing answered at .*Check the address/,
  });
});

test('an answer that is no model: status and address are told', async () => {
  answer = (_, response) => {
    response.writeHead(404, 'Not Found');
    response.end('nothing here');
  };
  await assert.rejects(readSource(fresh()), {
    code: 'model-fetch',
    message: /answered 404 Not Found; check the address/,
  });
});

test('a connection that breaks: how far it came, and no copy is kept', async () => {
  answer = (_, response) => {
    response.writeHead(200, { 'content-length': BYTES.length, etag });
    response.write(BYTES.subarray(0, 50_000));
    setTimeout(() => response.destroy(), 30);
  };
  const address = fresh();
  await assert.rejects(readSource(address), { code: 'model-fetch', message: /broke after \d+ bytes; try again/ });
  answer = plain;
  assert.deepEqual((await readSource(address)).bytes, BYTES);
  assert.equal(asked(), 'GET GET');
});

test('another size than was asked for is refused before it is hashed', async () => {
  await assert.rejects(readSource(BYTES, { bytes: BYTES.length + 1, sha256: SHA256 }), {
    code: 'model-integrity',
    message: /has 200000 bytes where 200001 were expected/,
  });
  await assert.rejects(readSource(BYTES, { sha256: 'f'.repeat(64) }), {
    code: 'model-integrity',
    message: new RegExp(SHA256),
  });
  await readSource(BYTES, { bytes: BYTES.length, sha256: SHA256 });
});

test('an abort is heard before, while asking, and while bytes arrive, with its reason', async () => {
  const reason = new Error('enough');
  const isReason = (cause: unknown) => cause === reason;
  await assert.rejects(readSource(BYTES, { signal: AbortSignal.abort(reason) }), isReason);

  const whileArriving = new AbortController();
  answer = (_, response) => {
    response.writeHead(200, { 'content-length': BYTES.length });
    response.write(BYTES.subarray(0, 1000));
  };
  const onProgress = () => whileArriving.abort(reason);
  await assert.rejects(readSource(fresh(), { signal: whileArriving.signal, onProgress }), isReason);

  const address = fresh();
  answer = plain;
  await readSource(address);
  const whileAsking = new AbortController();
  answer = () => whileAsking.abort(reason);
  await assert.rejects(readSource(address, { signal: whileAsking.signal }), isReason);
});
