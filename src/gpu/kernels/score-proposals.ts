import batch from '../../../shaders/batch.wgsl';
import proposals from '../../../shaders/proposals.wgsl';
import rawOutput from '../../../shaders/raw-output.wgsl';
import scoreProposals from '../../../shaders/score-proposals.wgsl';
import similarity from '../../../shaders/similarity.wgsl';
import type { DenseProposals } from '../../core/proposals.ts';
import { Kernel, WORKGROUP } from '../kernel.ts';
import type { Program } from '../pipeline-cache.ts';
import type { SimilarityOptions } from '../reference/similarity.ts';
import { scoreConstants } from './decode-proposals.ts';
import { similarityConstants } from './similarity.ts';

export function scoreProposalsProgram(
  layout: DenseProposals,
  targets: number,
  options: SimilarityOptions,
  half: boolean,
  workgroup = WORKGROUP,
): Program {
  return {
    label: 'score-proposals',
    sources: [batch, rawOutput, proposals, similarity, scoreProposals],
    constants: { ...scoreConstants(layout, half), ...similarityConstants(layout, targets, options), GROUP: workgroup },
  };
}

/** Similarity of every target with every picture of a batch. CPU twin: `reference/score-proposals.ts`. */
export class ScoreProposalsKernel {
  readonly #kernel: Kernel;
  readonly #layout: DenseProposals;
  readonly #targets: number;

  static async create(
    device: GPUDevice,
    layout: DenseProposals,
    targets: number,
    options: SimilarityOptions,
    half: boolean,
    workgroup = WORKGROUP,
  ): Promise<ScoreProposalsKernel> {
    const kernel = await Kernel.create(device, scoreProposalsProgram(layout, targets, options, half, workgroup));
    return new ScoreProposalsKernel(kernel, layout, targets);
  }

  private constructor(kernel: Kernel, layout: DenseProposals, targets: number) {
    this.#kernel = kernel;
    this.#layout = layout;
    this.#targets = targets;
  }

  /** @param buffers boxes and heads from `decode-proposals`; similarities: count x targets, written */
  bind(buffers: {
    batch: GPUBuffer;
    outputs: Readonly<Record<string, GPUBuffer>>;
    boxes: GPUBuffer;
    heads: GPUBuffer;
    targets: GPUBuffer;
    similarities: GPUBuffer;
  }): GPUBindGroup {
    const { batch: uniform, outputs, boxes, heads, targets, similarities } = buffers;
    return this.#kernel.bind([uniform, outputs[this.#layout.scores.output], boxes, heads, targets, similarities]);
  }

  encode(pass: GPUComputePassEncoder, bound: GPUBindGroup, count: number): void {
    this.#kernel.dispatch(pass, bound, count * this.#targets);
  }
}
