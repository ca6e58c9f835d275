import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';

/** Milliseconds in a tick of `/proc/stat`, on every Linux that Node runs on. */
const TICK = 10;

/** Processor time in milliseconds that the machine spent working, and all that it had. */
function machineTime(): { busy: number; all: number } {
  let busy = stolenTime();
  let all = busy;
  for (const { times } of cpus()) {
    const working = times.user + times.nice + times.sys + times.irq;
    busy += working;
    all += working + times.idle;
  }
  return { busy, all };
}

/** What a virtual machine's host gave to others while this one had work: the eighth number after `cpu`. 0 elsewhere. */
function stolenTime(): number {
  try {
    const [total] = readFileSync('/proc/stat', 'utf8').split('\n', 1);
    return (Number(total.trim().split(/\s+/)[8]) || 0) * TICK;
  } catch {
    return 0;
  }
}

/**
 * Watches what else the machine does from now on.
 * @returns a function that gives the share of all cores that other programs, and other machines of the host, took since,
 *   in [0, 1]
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
