import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maskCells } from '../../../src/core/masks/cells.ts';
import { fillMask, MaskPainter } from '../../../src/core/masks/evaluate.ts';
import { defaultMaskSpec, type MaskSpec } from '../../../src/core/masks/spec.ts';

/** One value by the definition in words: every cell looked at, no tables, no separation of axes. */
function literalValue(spec: MaskSpec, index: number, x: number, y: number): number {
  const { cells, offsetX, offsetY } = maskCells(spec, index);
  const px = x + offsetX;
  const py = y + offsetY;
  if (spec.interpolation === 'nearest') {
    const i = Math.floor((px * spec.cellsX) / spec.upWidth);
    const j = Math.floor((py * spec.cellsY) / spec.upHeight);
    return cells[j * spec.cellsX + i];
  }
  const kernel = spec.interpolation === 'linear' ? tent : cubic;
  const sx = ((px + 0.5) * spec.cellsX) / spec.upWidth - 0.5;
  const sy = ((py + 0.5) * spec.cellsY) / spec.upHeight - 0.5;
  let sum = 0;
  for (let j = Math.floor(sy) - 1; j <= Math.floor(sy) + 2; j++) {
    for (let i = Math.floor(sx) - 1; i <= Math.floor(sx) + 2; i++) {
      const cell = cells[inside(j, spec.cellsY, spec.border) * spec.cellsX + inside(i, spec.cellsX, spec.border)];
      sum += kernel(sx - i) * kernel(sy - j) * cell;
    }
  }
  return Math.min(1, Math.max(0, sum));
}

function tent(distance: number): number {
  return Math.max(0, 1 - Math.abs(distance));
}

function cubic(distance: number): number {
  const d = Math.abs(distance);
  const a = -0.75;
  if (d <= 1) return (a + 2) * d ** 3 - (a + 3) * d ** 2 + 1;
  return d < 2 ? a * (d ** 3 - 5 * d ** 2 + 8 * d - 4) : 0;
}

/** Steps back from the border one cell at a time, as one would on paper. */
function inside(cell: number, count: number, border: MaskSpec['border']): number {
  let at = cell;
  while (at < 0 || at >= count) {
    if (border === 'clamp' || count === 1) at = at < 0 ? 0 : count - 1;
    else at = at < 0 ? -at : 2 * (count - 1) - at;
  }
  return at;
}

const base: MaskSpec = {
  ...defaultMaskSpec({ width: 37, height: 23 }, { grid: 5, keep: 0.4, seed: 11 }),
};
const specs: [string, MaskSpec][] = [
  ['the default lattice', base],
  [
    'linear, mirrored, no whole pitch',
    { ...base, border: 'mirror', upWidth: 47, upHeight: 31, offsetsX: 11, offsetsY: 9 },
  ],
  ['linear, mirrored, two cells', { ...base, border: 'mirror', cellsX: 2, cellsY: 2 }],
  ['linear, one cell', { ...base, border: 'mirror', cellsX: 1, cellsY: 1 }],
  ['cubic, clamped', { ...base, interpolation: 'cubic' }],
  ['cubic, mirrored', { ...base, interpolation: 'cubic', border: 'mirror' }],
  [
    'nearest, no whole pitch',
    { ...base, interpolation: 'nearest', upWidth: 44, upHeight: 30, offsetsX: 8, offsetsY: 8 },
  ],
  ['a window of one pixel', { ...base, width: 1, height: 1 }],
];

for (const [name, spec] of specs) {
  test(`masks agree with their literal definition: ${name}`, () => {
    const out = new Float32Array(spec.width * spec.height);
    for (const index of [0, 1, 77, 4_000_000_000]) {
      fillMask(spec, index, out);
      for (let y = 0; y < spec.height; y++) {
        for (let x = 0; x < spec.width; x++) {
          const difference = Math.abs(out[y * spec.width + x] - literalValue(spec, index, x, y));
          // Weights are rounded to float32 (6e-8 each); at most eight of them meet in a pixel.
          assert.ok(difference <= 5e-7, `mask ${index} at ${x}, ${y} is off by ${difference}`);
        }
      }
    }
  });
}

test('mirroring gives the corner that scikit-image gives for a 2x2 checkerboard enlarged to 8x8', () => {
  const spec: MaskSpec = {
    ...{ width: 8, height: 8, cellsX: 2, cellsY: 2, upWidth: 8, upHeight: 8, offsetsX: 1, offsetsY: 1 },
    ...{ interpolation: 'linear', border: 'mirror', keep: 0.5, seed: 0 },
  };
  const index = Array.from({ length: 1000 }, (_, k) => k).find(
    (k) => maskCells(spec, k).cells.join('') === '0110',
  ) as number;
  const out = new Float32Array(64);
  fillMask(spec, index, out);
  // The first four values as measured with scikit-image 0.26 (notes on border rules).
  assert.deepEqual(
    [...out.slice(0, 4)].map((value) => value.toFixed(3)),
    ['0.469', '0.406', '0.406', '0.469'],
  );
});

test('a mask does not depend on what was painted before it', () => {
  const painter = new MaskPainter(base);
  const alone = new Float32Array(37 * 23);
  const among = new Float32Array(37 * 23);
  fillMask({ ...base }, 5, alone);
  for (const index of [9, 0, 5]) painter.paint(index, among);
  assert.deepEqual(among, alone);
});

test('the mean of many masks is about the keep probability everywhere', () => {
  const spec = defaultMaskSpec({ width: 12, height: 9 }, { grid: 3, keep: 0.3, seed: 2 });
  const sum = new Float64Array(12 * 9);
  const out = new Float32Array(12 * 9);
  const masks = 20_000;
  for (let index = 0; index < masks; index++) {
    fillMask(spec, index, out);
    for (let k = 0; k < sum.length; k++) sum[k] += out[k];
  }
  // The standard error is below sqrt(.3 * .7 / 20000) = .0032; five of them.
  for (const value of sum) assert.ok(Math.abs(value / masks - 0.3) < 0.0165, `mean ${value / masks}`);
});

test('every offset occurs and every window lies inside the enlarged mask', () => {
  const seen = new Set<number>();
  for (let index = 0; index < 2000; index++) {
    const { offsetX, offsetY } = maskCells(base, index);
    assert.ok(offsetX + base.width <= base.upWidth && offsetY + base.height <= base.upHeight);
    seen.add(offsetY * base.offsetsX + offsetX);
  }
  assert.equal(seen.size, base.offsetsX * base.offsetsY);
});
