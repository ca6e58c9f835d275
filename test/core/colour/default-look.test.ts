import assert from 'node:assert/strict';
import { test } from 'node:test';
import { colourise } from '../../../src/core/colour/colourise.ts';
import { defaultColormap, defaultRange } from '../../../src/core/colour/default-look.ts';
import { drawOverlay } from '../../../src/core/colour/draw.ts';
import { findRange } from '../../../src/core/colour/score-range.ts';
import type { Saliency } from '../../../src/core/saliency.ts';

function mapOf(values: readonly number[], details: { sign?: string; grain?: 'pixel' } = {}): Saliency {
  const { sign, grain } = details;
  return {
    width: values.length,
    height: 1,
    data: Float32Array.from(values),
    target: { index: 0, label: 'cat', classIndex: 0, score: 0.9, box: null },
    masks: null,
    reliability: null,
    ...(grain && { grain }),
    provenance: {
      method: 'a-method',
      options: sign ? { sign } : {},
      seed: null,
      modelSha256: '',
      pictureSha256: '',
      provider: 'wasm',
      adapter: null,
      versions: {},
      milliseconds: 1,
      notes: [],
    },
  };
}

test('a map with signs gets two colours on both sides of 0, another one scale from 0', () => {
  const signed = mapOf([-2, 1], { sign: 'both' });
  assert.equal(defaultColormap(signed), 'blue-red');
  assert.equal(defaultRange(signed, 'blue-red'), 'symmetric');
  const plain = mapOf([-2, 1]);
  assert.equal(defaultColormap(plain), 'viridis');
  assert.equal(defaultRange(plain, 'viridis'), 'zero-max');
});

test('scores that all lie above 0 are coloured from the least of them', () => {
  const map = mapOf([0.5, 0.6]);
  assert.equal(defaultRange(map, 'viridis'), 'min-max');
  const picture = { width: 2, height: 1, data: new Uint8ClampedArray(8).fill(255), sha256: '' };
  const drawn = drawOverlay(map, picture);
  assert.deepEqual([...drawn.subarray(0, 3)], [255, 255, 255], 'the picture is clear where the map is least');
  assert.notDeepEqual([...drawn.subarray(4, 7)], [255, 255, 255]);
});

test('the few strongest dots of a map as fine as the picture do not set its range', () => {
  const values = Float32Array.from({ length: 1000 }, (_, k) => (k < 5 ? -100 : k / 1000));
  const map = mapOf([...values], { grain: 'pixel', sign: 'both' });
  assert.equal(defaultRange(map, 'blue-red'), 'symmetric-99');
  assert.equal(defaultRange(map, 'viridis'), 'zero-99');
  // Five magnitudes of 100, then .999, .998, ...: the 990th of 1000 in rising order is .994.
  const { low, high } = findRange(map.data, 'symmetric-99');
  assert.ok(Math.abs(high - 0.994) < 0.002 && low === -high, `${low} to ${high}`);
  assert.equal(findRange(map.data, 'zero-99').low, 0);
});

test('where 99 % are 0 the range reaches to the greatest', () => {
  const values = new Float32Array(1000);
  values[3] = -4;
  assert.deepEqual(findRange(values, 'symmetric-99'), { low: -4, high: 4 });
  assert.equal(colourise(values, { colormap: 'greys', range: 'symmetric-99' }).pixels[0], 128);
});
