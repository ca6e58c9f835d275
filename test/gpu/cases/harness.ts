import { BufferPool } from '../../../src/gpu/buffer-pool.ts';

/** One check of the GPU against its twin; throws when they differ. */
export type GpuCase = (device: GPUDevice) => Promise<void>;

const SENTINEL = 0x5eed5eed;
/** Words after the end of an output that must stay as they were. */
const GUARD = 64;

/** A storage buffer filled with sentinels, longer than its output. */
export function guarded(pool: BufferPool, label: string, words: number, start?: Float32Array | Uint32Array): GPUBuffer {
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  const buffer = pool.create(label, (words + GUARD) * 4, usage);
  const content = new Uint32Array(words + GUARD).fill(SENTINEL);
  if (start) content.set(new Uint32Array(start.buffer, start.byteOffset, start.length));
  pool.device.queue.writeBuffer(buffer, 0, content);
  return buffer;
}

/** The first `words` words of a guarded buffer; throws when a sentinel behind them was overwritten. */
export async function readGuarded(device: GPUDevice, buffer: GPUBuffer, words: number): Promise<Uint32Array> {
  const size = (words + GUARD) * 4;
  const staging = device.createBuffer({ size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(buffer, 0, staging, 0, size);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(GPUMapMode.READ);
  const all = new Uint32Array(staging.getMappedRange().slice(0));
  staging.destroy();
  if (!all.subarray(words).every((word) => word === SENTINEL)) throw new Error(`${buffer.label}: written past its end`);
  return all.subarray(0, words);
}

export function asFloats(words: Uint32Array): Float32Array {
  return new Float32Array(words.buffer, words.byteOffset, words.length);
}

/** Runs one compute pass. */
export function runPass(device: GPUDevice, encode: (pass: GPUComputePassEncoder) => void): void {
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  encode(pass);
  pass.end();
  device.queue.submit([encoder.finish()]);
}

/** Gives a case a pool and frees it. */
export function withPool(body: (pool: BufferPool, device: GPUDevice) => Promise<void>): GpuCase {
  return async (device) => {
    const pool = new BufferPool(device);
    try {
      await body(pool, device);
    } finally {
      pool.destroy();
    }
  };
}

export function assertSame(actual: ArrayLike<number>, expected: ArrayLike<number>, what: string): void {
  if (actual.length !== expected.length) throw new Error(`${what}: length ${actual.length}, not ${expected.length}`);
  for (let k = 0; k < expected.length; k++) {
    if (actual[k] !== expected[k]) throw new Error(`${what}[${k}]: ${actual[k]}, not ${expected[k]}`);
  }
}

/** @param tolerance allowed absolute difference */
export function assertClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  what: string,
): void {
  if (actual.length !== expected.length) throw new Error(`${what}: length ${actual.length}, not ${expected.length}`);
  for (let k = 0; k < expected.length; k++) {
    if (!(Math.abs(actual[k] - expected[k]) <= tolerance)) {
      throw new Error(`${what}[${k}]: ${actual[k]}, not ${expected[k]} within ${tolerance}`);
    }
  }
}

export function assertTrue(truth: boolean, what: string): void {
  if (!truth) throw new Error(what);
}
