import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { sha256Hex } from '../../src/core/hash.ts';
import { type SavedExplanation, unpackMap } from '../../src/core/saved-explanation.ts';
import { EXAMPLES } from '../../www/explain/examples.ts';

const saved = JSON.parse(readFileSync('www/first-look.json', 'utf8')) as SavedExplanation;
const hashOf = (file: string) => sha256Hex(new Uint8Array(readFileSync(file)));

test('what a first visitor sees was made of this picture by this model: else run scripts/make-first-look.mjs', async () => {
  const { provenance } = saved.maps[0];
  assert.equal(provenance.pictureSha256, await hashOf('www/first-look.webp'));
  const model = EXAMPLES.scenes.models[0].replace('embedded:', '');
  assert.equal(provenance.modelSha256, await hashOf(`www/models/${model}.onnx`));
});

test('its map lies on what it explains', () => {
  const map = unpackMap(saved, saved.maps[0]);
  const peak = map.data.indexOf(Math.max(...map.data));
  const x = ((peak % map.width) * saved.width) / map.width;
  const y = (Math.floor(peak / map.width) * saved.height) / map.height;
  const [x0, y0, x1, y1] = map.target.box ?? [0, 0, 0, 0];
  assert.ok(x >= x0 && x < x1 && y >= y0 && y < y1, `${x}, ${y}`);
});
