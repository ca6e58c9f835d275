import { computePipeline, type Program } from './pipeline-cache.ts';

/** What a kernel's numbered bindings hold. */
export type Binding = GPUBuffer | GPUBufferBinding;

/** Invocations per workgroup of kernels that share memory; a power of two. Software adapters run small ones faster. */
export const WORKGROUP = 128;

/** A compiled program and how it is dispatched. The typed wrappers of `kernels/` say what it is bound to. */
export class Kernel {
  readonly #device: GPUDevice;
  readonly #pipeline: GPUComputePipeline;
  readonly #label: string;

  static async create(device: GPUDevice, program: Program): Promise<Kernel> {
    return new Kernel(device, await computePipeline(device, program), program.label);
  }

  private constructor(device: GPUDevice, pipeline: GPUComputePipeline, label: string) {
    this.#device = device;
    this.#pipeline = pipeline;
    this.#label = label;
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
