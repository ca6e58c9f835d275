import assert from 'node:assert/strict';
import { test } from 'node:test';
import { schemeObservable10 } from 'd3-scale-chromatic';
import { categoryColour, isBackground } from '../../../src/core/colour/categories.ts';
import {
  colourSegments,
  type NumberMap,
  outlineRegion,
  placeNames,
  resizeNumbers,
} from '../../../src/core/colour/segments.ts';

function mapOf(...rows: string[]): NumberMap {
  return { width: rows[0].length, height: rows.length, data: Uint8Array.from(rows.join(''), Number) };
}

/** Pixels as letters: `.` clear, `W` white, `D` dark, else a colour's red channel in hexadecimal tens. */
function draw(pixels: Uint8ClampedArray, width: number): string[] {
  const rows: string[] = [];
  for (let at = 0; at < pixels.length; at += 4 * width) {
    let row = '';
    for (let x = 0; x < width; x++) {
      const [red, , , alpha] = pixels.subarray(at + 4 * x, at + 4 * x + 4);
      row += alpha === 0 ? '.' : red === 255 ? 'W' : red === 20 ? 'D' : (red >> 4).toString(16);
    }
    rows.push(row);
  }
  return rows;
}

test("classes have d3's colours, 27 that differ, and a background is grey whatever its number", () => {
  const hex = (colour: readonly number[]) => `#${colour.map((c) => c.toString(16).padStart(2, '0')).join('')}`;
  for (let k = 0; k < 9; k++) assert.equal(hex(categoryColour(k)), schemeObservable10[k]);
  assert.equal(new Set(Array.from({ length: 27 }, (_, k) => hex(categoryColour(k)))).size, 27);
  assert.deepEqual(categoryColour(30), categoryColour(3));
  assert.deepEqual(categoryColour(0, 'background'), categoryColour(7, '__background__'));
  assert.notDeepEqual(categoryColour(0, 'background'), categoryColour(0, 'backpack'));
  assert.deepEqual(['Background', 'unlabeled', 'bg', 'bgr', 'void', 'avoid'].map(isBackground), [
    true,
    true,
    true,
    false,
    true,
    false,
  ]);
});

test('classes without a colour stay clear, and lines part those that have one', () => {
  const map = mapOf('00111', '00111', '22222', '22222', '22222');
  const pixels = colourSegments(
    map,
    new Map([
      [1, [16, 0, 0]],
      [2, [32, 0, 0]],
    ] as const),
  );
  assert.deepEqual(draw(pixels, 5), ['..W11', '..WWW', 'WWWWW', '22222', '22222']);
});

test('a region is outlined inside and outside, as wide as asked, also at the border of the picture', () => {
  const region = mapOf('11000', '11000', '00000', '00000');
  assert.deepEqual(draw(outlineRegion(region, 1), 5), ['.WD..', 'WWD..', 'DDD..', '.....']);
  assert.deepEqual(draw(outlineRegion(region, 2), 5), ['WWDD.', 'WWDD.', 'DDDD.', 'DDDD.']);
  assert.deepEqual(draw(outlineRegion(mapOf('11', '11'), 1), 2), ['..', '..']);
});

test('a map is made smaller and larger by the numbers at the centres', () => {
  assert.deepEqual([...resizeNumbers(mapOf('0123', '4567'), 2, 1).data], [5, 7]);
  assert.deepEqual([...resizeNumbers(mapOf('12'), 5, 1).data], [1, 1, 2, 2, 2]);
  assert.ok(resizeNumbers({ width: 1, height: 1, data: Uint16Array.of(300) }, 2, 2).data.every((n) => n === 300));
});

test('a name goes where its class is widest', () => {
  const places = placeNames(mapOf('0000000', '0111110', '0111110', '0111110', '0111110', '0111110', '2000000'));
  assert.deepEqual(places.get(1), { x: 3, y: 3, room: 3 });
  assert.deepEqual(places.get(2), { x: 0, y: 6, room: 1 });
  assert.equal(places.get(0)?.room, 1);
  assert.equal(places.has(3), false);
});
