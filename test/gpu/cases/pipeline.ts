import { float16ToNumber } from '../../../src/core/halves.ts';
import { createMaskSum } from '../../../src/core/masks/create-mask-sum.ts';
import type { MapForm } from '../../../src/core/masks/mask-sum.ts';
import { defaultMaskSpec, type MaskSpec } from '../../../src/core/masks/spec.ts';
import type { DenseProposals, DetectionTarget } from '../../../src/core/proposals.ts';
import type { Answer } from '../../../src/gpu/answer-scorer.ts';
import { BufferPool, deviceUsage } from '../../../src/gpu/buffer-pool.ts';
import { openDevice } from '../../../src/gpu/device.ts';
import { MaskedPipeline } from '../../../src/gpu/masked-pipeline.ts';
import { packProposals, unpackProposals, wordsPerMask } from '../../../src/gpu/reference/keep-proposals.ts';
import { MaskedBatchWriter, type MaskedInput } from '../../../src/gpu/reference/masked-batch.ts';
import { prepareTargets } from '../../../src/gpu/reference/prepare-targets.ts';
import { ProposalReader } from '../../../src/gpu/reference/proposal-reader.ts';
import { scoreProposals } from '../../../src/gpu/reference/score-proposals.ts';
import { DEFAULT_SIMILARITY } from '../../../src/gpu/reference/similarity.ts';
import { activateScores } from '../../../src/tasks/classes.ts';
import { uniform } from '../detector-data.ts';
import { assertClose, assertSame, assertTrue, type GpuCase } from './harness.ts';

const WIDTH = 48;
const HEIGHT = 40;
const CONTENT = { x: 0, y: 4, width: 48, height: 32 };
const PROPOSALS = 40;
const CLASSES = 3;
const BATCH = 6;
const COUNTS = [6, 6, 6, 5];

/** Proposal p's box: a wandering 12 x 10 rectangle. */
function boxOf(p: number): [number, number, number, number] {
  const x = (p * 7) % 36;
  const y = 4 + ((p * 5) % 22);
  return [x, y, x + 12, y + 10];
}

/** A detector that anyone can check: the score of class c is the mean brightness of channel c in the box. */
function detect(picture: Float32Array): Float32Array {
  const raw = new Float32Array(PROPOSALS * (4 + CLASSES));
  for (let p = 0; p < PROPOSALS; p++) {
    const [x0, y0, x1, y1] = boxOf(p);
    raw.set([x0, y0, x1, y1], p * 7);
    for (let c = 0; c < CLASSES; c++) {
      let sum = 0;
      for (let y = y0; y < y1; y++) for (let x = x0; x < x1; x++) sum += picture[(c * HEIGHT + y) * WIDTH + x];
      raw[p * 7 + 4 + c] = sum / 120;
    }
  }
  return raw;
}

const layout: DenseProposals = {
  kind: 'dense',
  count: PROPOSALS,
  classes: CLASSES,
  boxes: { output: 'raw', offset: 0, row: 7, column: 1 },
  coding: 'xyxy',
  boxScale: [1, 1],
  priors: null,
  scores: { output: 'raw', offset: 4, row: 7, column: 1 },
  scoreActivation: 'none',
  objectness: null,
  objectnessActivation: 'none',
  scorePowers: [1, 1],
  masks: null,
  batchStride: { raw: PROPOSALS * 7 },
};
const targets: DetectionTarget[] = [
  { box: boxOf(3), classVector: Float32Array.of(0.9, 0.2, 0.1), mask: null },
  { box: boxOf(11), classVector: null, mask: null },
];
const proposalsAnswer: Answer = { kind: 'proposals', layout, targets, similarity: DEFAULT_SIMILARITY };
const classesAnswer: Answer = {
  kind: 'classes',
  output: 'raw',
  classes: 9,
  activation: 'softmax',
  chosen: [8, 0],
  keep: true,
};

/** A classifier likewise: nine brightnesses. */
function classify(picture: Float32Array): Float32Array {
  return Float32Array.from({ length: 9 }, (_, k) => {
    let sum = 0;
    for (let i = k; i < picture.length; i += 9) sum += picture[i];
    return sum / 100;
  });
}

