import accumulate from '../../../shaders/accumulate.wgsl';
import batch from '../../../shaders/batch.wgsl';
import { latticeLayout } from '../../core/masks/lattice-layout.ts';
import type { MaskSpec } from '../../core/masks/spec.ts';
import { Kernel, WORKGROUP } from '../kernel.ts';
import type { Program } from '../pipeline-cache.ts';
import { bitWords } from './mask-cells.ts';

/** Elements of one lattice plane; there is one per target and one for the masks alone. */
export function latticePlaneSize(spec: MaskSpec): number {
  const { width, height } = latticeLayout(spec);
  return width * height;
}

export function accumulateProgram(spec: MaskSpec, targets: number, workgroup = WORKGROUP): Program {
  const layout = latticeLayout(spec);
  return {
    label: 'accumulate',
    sources: [batch, accumulate],
    constants: {
      GROUP: workgroup,
      WORDS: bitWords(spec),
      CELLS_X: spec.cellsX,
      CELLS_Y: spec.cellsY,
      PITCH_X: layout.pitchX,
      PITCH_Y: layout.pitchY,
      ORIGIN_X: layout.originX,
      ORIGIN_Y: layout.originY,
      WIDTH: layout.width,
      HEIGHT: layout.height,
      TARGETS: targets,
    },
  };
}

/**
 * Sums scored masks as points on the lattice's planes. CPU twin: `LatticeSum` in `core/masks/lattice-layout.ts`. Needs offsets
 * no larger than the pitch; masks of other specs go through `accumulate-plain`.
 */
export class AccumulateKernel {
  readonly #kernel: Kernel;
  readonly #invocations: number;

  static async create(
    device: GPUDevice,
    spec: MaskSpec,
    targets: number,
    workgroup = WORKGROUP,
  ): Promise<AccumulateKernel> {
    const kernel = await Kernel.create(device, accumulateProgram(spec, targets, workgroup));
    return new AccumulateKernel(kernel, (spec.cellsX + 2) * (spec.cellsY + 2) * (targets + 1));
  }

  private constructor(kernel: Kernel, invocations: number) {
    this.#kernel = kernel;
    this.#invocations = invocations;
  }

  /** @param buffers masks from `mask-cells`; similarities: count x targets; planes: (targets + 1) planes, added to */
  bind(buffers: { batch: GPUBuffer; masks: GPUBuffer; similarities: GPUBuffer; planes: GPUBuffer }): GPUBindGroup {
    const { batch: uniform, masks, similarities, planes } = buffers;
    return this.#kernel.bind([uniform, masks, similarities, planes]);
  }

  encode(pass: GPUComputePassEncoder, bound: GPUBindGroup): void {
    this.#kernel.dispatchItems(pass, bound, this.#invocations);
  }
}
