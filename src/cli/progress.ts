import { SingleBar } from 'cli-progress';

/** Progress on standard error; silent unless it is a terminal or was asked for. */
export interface Progress {
  begin(label: string, total: number): void;
  /** The total may change on the way: a run that stops when it is steady learns when that will be. */
  update(done: number, total: number, remaining: number | null): void;
  end(): void;
}

/** @param unit what is counted */
export function createProgress(asked: boolean, unit = 'masks'): Progress {
  const isTerminal = process.stderr.isTTY === true;
  if (isTerminal) return barProgress(unit);
  return asked ? lineProgress(unit) : { begin() {}, update() {}, end() {} };
}

function barProgress(unit: string): Progress {
  const bar = new SingleBar({
    format: `{label} [{bar}] {value}/{total} ${unit}, {left}`,
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
    stopOnComplete: false,
  });
  return {
    begin: (label, total) => bar.start(total, 0, { label, left: 'starting' }),
    update: (done, total, remaining) => {
      bar.setTotal(total);
      bar.update(done, { left: timeLeft(remaining) });
    },
    end: () => bar.stop(),
  };
}

/** A log is read later, so a line at every tenth is enough. */
function lineProgress(unit: string): Progress {
  let label = '';
  let tenth = 0;
  return {
    begin: (text) => {
      label = text;
      tenth = 0;
    },
    update: (done, total, remaining) => {
      if (Math.floor((done / total) * 10) <= tenth) return;
      tenth = Math.floor((done / total) * 10);
      process.stderr.write(`${label} ${done}/${total} ${unit}, ${timeLeft(remaining)}\n`);
    },
    end: () => {},
  };
}

function timeLeft(milliseconds: number | null): string {
  if (milliseconds === null) return 'time unknown';
  const seconds = Math.ceil(milliseconds / 1000);
  return seconds < 90 ? `${seconds} s left` : `${Math.ceil(seconds / 60)} min left`;
}
