import batch from '../../../shaders/batch.wgsl';
import decodeProposals from '../../../shaders/decode-proposals.wgsl';
import rawOutput from '../../../shaders/raw-output.wgsl';
import type { BoxCoding, DenseProposals } from '../../core/proposals.ts';
import type { BufferPool } from '../buffer-pool.ts';
import { Kernel, WORKGROUP } from '../kernel.ts';
import type { Program } from '../pipeline-cache.ts';

const CODINGS: readonly BoxCoding[] = ['xyxy', 'cxcywh', 'yolox', 'fastestdet', 'ssd-corner', 'ssd-centre'];
const ACTIVATIONS = ['none', 'sigmoid', 'softmax'] as const;

/** Number of an activation in WGSL. */
export function activationNumber(activation: DenseProposals['scoreActivation']): number {
  return ACTIVATIONS.indexOf(activation);
}

/** Where the class scores lie and how they are read: shared by all kernels over proposals. */
export function scoreConstants(layout: DenseProposals, half: boolean): Record<string, number> {
  return {
    COUNT: layout.count,
    CLASSES: layout.classes,
    ACTIVATION: activationNumber(layout.scoreActivation),
    HALF_OUTPUTS: half ? 1 : 0,
    SCORES_OFFSET: layout.scores.offset,
    SCORES_ROW: layout.scores.row,
    SCORES_COLUMN: layout.scores.column,
    SCORES_PICTURE: layout.batchStride[layout.scores.output],
  };
}

export function decodeProposalsProgram(layout: DenseProposals, half: boolean, workgroup = WORKGROUP): Program {
  const { boxes, objectness, background } = layout;
  return {
    label: 'decode-proposals',
    sources: [batch, rawOutput, decodeProposals],
    constants: {
      GROUP: workgroup,
      ...scoreConstants(layout, half),
      CODING: CODINGS.indexOf(layout.coding),
      SCALE_X: layout.boxScale[0],
      SCALE_Y: layout.boxScale[1],
      BOXES_OFFSET: boxes.offset,
      BOXES_ROW: boxes.row,
      BOXES_COLUMN: boxes.column,
      BOXES_PICTURE: layout.batchStride[boxes.output],
      HAS_BACKGROUND: background === undefined ? 0 : 1,
      BACKGROUND_OFFSET: layout.scores.offset + (background ?? 0) * layout.scores.column,
      OWN_OBJECTNESS: objectness ? 1 : 0,
      OBJECTNESS_OFFSET: objectness?.offset ?? 0,
      OBJECTNESS_ROW: objectness?.row ?? 0,
      OBJECTNESS_PICTURE: objectness ? layout.batchStride[objectness.output] : 0,
      OBJECTNESS_SIGMOID: layout.objectnessActivation === 'sigmoid' ? 1 : 0,
    },
  };
}

/** The priors table, or one empty row for codings that need none. */
export function uploadPriors(pool: BufferPool, layout: DenseProposals): GPUBuffer {
  return pool.upload('priors', layout.priors ?? new Float32Array(4));
}

/** Bytes per proposal of the decoded boxes and of the heads. */
export const BOX_BYTES = 16;
export const HEAD_BYTES = 16;

/**
 * Boxes, objectness, best class and its score of every proposal of a batch. CPU twins: `decodeBoxes` and
 * `ProposalReader` in `reference/`.
 */
export class DecodeProposalsKernel {
  readonly #kernel: Kernel;
  readonly #layout: DenseProposals;

  /** @param half whether the model's outputs are float16 */
  static async create(
    device: GPUDevice,
    layout: DenseProposals,
    half: boolean,
    workgroup = WORKGROUP,
  ): Promise<DecodeProposalsKernel> {
    return new DecodeProposalsKernel(
      await Kernel.create(device, decodeProposalsProgram(layout, half, workgroup)),
      layout,
    );
  }

  private constructor(kernel: Kernel, layout: DenseProposals) {
    this.#kernel = kernel;
    this.#layout = layout;
  }

  /** @param buffers outputs: the model's, by name; boxes, heads and fault (one word, 1 for outputs that are no numbers) are written */
  bind(buffers: {
    batch: GPUBuffer;
    outputs: Readonly<Record<string, GPUBuffer>>;
    priors: GPUBuffer;
    boxes: GPUBuffer;
    heads: GPUBuffer;
    fault: GPUBuffer;
  }): GPUBindGroup {
    const { outputs } = buffers;
    const scores = outputs[this.#layout.scores.output];
    const objectness = this.#layout.objectness ? outputs[this.#layout.objectness.output] : scores;
    return this.#kernel.bind([
      buffers.batch,
      outputs[this.#layout.boxes.output],
      scores,
      objectness,
      buffers.priors,
      buffers.boxes,
      buffers.heads,
      buffers.fault,
    ]);
  }

  encode(pass: GPUComputePassEncoder, bound: GPUBindGroup, count: number): void {
    this.#kernel.dispatchItems(pass, bound, count * this.#layout.count);
  }
}
