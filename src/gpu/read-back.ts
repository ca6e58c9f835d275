import { XaiError } from '../core/errors.ts';
import type { BufferPool } from './buffer-pool.ts';

/** Part of a buffer to be read. */
export interface ReadRange {
  readonly buffer: GPUBuffer;
  /** Bytes, a multiple of 4. */
  readonly offset?: number;
  /** Bytes, a multiple of 4. */
  readonly size: number;
}

/**
 * Brings buffers back to ordinary memory through one staging buffer that is used again. One reading at a time: encode,
 * submit, read.
 */
export class ReadBack {
  readonly #device: GPUDevice;
  readonly #staging: GPUBuffer;
  #ranges: readonly ReadRange[] = [];

  /** @param bytes the most that one reading brings back */
  constructor(pool: BufferPool, label: string, bytes: number) {
    this.#device = pool.device;
    this.#staging = pool.create(label, bytes, GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST);
  }

  /** Encodes the copies; submit the encoder, then call {@link read}. */
  encode(encoder: GPUCommandEncoder, ranges: readonly ReadRange[]): void {
    let at = 0;
    for (const { buffer, offset = 0, size } of ranges) {
      if (size > 0) encoder.copyBufferToBuffer(buffer, offset, this.#staging, at, size);
      at += size;
    }
    this.#ranges = ranges;
  }

  /**
   * Copies what was encoded into `into`, one array per range, as raw 32-bit words.
   * @throws XaiError `device-lost`
   */
  async read(into: readonly (Float32Array | Uint32Array)[]): Promise<void> {
    const total = this.#ranges.reduce((sum, { size }) => sum + size, 0);
    try {
      await this.#staging.mapAsync(GPUMapMode.READ, 0, total);
    } catch (cause) {
      throw (await isLost(this.#device)) ? new XaiError('device-lost', LOST, { cause }) : cause;
    }
    try {
      const words = new Uint32Array(this.#staging.getMappedRange(0, total));
      let at = 0;
      this.#ranges.forEach(({ size }, k) => {
        const target = into[k];
        new Uint32Array(target.buffer, target.byteOffset, size / 4).set(words.subarray(at, at + size / 4));
        at += size / 4;
      });
    } finally {
      this.#staging.unmap();
    }
  }
}

const LOST = 'The graphics device was lost while results were read back. Run again, or use the backend "wasm".';

/** A map may fail a moment before the loss itself is announced, so that is given time. */
function isLost(device: GPUDevice): Promise<boolean> {
  return Promise.race([
    device.lost.then(() => true),
    new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 100)),
  ]);
}
