import { float16ToNumber, numberToFloat16 } from '../../../src/core/halves.ts';
import type { Activation, BoxCoding, DenseProposals } from '../../../src/core/proposals.ts';
import type { BufferPool } from '../../../src/gpu/buffer-pool.ts';
import { WORKGROUP } from '../../../src/gpu/kernel.ts';
import { Batch } from '../../../src/gpu/kernels/batch.ts';
import {
  BOX_BYTES,
  DecodeProposalsKernel,
  HEAD_BYTES,
  uploadPriors,
} from '../../../src/gpu/kernels/decode-proposals.ts';
import { KeepProposalsKernel } from '../../../src/gpu/kernels/keep-proposals.ts';
import { ScoreClassesKernel } from '../../../src/gpu/kernels/score-classes.ts';
import { type MaskedProposals, ScoreMasksKernel, uploadMaskSums } from '../../../src/gpu/kernels/score-masks.ts';
import { ScoreProposalsKernel } from '../../../src/gpu/kernels/score-proposals.ts';
import { uploadTargets } from '../../../src/gpu/kernels/similarity.ts';
import { decodeProposals } from '../../../src/gpu/reference/decode-proposals.ts';
import { packProposals, unpackProposals, wordsPerMask } from '../../../src/gpu/reference/keep-proposals.ts';
import { prepareTargets } from '../../../src/gpu/reference/prepare-targets.ts';
import { ProposalReader } from '../../../src/gpu/reference/proposal-reader.ts';
import { scoreProposals } from '../../../src/gpu/reference/score-proposals.ts';
import { DEFAULT_SIMILARITY, type SimilarityOptions } from '../../../src/gpu/reference/similarity.ts';
import { activateScores } from '../../../src/tasks/classes.ts';
import { type DetectorShape, INPUT, inventDetector, inventTargets, uniform } from '../detector-data.ts';
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

const SPEC = { seed: 1, keep: 0.5 };

/** Small workgroups make tens of thousands of them bearable on a software adapter, where each invocation costs. */
interface Variant {
  /** Boxes in a table that is there once for all pictures. */
  readonly table?: boolean;
  readonly half?: boolean;
  readonly workgroup?: number;
}

function sample(count: number): number[] {
  const step = Math.max(1, Math.floor(count / 40));
  return [...Array.from({ length: Math.ceil(count / step) }, (_, k) => k * step), count - 1];
}

/** Two float16 to a word. */
function packHalf(values: Float32Array): Uint32Array {
  const halves = new Uint16Array(Math.ceil(values.length / 2) * 2);
  values.forEach((value, k) => {
    halves[k] = numberToFloat16(value);
  });
  return new Uint32Array(halves.buffer);
}

/** Outputs uploaded and proposals decoded on the device. */
async function decodeOnDevice(
  pool: BufferPool,
  layout: DenseProposals,
  outputs: Record<string, Float32Array>,
  pictures: number,
  { half = false, workgroup = WORKGROUP }: Variant,
) {
  const { device } = pool;
  const batch = new Batch(pool, SPEC);
  batch.set(0, pictures);
  const uploaded = Object.fromEntries(
    Object.entries(outputs).map(([name, data]) => [name, pool.upload(name, half ? packHalf(data) : data)]),
  );
  const proposals = pictures * layout.count;
  const buffers = {
    batch: batch.buffer,
    outputs: uploaded,
    priors: uploadPriors(pool, layout),
    boxes: guarded(pool, 'boxes', (proposals * BOX_BYTES) / 4),
    heads: guarded(pool, 'heads', (proposals * HEAD_BYTES) / 4),
    fault: guarded(pool, 'fault', 1, new Uint32Array(1)),
  };
  const kernel = await DecodeProposalsKernel.create(device, layout, half, workgroup);
  runPass(device, (pass) => kernel.encode(pass, kernel.bind(buffers), pictures));
  return buffers;
}

/** What float16 outputs really hold, so that the twin reads the same numbers. */
function asHalf(outputs: Record<string, Float32Array>): Record<string, Float32Array> {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, data]) => [name, data.map((v) => float16ToNumber(numberToFloat16(v)))]),
  );
}

function withTable({ layout, outputs }: ReturnType<typeof inventDetector>): ReturnType<typeof inventDetector> {
  const boxes = { ...layout.boxes, output: 'table' };
  const batchStride = { ...layout.batchStride, table: 0 };
  const table = outputs.raw.slice(0, layout.batchStride.raw);
  return { layout: { ...layout, boxes, batchStride }, outputs: { ...outputs, table } };
}

