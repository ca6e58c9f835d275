import { XaiError } from '../core/errors.ts';
import type { Activation, DenseProposals, DetectionTarget } from '../core/proposals.ts';
import type { BufferPool } from './buffer-pool.ts';
import { BOX_BYTES, DecodeProposalsKernel, HEAD_BYTES, uploadPriors } from './kernels/decode-proposals.ts';
import { KeepProposalsKernel } from './kernels/keep-proposals.ts';
import { ScoreClassesKernel } from './kernels/score-classes.ts';
import { type MaskedProposals, ScoreMasksKernel, uploadMaskSums } from './kernels/score-masks.ts';
import { ScoreProposalsKernel } from './kernels/score-proposals.ts';
import { uploadTargets } from './kernels/similarity.ts';
import { wordsPerMask } from './reference/keep-proposals.ts';
import { prepareTargets } from './reference/prepare-targets.ts';
import type { SimilarityOptions } from './reference/similarity.ts';

/** What a model's outputs are asked. */
export type Answer =
  | {
      readonly kind: 'proposals';
      readonly layout: DenseProposals;
      readonly targets: readonly DetectionTarget[];
      readonly similarity: SimilarityOptions;
    }
  | {
      readonly kind: 'classes';
      /** Output [n, classes]. */
      readonly output: string;
      readonly classes: number;
      readonly activation: Activation;
      /** Class numbers, one score each. */
      readonly chosen: readonly number[];
      /** Keep every class's score of each mask. */
      readonly keep: boolean;
    };

/** The buffers that scoring reads and writes. */
export interface ScoreBuffers {
  readonly batch: GPUBuffer;
  /** count x targets, written. */
  readonly similarities: GPUBuffer;
  /** count x kept words, written. */
  readonly kept: GPUBuffer;
  /** One word, 1 when outputs are not numbers. */
  readonly fault: GPUBuffer;
}

/** Encodes the scoring of a batch. */
export type EncodeScores = (
  pass: GPUComputePassEncoder,
  outputs: Readonly<Record<string, GPUBuffer>>,
  count: number,
) => void;

export function answerTargets(answer: Answer): number {
  return answer.kind === 'proposals' ? answer.targets.length : answer.chosen.length;
}

/** 32-bit words kept of each mask. */
export function answerKeptWords(answer: Answer): number {
  if (answer.kind === 'proposals') return wordsPerMask(answer.layout.classes);
  return answer.keep ? answer.classes : 0;
}

/**
 * Makes the kernels that score an answer.
 * @param input size of the model's input
 * @param batch most pictures at once
 * @param half whether the outputs are float16
 */
export async function createScorer(
  pool: BufferPool,
  answer: Answer,
  input: { readonly width: number; readonly height: number },
  batch: number,
  half: boolean,
  buffers: ScoreBuffers,
): Promise<EncodeScores> {
  const { device } = pool;
  const targetCount = answerTargets(answer);
  if (answer.kind === 'classes') {
    const { output, classes, activation, chosen: numbers, keep } = answer;
    const kernel = await ScoreClassesKernel.create(device, { classes, activation, targets: targetCount, keep, half });
    const chosen = pool.upload('chosen', Uint32Array.from(numbers));
    return (pass, outputs, count) => {
      kernel.encode(pass, kernel.bind({ ...buffers, chosen, output: outputNamed(outputs, output) }), count);
    };
  }

  const { layout, similarity } = answer;
  const prototypes = layout.masks?.prototypes ?? null;
  const prepared = prepareTargets(answer.targets, layout.classes, prototypes);
  const proposals = batch * layout.count;
  const shared = {
    ...buffers,
    priors: uploadPriors(pool, layout),
    targets: uploadTargets(pool, prepared, layout.classes),
    boxes: pool.create('boxes', proposals * BOX_BYTES, GPUBufferUsage.STORAGE),
    heads: pool.create('heads', proposals * HEAD_BYTES, GPUBufferUsage.STORAGE),
    remaining: pool.create('remaining', proposals * 4, GPUBufferUsage.STORAGE),
  };
  const decode = await DecodeProposalsKernel.create(device, layout, half);
  const score = await ScoreProposalsKernel.create(device, layout, targetCount, similarity, half);
  const keep = await KeepProposalsKernel.create(device, layout, input, half);
  const hasMasks = prepared.some((target) => target.mask !== null);
  const masked = layout as MaskedProposals;
  const scoreMasks = hasMasks
    ? await ScoreMasksKernel.create(device, masked, input, targetCount, similarity, half)
    : null;
  const maskSums = hasMasks ? uploadMaskSums(pool, prepared, masked.masks.prototypes) : null;
  const names = [layout.boxes, layout.scores, layout.objectness, layout.masks?.coefficients, layout.masks?.prototypes]
    .filter((view) => view !== null && view !== undefined)
    .map((view) => view.output);
  return (pass, outputs, count) => {
    for (const name of names) outputNamed(outputs, name);
    decode.encode(pass, decode.bind({ ...shared, outputs }), count);
    score.encode(pass, score.bind({ ...shared, outputs }), count);
    if (scoreMasks && maskSums) scoreMasks.encode(pass, scoreMasks.bind({ ...shared, outputs, maskSums }), count);
    keep.encode(pass, keep.bind({ ...shared, outputs }), count);
  };
}

function outputNamed(outputs: Readonly<Record<string, GPUBuffer>>, name: string): GPUBuffer {
  if (outputs[name]) return outputs[name];
  const given = Object.keys(outputs).join(', ') || 'none';
  throw new XaiError('model-output', `The model has no output "${name}" (outputs: ${given}). Correct the recipe.`);
}
