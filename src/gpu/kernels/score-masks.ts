import batch from '../../../shaders/batch.wgsl';
import proposals from '../../../shaders/proposals.wgsl';
import rawOutput from '../../../shaders/raw-output.wgsl';
import scoreMasks from '../../../shaders/score-masks.wgsl';
import similarity from '../../../shaders/similarity.wgsl';
import type { DenseProposals } from '../../core/proposals.ts';
import type { BufferPool } from '../buffer-pool.ts';
import { Kernel, WORKGROUP } from '../kernel.ts';
import type { Program } from '../pipeline-cache.ts';
import type { PreparedTarget } from '../reference/prepare-targets.ts';
import type { SimilarityOptions } from '../reference/similarity.ts';
import { scoreConstants } from './decode-proposals.ts';
import { similarityConstants } from './similarity.ts';

/** The layout of an instance segmenter. */
export type MaskedProposals = DenseProposals & { readonly masks: NonNullable<DenseProposals['masks']> };

export function scoreMasksProgram(
  layout: MaskedProposals,
  input: { readonly width: number; readonly height: number },
  targets: number,
  options: SimilarityOptions,
  half: boolean,
  workgroup = WORKGROUP,
): Program {
  const { coefficients, prototypes } = layout.masks;
  return {
    label: 'score-masks',
    sources: [batch, rawOutput, proposals, similarity, scoreMasks],
    constants: {
      ...scoreConstants(layout, half),
      ...similarityConstants(layout, targets, options),
      GROUP: workgroup,
      COEFFICIENTS_OFFSET: coefficients.offset,
      COEFFICIENTS_ROW: coefficients.row,
      COEFFICIENTS_COLUMN: coefficients.column,
      COEFFICIENTS_PICTURE: layout.batchStride[coefficients.output],
      PROTOTYPES: prototypes.count,
      PROTOTYPES_PICTURE: layout.batchStride[prototypes.output],
      MASK_WIDTH: prototypes.width,
      MASK_HEIGHT: prototypes.height,
      MASK_SCALE_X: prototypes.width / input.width,
      MASK_SCALE_Y: prototypes.height / input.height,
    },
  };
}

/** The summed-area tables of all targets; zeros for a target without a mask. */
export function uploadMaskSums(
  pool: BufferPool,
  targets: readonly PreparedTarget[],
  prototypes: { readonly width: number; readonly height: number },
): GPUBuffer {
  const size = (prototypes.width + 1) * (prototypes.height + 1);
  const words = new Uint32Array(targets.length * size);
  targets.forEach((target, t) => {
    if (target.maskSums) words.set(target.maskSums, t * size);
  });
  return pool.upload('mask-sums', words);
}

/** Similarity of the targets that have a mask. CPU twin: `reference/score-masks.ts`. */
export class ScoreMasksKernel {
  readonly #kernel: Kernel;
  readonly #layout: MaskedProposals;
  readonly #targets: number;

  static async create(
    device: GPUDevice,
    layout: MaskedProposals,
    input: { readonly width: number; readonly height: number },
    targets: number,
    options: SimilarityOptions,
    half: boolean,
    workgroup = WORKGROUP,
  ): Promise<ScoreMasksKernel> {
    const kernel = await Kernel.create(device, scoreMasksProgram(layout, input, targets, options, half, workgroup));
    return new ScoreMasksKernel(kernel, layout, targets);
  }

  private constructor(kernel: Kernel, layout: MaskedProposals, targets: number) {
    this.#kernel = kernel;
    this.#layout = layout;
    this.#targets = targets;
  }

  /** @param buffers as of `score-proposals`, and the tables of {@link uploadMaskSums} */
  bind(buffers: {
    batch: GPUBuffer;
    outputs: Readonly<Record<string, GPUBuffer>>;
    boxes: GPUBuffer;
    heads: GPUBuffer;
    targets: GPUBuffer;
    similarities: GPUBuffer;
    maskSums: GPUBuffer;
  }): GPUBindGroup {
    const { outputs } = buffers;
    return this.#kernel.bind([
      buffers.batch,
      outputs[this.#layout.scores.output],
      buffers.boxes,
      buffers.heads,
      buffers.targets,
      buffers.similarities,
      outputs[this.#layout.masks.coefficients.output],
      outputs[this.#layout.masks.prototypes.output],
      buffers.maskSums,
    ]);
  }

  encode(pass: GPUComputePassEncoder, bound: GPUBindGroup, count: number): void {
    this.#kernel.dispatch(pass, bound, count * this.#targets);
  }
}