function decodeCase(
  shape: DetectorShape,
  pictures: number,
  { table = false, half = false, workgroup = WORKGROUP }: Variant = {},
): GpuCase {
  return withPool(async (pool, device) => {
    const detector = inventDetector(shape, pictures, 3);
    const invented = table ? withTable(detector) : detector;
    const { layout } = invented;
    const outputs = half ? asHalf(invented.outputs) : invented.outputs;
    const buffers = await decodeOnDevice(pool, layout, invented.outputs, pictures, { half, workgroup });
    const boxes = asFloats(await readGuarded(device, buffers.boxes, pictures * layout.count * 4));
    const headWords = await readGuarded(device, buffers.heads, pictures * layout.count * 4);
    const heads = asFloats(headWords);
    const reader = new ProposalReader(layout, INPUT);
    for (const n of sample(pictures)) {
      const decoded = decodeProposals(outputs, n, layout);
      reader.read(outputs, n);
      const start = n * layout.count * 4;
      // Coordinates up to some 500; exp and tanh may be off by a few units in the last place on a GPU.
      assertClose(boxes.subarray(start, start + layout.count * 4), decoded.boxes, 2e-3, `boxes of picture ${n}`);
      for (let p = 0; p < layout.count; p++) {
        const at = start + p * 4;
        assertClose(
          heads.subarray(at, at + 3),
          [reader.objectness(p), reader.topScore(p), reader.score(p)],
          2e-6,
          `head ${p} of picture ${n}`,
        );
        assertSame([headWords[at + 3]], [reader.topClass(p)], `best class of ${p} in picture ${n}`);
      }
    }
    assertSame(await readGuarded(device, buffers.fault, 1), [0], 'fault');
  });
}

function faultCase(place: 'box' | 'scores'): GpuCase {
  return withPool(async (pool, device) => {
    const { layout, outputs } = inventDetector({ count: 5, classes: 2 }, 3, 3);
    const start = 2 * layout.batchStride.raw;
    if (place === 'box') outputs.raw[start + 3] = Number.NaN;
    else for (const c of [4, 5]) outputs.raw[start + c * 5 + 1] = Number.NaN;
    const buffers = await decodeOnDevice(pool, layout, outputs, 3, {});
    assertSame(await readGuarded(device, buffers.fault, 1), [1], 'fault');
  });
}

function scoreCase(
  shape: DetectorShape,
  pictures: number,
  targetCount: number,
  options: SimilarityOptions = DEFAULT_SIMILARITY,
  { half = false, workgroup = WORKGROUP }: Variant = {},
): GpuCase {
  return withPool(async (pool, device) => {
    const invented = inventDetector(shape, pictures, 3);
    const { layout } = invented;
    const outputs = half ? asHalf(invented.outputs) : invented.outputs;
    const prototypes = layout.masks?.prototypes ?? null;
    const invent = inventTargets(targetCount, layout.classes, 9, prototypes ?? undefined);
    // Every fifth target has no mask, so that both kernels have something to do.
    const targets = prepareTargets(
      invent.map((target, t) => (t % 5 === 4 ? { ...target, mask: null } : target)),
      layout.classes,
      prototypes,
    );
    const buffers = {
      ...(await decodeOnDevice(pool, layout, invented.outputs, pictures, { half, workgroup })),
      targets: uploadTargets(pool, targets, layout.classes),
      similarities: guarded(pool, 'similarities', pictures * targetCount),
    };
    const kernel = await ScoreProposalsKernel.create(device, layout, targetCount, options, half, workgroup);
    runPass(device, (pass) => kernel.encode(pass, kernel.bind(buffers), pictures));
    if (prototypes) {
      const masked = layout as MaskedProposals;
      const maskKernel = await ScoreMasksKernel.create(device, masked, INPUT, targetCount, options, half, workgroup);
      const bound = maskKernel.bind({ ...buffers, maskSums: uploadMaskSums(pool, targets, prototypes) });
      runPass(device, (pass) => maskKernel.encode(pass, bound, pictures));
    }
    const actual = asFloats(await readGuarded(device, buffers.similarities, pictures * targetCount));
    const reader = new ProposalReader(layout, INPUT);
    const expected = new Float32Array(targetCount);
    let highest = 0;
    for (const n of sample(pictures)) {
      reader.read(outputs, n);
      scoreProposals(reader, targets, options, expected);
      // float32 against double; a mask pixel whose logit is 0 but for rounding may fall either way (1 in some 100).
      const tolerance = prototypes ? 0.01 : 1e-5;
      assertClose(actual.subarray(n * targetCount, (n + 1) * targetCount), expected, tolerance, `picture ${n}`);
      highest = Math.max(highest, ...expected);
    }
    assertTrue(highest > 0.02, `the case must have something to find, not ${highest}`);
  });
}