async function readInput(device: GPUDevice, buffer: GPUBuffer, bytes: number, half: boolean): Promise<Float32Array> {
  const size = Math.ceil(bytes / 4) * 4;
  const staging = device.createBuffer({ size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(buffer, 0, staging, 0, size);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(GPUMapMode.READ);
  const copy = staging.getMappedRange().slice(0);
  staging.destroy();
  return half
    ? Float32Array.from(new Uint16Array(copy, 0, bytes / 2), float16ToNumber)
    : new Float32Array(copy, 0, bytes / 4);
}

function pipelineCase(spec: MaskSpec, answer: Answer, form: MapForm, half: boolean): GpuCase {
  return async (device) => {
    const size = CLASSES * WIDTH * HEIGHT;
    const input: MaskedInput = {
      layout: 'NCHW',
      channels: CLASSES,
      height: HEIGHT,
      width: WIDTH,
      content: CONTENT,
      image: uniform(size, 1),
      fill: new Float32Array(size),
    };
    const model = answer.kind === 'proposals' ? detect : classify;
    const pipeline = await MaskedPipeline.create({
      device,
      spec,
      input,
      halfInput: half,
      halfOutputs: false,
      batch: BATCH,
      answer,
    });
    const held = deviceUsage(device);
    const pool = new BufferPool(device);
    const writer = new MaskedBatchWriter(spec, input);
    const sum = createMaskSum(spec, 2);
    const reader = new ProposalReader(layout, input);
    const prepared = prepareTargets(targets, CLASSES, null);
    const expected = new Float32Array(2);
    const words = new Uint32Array(wordsPerMask(CLASSES));

    let first = 0;
    let buffer = pipeline.writeBatch(first, COUNTS[0]);
    for (const [k, count] of COUNTS.entries()) {
      // The next batch is written while this one is still with the model.
      const next = k + 1 < COUNTS.length ? pipeline.writeBatch(first + count, COUNTS[k + 1]) : buffer;
      const pictures = await readInput(device, buffer, count * pipeline.bytesPerPicture, half);
      const raws = Array.from({ length: count }, (_, n) => model(pictures.subarray(n * size, (n + 1) * size)));
      const raw = pool.upload('raw', Float32Array.from(raws.flatMap((values) => [...values])));
      const { scores, kept } = await pipeline.consumeOutputs({ raw }, first, count);
      assertSame([kept?.length ?? 0], [count * pipeline.keptWords], 'words kept');
      for (let n = 0; n < count; n++) {
        const own = model(writer.write(first + n, 1));
        if (answer.kind === 'proposals') {
          reader.read({ raw: own }, 0);
          scoreProposals(reader, prepared, DEFAULT_SIMILARITY, expected);
          packProposals(reader, words);
          const shape = { classes: CLASSES, ownObjectness: false, input };
          const a = unpackProposals(kept as Uint32Array, n * words.length, shape);
          const b = unpackProposals(words, 0, shape);
          if (!half) {
            assertClose(a.boxes, b.boxes, 0.002, `boxes kept of mask ${first + n}`);
            assertClose(a.objectness, b.objectness, 2 / 65535, `objectness kept of mask ${first + n}`);
          }
        } else {
          const all = activateScores(own, 'softmax');
          expected.set([all[8], all[0]]);
        }
        // float16 pictures carry 11 bits; float32 sums differ in their order.
        assertClose(scores.subarray(n * 2, n * 2 + 2), expected, half ? 2e-3 : 1e-5, `scores of mask ${first + n}`);
        sum.add(first + n, scores.subarray(n * 2, n * 2 + 2));
      }
      first += count;
      buffer = next;
    }
    assertSame([pipeline.count], [first], 'masks summed');
    for (const target of [0, 1]) {
      const map = await pipeline.map(target, form);
      const reference = sum.map(target, form);
      assertTrue(Math.max(...map) > Math.min(...map), 'a map is not flat');
      // Scores below 1 averaged over the masks, in float32.
      assertClose(map, reference, form === 'ratio' ? 1e-5 : 2e-6, `map ${target}`);
    }
    pool.destroy();
    assertSame([deviceUsage(device).bytes], [held.bytes], 'bytes held after all batches');
    pipeline.dispose();
    pipeline.dispose();
  };
}

const lattice = defaultMaskSpec(CONTENT, { grid: 6, keep: 0.5, seed: 12 });
const cubic: MaskSpec = { ...lattice, interpolation: 'cubic' };
/** Linear at a whole pitch, but with offsets beyond it: cells of different masks meet in one lattice element. */
const far: MaskSpec = { ...lattice, cellsX: 9, upWidth: 72, offsetsX: 20 };

const refused: GpuCase = async (device) => {
  const size = CLASSES * WIDTH * HEIGHT;
  const image = new Float32Array(size);
  const input: MaskedInput = {
    layout: 'NCHW',
    channels: 3,
    height: HEIGHT,
    width: WIDTH,
    content: CONTENT,
    image,
    fill: image,
  };
  const options = { device, spec: lattice, input, halfInput: false, halfOutputs: false, answer: proposalsAnswer };
  const code = async (body: () => Promise<unknown>) => {
    try {
      await body();
    } catch (error) {
      return (error as { code?: string }).code ?? String(error);
    }
    return 'nothing thrown';
  };
  const huge = await code(() => MaskedPipeline.create({ ...options, batch: 1_000_000 }));
  assertTrue(huge === 'out-of-memory', `a batch that does not fit: ${huge}`);
  const pipeline = await MaskedPipeline.create({ ...options, batch: 1 });
  const pool = new BufferPool(device);
  const missing = await code(() => pipeline.consumeOutputs({}, 0, 1));
  assertTrue(missing === 'model-output', `a missing output: ${missing}`);
  const raw = pool.upload('raw', new Float32Array(PROPOSALS * 7).fill(Number.NaN));
  const broken = await code(() => pipeline.consumeOutputs({ raw }, 0, 1));
  assertTrue(broken === 'model-output', `outputs that are not numbers: ${broken}`);
  pool.destroy();
  pipeline.dispose();
};

const deviceLost: GpuCase = async (device) => {
  const image = new Float32Array(CLASSES * WIDTH * HEIGHT);
  const input: MaskedInput = {
    layout: 'NCHW',
    channels: 3,
    height: HEIGHT,
    width: WIDTH,
    content: CONTENT,
    image,
    fill: image,
  };
  const pipeline = await MaskedPipeline.create({
    device,
    spec: lattice,
    input,
    halfInput: false,
    halfOutputs: false,
    batch: 1,
    answer: proposalsAnswer,
  });
  const pool = new BufferPool(device);
  const raw = pool.upload('raw', new Float32Array(PROPOSALS * 7));
  const answer = pipeline.consumeOutputs({ raw }, 0, 1);
  device.destroy();
  const code = await answer.then(
    () => 'nothing thrown',
    (error) => error.code,
  );
  assertTrue(code === 'device-lost', `a lost device: ${code}`);
  pool.destroy();
  pipeline.dispose();
};

const softwareRefused: GpuCase = async (device) => {
  const { isFallbackAdapter } = device.adapterInfo;
  const opened = await openDevice().catch((error) => error.code);
  if (isFallbackAdapter) assertTrue(opened === 'backend-unavailable', `a software adapter: ${opened}`);
  else opened.device.destroy();
};

export const pipelineCases: Record<string, GpuCase> = {
  'pipeline: detector on the lattice, mean-subtracted': pipelineCase(
    lattice,
    proposalsAnswer,
    'mean-subtracted',
    false,
  ),
  'pipeline: detector, cubic masks, raw': pipelineCase(cubic, proposalsAnswer, 'raw', false),
  'pipeline: detector, keep-subtracted': pipelineCase(lattice, proposalsAnswer, 'keep-subtracted', false),
  'pipeline: detector, offsets beyond the pitch': pipelineCase(far, proposalsAnswer, 'mean-subtracted', false),
  'pipeline: detector, float16 input, ratio': pipelineCase(lattice, proposalsAnswer, 'ratio', true),
  'pipeline: classifier, rise': pipelineCase(lattice, classesAnswer, 'rise', false),
  'pipeline: what cannot work is refused and nothing is left': refused,
  'pipeline: a lost device is told apart': deviceLost,
  'device: a software adapter is passed over unless asked for': softwareRefused,
};
