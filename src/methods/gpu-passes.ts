import type { MapForm } from '../core/masks/mask-sum.ts';
import type { Tensor } from '../core/tensor.ts';
import { MaskedPipeline, type MaskedPipelineOptions } from '../gpu/masked-pipeline.ts';
import type { GraphRunner } from '../runtime/graph-runner.ts';
import type { MaskedPasses, PassResult } from './masked-passes.ts';

export interface GpuPassesOptions {
  readonly runner: GraphRunner;
  readonly pipeline: Omit<MaskedPipelineOptions, 'device'> & { readonly device: GPUDevice };
  readonly form: MapForm;
  /** The input that takes the pictures. */
  readonly port: { readonly name: string; readonly type: 'float32' | 'float16' };
  /** Dims of that input for `count` pictures. */
  dims(count: number): readonly number[];
  /** The inputs besides it. */
  furtherFeeds(count: number): Readonly<Record<string, Tensor>>;
}

/** Masks, scores and sums on the GPU; only scores, kept proposals and maps are read back. */
export class GpuPasses implements MaskedPasses {
  readonly #options: GpuPassesOptions;
  readonly #pipeline: MaskedPipeline;
  /** The batch that was written ahead. */
  #written: { first: number; count: number; buffer: GPUBuffer } | null = null;

  static async create(options: GpuPassesOptions): Promise<GpuPasses> {
    return new GpuPasses(options, await MaskedPipeline.create(options.pipeline));
  }

  private constructor(options: GpuPassesOptions, pipeline: MaskedPipeline) {
    this.#options = options;
    this.#pipeline = pipeline;
  }

  async pass(first: number, count: number, ahead: number): Promise<PassResult> {
    const { runner, port, dims, furtherFeeds } = this.#options;
    const isWritten = this.#written?.first === first && this.#written.count === count;
    const buffer = isWritten && this.#written ? this.#written.buffer : this.#pipeline.writeBatch(first, count);
    const running = runner.runOnGpu({
      [port.name]: { type: port.type, dims: dims(count), buffer },
      ...furtherFeeds(count),
    });
    // A rejected run must not go unhandled while the next batch is submitted.
    running.catch(() => {});
    const next = first + count;
    this.#written = ahead > 0 ? { first: next, count: ahead, buffer: this.#pipeline.writeBatch(next, ahead) } : null;
    const outputs = await running;
    try {
      const buffers = Object.fromEntries(Object.entries(outputs).map(([name, tensor]) => [name, tensor.buffer]));
      return await this.#pipeline.consumeOutputs(buffers, first, count);
    } finally {
      for (const tensor of Object.values(outputs)) tensor.release();
    }
  }

  map(target: number): Promise<Float32Array> {
    return this.#pipeline.map(target, this.#options.form);
  }

  release(): void {
    this.#pipeline.dispose();
  }
}
