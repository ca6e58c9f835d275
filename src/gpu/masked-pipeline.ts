import { XaiError } from '../core/errors.ts';
import type { MapForm } from '../core/masks/mask-sum.ts';
import type { MaskSpec } from '../core/masks/spec.ts';
import { type Answer, answerKeptWords, answerTargets, createScorer, type EncodeScores } from './answer-scorer.ts';
import { BufferPool } from './buffer-pool.ts';
import { Batch } from './kernels/batch.ts';
import { MaskCellsKernel, maskWords } from './kernels/mask-cells.ts';
import { uploadAxes } from './kernels/mask-value.ts';
import { MaskedBatchKernel } from './kernels/masked-batch.ts';
import { MaskPlanes } from './mask-planes.ts';
import { ReadBack } from './read-back.ts';
import type { MaskedInput } from './reference/masked-batch.ts';

export interface MaskedPipelineOptions {
  readonly device: GPUDevice;
  readonly spec: MaskSpec;
  readonly input: MaskedInput;
  /** Whether the model takes float16. */
  readonly halfInput: boolean;
  /** Whether the model's outputs are float16. */
  readonly halfOutputs: boolean;
  /** Most masks at once. */
  readonly batch: number;
  readonly answer: Answer;
}

/** What is read back of a batch. */
export interface BatchAnswer {
  /** Length count x targets, one row per mask; overwritten by the next batch. */
  readonly scores: Float32Array;
  /** What is kept of each mask, as the CPU twins pack it; null when nothing is. Overwritten by the next batch. */
  readonly kept: Uint32Array | null;
}

/** Input buffers taken in turn, so that one batch can be written while the model reads the other. */
const INPUT_BUFFERS = 2;

/**
 * Everything around the model on the GPU: masked pictures written into the model's input, its outputs scored, kept and
 * summed, and only scores, kept words and finished maps read back. All memory is taken at the start and none per batch.
 *
 * Per batch: `writeBatch`, run the model on the buffer, `consumeOutputs`. The next batch may be written before this
 * one's outputs are consumed; `consumeOutputs` and `map` are awaited one after another.
 */
export class MaskedPipeline {
  /** Bytes of the model's input per picture. */
  readonly bytesPerPicture: number;
  readonly targets: number;
  readonly keptWords: number;
  readonly #pool: BufferPool;
  readonly #batchSize: number;
  readonly #parts: Parts;
  readonly #scores: Float32Array;
  readonly #kept: Uint32Array;
  readonly #fault = new Uint32Array(1);
  readonly #scoreSums: Float64Array;
  #slot = 0;
  #count = 0;

  /** @throws XaiError `out-of-memory` for a batch that the device cannot hold, `engine-failed`, `option-invalid` */
  static async create(options: MaskedPipelineOptions): Promise<MaskedPipeline> {
    const pool = new BufferPool(options.device);
    try {
      return await build(pool, options, (parts) => new MaskedPipeline(pool, options, parts));
    } catch (cause) {
      pool.destroy();
      throw cause;
    }
  }

  private constructor(pool: BufferPool, options: MaskedPipelineOptions, parts: Parts) {
    this.#pool = pool;
    this.#batchSize = options.batch;
    this.targets = answerTargets(options.answer);
    this.keptWords = answerKeptWords(options.answer);
    this.bytesPerPicture = pictureBytes(options);
    this.#parts = parts;
    this.#scores = new Float32Array(options.batch * this.targets);
    this.#kept = new Uint32Array(options.batch * this.keptWords);
    this.#scoreSums = new Float64Array(this.targets);
  }

  /** Masks summed so far. */
  get count(): number {
    return this.#count;
  }

