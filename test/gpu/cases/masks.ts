import { float16ToNumber } from '../../../src/core/halves.ts';
import { maskCells } from '../../../src/core/masks/cells.ts';
import { LatticeSum } from '../../../src/core/masks/lattice.ts';
import { latticeLayout } from '../../../src/core/masks/lattice-layout.ts';
import { PlainSum } from '../../../src/core/masks/plain-sum.ts';
import { defaultMaskSpec, type MaskSpec } from '../../../src/core/masks/spec.ts';
import { filterTent } from '../../../src/core/masks/tent.ts';
import type { BufferPool } from '../../../src/gpu/buffer-pool.ts';
import { WORKGROUP } from '../../../src/gpu/kernel.ts';
import { AccumulateKernel, latticePlaneSize } from '../../../src/gpu/kernels/accumulate.ts';
import { AccumulatePlainKernel } from '../../../src/gpu/kernels/accumulate-plain.ts';
import { Batch } from '../../../src/gpu/kernels/batch.ts';
import { bitWords, MaskCellsKernel, maskWords } from '../../../src/gpu/kernels/mask-cells.ts';
import { uploadAxes } from '../../../src/gpu/kernels/mask-value.ts';
import { MaskedBatchKernel } from '../../../src/gpu/kernels/masked-batch.ts';
import { TentKernel, tentSources } from '../../../src/gpu/kernels/tent.ts';
import { MaskedBatchWriter, type MaskedInput } from '../../../src/gpu/reference/masked-batch.ts';
import { uniform } from '../detector-data.ts';
import {
  asFloats,
  assertClose,
  assertSame,
  assertTrue,
  type GpuCase,
  guarded,
  readGuarded,
  runPass,
  withPool,
} from './harness.ts';

const BASE = defaultMaskSpec({ width: 37, height: 23 }, { grid: 5, keep: 0.5, seed: 2 ** 40 + 9 });
const SPECS: Record<string, MaskSpec> = {
  'default 5x5': BASE,
  'one cell': defaultMaskSpec({ width: 1, height: 1 }, { grid: 1, keep: 0.5, seed: 1 }),
  'odd pitch, 16x16, keep .3': defaultMaskSpec({ width: 75, height: 47 }, { grid: 16, keep: 0.3, seed: 5 }),
  nearest: { ...BASE, interpolation: 'nearest' },
  cubic: { ...BASE, interpolation: 'cubic' },
  mirror: { ...BASE, border: 'mirror', upWidth: 51, upHeight: 33, offsetsX: 9, offsetsY: 7 },
};

/** Some of the masks of a batch: the ends and a few between. */
function sample(count: number): number[] {
  const step = Math.max(1, Math.floor(count / 50));
  return [...Array.from({ length: Math.ceil(count / step) }, (_, k) => k * step), count - 1];
}

/** Random cells of a batch on the device, unguarded input for the other kernels. */
async function makeCells(pool: BufferPool, spec: MaskSpec, first: number, count: number, workgroup = WORKGROUP) {
  const batch = new Batch(pool, spec);
  batch.set(first, count);
  const masks = guarded(pool, 'masks', count * maskWords(spec));
  const kernel = await MaskCellsKernel.create(pool.device, spec, workgroup);
  runPass(pool.device, (pass) => kernel.encode(pass, kernel.bind({ batch: batch.buffer, masks }), count));
  return { batch: batch.buffer, masks };
}

function cellsCase(spec: MaskSpec, first: number, count: number, workgroup = WORKGROUP): GpuCase {
  return withPool(async (pool, device) => {
    const { masks } = await makeCells(pool, spec, first, count, workgroup);
    const stride = maskWords(spec);
    const words = await readGuarded(device, masks, count * stride);
    for (const n of sample(count)) {
      const expected = maskCells(spec, first + n);
      const bits = words.subarray(n * stride, n * stride + bitWords(spec));
      const cells = Array.from(expected.cells, (_, k) => (bits[k >> 5] >>> (k & 31)) & 1);
      assertSame(cells, expected.cells, `mask ${n}`);
      assertSame(
        words.subarray((n + 1) * stride - 2, (n + 1) * stride),
        [expected.offsetX, expected.offsetY],
        'offsets',
      );
      const unused = bitWords(spec) * 32 - expected.cells.length;
      const last = bits[bits.length - 1];
      assertTrue(unused === 0 || last >>> (32 - unused) === 0, 'bits beyond the last cell are 0');
    }
  });
}

