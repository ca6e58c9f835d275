import type { MapForm, MaskSum } from '../core/masks/mask-sum.ts';
import type { MaskSpec } from '../core/masks/spec.ts';
import type { Tensor } from '../core/tensor.ts';
import { type MaskedInput, MaskedBatchWriter } from '../gpu/reference/masked-batch.ts';
import type { GraphRunner } from '../runtime/graph-runner.ts';
import type { MaskedPasses, PassResult } from './masked-passes.ts';

/** Reads one picture's answer out of a batch's outputs. */
export interface AnswerReader {
  /** Scores per mask. */
  readonly targets: number;
  /** 32-bit words kept per mask; 0 for none. */
  readonly keptWords: number;
  /** Writes the scores of picture `n` at `scores[at...]` and what is kept of it at `kept[keptAt...]`. */
  read(outputs: Readonly<Record<string, Tensor>>, n: number, scores: Float32Array, at: number, kept: Uint32Array, keptAt: number): void;
}

export interface CpuPassesOptions {
  readonly runner: GraphRunner;
  readonly spec: MaskSpec;
  readonly input: MaskedInput;
  /** Most pictures per run. */
  readonly batch: number;
  readonly form: MapForm;
  readonly sum: MaskSum;
  readonly reader: AnswerReader;
  /** Wraps a batch of written pictures as the model's feeds. */
  feeds(values: Float32Array, count: number): Record<string, Tensor>;
}

/** Masks painted and answers scored on the CPU; two input buffers, so that painting and the model's run can overlap. */
export class CpuPasses implements MaskedPasses {
  readonly #options: CpuPassesOptions;
  readonly #writer: MaskedBatchWriter;
  readonly #buffers: Float32Array[];
  readonly #scores: Float32Array;
  readonly #kept: Uint32Array;
  /** What the waiting buffer holds. */
  #painted = { first: -1, count: 0, buffer: 0 };

  constructor(options: CpuPassesOptions) {
    const { spec, input, batch, reader } = options;
    this.#options = options;
    this.#writer = new MaskedBatchWriter(spec, input);
    this.#buffers = [0, 1].map(() => new Float32Array(batch * input.image.length));
    this.#scores = new Float32Array(batch * reader.targets);
    this.#kept = new Uint32Array(batch * reader.keptWords);
  }

  async pass(first: number, count: number, ahead: number): Promise<PassResult> {
    const { runner, input, reader, sum, feeds } = this.#options;
    if (this.#painted.first !== first || this.#painted.count < count) this.#paint(first, count, this.#painted.buffer);
    const { buffer } = this.#painted;
    const values = this.#buffers[buffer].subarray(0, count * input.image.length);
    const running = runner.run(feeds(values, count));
    // A rejected run must not go unhandled while the next batch is painted.
    running.catch(() => {});
    if (ahead > 0) this.#paint(first + count, ahead, 1 - buffer);
    const outputs = await running;
    for (let n = 0; n < count; n++) {
      reader.read(outputs, n, this.#scores, n * reader.targets, this.#kept, n * reader.keptWords);
      sum.add(first + n, this.#scores.subarray(n * reader.targets, (n + 1) * reader.targets));
    }
    return {
      scores: this.#scores.subarray(0, count * reader.targets),
      kept: reader.keptWords ? this.#kept.subarray(0, count * reader.keptWords) : null,
    };
  }

  async map(target: number): Promise<Float32Array> {
    return this.#options.sum.map(target, this.#options.form);
  }

  release(): void {
    this.#buffers.length = 0;
  }

  #paint(first: number, count: number, buffer: number): void {
    this.#writer.write(first, count, this.#buffers[buffer]);
    this.#painted = { first, count, buffer };
  }
}
