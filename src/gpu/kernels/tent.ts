import tent from '../../../shaders/tent.wgsl';
import { tentTaps } from '../../core/masks/lattice-layout.ts';
import { Kernel, WORKGROUP } from '../kernel.ts';
import type { Program } from '../pipeline-cache.ts';

/** One axis of the filter. */
export interface TentAxis {
  readonly axis: 'x' | 'y';
  readonly pitch: number;
  /** Size of the output. */
  readonly width: number;
  readonly height: number;
  /** Elements of one line of the input. */
  readonly line: number;
}

export function tentProgram({ axis, pitch, width, height, line }: TentAxis, workgroup = WORKGROUP): Program {
  return {
    label: 'tent',
    sources: [tent],
    constants: {
      GROUP: workgroup,
      PITCH: pitch,
      TAPS: tentTaps(pitch),
      WIDTH: width,
      HEIGHT: height,
      LINE: line,
      STEP: axis === 'x' ? 1 : line,
    },
  };
}

/** The uniform of {@link TentKernel}: where two planes begin (elements) and the factors they are added with. */
export function tentSources(
  scoredStart: number,
  maskedStart: number,
  scoredFactor: number,
  maskedFactor: number,
): ArrayBuffer {
  const words = new Uint32Array(4);
  words.set([scoredStart, maskedStart]);
  new Float32Array(words.buffer).set([scoredFactor, maskedFactor], 2);
  return words.buffer;
}

/** Enlarges a lattice plane along one axis. CPU twin: `filterTent` in `core/masks/tent.ts`, which does both. */
export class TentKernel {
  readonly #kernel: Kernel;
  readonly #size: number;

  static async create(device: GPUDevice, axis: TentAxis, workgroup = WORKGROUP): Promise<TentKernel> {
    return new TentKernel(await Kernel.create(device, tentProgram(axis, workgroup)), axis.width * axis.height);
  }

  private constructor(kernel: Kernel, size: number) {
    this.#kernel = kernel;
    this.#size = size;
  }

  /** @param buffers sources: uniform of {@link tentSources}; filtered: height x width, written */
  bind(buffers: { sources: GPUBuffer; planes: GPUBuffer; filtered: GPUBuffer }): GPUBindGroup {
    return this.#kernel.bind([buffers.sources, buffers.planes, buffers.filtered]);
  }

  encode(pass: GPUComputePassEncoder, bound: GPUBindGroup): void {
    this.#kernel.dispatchItems(pass, bound, this.#size);
  }
}