function pictureOf(spec: MaskSpec, layout: 'NCHW' | 'NHWC', channels: number, pad: number): MaskedInput {
  const width = spec.width + 2 * pad;
  const height = spec.height + pad;
  const content = { x: pad, y: pad, width: spec.width, height: spec.height };
  const length = channels * width * height;
  const image = uniform(length, 1);
  return { layout, channels, height, width, content, image, fill: uniform(length, 2).map((v) => v - 1) };
}

function maskedCase(
  spec: MaskSpec,
  input: MaskedInput,
  half: boolean,
  first: number,
  count: number,
  workgroup = WORKGROUP,
): GpuCase {
  return withPool(async (pool, device) => {
    const size = input.image.length;
    const total = Math.ceil((count * size) / (half ? 2 : 1));
    const masked = guarded(pool, 'masked', total);
    const kernel = await MaskedBatchKernel.create(device, spec, input, half, workgroup);
    const bound = kernel.bind({
      ...(await makeCells(pool, spec, first, count)),
      ...uploadAxes(pool, spec),
      image: pool.upload('image', input.image),
      fill: pool.upload('fill', input.fill),
      masked,
    });
    runPass(device, (pass) => kernel.encode(pass, bound, count));
    const words = await readGuarded(device, masked, total);
    const halves = new Uint16Array(words.buffer, words.byteOffset, words.length * 2);
    const writer = new MaskedBatchWriter(spec, input);
    for (const n of sample(count)) {
      const expected = writer.write(first + n, 1);
      const actual = half
        ? Float32Array.from(halves.subarray(n * size, (n + 1) * size), float16ToNumber)
        : asFloats(words).subarray(n * size, (n + 1) * size);
      // float32: sums in another order, values up to 1. float16: 11 bits, rounded either way.
      assertClose(actual, expected, half ? 2 ** -10 : 2e-6, `picture ${n}`);
    }
  });
}

/** Scores in several batches, accumulated on the GPU, against the CPU's float64 sums. */
function sumCase(
  spec: MaskSpec,
  targets: number,
  counts: readonly number[],
  plain: boolean,
  workgroup = WORKGROUP,
): GpuCase {
  return withPool(async (pool, device) => {
    const layout = plain ? { width: spec.width, height: spec.height } : latticeLayout(spec);
    const planeSize = plain ? spec.width * spec.height : latticePlaneSize(spec);
    const total = (targets + 1) * planeSize;
    const planes = guarded(pool, 'planes', total, new Float32Array(total));
    const reference = plain ? new PlainSum(spec, targets) : new LatticeSum(spec, targets);
    let first = 3;
    const scoreSums = new Float64Array(targets);
    for (const count of counts) {
      const scores = uniform(count * targets, first + 1);
      for (let n = 0; n < count; n++) {
        const row = scores.subarray(n * targets, (n + 1) * targets);
        reference.add(first + n, row);
        row.forEach((score, t) => {
          scoreSums[t] += score;
        });
      }
      const inputs = {
        ...(await makeCells(pool, spec, first, count)),
        ...uploadAxes(pool, spec),
        similarities: pool.upload('similarities', scores),
        planes,
      };
      if (plain) {
        const kernel = await AccumulatePlainKernel.create(device, spec, targets, workgroup);
        runPass(device, (pass) => kernel.encode(pass, kernel.bind(inputs)));
      } else {
        const kernel = await AccumulateKernel.create(device, spec, targets, workgroup);
        runPass(device, (pass) => kernel.encode(pass, kernel.bind(inputs)));
      }
      first += count;
    }
    const masks = counts.reduce((sum, count) => sum + count, 0);
    const sums = asFloats(await readGuarded(device, planes, total));
    for (const target of sample(targets)) {
      const scored = sums.subarray(target * planeSize, (target + 1) * planeSize);
      const finished = plain
        ? Float64Array.from(scored)
        : filterTent(Float64Array.from(scored), layout as ReturnType<typeof latticeLayout>, spec);
      const actual = finished.map((value) => value / masks);
      // float32 sums of at most 1 per mask.
      assertClose(actual, reference.map(target, 'raw'), 2e-6, `plane of target ${target}`);
    }
  });
}

