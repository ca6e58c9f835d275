import assert from 'node:assert/strict';
import { test } from 'node:test';
import { XaiError } from '../../src/core/errors.ts';
import { fillMask } from '../../src/core/masks/evaluate.ts';
import { defaultMaskSpec, type MaskSpec } from '../../src/core/masks/spec.ts';
import { MaskedBatchWriter, type MaskedInput } from '../../src/gpu/reference/masked-batch.ts';
import { uniform } from './detector-data.ts';

/** Rows of 29 pixels: sixteen floats at once, three groups of four and one float more. */
const CONTENT = { x: 2, y: 1, width: 29, height: 9 };
const SIZE = { channels: 3, width: 33, height: 11 };
const base = defaultMaskSpec(CONTENT, { grid: 4, keep: 0.5, seed: 3 });
const specs: Record<string, MaskSpec> = {
  linear: base,
  mirrored: { ...base, border: 'mirror' },
  nearest: { ...base, interpolation: 'nearest' },
  cubic: { ...base, interpolation: 'cubic' },
};

function input(layout: 'NCHW' | 'NHWC', channels = SIZE.channels, isPlain = false): MaskedInput {
  const length = channels * SIZE.width * SIZE.height;
  const channelOf = (i: number) => (layout === 'NCHW' ? Math.floor(i / (SIZE.width * SIZE.height)) : i % channels);
  const fill = uniform(length, 2).map((v, i) => (isPlain ? -0.3 - 0.2 * channelOf(i) : -v));
  return { ...SIZE, layout, channels, content: CONTENT, image: uniform(length, 1), fill };
}

/** Every value of a copy by the definition. */
function assertCopy(actual: Float32Array, given: MaskedInput, spec: MaskSpec, index: number): void {
  const mask = new Float32Array(CONTENT.width * CONTENT.height);
  fillMask(spec, index, mask);
  const { channels, width, height, image, fill } = given;
  for (let c = 0; c < channels; c++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const at = given.layout === 'NCHW' ? (c * height + y) * width + x : (y * width + x) * channels + c;
        const mx = x - CONTENT.x;
        const my = y - CONTENT.y;
        const inside = mx >= 0 && my >= 0 && mx < CONTENT.width && my < CONTENT.height;
        const m = inside ? mask[my * CONTENT.width + mx] : 1;
        const expected = m * image[at] + (1 - m) * fill[at];
        // float32 against double: a few roundings of numbers below 2.
        assert.ok(
          Math.abs(actual[at] - expected) < 1e-6,
          `copy ${index}, element ${at}: ${actual[at]}, not ${expected}`,
        );
      }
    }
  }
}

for (const [name, spec] of Object.entries(specs)) {
  for (const layout of ['NCHW', 'NHWC'] as const) {
    for (const channels of [1, 3]) {
      test(`masked copies blend image and fill inside the content only: ${name}, ${layout}, ${channels} channels`, () => {
        const given = input(layout, channels);
        const { length } = given.image;
        const writer = new MaskedBatchWriter(spec, given, 3, 2);
        // The fourth call writes over the second, with fewer masks.
        for (const [first, count] of [
          [5, 2],
          [0, 3],
          [9, 1],
          [40, 2],
        ]) {
          const copies = writer.write(first, count);
          assert.equal(copies.length, count * length);
          for (let n = 0; n < count; n++) {
            assertCopy(copies.subarray(n * length, (n + 1) * length), given, spec, first + n);
          }
        }
      });
    }
  }
}

for (const layout of ['NCHW', 'NHWC'] as const) {
  test(`a fill of one colour gives the same as any other: ${layout}`, () => {
    const given = input(layout, 3, true);
    assertCopy(new MaskedBatchWriter(base, given).write(6, 1), given, base, 6);
  });
}

test('with two buffers a batch stays as it is while the next one is written', () => {
  const writer = new MaskedBatchWriter(base, input('NCHW'), 2, 2);
  const before = writer.write(0, 2);
  const copy = before.slice();
  writer.write(2, 2);
  assert.deepEqual(before, copy);
});

test('a batch that no memory holds is refused by its name', () => {
  assert.throws(
    () => new MaskedBatchWriter(base, input('NCHW'), 2 ** 24),
    (error) => error instanceof XaiError && error.code === 'out-of-memory' && error.option === 'batch',
  );
});