function keepCase(
  shape: DetectorShape,
  pictures: number,
  { half = false, workgroup = WORKGROUP }: Variant = {},
): GpuCase {
  return withPool(async (pool, device) => {
    const invented = inventDetector(shape, pictures, 3);
    const { layout } = invented;
    const outputs = half ? asHalf(invented.outputs) : invented.outputs;
    const { classes, count } = layout;
    const words = wordsPerMask(classes);
    const buffers = {
      ...(await decodeOnDevice(pool, layout, invented.outputs, pictures, { half, workgroup })),
      remaining: guarded(pool, 'remaining', pictures * count),
      kept: guarded(pool, 'kept', pictures * words),
    };
    const kernel = await KeepProposalsKernel.create(device, layout, INPUT, half, workgroup);
    runPass(device, (pass) => kernel.encode(pass, kernel.bind(buffers), pictures));
    await readGuarded(device, buffers.remaining, pictures * count);
    const actual = await readGuarded(device, buffers.kept, pictures * words);
    const reader = new ProposalReader(layout, INPUT);
    const expected = new Uint32Array(words);
    const shapeKept = { classes, ownObjectness: layout.objectness !== null, input: INPUT };
    let most = 0;
    for (const n of sample(pictures)) {
      reader.read(outputs, n);
      packProposals(reader, expected);
      const a = unpackProposals(actual, n * words, shapeKept);
      const b = unpackProposals(expected, 0, shapeKept);
      most = Math.max(most, b.count);
      assertSame([a.count], [b.count], `number kept of picture ${n}`);
      // One step of the packed numbers either way, where float32 and double round differently.
      assertClose(a.boxes, b.boxes, (1.5 * INPUT.width) / 65535, `boxes of picture ${n}`);
      assertClose(a.objectness, b.objectness, 1.5 / 65535, `objectness of picture ${n}`);
      assertClose(a.classScores, b.classScores, classes <= 116 ? 1.1 / 255 : 2 / 65535, `classes of picture ${n}`);
    }
    assertTrue(most > 0, 'the case must have something to keep');
  });
}

function classesCase(
  classes: number,
  activation: Activation,
  pictures: number,
  { half = false, workgroup = WORKGROUP }: Variant = {},
): GpuCase {
  return withPool(async (pool, device) => {
    const raw = uniform(pictures * classes, 5).map((v) => v * 20 - 10);
    const values = half ? raw.map((v) => float16ToNumber(numberToFloat16(v))) : raw;
    const chosen = [classes - 1, 0, Math.floor(classes / 2)];
    const batch = new Batch(pool, SPEC);
    batch.set(0, pictures);
    const buffers = {
      batch: batch.buffer,
      output: pool.upload('output', half ? packHalf(raw) : raw),
      chosen: pool.upload('chosen', Uint32Array.from(chosen)),
      similarities: guarded(pool, 'similarities', pictures * 3),
      kept: guarded(pool, 'kept', pictures * classes),
      fault: guarded(pool, 'fault', 1, new Uint32Array(1)),
    };
    const scoring = { classes, activation, targets: 3, keep: true, half };
    const kernel = await ScoreClassesKernel.create(device, scoring, workgroup);
    runPass(device, (pass) => kernel.encode(pass, kernel.bind(buffers), pictures));
    const scores = asFloats(await readGuarded(device, buffers.similarities, pictures * 3));
    const kept = asFloats(await readGuarded(device, buffers.kept, pictures * classes));
    for (const n of sample(pictures)) {
      const expected = activateScores(values.slice(n * classes, (n + 1) * classes), activation);
      // Scores in [0, 1] (raw: exact); exp is good to a few units in the last place.
      assertClose(kept.subarray(n * classes, (n + 1) * classes), expected, 5e-6, `classes of picture ${n}`);
      assertClose(
        scores.subarray(n * 3, n * 3 + 3),
        chosen.map((c) => expected[c]),
        5e-6,
        `scores of picture ${n}`,
      );
    }
    assertSame(await readGuarded(device, buffers.fault, 1), [0], 'fault');
  });
}

const CODINGS: BoxCoding[] = ['xyxy', 'cxcywh', 'yolox', 'fastestdet', 'ssd-corner', 'ssd-centre'];
const SIMILARITIES: Record<string, SimilarityOptions> = {
  paper: { objectness: 'own', classes: 'cosine', iouPixelOffset: 0 },
  'same label': { objectness: 'score', classes: 'same-label', iouPixelOffset: 0 },
  expanded: { objectness: 'none', classes: 'cosine', iouPixelOffset: 0, expandTop1: true },
  'pixel offset': { objectness: 'auto', classes: 'cosine', iouPixelOffset: 1 },
  'boxes alone': { objectness: 'none', classes: 'ignore', iouPixelOffset: 0 },
};
const prototypes = { count: 8, width: 40, height: 30 };

