import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { sha256Hex, sha256Plain } from '../../src/core/hash.ts';

// Block borders of SHA-256: 55, 56, 63, 64, 119 and 120 bytes pad differently.
const lengths = [0, 1, 3, 55, 56, 57, 63, 64, 65, 119, 120, 128, 1000];

test('SHA-256 agrees with OpenSSL, with and without Web Crypto', async () => {
  for (const length of lengths) {
    const bytes = Uint8Array.from({ length }, (_, index) => (index * 37 + length) & 255);
    const expected = createHash('sha256').update(bytes).digest('hex');
    assert.equal(await sha256Hex(bytes), expected, `${length} bytes`);
    assert.equal(Buffer.from(sha256Plain(bytes)).toString('hex'), expected, `${length} bytes, plain`);
  }
});

test('SHA-256 takes a slice of a larger buffer and shared memory', async () => {
  const large = Uint8Array.from({ length: 200 }, (_, index) => index);
  const slice = large.subarray(13, 150);
  const expected = createHash('sha256').update(slice).digest('hex');
  assert.equal(await sha256Hex(slice), expected);
  const shared = new Uint8Array(new SharedArrayBuffer(slice.length));
  shared.set(slice);
  assert.equal(await sha256Hex(shared), expected);
});
