import { keepThreshold } from '../../core/masks/cells.ts';
import type { MaskSpec } from '../../core/masks/spec.ts';
import { seedKey } from '../../core/random.ts';
import type { BufferPool } from '../buffer-pool.ts';

/** The uniform that tells every kernel which masks a batch holds (`shaders/batch.wgsl`). */
export class Batch {
  readonly buffer: GPUBuffer;
  readonly #device: GPUDevice;
  readonly #words = new Uint32Array(8);

  constructor(pool: BufferPool, spec: Pick<MaskSpec, 'seed' | 'keep'>) {
    this.#device = pool.device;
    this.buffer = pool.create('batch', this.#words.byteLength, GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST);
    const [k0, k1] = seedKey(spec.seed);
    this.#words.set([0, 0, k0, k1, keepThreshold(spec.keep)]);
  }

  /** Takes effect for everything submitted afterwards. */
  set(first: number, count: number): void {
    this.#words[0] = first;
    this.#words[1] = count;
    this.#device.queue.writeBuffer(this.buffer, 0, this.#words);
  }
}
