import { BufferPool } from '../../src/gpu/buffer-pool.ts';
import { Kernel, WORKGROUP } from '../../src/gpu/kernel.ts';
import type { GpuClock } from './clock.ts';

/** How fast the card moves bytes, read and written ones counted, in bytes a second. */
export interface CopySpeed {
  readonly bytes: number;
  /** By a kernel that copies four floats an invocation. */
  readonly kernel: number;
  /** By the queue's own copy, by the wall. */
  readonly queue: number;
  /** The faster of the two: what kernels are measured by. */
  readonly best: number;
}

const MOST_BYTES = 256 * 2 ** 20;
const COPIES = 8;

const PROGRAM = `
override GROUP: u32;
override ITEMS: u32;
@group(0) @binding(0) var<storage, read> source: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> copied: array<vec4f>;
@compute @workgroup_size(GROUP)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let item = (group.y * groups.x + group.x) * GROUP + local;
  if (item < ITEMS) {
    copied[item] = source[item];
  }
}`;

/** @param share of the usual size, for software adapters */
export async function measureCopy(clock: GpuClock, milliseconds: number, share = 1): Promise<CopySpeed> {
  const { device } = clock;
  const { maxBufferSize, maxStorageBufferBindingSize } = device.limits;
  const bytes = Math.floor((Math.min(MOST_BYTES, maxBufferSize, maxStorageBufferBindingSize) * share) / 256) * 256;
  const pool = new BufferPool(device);
  try {
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
    const from = pool.create('from', bytes, usage);
    const to = pool.create('to', bytes, usage);
    const items = bytes / 16;
    const kernel = await Kernel.create(device, {
      label: 'copy',
      sources: [PROGRAM],
      constants: { GROUP: WORKGROUP, ITEMS: items },
    });
    const bound = kernel.bind([from, to]);
    const time = await clock.time((pass) => kernel.dispatchItems(pass, bound, items), milliseconds);
    const copies = () => {
      const encoder = device.createCommandEncoder();
      for (let k = 0; k < COPIES; k++) encoder.copyBufferToBuffer(from, 0, to, 0, bytes);
      device.queue.submit([encoder.finish()]);
    };
    await clock.wall(copies);
    const wall = (await clock.wall(copies)) / COPIES;
    const speeds = { kernel: (2000 * bytes) / time, queue: (2000 * bytes) / wall };
    return { bytes, ...speeds, best: Math.max(speeds.kernel, speeds.queue) };
  } finally {
    pool.destroy();
  }
}
