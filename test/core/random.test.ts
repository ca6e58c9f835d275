import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gaussianNoise, seedKey, threefry2x32 } from '../../src/core/random.ts';

// Known-answer vectors that the authors of Random123 publish (kat_vectors, threefry2x32 with 20 rounds).
const KNOWN: [key: [number, number], counter: [number, number], words: [number, number]][] = [
  [
    [0, 0],
    [0, 0],
    [0x6b200159, 0x99ba4efe],
  ],
  [
    [0xffffffff, 0xffffffff],
    [0xffffffff, 0xffffffff],
    [0x1cb996fc, 0xbb002be7],
  ],
  [
    [0x13198a2e, 0x03707344],
    [0x243f6a88, 0x85a308d3],
    [0xc4923a9c, 0x483df7a0],
  ],
];

for (const [key, counter, words] of KNOWN) {
  test(`threefry2x32 of key ${key} and counter ${counter} is the published word pair`, () => {
    const out = new Uint32Array(2);
    threefry2x32(key[0], key[1], counter[0], counter[1], out);
    assert.deepEqual([...out], words);
  });
}

test('a seed beyond 32 bits uses both key words', () => {
  assert.deepEqual(seedKey(2 ** 40 + 5), [5, 256]);
});

test('noise is standard normal, and a pure function of seed, stream and sample', () => {
  const noise = gaussianNoise(100_001, 5, 7, 3);
  const mean = noise.reduce((sum, value) => sum + value, 0) / noise.length;
  const variance = noise.reduce((sum, value) => sum + value * value, 0) / noise.length;
  // Four standard errors of 100 000 draws.
  assert.ok(Math.abs(mean) < 0.013 && Math.abs(variance - 1) < 0.018, `${mean} ${variance}`);
  assert.deepEqual(gaussianNoise(100_001, 5, 7, 3), noise);
  assert.notDeepEqual(gaussianNoise(10, 5, 7, 4), gaussianNoise(10, 5, 7, 3));
  assert.notDeepEqual(gaussianNoise(10, 5, 8), gaussianNoise(10, 5, 7));
});
