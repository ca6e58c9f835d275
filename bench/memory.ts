import { deviceUsage } from '../src/gpu/buffer-pool.ts';
import { drise } from '../src/methods/d-rise.ts';
import type { Subject, Task } from './open.ts';

/** Bytes; peaks since the process began. */
export interface MemoryMark {
  readonly masks: number;
  /** Of the process: model, runtime and everything else. */
  readonly resident: number;
  /** Of typed arrays outside the JavaScript heap, at the end of a pass. */
  readonly arrayBuffers: number;
  /** Of our own buffers on the graphics device; null without one. */
  readonly device: number | null;
}

/** One run watched from before its first mask to its last; marks at none, a tenth and all of the masks. */
export async function measureMemory({ model, picture, graph, targets }: Subject, task: Task): Promise<MemoryMark[]> {
  const { device } = graph.runner;
  let arrayBuffers = 0;
  let deviceBytes = 0;
  const marks: MemoryMark[] = [];
  const look = () => {
    arrayBuffers = Math.max(arrayBuffers, process.memoryUsage().arrayBuffers);
    if (device) deviceBytes = Math.max(deviceBytes, deviceUsage(device).bytes);
  };
  const mark = (masks: number) => {
    // The system keeps the peak itself, in kilobytes, so that nothing between two looks is missed.
    const resident = process.resourceUsage().maxRSS * 1024;
    marks.push({ masks, resident, arrayBuffers, device: device ? deviceBytes : null });
  };
  look();
  mark(0);
  const tenth = Math.floor(task.masks / 10);
  const run = drise(model, picture, { masks: task.masks, targets });
  for await (const { done } of run) {
    look();
    if (done >= tenth && marks.length === 1) mark(done);
  }
  await run.result();
  look();
  mark(task.masks);
  return marks;
}