export const proposalCases: Record<string, GpuCase> = {
  ...Object.fromEntries(
    CODINGS.map((coding) => [`decode-proposals: ${coding}`, decodeCase({ count: 131, classes: 7, coding }, 3)]),
  ),
  'decode-proposals: one proposal, one class': decodeCase({ count: 1, classes: 1 }, 1),
  'decode-proposals: own objectness, sigmoid, rows': decodeCase(
    { count: 67, classes: 5, ownObjectness: true, activation: 'sigmoid', columns: false },
    2,
  ),
  'decode-proposals: softmax': decodeCase({ count: 67, classes: 5, activation: 'softmax' }, 2),
  'decode-proposals: softmax with a background before the classes': decodeCase(
    { count: 67, classes: 5, activation: 'softmax', background: 'first' },
    2,
  ),
  'decode-proposals: softmax with a background behind the classes, rows': decodeCase(
    { count: 67, classes: 5, activation: 'softmax', background: 'last', columns: false },
    2,
  ),
  'decode-proposals: float16': decodeCase({ count: 33, classes: 5, coding: 'xyxy' }, 3, { half: true }),
  'decode-proposals: one table of boxes for all pictures': decodeCase({ count: 33, classes: 5 }, 3, { table: true }),
  'decode-proposals: more than 65 535 workgroups': decodeCase({ count: 1000, classes: 1 }, 540, { workgroup: 8 }),
  'decode-proposals: a box that is not a number is noticed': faultCase('box'),
  'decode-proposals: scores that are not numbers are noticed': faultCase('scores'),
  'score-proposals: one of each': scoreCase({ count: 40, classes: 1 }, 1, 1),
  'score-proposals: YOLOv8 size, odd numbers': scoreCase({ count: 2100, classes: 80 }, 3, 7),
  'score-proposals: own objectness, rows, sigmoid': scoreCase(
    { count: 333, classes: 9, ownObjectness: true, activation: 'sigmoid', columns: false },
    5,
    4,
  ),
  'score-proposals: softmax, float16': scoreCase(
    { count: 99, classes: 6, activation: 'softmax' },
    3,
    3,
    DEFAULT_SIMILARITY,
    { half: true },
  ),
  ...Object.fromEntries(
    Object.entries(SIMILARITIES).flatMap(([name, options]) =>
      [false, true].map((ownObjectness) => [
        `score-proposals: ${name}, own objectness ${ownObjectness}`,
        scoreCase({ count: 150, classes: 6, ownObjectness }, 2, 4, options),
      ]),
    ),
  ),
  'score-proposals: more than 65 535 workgroups': scoreCase({ count: 3, classes: 1 }, 22_000, 3, DEFAULT_SIMILARITY, {
    workgroup: 1,
  }),
  'score-masks: fewer proposals than candidates': scoreCase({ count: 37, classes: 4, prototypes }, 3, 6),
  'score-masks: more proposals than candidates': scoreCase({ count: 900, classes: 4, prototypes }, 2, 5),
  'score-masks: own objectness, float16': scoreCase(
    { count: 150, classes: 4, ownObjectness: true, prototypes },
    2,
    3,
    DEFAULT_SIMILARITY,
    { half: true },
  ),
  'score-masks: more than 65 535 workgroups': scoreCase(
    { count: 2, classes: 1, prototypes: { count: 1, width: 8, height: 6 } },
    22_000,
    3,
    { objectness: 'none', classes: 'ignore', iouPixelOffset: 0 },
    { workgroup: 1 },
  ),
  'keep-proposals: one proposal': keepCase({ count: 1, classes: 1 }, 9),
  'keep-proposals: 80 classes': keepCase({ count: 700, classes: 80 }, 3),
  'keep-proposals: own objectness, sigmoid, rows': keepCase(
    { count: 333, classes: 9, ownObjectness: true, activation: 'sigmoid', columns: false },
    3,
  ),
  'keep-proposals: 116 classes, softmax': keepCase({ count: 150, classes: 116, activation: 'softmax' }, 2),
  'keep-proposals: 300 classes': keepCase({ count: 130, classes: 300 }, 2),
  'keep-proposals: float16': keepCase({ count: 130, classes: 20 }, 2, { half: true }),
  'keep-proposals: more than 65 535 workgroups': keepCase({ count: 3, classes: 1 }, 65_600, { workgroup: 1 }),
  'score-classes: one class, sigmoid': classesCase(1, 'sigmoid', 1),
  'score-classes: 1000 classes, softmax': classesCase(1000, 'softmax', 5),
  'score-classes: 129 classes, raw': classesCase(129, 'none', 2),
  'score-classes: 33 classes, softmax, float16': classesCase(33, 'softmax', 3, { half: true }),
  'score-classes: more than 65 535 workgroups': classesCase(3, 'softmax', 65_600, { workgroup: 2 }),
};