  /**
   * Submits the masked pictures of masks `first` to `first + count - 1`.
   * @returns the model's input: the first `count * bytesPerPicture` bytes of a buffer that the call after next
   *   overwrites.
   */
  writeBatch(first: number, count: number): GPUBuffer {
    this.#check(count);
    const { device } = this.#pool;
    const { write, inputs } = this.#parts;
    this.#slot = (this.#slot + 1) % INPUT_BUFFERS;
    write.batch.set(first, count);
    const encoder = device.createCommandEncoder({ label: 'write-batch' });
    const pass = encoder.beginComputePass({ label: 'write-batch' });
    write.encode(pass, this.#slot, count);
    pass.end();
    device.queue.submit([encoder.finish()]);
    return inputs[this.#slot];
  }

  /**
   * Scores the outputs of masks `first` to `first + count - 1`, keeps their best proposals and adds the masks to the
   * maps, in one submit. The output buffers may be given back once the promise settles.
   * @throws XaiError `device-lost`; `model-output` when outputs are missing or not numbers. The maps are of no use then.
   */
  async consumeOutputs(
    outputs: Readonly<Record<string, GPUBuffer>>,
    first: number,
    count: number,
  ): Promise<BatchAnswer> {
    this.#check(count);
    const { device } = this.#pool;
    const { consume, planes, readBack, encodeScores } = this.#parts;
    const { similarities, kept, fault } = this.#parts.results;
    consume.batch.set(first, count);
    const encoder = device.createCommandEncoder({ label: 'consume-outputs' });
    encoder.clearBuffer(fault);
    const pass = encoder.beginComputePass({ label: 'consume-outputs' });
    encodeScores(pass, outputs, count);
    consume.encode(pass, count);
    planes.encodeSum(pass);
    pass.end();
    readBack.encode(encoder, [
      { buffer: fault, size: 4 },
      { buffer: similarities, size: count * this.targets * 4 },
      { buffer: kept, size: count * this.keptWords * 4 },
    ]);
    device.queue.submit([encoder.finish()]);
    await readBack.read([this.#fault, this.#scores, this.#kept]);
    const scores = this.#scores.subarray(0, count * this.targets);
    if (this.#fault[0] !== 0 || !scores.every(Number.isFinite)) {
      throw new XaiError(
        'model-output',
        'The model gave outputs that are not numbers for a masked picture. Check the recipe\'s scale, mean and standard deviation, or use the backend "wasm".',
      );
    }
    for (let k = 0; k < scores.length; k++) this.#scoreSums[k % this.targets] += scores[k];
    this.#count += count;
    return { scores, kept: this.keptWords > 0 ? this.#kept.subarray(0, count * this.keptWords) : null };
  }

  /** The map so far of one target: length height x width of the spec, row-major, raw scores. */
  map(target: number, form: MapForm = 'mean-subtracted'): Promise<Float32Array> {
    return this.#parts.planes.map(target, form, this.#count, this.#scoreSums[target]);
  }

  /** Frees everything. Harmless when called again, or after the device was lost. */
  dispose(): void {
    this.#pool.destroy();
  }

  #check(count: number): void {
    if (count >= 1 && count <= this.#batchSize) return;
    throw new RangeError(`A batch holds 1 to ${this.#batchSize} masks, not ${count}.`);
  }
}

/** What the pipeline is put together of. */
interface Parts {
  write: { batch: Batch; encode: (pass: GPUComputePassEncoder, slot: number, count: number) => void };
  consume: { batch: Batch; encode: (pass: GPUComputePassEncoder, count: number) => void };
  inputs: readonly GPUBuffer[];
  encodeScores: EncodeScores;
  planes: MaskPlanes;
  results: { similarities: GPUBuffer; kept: GPUBuffer; fault: GPUBuffer };
  readBack: ReadBack;
}

function pictureBytes({ input, halfInput }: MaskedPipelineOptions): number {
  return input.image.length * (halfInput ? 2 : 4);
}

async function build(
  pool: BufferPool,
  options: MaskedPipelineOptions,
  finish: (parts: Parts) => MaskedPipeline,
): Promise<MaskedPipeline> {
  const { device, spec, input, halfInput, halfOutputs, batch: most, answer } = options;
  const targets = answerTargets(answer);
  const keptWords = answerKeptWords(answer);
  const result = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC;
  const results = {
    similarities: pool.create('similarities', most * targets * 4, result),
    kept: pool.create('kept', most * keptWords * 4, result),
    fault: pool.create('fault', 4, result | GPUBufferUsage.COPY_DST),
  };
  // Writing runs ahead of consuming, so each has its own uniform and its own random cells.
  const written = {
    batch: new Batch(pool, spec),
    masks: pool.create('masks-written', most * maskWords(spec) * 4, GPUBufferUsage.STORAGE),
  };
  const summed = {
    batch: new Batch(pool, spec),
    masks: pool.create('masks-summed', most * maskWords(spec) * 4, GPUBufferUsage.STORAGE),
  };
  const axes = uploadAxes(pool, spec);
  const image = pool.upload('image', input.image);
  const fill = pool.upload('fill', input.fill);
  const inputs = Array.from({ length: INPUT_BUFFERS }, (_, k) =>
    pool.create(
      `input-${k}`,
      most * pictureBytes(options),
      GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
    ),
  );

  const cells = await MaskCellsKernel.create(device, spec);
  const cellsWritten = cells.bind({ batch: written.batch.buffer, masks: written.masks });
  const cellsSummed = cells.bind({ batch: summed.batch.buffer, masks: summed.masks });
  const painter = await MaskedBatchKernel.create(device, spec, input, halfInput);
  const painted = inputs.map((masked) =>
    painter.bind({ ...axes, batch: written.batch.buffer, masks: written.masks, image, fill, masked }),
  );
  const scoreBuffers = { batch: summed.batch.buffer, ...results };
  return finish({
    write: {
      batch: written.batch,
      encode: (pass, slot, count) => {
        cells.encode(pass, cellsWritten, count);
        painter.encode(pass, painted[slot], count);
      },
    },
    consume: { batch: summed.batch, encode: (pass, count) => cells.encode(pass, cellsSummed, count) },
    inputs,
    encodeScores: await createScorer(pool, answer, input, most, halfOutputs, scoreBuffers),
    planes: await MaskPlanes.create(pool, spec, targets, {
      ...axes,
      batch: summed.batch.buffer,
      masks: summed.masks,
      similarities: results.similarities,
    }),
    results,
    readBack: new ReadBack(pool, 'answer-staging', 4 + most * (targets + keptWords) * 4),
  });
}
