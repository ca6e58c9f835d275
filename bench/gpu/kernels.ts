import { latticeLayout, tentTaps } from '../../src/core/masks/lattice-layout.ts';
import { defaultMaskSpec, type MaskSpec } from '../../src/core/masks/spec.ts';
import type { DenseProposals, DetectionTarget } from '../../src/core/proposals.ts';
import { threefry2x32 } from '../../src/core/random.ts';
import { BufferPool } from '../../src/gpu/buffer-pool.ts';
import { AccumulateKernel, latticePlaneSize } from '../../src/gpu/kernels/accumulate.ts';
import { AccumulatePlainKernel } from '../../src/gpu/kernels/accumulate-plain.ts';
import { Batch } from '../../src/gpu/kernels/batch.ts';
import { BOX_BYTES, DecodeProposalsKernel, HEAD_BYTES, uploadPriors } from '../../src/gpu/kernels/decode-proposals.ts';
import { KeepProposalsKernel } from '../../src/gpu/kernels/keep-proposals.ts';
import { MaskCellsKernel, maskWords } from '../../src/gpu/kernels/mask-cells.ts';
import { uploadAxes } from '../../src/gpu/kernels/mask-value.ts';
import { MaskedBatchKernel } from '../../src/gpu/kernels/masked-batch.ts';
import { ScoreClassesKernel } from '../../src/gpu/kernels/score-classes.ts';
import { type MaskedProposals, ScoreMasksKernel, uploadMaskSums } from '../../src/gpu/kernels/score-masks.ts';
import { ScoreProposalsKernel } from '../../src/gpu/kernels/score-proposals.ts';
import { uploadTargets } from '../../src/gpu/kernels/similarity.ts';
import { TentKernel, tentSources } from '../../src/gpu/kernels/tent.ts';
import { wordsPerMask } from '../../src/gpu/reference/keep-proposals.ts';
import { prepareTargets } from '../../src/gpu/reference/prepare-targets.ts';
import { DEFAULT_SIMILARITY } from '../../src/gpu/reference/similarity.ts';
import type { GpuClock } from './clock.ts';

/** What one kernel does with a batch. */
export interface KernelTime {
  readonly name: string;
  /** Bytes that have to be read and written at least, each once. */
  readonly bytes: number;
  /** Additions, multiplications and comparisons, roughly. */
  readonly operations: number;
  /** Milliseconds a batch. */
  readonly time: number;
}

/** A detector as large as the usual ones: a square input, proposals of strides 8, 16 and 32. */
export interface Shape {
  readonly side: number;
  readonly classes: number;
  readonly targets: number;
  readonly batch: number;
  /** Prototypes of masks, a quarter of the input's side. */
  readonly prototypes: number;
}

/** As YOLOv8 for segmentation has it, 20 objects in a picture. */
export const USUAL: Shape = { side: 640, classes: 80, targets: 20, batch: 16, prototypes: 32 };
/** To see that all of it works. */
export const SMALL: Shape = { side: 96, classes: 9, targets: 3, batch: 2, prototypes: 4 };

const GRID = 16;
/** Operations of one Threefry block of 20 rounds, for two random words. */
const BLOCK_OPERATIONS = 120;

function uniform(length: number, seed: number): Float32Array {
  const words = new Uint32Array(2);
  return Float32Array.from({ length }, (_, k) => {
    threefry2x32(seed, 0, k, 0, words);
    return words[0] / 2 ** 32;
  });
}

/** Proposals that crowd where the targets are, few of them sure: how much of the work is spared hangs on that. */
function inventOutputs({ side, classes, batch, prototypes }: Shape, count: number): Float32Array {
  const components = 4 + classes + prototypes;
  const random = uniform(components * count, 1);
  const one = random.map((value, k) => {
    const component = Math.floor(k / count);
    if (component < 2) return ((k % 3) + 0.5 + 0.4 * (value - 0.5)) * (side / 3);
    if (component < 4) return (0.1 + 0.2 * value) * side;
    return component < 4 + classes ? value ** 12 : value - 0.5;
  });
  const all = new Float32Array(batch * one.length);
  for (let n = 0; n < batch; n++) all.set(one, n * one.length);
  return all;
}

function inventTargets({ side, classes, targets }: Shape, withMasks: boolean): DetectionTarget[] {
  const low = side / 4;
  return Array.from({ length: targets }, (_, t) => {
    const centre = ((t % 3) + 0.5) * (side / 3);
    const half = side / 8;
    const mask = new Uint8Array(low * low).map((__, k) => (k % low > low / 4 && k % low < low / 2 ? 1 : 0));
    return {
      box: [centre - half, centre - half, centre + half, centre + half],
      classVector: uniform(classes, t + 2).map((value) => value ** 8),
      mask: withMasks ? mask : null,
    };
  });
}

