import { computePipeline, type Program } from './pipeline-cache.ts';

/** What a kernel's numbered bindings hold. */
export type Binding = GPUBuffer | GPUBufferBinding;

/**
 * Invocations per workgroup, the programs' constant GROUP; a power of two. Software adapters run small groups faster
 * where these share memory.
 */
export const WORKGROUP = 128;

/** A compiled program and how it is dispatched. The typed wrappers of `kernels/` say what it is bound to. */
export class Kernel {
  readonly #device: GPUDevice;
  readonly #pipeline: GPUComputePipeline;
  readonly #label: string;
  readonly #workgroup: number;

  static async create(device: GPUDevice, program: Program): Promise<Kernel> {
    return new Kernel(device, await computePipeline(device, program), program);
  }

  private constructor(device: GPUDevice, pipeline: GPUComputePipeline, program: Program) {
    this.#device = device;
    this.#pipeline = pipeline;
    this.#label = program.label;
    this.#workgroup = program.constants.GROUP;
  }

  /** @param bindings in the order of their numbers, from 0 */
  bind(bindings: readonly Binding[]): GPUBindGroup {
    return this.#device.createBindGroup({
      label: this.#label,
      layout: this.#pipeline.getBindGroupLayout(0),
      entries: bindings.map((bound, binding) => ({
        binding,
        resource: 'buffer' in bound ? bound : { buffer: bound },
      })),
    });
  }

  /** Encodes at least `items` invocations. */
  dispatchItems(pass: GPUComputePassEncoder, bound: GPUBindGroup, items: number): void {
    this.dispatch(pass, bound, Math.ceil(items / this.#workgroup));
  }

  /** Encodes at least `groups` workgroups, folded over two axes when they are more than one axis holds. */
  dispatch(pass: GPUComputePassEncoder, bound: GPUBindGroup, groups: number): void {
    if (groups === 0) return;
    const most = this.#device.limits.maxComputeWorkgroupsPerDimension;
    const rows = Math.ceil(groups / most);
    pass.setPipeline(this.#pipeline);
    pass.setBindGroup(0, bound);
    pass.dispatchWorkgroups(Math.ceil(groups / rows), rows);
  }
}
