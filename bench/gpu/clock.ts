/** Times work on a graphics card: by its own clock where the adapter has one, else by the wall. */
export class GpuClock {
  readonly device: GPUDevice;
  readonly #queries: { set: GPUQuerySet; resolved: GPUBuffer; staging: GPUBuffer } | null;

  constructor(device: GPUDevice) {
    this.device = device;
    this.#queries = device.features.has('timestamp-query')
      ? {
          set: device.createQuerySet({ type: 'timestamp', count: 2 }),
          resolved: device.createBuffer({ size: 16, usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC }),
          staging: device.createBuffer({ size: 16, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST }),
        }
      : null;
  }

  /** `timestamps`: the card's own clock; `wall`: from submission to the end of the queue. */
  get kind(): 'timestamps' | 'wall' {
    return this.#queries ? 'timestamps' : 'wall';
  }

  /**
   * Milliseconds a repeat of what `encode` writes into a pass: repeated until a pass takes `milliseconds`, the median of
   * `turns` passes.
   */
  async time(encode: (pass: GPUComputePassEncoder) => void, milliseconds: number, turns = 5): Promise<number> {
    let repeats = 1;
    // Compiled and warm, and long enough for clocks that tick in tenths of milliseconds.
    for (let once = await this.#pass(encode, 1); ; once = await this.#pass(encode, repeats)) {
      if (once >= milliseconds || repeats >= MOST_REPEATS) break;
      const wanted = Math.ceil((repeats * milliseconds * 1.2) / Math.max(once, 0.01));
      repeats = Math.min(MOST_REPEATS, Math.max(repeats * 2, Math.min(wanted, repeats * 20)));
    }
    const times: number[] = [];
    for (let turn = 0; turn < turns; turn++) times.push((await this.#pass(encode, repeats)) / repeats);
    times.sort((a, b) => a - b);
    return times[turns >> 1];
  }

  /** Milliseconds by the wall of what `submit` hands to the queue. */
  async wall(submit: () => void): Promise<number> {
    await this.device.queue.onSubmittedWorkDone();
    const start = performance.now();
    submit();
    await this.device.queue.onSubmittedWorkDone();
    return performance.now() - start;
  }

  async #pass(encode: (pass: GPUComputePassEncoder) => void, repeats: number): Promise<number> {
    const { device } = this;
    const encoder = device.createCommandEncoder();
    const queries = this.#queries;
    const pass = encoder.beginComputePass(
      queries
        ? { timestampWrites: { querySet: queries.set, beginningOfPassWriteIndex: 0, endOfPassWriteIndex: 1 } }
        : undefined,
    );
    for (let k = 0; k < repeats; k++) encode(pass);
    pass.end();
    if (!queries) {
      const commands = encoder.finish();
      return this.wall(() => device.queue.submit([commands]));
    }
    encoder.resolveQuerySet(queries.set, 0, 2, queries.resolved, 0);
    encoder.copyBufferToBuffer(queries.resolved, 0, queries.staging, 0, 16);
    device.queue.submit([encoder.finish()]);
    await queries.staging.mapAsync(GPUMapMode.READ);
    const [begin, end] = new BigUint64Array(queries.staging.getMappedRange().slice(0));
    queries.staging.unmap();
    return Number(end - begin) / 1e6;
  }
}

/** Dispatches in one pass at most: a driver ends work that takes seconds. */
const MOST_REPEATS = 4000;