function tentCase(pitchX: number, pitchY: number, width: number, height: number, workgroup = WORKGROUP): GpuCase {
  return withPool(async (pool, device) => {
    const cellsX = Math.ceil(width / pitchX) + 1;
    const cellsY = Math.ceil(height / pitchY) + 1;
    const spec = { ...BASE, width, height, cellsX, cellsY, upWidth: cellsX * pitchX, upHeight: cellsY * pitchY };
    const layout = latticeLayout(spec);
    const size = layout.width * layout.height;
    const values = uniform(2 * size, pitchX);
    const planes = pool.upload('planes', values);
    const uniformUsage = GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
    const sources = pool.create('sources', 16, uniformUsage);
    const alone = pool.create('alone', 16, uniformUsage);
    device.queue.writeBuffer(sources, 0, tentSources(0, size, 0.5, -0.25));
    device.queue.writeBuffer(alone, 0, tentSources(0, 0, 1, 0));
    const narrow = guarded(pool, 'narrow', width * layout.height);
    const filtered = guarded(pool, 'filtered', width * height);
    const lines = { width, height: layout.height, line: layout.width };
    const along = await TentKernel.create(device, { axis: 'x', pitch: pitchX, ...lines }, workgroup);
    const down = await TentKernel.create(device, { axis: 'y', pitch: pitchY, width, height, line: width }, workgroup);
    runPass(device, (pass) => {
      along.encode(pass, along.bind({ sources, planes, filtered: narrow }));
      down.encode(pass, down.bind({ sources: alone, planes: narrow, filtered }));
    });
    const mixed = Float64Array.from({ length: size }, (_, k) => 0.5 * values[k] - 0.25 * values[size + k]);
    const expected = filterTent(mixed, layout, spec);
    await readGuarded(device, narrow, width * layout.height);
    const actual = asFloats(await readGuarded(device, filtered, width * height));
    // Taps sum to `pitch` along each axis and values are at most .5: float32 sums of pitch^2 terms.
    assertClose(actual, expected, 1e-6 * pitchX * pitchY, 'map');
  });
}

// More than 65 535 workgroups are bearable on a software adapter when they are small.
const wide = defaultMaskSpec({ width: 64, height: 64 }, { grid: 2, keep: 0.5, seed: 4 });
const large = defaultMaskSpec({ width: 740, height: 720 }, { grid: 1, keep: 0.5, seed: 4 });
const single = SPECS['one cell'];

export const maskCases: Record<string, GpuCase> = {
  ...Object.fromEntries(
    Object.entries(SPECS).flatMap(([name, spec]): [string, GpuCase][] => [
      [`mask-cells: ${name}, 1 mask`, cellsCase(spec, 0, 1)],
      [`mask-cells: ${name}, 333 masks from a high number`, cellsCase(spec, 0xfffffff0 - 333, 333)],
      [`masked-batch: ${name}, NCHW, padding`, maskedCase(spec, pictureOf(spec, 'NCHW', 3, 2), false, 0, 5)],
      [`accumulate-plain: ${name}, 9 targets`, sumCase(spec, 9, [7, 1], true)],
    ]),
  ),
  'mask-cells: more than 65 535 workgroups': cellsCase(single, 0, 65536 * 4 + 5, 8),
  'masked-batch: 1 x 1 pixel, 1 channel, 1 mask': maskedCase(single, pictureOf(single, 'NCHW', 1, 0), false, 7, 1),
  'masked-batch: NHWC, odd size': maskedCase(BASE, pictureOf(BASE, 'NHWC', 3, 1), false, 11, 3),
  'masked-batch: float16, odd number of elements in all': maskedCase(BASE, pictureOf(BASE, 'NCHW', 1, 0), true, 2, 3),
  'masked-batch: float16, NHWC': maskedCase(BASE, pictureOf(BASE, 'NHWC', 3, 1), true, 2, 4),
  'masked-batch: more than 65 535 workgroups': maskedCase(wide, pictureOf(wide, 'NCHW', 1, 0), false, 0, 130, 8),
  'accumulate: default 5x5, one target': sumCase(BASE, 1, [1], false),
  'accumulate: default 5x5, three batches': sumCase(BASE, 3, [40, 1, 33], false),
  'accumulate: odd pitch, many masks': sumCase(SPECS['odd pitch, 16x16, keep .3'], 2, [300], false),
  'accumulate: 1 x 1 pixel': sumCase(single, 1, [9], false),
  'accumulate: more than 65 535 workgroups': sumCase(single, 60_000, [2], false, 8),
  'accumulate-plain: more than 65 535 workgroups': sumCase(large, 1, [2], true, 8),
  'tent: pitch 1': tentCase(1, 1, 5, 3),
  'tent: odd and even pitch': tentCase(7, 6, 61, 43),
  'tent: pitch 40': tentCase(40, 30, 131, 7),
  'tent: more than 65 535 workgroups': tentCase(2, 1, 740, 720, 8),
};
