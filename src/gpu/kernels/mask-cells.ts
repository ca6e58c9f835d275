import batch from '../../../shaders/batch.wgsl';
import maskCells from '../../../shaders/mask-cells.wgsl';
import type { MaskSpec } from '../../core/masks/spec.ts';
import { Kernel, WORKGROUP } from '../kernel.ts';
import type { Program } from '../pipeline-cache.ts';

/** Words of cell bits per mask; two more hold the offsets. */
export function bitWords(spec: Pick<MaskSpec, 'cellsX' | 'cellsY'>): number {
  return Math.ceil((spec.cellsX * spec.cellsY) / 32);
}

/** Words of one mask's record. */
export function maskWords(spec: Pick<MaskSpec, 'cellsX' | 'cellsY'>): number {
  return bitWords(spec) + 2;
}

export function maskCellsProgram(spec: MaskSpec, workgroup = WORKGROUP): Program {
  return {
    label: 'mask-cells',
    sources: [batch, maskCells],
    constants: {
      GROUP: workgroup,
      CELLS: spec.cellsX * spec.cellsY,
      WORDS: bitWords(spec),
      OFFSETS_X: spec.offsetsX,
      OFFSETS_Y: spec.offsetsY,
    },
  };
}

/** Random cells and offsets of a batch of masks. CPU twin: `maskCells` in `core/masks/cells.ts`, bit for bit. */
export class MaskCellsKernel {
  readonly #kernel: Kernel;
  readonly #invocations: number;

  static async create(device: GPUDevice, spec: MaskSpec, workgroup = WORKGROUP): Promise<MaskCellsKernel> {
    return new MaskCellsKernel(await Kernel.create(device, maskCellsProgram(spec, workgroup)), bitWords(spec) + 1);
  }

  private constructor(kernel: Kernel, invocations: number) {
    this.#kernel = kernel;
    this.#invocations = invocations;
  }

  /** @param buffers masks: {@link maskWords} words a mask, written */
  bind(buffers: { batch: GPUBuffer; masks: GPUBuffer }): GPUBindGroup {
    return this.#kernel.bind([buffers.batch, buffers.masks]);
  }

  encode(pass: GPUComputePassEncoder, bound: GPUBindGroup, count: number): void {
    this.#kernel.dispatchItems(pass, bound, count * this.#invocations);
  }
}
