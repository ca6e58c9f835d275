import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as chromatic from 'd3-scale-chromatic';
import { COLORMAP_NAMES, colormapTable } from '../../../src/core/colour/colormaps.ts';

const originals: [Parameters<typeof colormapTable>[0], (t: number) => string][] = [
  ['viridis', chromatic.interpolateViridis],
  ['cividis', chromatic.interpolateCividis],
  ['magma', chromatic.interpolateMagma],
  ['inferno', chromatic.interpolateInferno],
  ['turbo', chromatic.interpolateTurbo],
  ['blue-red', (t) => chromatic.interpolateRdBu(1 - t)],
];

function channels(colour: string): number[] {
  if (colour.startsWith('#')) return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  return (colour.match(/\d+/g) as string[]).map(Number);
}

for (const [name, colourAt] of originals) {
  test(`${name} is d3's within one level, at all 256 steps`, () => {
    const table = colormapTable(name);
    for (let k = 0; k < 256; k++) {
      const wanted = channels(colourAt(k / 255));
      for (let channel = 0; channel < 3; channel++) {
        // Two of three steps are interpolated and rounded.
        assert.ok(Math.abs(table[3 * k + channel] - wanted[channel]) <= 1, `step ${k}, channel ${channel}`);
      }
    }
  });
}

test('jet runs from dark blue over green to dark red', () => {
  const table = colormapTable('jet');
  const at = (k: number) => [...table.subarray(3 * k, 3 * k + 3)];
  assert.deepEqual(at(0), [0, 0, 128]);
  assert.deepEqual(at(255), [128, 0, 0]);
  const [red, green, blue] = at(128);
  assert.ok(green === 255 && red > 120 && red < 135 && blue > 120 && blue < 135);
});

test('greys are equal steps from black to white', () => {
  const table = colormapTable('greys');
  for (let k = 0; k < 256; k++) assert.deepEqual([...table.subarray(3 * k, 3 * k + 3)], [k, k, k]);
});

test('perceptually uniform maps grow lighter all the way', () => {
  for (const name of ['viridis', 'cividis', 'magma', 'inferno', 'greys'] as const) {
    const table = colormapTable(name);
    const light = (k: number) => 0.2126 * table[3 * k] + 0.7152 * table[3 * k + 1] + 0.0722 * table[3 * k + 2];
    for (let k = 8; k < 256; k += 8) assert.ok(light(k) > light(k - 8), `${name} at ${k}`);
  }
});

test('every name has a table of 256 colours', () => {
  for (const name of COLORMAP_NAMES) assert.equal(colormapTable(name).length, 768, name);
});
