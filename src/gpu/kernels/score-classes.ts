import batch from '../../../shaders/batch.wgsl';
import rawOutput from '../../../shaders/raw-output.wgsl';
import scoreClasses from '../../../shaders/score-classes.wgsl';
import type { Activation } from '../../core/proposals.ts';
import { Kernel, WORKGROUP } from '../kernel.ts';
import type { Program } from '../pipeline-cache.ts';
import { activationNumber } from './decode-proposals.ts';

/** A classifier's or tagger's output [n, classes] and what is asked of it. */
export interface ClassScoring {
  readonly classes: number;
  readonly activation: Activation;
  /** How many classes are picked out. */
  readonly targets: number;
  /** Whether every class's score is kept. */
  readonly keep: boolean;
  /** Whether the output is float16. */
  readonly half: boolean;
}

export function scoreClassesProgram(scoring: ClassScoring, workgroup = WORKGROUP): Program {
  return {
    label: 'score-classes',
    sources: [batch, rawOutput, scoreClasses],
    constants: {
      CLASSES: scoring.classes,
      ACTIVATION: activationNumber(scoring.activation),
      TARGETS: scoring.targets,
      GROUP: workgroup,
      KEEP: scoring.keep ? 1 : 0,
      HALF_OUTPUTS: scoring.half ? 1 : 0,
    },
  };
}

/** Class scores after activation, chosen ones picked out. CPU twin: `activateScores` in `tasks/classes.ts`. */
export class ScoreClassesKernel {
  readonly #kernel: Kernel;

  static async create(device: GPUDevice, scoring: ClassScoring, workgroup = WORKGROUP): Promise<ScoreClassesKernel> {
    return new ScoreClassesKernel(await Kernel.create(device, scoreClassesProgram(scoring, workgroup)));
  }

  private constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /**
   * @param buffers chosen: class numbers, one word each; similarities: count x targets, kept: count x classes float bits
   *   (any buffer when nothing is kept), fault: one word, 1 for scores that are no numbers; written
   */
  bind(buffers: {
    batch: GPUBuffer;
    output: GPUBuffer;
    chosen: GPUBuffer;
    similarities: GPUBuffer;
    kept: GPUBuffer;
    fault: GPUBuffer;
  }): GPUBindGroup {
    const { batch: uniform, output, chosen, similarities, kept, fault } = buffers;
    return this.#kernel.bind([uniform, output, chosen, similarities, kept, fault]);
  }

  encode(pass: GPUComputePassEncoder, bound: GPUBindGroup, count: number): void {
    this.#kernel.dispatch(pass, bound, count);
  }
}
