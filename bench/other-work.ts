import { cpus } from 'node:os';

/** Processor time in milliseconds that the machine spent working, and all that it had. */
function machineTime(): { busy: number; all: number } {
  let busy = 0;
  let all = 0;
  for (const { times } of cpus()) {
    const working = times.user + times.nice + times.sys + times.irq;
    busy += working;
    all += working + times.idle;
  }
  return { busy, all };
}

/**
 * Watches what else the machine does from now on.
 * @returns a function that gives the share of all cores that other programs took since, in [0, 1]
 */
export function watchOtherWork(): () => number {
  const before = machineTime();
  const ownBefore = process.cpuUsage();
  return () => {
    const after = machineTime();
    const own = process.cpuUsage(ownBefore);
    const others = after.busy - before.busy - (own.user + own.system) / 1000;
    return Math.min(1, Math.max(0, others / Math.max(1, after.all - before.all)));
  };
}
