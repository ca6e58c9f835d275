import accumulatePlain from '../../../shaders/accumulate-plain.wgsl';
import batch from '../../../shaders/batch.wgsl';
import maskValue from '../../../shaders/mask-value.wgsl';
import type { MaskSpec } from '../../core/masks/spec.ts';
import { Kernel, WORKGROUP } from '../kernel.ts';
import type { Program } from '../pipeline-cache.ts';
import { type AxisBuffers, maskValueConstants } from './mask-value.ts';

/** Planes that one invocation sums together, as in the shader. */
const TOGETHER = 8;

export function accumulatePlainProgram(spec: MaskSpec, targets: number, workgroup = WORKGROUP): Program {
  return {
    label: 'accumulate-plain',
    sources: [batch, maskValue, accumulatePlain],
    constants: {
      GROUP: workgroup,
      ...maskValueConstants(spec),
      WIDTH: spec.width,
      HEIGHT: spec.height,
      TARGETS: targets,
    },
  };
}

/** Sums scored masks pixel by pixel, for masks that are no lattice. CPU twin: `PlainSum` in `core/masks/plain-sum.ts`. */
export class AccumulatePlainKernel {
  readonly #kernel: Kernel;
  readonly #invocations: number;

  static async create(
    device: GPUDevice,
    spec: MaskSpec,
    targets: number,
    workgroup = WORKGROUP,
  ): Promise<AccumulatePlainKernel> {
    const kernel = await Kernel.create(device, accumulatePlainProgram(spec, targets, workgroup));
    return new AccumulatePlainKernel(kernel, spec.width * spec.height * Math.ceil((targets + 1) / TOGETHER));
  }

  private constructor(kernel: Kernel, invocations: number) {
    this.#kernel = kernel;
    this.#invocations = invocations;
  }

  /** @param buffers as of `accumulate`, and the tables of both axes; planes hold height x width elements each */
  bind(
    buffers: AxisBuffers & { batch: GPUBuffer; masks: GPUBuffer; similarities: GPUBuffer; planes: GPUBuffer },
  ): GPUBindGroup {
    const { batch: uniform, masks, axisX, axisY, similarities, planes } = buffers;
    return this.#kernel.bind([uniform, masks, axisX, axisY, similarities, planes]);
  }

  encode(pass: GPUComputePassEncoder, bound: GPUBindGroup): void {
    this.#kernel.dispatchItems(pass, bound, this.#invocations);
  }
}
