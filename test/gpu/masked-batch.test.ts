import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fillMask } from '../../src/core/masks/evaluate.ts';
import { defaultMaskSpec } from '../../src/core/masks/spec.ts';
import { float16ToNumber } from '../../src/core/tensor.ts';
import { MaskedBatchWriter, type MaskedInput } from '../../src/gpu/reference/masked-batch.ts';
import { uniform } from './detector-data.ts';

const CONTENT = { x: 2, y: 1, width: 13, height: 9 };
const SIZE = { channels: 3, width: 17, height: 11 };
const spec = defaultMaskSpec(CONTENT, { grid: 4, keep: 0.5, seed: 3 });

function input(layout: 'NCHW' | 'NHWC'): MaskedInput {
  const length = SIZE.channels * SIZE.width * SIZE.height;
  return { layout, ...SIZE, content: CONTENT, image: uniform(length, 1), fill: uniform(length, 2).map((v) => -v) };
}

for (const layout of ['NCHW', 'NHWC'] as const) {
  test(`masked copies blend image and fill inside the content only, ${layout}`, () => {
    const given = input(layout);
    const length = given.image.length;
    const out = new Float32Array(2 * length + 1).fill(77);
    new MaskedBatchWriter(spec, given).write(5, 2, out);
    const half = new Uint16Array(2 * length);
    new MaskedBatchWriter(spec, given, true).write(5, 2, half);
    const mask = new Float32Array(CONTENT.width * CONTENT.height);
    for (let n = 0; n < 2; n++) {
      fillMask(spec, 5 + n, mask);
      for (let c = 0; c < 3; c++) {
        for (let y = 0; y < SIZE.height; y++) {
          for (let x = 0; x < SIZE.width; x++) {
            const at = layout === 'NCHW' ? (c * SIZE.height + y) * SIZE.width + x : (y * SIZE.width + x) * 3 + c;
            const mx = x - CONTENT.x;
            const my = y - CONTENT.y;
            const inside = mx >= 0 && my >= 0 && mx < CONTENT.width && my < CONTENT.height;
            const m = inside ? mask[my * CONTENT.width + mx] : 1;
            const expected = m * given.image[at] + (1 - m) * given.fill[at];
            // float32 against double: a few roundings of numbers below 1.
            assert.ok(Math.abs(out[n * length + at] - expected) < 1e-6);
            // Half precision carries 11 bits.
            assert.ok(Math.abs(float16ToNumber(half[n * length + at]) - expected) < 2 ** -11);
          }
        }
      }
    }
    assert.equal(out[2 * length], 77);
  });
}
