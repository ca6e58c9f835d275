import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Box } from '../../src/core/boxes.ts';
import type { Saliency } from '../../src/core/saliency.ts';
import { energyInside, peak, summarise } from '../../src/core/summary.ts';

/** A map of 12 x 10 pixels that is `ground` but for some pixels. */
function mapOf(pixels: [x: number, y: number, value: number][], label: string, box: Box | null, ground = 0): Saliency {
  const data = new Float32Array(120).fill(ground);
  for (const [x, y, value] of pixels) data[y * 12 + x] = value;
  const target = { index: 0, label, classIndex: 1, score: 0.9, box };
  return { width: 12, height: 10, data, target } as unknown as Saliency;
}

const box: Box = [3, 2, 9, 8];

test('energyInside counts positive weight on pixels whose centre is in the box', () => {
  const map = mapOf(
    [
      [3, 2, 3],
      [8, 7, 2],
      [9, 7, 4],
      [2, 2, 1],
      [5, 5, -100],
    ],
    'dog',
    box,
  );
  assert.equal(energyInside(map, box), 0.5);
  assert.equal(energyInside(map, [2.6, 2.6, 9.4, 8]), 2 / 10);
  assert.equal(energyInside(mapOf([[5, 5, -1]], 'dog', box), box), 0);
});

test('values that are not finite do not count', () => {
  const map = mapOf(
    [
      [4, 4, Number.NaN],
      [5, 5, Number.POSITIVE_INFINITY],
      [6, 6, 1],
      [0, 0, 1],
    ],
    'dog',
    box,
  );
  assert.equal(energyInside(map, box), 0.5);
  assert.deepEqual(peak(map), { x: 0, y: 0, value: 1 });
  assert.equal(peak(mapOf([], 'dog', box, Number.NaN)), null);
});

test('one number of a box is not told by the name of a box; a difference lies in no one box', () => {
  const map = mapOf([[6, 5, 1]], 'left side of dog', box);
  const about = (spec: unknown) => summarise({ ...map, target: { ...map.target, spec } } as unknown as Saliency);
  assert.equal(
    about({ kind: 'box', box }),
    "100 % of the weight lies inside the left side of dog's box; the peak is in its middle.",
  );
  assert.equal(
    about({ kind: 'box', box, part: 'left' }),
    '100 % of the weight lies inside the box; the peak is in its middle.',
  );
  assert.match(about({ kind: 'difference' }), /^The peak for left side of dog is in the picture's middle; half/);
});

test('the sentence for a box: share and place of the peak, in every ninth', () => {
  const nine: [number, number, string][] = [
    [3, 2, 'at its upper left'],
    [5, 2, 'at its top'],
    [8, 3, 'at its upper right'],
    [4, 4, 'at its left'],
    [6, 5, 'in its middle'],
    [7, 4, 'at its right'],
    [3, 7, 'at its lower left'],
    [5, 6, 'at its bottom'],
    [8, 7, 'at its lower right'],
  ];
  for (const [x, y, where] of nine) {
    const map = mapOf(
      [
        [x, y, 62],
        [0, 0, 38],
      ],
      'dog',
      box,
    );
    assert.equal(summarise(map), `62 % of the weight lies inside the dog's box; the peak is ${where}.`);
  }
});

test('the sentence for a peak outside the box names the side', () => {
  const sides: [number, number, string][] = [
    [0, 0, 'above it to the left'],
    [5, 1, 'above it'],
    [9, 0, 'above it to the right'],
    [2, 4, 'to the left of it'],
    [11, 7, 'to the right of it'],
    [1, 9, 'below it to the left'],
    [3, 8, 'below it'],
    [11, 9, 'below it to the right'],
  ];
  for (const [x, y, where] of sides) {
    const map = mapOf(
      [
        [x, y, 999],
        [5, 5, 1],
      ],
      '',
      box,
    );
    assert.equal(summarise(map), `Less than 1 % of the weight lies inside the box; the peak is ${where}.`);
  }
});

test('the sentence without a box: where the peak is and on how much of the picture half of the weight lies', () => {
  const column = Array.from({ length: 10 }, (_, y): [number, number, number] => [0, y, 1]);
  const map = mapOf([[10, 0, 4], [11, 0, 3], [10, 1, 3], ...column], 'tabby cat', null);
  // Three pixels of 120 hold 10 of 20.
  assert.equal(
    summarise(map),
    "The peak for tabby cat is at the picture's upper right; half of the weight lies on 3 % of the picture.",
  );
  assert.equal(
    summarise(mapOf([[6, 5, 1.001]], '', null, 1)),
    "The peak is in the picture's middle; half of the weight lies on 50 % of the picture.",
  );
});

test('a map that is nowhere above 0 says so', () => {
  assert.equal(summarise(mapOf([], 'dog', box)), 'No part of the picture raises the score of dog.');
  assert.equal(summarise(mapOf([], '', null, Number.NaN)), 'No part of the picture raises the score.');
});

test('a box without a class is a box, whatever it is called', () => {
  const map = mapOf([[4, 4, 1]], 'your box', box);
  const drawn = { ...map, target: { ...map.target, classIndex: -1 } };
  assert.equal(summarise(drawn), '100 % of the weight lies inside the box; the peak is at its left.');
  const none = { ...mapOf([], 'your box', box), target: drawn.target };
  assert.equal(summarise(none), 'No part of the picture raises the score.');
});

test('a map of one mask is not spoken of as if it told something', () => {
  const map = mapOf([], 'dog', box);
  assert.match(summarise({ ...map, masks: 2 }), /No part of the picture raises the score of dog/);
  assert.match(summarise({ ...map, masks: 1 }), /One mask cannot tell/);
});
