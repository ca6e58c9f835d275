import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Picture } from '../../src/core/picture.ts';
import { measure } from '../../src/metrics/registry.ts';
import { goldenMap, goldenPicture, mapOf, redness } from './golden.ts';

test('a method that draws by chance is asked again with the seeds that follow, of the same picture', async () => {
  const picture = await goldenPicture();
  const first = goldenMap();
  const map = { ...first, provenance: { ...first.provenance, seed: 7 } };
  const asked: unknown[] = [];
  const found = await measure(
    'repeatability',
    {
      map,
      picture,
      // The same map, then its opposite: correlations 1 and -1.
      explain: async (again, model, seed) => {
        asked.push([again === picture, model, seed]);
        return asked.length === 1 ? first : mapOf(first.data.map((value) => -2 * value));
      },
    },
    { repeats: 2 },
  );
  assert.deepEqual(asked, [
    [true, undefined, 8],
    [true, undefined, 9],
  ]);
  assert.ok(Math.abs(found.value ?? 9) < 1e-9);
  const [same, opposite] = found.parts.correlations as number[];
  assert.ok(Math.abs(same - 1) < 1e-9 && Math.abs(opposite + 1) < 1e-9);
});

test('for all others each colour moves by one step at most, by another draw each time', async () => {
  const picture = await goldenPicture();
  const seen: Picture[] = [];
  const explain = async (again: Picture, _model?: unknown, seed?: number) => {
    assert.equal(seed, undefined);
    seen.push(again);
    return redness(again);
  };
  const { value } = await measure('repeatability', { map: await redness(picture), picture, explain }, { repeats: 3 });
  for (const again of seen) {
    assert.ok(again.data.every((colour, k) => Math.abs(colour - picture.data[k]) <= 1));
    assert.ok(again.data.some((colour, k) => colour !== picture.data[k]));
  }
  assert.equal(seen.length, 3);
  assert.notDeepEqual(seen[0].data, seen[1].data);
  assert.ok(value !== null && value > 0.99 && value < 1, `${value}`);
});

test('a flat map repeats nothing', async () => {
  const picture = await goldenPicture();
  const explain = async () => assert.fail('nothing to ask');
  const map = mapOf(new Float32Array(goldenMap().data.length).fill(0.5));
  assert.equal((await measure('repeatability', { map, picture, explain })).value, null);
});
