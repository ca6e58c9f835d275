import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import type { Saliency } from '../../src/core/saliency.ts';
import { checkSavedExplanation, hashScores, saveExplanation, unpackMap } from '../../src/core/saved-explanation.ts';

const findings = [
  { label: 'dog', classIndex: 3, score: 0.9, box: [0, 0, 20, 20] as const },
  { label: 'cat', classIndex: 4, score: 0.8, box: null },
];

function mapOf(width: number, height: number, score: (x: number, y: number) => number): Saliency {
  return {
    width,
    height,
    data: Float32Array.from({ length: width * height }, (_, at) => score(at % width, Math.floor(at / width))),
    target: { index: 1, ...findings[1] },
    masks: 500,
    reliability: 0.8,
    provenance: {
      method: 'd-rise',
      options: {},
      seed: 7,
      modelSha256: 'm',
      pictureSha256: 'p',
      provider: 'wasm',
      adapter: null,
      versions: {},
      milliseconds: 1,
      notes: [],
    },
  };
}

test('a map comes back from plain JSON within half a step, shrunk to the size that was asked for', async () => {
  const map = mapOf(200, 100, (x, y) => Math.sin(x / 40) - y / 300);
  const saved = JSON.parse(
    JSON.stringify(
      await saveExplanation({ task: 'detection', width: 200, height: 100, findings }, [map], { side: 50 }),
    ),
  );
  const back = unpackMap(saved, saved.maps[0]);
  assert.deepEqual([back.width, back.height], [50, 25]);
  assert.deepEqual(back.target, { index: 1, ...findings[1] });
  assert.deepEqual([back.masks, back.reliability, back.provenance.seed], [500, 0.8, 7]);
  const range = Math.max(...map.data) - Math.min(...map.data);
  for (let y = 0; y < 25; y++) {
    for (let x = 0; x < 50; x++) {
      // Each place is the pixel in the middle of the four by four that it stands for.
      const pixel = map.data[(4 * y + 2) * 200 + 4 * x + 2];
      // Half of one of 255 steps, and the rounding of 32-bit floats.
      assert.ok(Math.abs(back.data[y * 50 + x] - pixel) <= range / 510 + 1e-6, `${x}, ${y}`);
    }
  }
});

test('a map that is the same everywhere stays so, and a small one keeps its size', async () => {
  const saved = await saveExplanation({ task: 'detection', width: 4, height: 3, findings }, [mapOf(4, 3, () => -0.25)]);
  const back = unpackMap(saved, saved.maps[0]);
  assert.deepEqual([back.width, back.height], [4, 3]);
  assert.deepEqual(new Set(back.data), new Set([-0.25]));
});

test('a file says what its maps were in words and by hash, and where picture and model are', async () => {
  const map = mapOf(8, 6, (x, y) => x * y);
  const options = { picture: 'dog.webp', model: 'embedded:detector' };
  const saved = await saveExplanation({ task: 'detection', width: 8, height: 6, findings }, [map], options);
  assert.deepEqual([saved.picture, saved.model], ['dog.webp', 'embedded:detector']);
  assert.equal(saved.maps[0].sha256, createHash('sha256').update(new Uint8Array(map.data.buffer)).digest('hex'));
  assert.equal(saved.maps[0].sha256, await hashScores(map));
  assert.match(saved.maps[0].summary ?? '', /The peak for cat/);
  assert.equal(checkSavedExplanation(JSON.parse(JSON.stringify(saved))).maps.length, 1);
});

test('what is no saved explanation is refused by its name', async () => {
  const saved = await saveExplanation({ task: 'detection', width: 4, height: 3, findings }, [mapOf(4, 3, () => 1)]);
  const broken: unknown[] = [
    null,
    [],
    {},
    { ...saved, version: 2 },
    { ...saved, width: 0 },
    { ...saved, findings: [{}] },
    { ...saved, maps: [{ ...saved.maps[0], finding: 2 }] },
    { ...saved, maps: [{ ...saved.maps[0], width: 5 }] },
    { ...saved, maps: [{ ...saved.maps[0], steps: '*' }] },
    { ...saved, maps: [{ ...saved.maps[0], low: 2 }] },
    { ...saved, maps: [{ ...saved.maps[0], provenance: undefined }] },
  ];
  for (const value of broken) {
    assert.throws(() => checkSavedExplanation(value, 'a.json'), { code: 'explanation-invalid', message: /^a\.json / });
  }
});