/** Every kernel of the pipeline on invented data of one shape. */
export async function measureKernels(clock: GpuClock, shape: Shape, milliseconds: number): Promise<KernelTime[]> {
  const { device } = clock;
  const { side, classes, targets, batch: pictures, prototypes } = shape;
  const pool = new BufferPool(device);
  const found: KernelTime[] = [];
  const add = async (
    name: string,
    work: { bytes: number; operations: number },
    encode: (pass: GPUComputePassEncoder) => void,
  ) => {
    found.push({ name, ...work, time: await clock.time(encode, milliseconds) });
  };
  try {
    const spec = defaultMaskSpec({ width: side, height: side }, { grid: GRID, keep: 0.5, seed: 1 });
    const pixels = side * side;
    const storage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
    const batch = new Batch(pool, spec);
    batch.set(0, pictures);
    const masks = pool.create('masks', pictures * maskWords(spec) * 4, storage);
    const axes = uploadAxes(pool, spec);
    const frame = { layout: 'NCHW', channels: 3, width: side, height: side } as const;
    const input = { ...frame, content: { x: 0, y: 0, width: side, height: side } };
    const image = pool.upload('image', uniform(3 * pixels, 9));
    const fill = pool.upload('fill', new Float32Array(3 * pixels));
    const cellCount = spec.cellsX * spec.cellsY;

    const cells = await MaskCellsKernel.create(device, spec);
    const cellsBound = cells.bind({ batch: batch.buffer, masks });
    await add(
      'mask-cells',
      { bytes: pictures * maskWords(spec) * 4, operations: pictures * (cellCount / 2 + 1) * BLOCK_OPERATIONS },
      (pass) => cells.encode(pass, cellsBound, pictures),
    );

    for (const half of [false, true]) {
      const masked = pool.create('masked', pictures * 3 * pixels * (half ? 2 : 4), storage);
      const painter = await MaskedBatchKernel.create(device, spec, input, half);
      const bound = painter.bind({ ...axes, batch: batch.buffer, masks, image, fill, masked });
      const written = pictures * 3 * pixels * (half ? 2 : 4);
      // Two look-ups and a bilinear blend of four cells, then the blend of picture and fill.
      await add(
        `masked-batch ${half ? 'float16' : 'float32'}`,
        { bytes: written + 2 * 3 * pixels * 4, operations: pictures * 3 * pixels * 20 },
        (pass) => painter.encode(pass, bound, pictures),
      );
    }

    const count = [8, 16, 32].reduce((sum, stride) => sum + Math.floor(side / stride) ** 2, 0);
    const components = 4 + classes + prototypes;
    const low = side / 4;
    const view = (component: number) => ({ output: 'raw', offset: component * count, row: 1, column: count });
    const layout: DenseProposals = {
      kind: 'dense',
      count,
      classes,
      boxes: view(0),
      coding: 'cxcywh',
      boxScale: [1, 1],
      priors: null,
      scores: view(4),
      scoreActivation: 'none',
      objectness: null,
      objectnessActivation: 'none',
      scorePowers: [1, 1],
      masks: {
        coefficients: view(4 + classes),
        prototypes: { output: 'prototypes', count: prototypes, width: low, height: low },
      },
      batchStride: { raw: components * count, prototypes: prototypes * low * low },
    };
    const outputs = {
      raw: pool.upload('raw', inventOutputs(shape, count)),
      prototypes: pool.upload(
        'prototypes',
        uniform(pictures * prototypes * low * low, 5).map((value) => value - 0.45),
      ),
    };
    const similarities = pool.upload('similarities', uniform(pictures * targets, 3));
    const buffers = {
      batch: batch.buffer,
      outputs,
      priors: uploadPriors(pool, layout),
      boxes: pool.create('boxes', pictures * count * BOX_BYTES, storage),
      heads: pool.create('heads', pictures * count * HEAD_BYTES, storage),
      remaining: pool.create('remaining', pictures * count * 4, storage),
      kept: pool.create('kept', pictures * wordsPerMask(classes) * 4, storage),
      fault: pool.create('fault', 4, storage),
      similarities,
    };
    const proposals = pictures * count;
    const decode = await DecodeProposalsKernel.create(device, layout, false);
    const decodeBound = decode.bind(buffers);
    await add(
      'decode-proposals',
      { bytes: proposals * (4 * (4 + classes) + BOX_BYTES + HEAD_BYTES), operations: proposals * (classes * 2 + 10) },
      (pass) => decode.encode(pass, decodeBound, pictures),
    );
    const plainTargets = uploadTargets(pool, prepareTargets(inventTargets(shape, false), classes, null), classes);
    const score = await ScoreProposalsKernel.create(device, layout, targets, DEFAULT_SIMILARITY, false);
    const scoreBound = score.bind({ ...buffers, targets: plainTargets });
    // Every target looks at every box; class vectors are read where they can still win, which the data decide.
    await add(
      'score-proposals',
      { bytes: proposals * (BOX_BYTES + HEAD_BYTES) + pictures * targets * 4, operations: proposals * targets * 16 },
      (pass) => score.encode(pass, scoreBound, pictures),
    );
    const maskedTargets = prepareTargets(inventTargets(shape, true), classes, { width: low, height: low });
    const scoreMasks = await ScoreMasksKernel.create(
      device,
      layout as MaskedProposals,
      { width: side, height: side },
      targets,
      DEFAULT_SIMILARITY,
      false,
    );
    const masksBound = scoreMasks.bind({
      ...buffers,
      targets: uploadTargets(pool, maskedTargets, classes),
      maskSums: uploadMaskSums(pool, maskedTargets, { width: low, height: low }),
    });
    await add(
      'score-masks',
      {
        bytes: pictures * (prototypes * low * low * 4 + count * (BOX_BYTES + HEAD_BYTES)),
        operations: pictures * targets * (count * 16 + (100 * low * low * prototypes * 2) / 16),
      },
      (pass) => scoreMasks.encode(pass, masksBound, pictures),
    );
    const keep = await KeepProposalsKernel.create(device, layout, { width: side, height: side }, false);
    const keepBound = keep.bind(buffers);
    await add(
      'keep-proposals',
      { bytes: proposals * (HEAD_BYTES + 8) + pictures * wordsPerMask(classes) * 4, operations: proposals * 32 * 12 },
      (pass) => keep.encode(pass, keepBound, pictures),
    );
    const scoring = { classes: 1000, activation: 'softmax', targets: 5, keep: true, half: false } as const;
    const classify = await ScoreClassesKernel.create(device, scoring);
    const classifyBound = classify.bind({
      batch: batch.buffer,
      output: pool.upload('logits', uniform(pictures * 1000, 4)),
      chosen: pool.upload(
        'chosen',
        Uint32Array.from({ length: 5 }, (_, k) => k),
      ),
      similarities,
      kept: pool.create('kept-classes', pictures * 4000, storage),
      fault: buffers.fault,
    });
    await add('score-classes', { bytes: pictures * 8000, operations: pictures * 1000 * 6 }, (pass) =>
      classify.encode(pass, classifyBound, pictures),
    );

    await addSums(pool, clock, spec, { targets, pictures }, { batch: batch.buffer, masks, similarities, ...axes }, add);
    return found;
  } finally {
    pool.destroy();
  }
}

