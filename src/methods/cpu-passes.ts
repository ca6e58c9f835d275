import { refuseNonFiniteScores } from '../core/masks/plane-sum.ts';
import type { Tensor } from '../core/tensor.ts';
import { freeArrays } from '../runtime/free-arrays.ts';
import type { GraphRunner } from '../runtime/graph-runner.ts';
import type { MaskedPasses, PassResult } from './masked-passes.ts';
import type { CopyWriter } from './masked-windows.ts';

/** Reads one picture's answer out of a batch's outputs. */
export interface AnswerReader {
  /** Scores per mask. */
  readonly targets: number;
  /** 32-bit words kept per mask; 0 for none. */
  readonly keptWords: number;
  /** Writes the scores of picture `n` at `scores[at...]` and, where there is room, what is kept of it at `kept[keptAt...]`. */
  read(
    outputs: Readonly<Record<string, Tensor>>,
    n: number,
    scores: Float32Array,
    at: number,
    kept: Uint32Array | null,
    keptAt: number,
  ): void;
}

export interface CpuPassesOptions {
  readonly runner: GraphRunner;
  /** Makes what writes the masked copies, with room for so many batches. */
  makeWriter(buffers: number): CopyWriter;
  /** Most pictures per run. */
  readonly batch: number;
  readonly reader: AnswerReader;
  /** Outputs that are read; null: all. */
  readonly outputs: readonly string[] | null;
  /** Wraps a batch of written pictures as the model's feeds. */
  feeds(values: Float32Array, count: number): Record<string, Tensor>;
}

/**
 * Masks painted and answers scored on the CPU. Where the model runs on a graphics card the next batch is painted while
 * its run is awaited; wasm and onnxruntime-node hold this thread until they are done.
 */
export class CpuPasses implements MaskedPasses {
  readonly #options: CpuPassesOptions;
  readonly #writer: CopyWriter;
  readonly #paintsAhead: boolean;
  readonly #scores: Float32Array;
  readonly #kept: Uint32Array;
  /** The batch that was painted ahead. */
  #painted: { first: number; count: number; values: Float32Array } | null = null;

  constructor(options: CpuPassesOptions) {
    const { runner, makeWriter, batch, reader } = options;
    this.#options = options;
    this.#paintsAhead = runner.provider === 'webgpu';
    this.#writer = makeWriter(this.#paintsAhead ? 2 : 1);
    this.#scores = new Float32Array(batch * reader.targets);
    this.#kept = new Uint32Array(batch * reader.keptWords);
  }

  async pass(first: number, count: number, ahead: number): Promise<PassResult> {
    const { runner, reader, feeds } = this.#options;
    const isPainted = this.#painted?.first === first && this.#painted.count === count;
    const values = isPainted && this.#painted ? this.#painted.values : this.#writer.write(first, count);
    const running = runner.run(feeds(values, count), this.#options.outputs ?? undefined);
    this.#painted = null;
    if (this.#paintsAhead && ahead > 0) {
      // A rejected run must not go unhandled while the next batch is painted.
      running.catch(() => {});
      const next = first + count;
      this.#painted = { first: next, count: ahead, values: this.#writer.write(next, ahead) };
    }
    const outputs = await running;
    for (let n = 0; n < count; n++) {
      reader.read(outputs, n, this.#scores, n * reader.targets, this.#kept, n * reader.keptWords);
      refuseNonFiniteScores(this.#scores, n * reader.targets, reader.targets);
    }
    freeArrays(Object.values(outputs).map(({ data }) => data));
    return {
      scores: this.#scores.subarray(0, count * reader.targets),
      kept: reader.keptWords ? this.#kept.subarray(0, count * reader.keptWords) : null,
    };
  }

  release(): void {
    this.#painted = null;
  }
}
