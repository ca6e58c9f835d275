import { XaiError } from '../core/errors.ts';

interface Usage {
  buffers: number;
  bytes: number;
}

const usages = new WeakMap<GPUDevice, Usage>();

/** Buffers and bytes that all pools of a device hold now; zero when everybody has cleaned up. */
export function deviceUsage(device: GPUDevice): Readonly<Usage> {
  return { ...usageOf(device) };
}

function usageOf(device: GPUDevice): Usage {
  let usage = usages.get(device);
  if (!usage) {
    usage = { buffers: 0, bytes: 0 };
    usages.set(device, usage);
  }
  return usage;
}

/** The buffers of one job: made here, counted, and destroyed together at the end. */
export class BufferPool {
  readonly device: GPUDevice;
  readonly #live = new Set<GPUBuffer>();

  constructor(device: GPUDevice) {
    this.device = device;
  }

  /**
   * @param bytes rounded up to a multiple of 16
   * @throws XaiError `out-of-memory` when the device allows no buffer of that size
   */
  create(label: string, bytes: number, usage: GPUBufferUsageFlags): GPUBuffer {
    const size = Math.max(16, Math.ceil(bytes / 16) * 16);
    const { maxBufferSize, maxStorageBufferBindingSize } = this.device.limits;
    const limit = usage & GPUBufferUsage.STORAGE ? Math.min(maxBufferSize, maxStorageBufferBindingSize) : maxBufferSize;
    if (size > limit) {
      throw new XaiError(
        'out-of-memory',
        `The buffer "${label}" needs ${size} bytes and this device allows ${limit}. Use a smaller batch or fewer targets.`,
      );
    }
    const buffer = this.device.createBuffer({ label, size, usage });
    this.#live.add(buffer);
    const total = usageOf(this.device);
    total.buffers++;
    total.bytes += size;
    return buffer;
  }

  /** A storage buffer that holds `data`. */
  upload(label: string, data: Float32Array | Uint32Array): GPUBuffer {
    const buffer = this.create(label, data.byteLength, GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST);
    this.device.queue.writeBuffer(buffer, 0, data as Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>);
    return buffer;
  }

  /** Destroys every buffer that this pool made. Harmless when called again, or after the device was lost. */
  destroy(): void {
    const total = usageOf(this.device);
    for (const buffer of this.#live) {
      total.buffers--;
      total.bytes -= buffer.size;
      buffer.destroy();
    }
    this.#live.clear();
  }
}