type Add = (
  name: string,
  work: { bytes: number; operations: number },
  encode: (pass: GPUComputePassEncoder) => void,
) => Promise<void>;

/** The sums of a batch on the lattice and pixel by pixel, and the map that is made of the former. */
async function addSums(
  pool: BufferPool,
  { device }: GpuClock,
  spec: MaskSpec,
  { targets, pictures }: { targets: number; pictures: number },
  inputs: { batch: GPUBuffer; masks: GPUBuffer; similarities: GPUBuffer; axisX: GPUBuffer; axisY: GPUBuffer },
  add: Add,
): Promise<void> {
  const { width, height } = spec;
  const points = (spec.cellsX + 2) * (spec.cellsY + 2);
  const plane = latticePlaneSize(spec);
  const planes = pool.create('planes', (targets + 1) * plane * 4, GPUBufferUsage.STORAGE);
  const lattice = await AccumulateKernel.create(device, spec, targets);
  const latticeBound = lattice.bind({ ...inputs, planes });
  // Half of the cells keep; each of their points is read and written once a plane and mask.
  const added = (pictures * points * (targets + 1)) / 2;
  await add('accumulate', { bytes: added * 8, operations: added * 2 }, (pass) => lattice.encode(pass, latticeBound));
  const full = pool.create('full planes', (targets + 1) * width * height * 4, GPUBufferUsage.STORAGE);
  const plain = await AccumulatePlainKernel.create(device, spec, targets);
  const plainBound = plain.bind({ ...inputs, planes: full });
  await add(
    'accumulate-plain',
    { bytes: (targets + 1) * width * height * 8, operations: pictures * width * height * (15 + 2 * (targets + 1)) },
    (pass) => plain.encode(pass, plainBound),
  );

  const layout = latticeLayout(spec);
  const uniforms = GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
  const sources = pool.create('sources', 16, uniforms);
  const alone = pool.create('alone', 16, uniforms);
  device.queue.writeBuffer(sources, 0, tentSources(0, targets * plane, 1, -1));
  device.queue.writeBuffer(alone, 0, tentSources(0, 0, 1, 0));
  const narrow = pool.create('narrow', width * layout.height * 4, GPUBufferUsage.STORAGE);
  const map = pool.create('map', width * height * 4, GPUBufferUsage.STORAGE);
  const along = await TentKernel.create(device, {
    axis: 'x',
    pitch: layout.pitchX,
    width,
    height: layout.height,
    line: layout.width,
  });
  const down = await TentKernel.create(device, { axis: 'y', pitch: layout.pitchY, width, height, line: width });
  const alongBound = along.bind({ sources, planes, filtered: narrow });
  const downBound = down.bind({ sources: alone, planes: narrow, filtered: map });
  const taps = tentTaps(layout.pitchX) + tentTaps(layout.pitchY);
  await add(
    'tent (one map)',
    {
      bytes: (2 * plane + 2 * width * layout.height + width * height) * 4,
      operations: width * layout.height * taps * 5,
    },
    (pass) => {
      along.encode(pass, alongBound);
      down.encode(pass, downBound);
    },
  );
}
