import batch from '../../../shaders/batch.wgsl';
import keepProposals from '../../../shaders/keep-proposals.wgsl';
import proposals from '../../../shaders/proposals.wgsl';
import rawOutput from '../../../shaders/raw-output.wgsl';
import type { DenseProposals } from '../../core/proposals.ts';
import { Kernel, WORKGROUP } from '../kernel.ts';
import type { Program } from '../pipeline-cache.ts';
import { wordsPerProposal } from '../reference/keep-proposals.ts';
import { scoreConstants } from './decode-proposals.ts';

export function keepProposalsProgram(
  layout: DenseProposals,
  input: { readonly width: number; readonly height: number },
  half: boolean,
  workgroup = WORKGROUP,
): Program {
  return {
    label: 'keep-proposals',
    sources: [batch, rawOutput, proposals, keepProposals],
    constants: {
      ...scoreConstants(layout, half),
      INPUT_WIDTH: input.width,
      INPUT_HEIGHT: input.height,
      GROUP: workgroup,
      WORDS_PER_PROPOSAL: wordsPerProposal(layout.classes),
    },
  };
}

/** The best proposals of every picture of a batch, packed. CPU twin: `reference/keep-proposals.ts`. */
export class KeepProposalsKernel {
  readonly #kernel: Kernel;
  readonly #layout: DenseProposals;

  static async create(
    device: GPUDevice,
    layout: DenseProposals,
    input: { readonly width: number; readonly height: number },
    half: boolean,
    workgroup = WORKGROUP,
  ): Promise<KeepProposalsKernel> {
    return new KeepProposalsKernel(
      await Kernel.create(device, keepProposalsProgram(layout, input, half, workgroup)),
      layout,
    );
  }

  private constructor(kernel: Kernel, layout: DenseProposals) {
    this.#kernel = kernel;
    this.#layout = layout;
  }

  /**
   * @param buffers boxes and heads from `decode-proposals`; remaining: one float per proposal, scratch; kept:
   *   `wordsPerMask` words a picture, written
   */
  bind(buffers: {
    batch: GPUBuffer;
    outputs: Readonly<Record<string, GPUBuffer>>;
    boxes: GPUBuffer;
    heads: GPUBuffer;
    remaining: GPUBuffer;
    kept: GPUBuffer;
  }): GPUBindGroup {
    const { batch: uniform, outputs, boxes, heads, remaining, kept } = buffers;
    return this.#kernel.bind([uniform, outputs[this.#layout.scores.output], boxes, heads, remaining, kept]);
  }

  encode(pass: GPUComputePassEncoder, bound: GPUBindGroup, count: number): void {
    this.#kernel.dispatch(pass, bound, count);
  }
}
