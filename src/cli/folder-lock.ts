import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import { XaiError } from '../core/errors.ts';

const LOCK = 'audit.lock';
/** Milliseconds between two signs of life. */
const BEAT_MS = 5000;
/** Silence after which a holder on another machine is taken for dead. */
const SILENT_MS = 60_000;

const holderSchema = v.object({ host: v.string(), pid: v.number(), token: v.string() });
type Holder = v.InferOutput<typeof holderSchema>;

/** Tokens of the locks that this process holds. */
const own = new Set<string>();

/** A folder that only one process writes to. */
export interface FolderLock {
  release(): Promise<void>;
}

/**
 * Takes a folder for this process alone. What a dead process has left is recognised: on this machine by its number, on another by
 * a minute without a sign of life.
 * @param folder made when it is not there
 * @throws XaiError `output-unwritable` while another process holds it
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const file = path.join(folder, LOCK);
  const holder: Holder = { host: hostname(), pid: process.pid, token: crypto.randomUUID() };
  while (!(await writeNew(file, JSON.stringify(holder)))) await clearStale(file, folder);
  own.add(holder.token);
  const beat = setInterval(() => {
    const now = new Date();
    // A folder that is gone is noticed by the next write to it.
    utimes(file, now, now).catch(() => {});
  }, BEAT_MS);
  beat.unref();
  return {
    async release() {
      clearInterval(beat);
      own.delete(holder.token);
      await rm(file, { force: true });
    },
  };
}

/** @returns false when there is one */
async function writeNew(file: string, text: string): Promise<boolean> {
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text, { flag: 'wx' });
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw new XaiError(
      'output-unwritable',
      `${file} could not be written (${(cause as Error).message}); check --output.`,
      {
        file,
        cause,
      },
    );
  }
}

/** Removes the lock of a dead process. @throws XaiError `output-unwritable` when its holder lives */
async function clearStale(file: string, folder: string): Promise<void> {
  const text = await readFile(file, 'utf8').catch(() => null);
  const info = await stat(file).catch(() => null);
  // It was released in between.
  if (text === null || info === null) return;
  const holder = readHolder(text);
  // A process may be too busy to give a sign; on this machine it can be looked up.
  const isHeld = holder?.host === hostname() ? isAlive(holder) : Date.now() - info.mtimeMs <= SILENT_MS;
  if (isHeld) {
    const who = holder ? `process ${holder.pid} on ${holder.host}` : 'another process';
    throw new XaiError(
      'output-unwritable',
      `${folder} is being written by ${who}; wait until it ends, or choose another --output. (If nothing runs there, delete ${file}.)`,
      { file, option: 'output' },
    );
  }
  // Of several that find it stale one moves it away; the others find it gone, or the new one.
  const aside = `${file}.${crypto.randomUUID()}`;
  await rename(file, aside).catch(() => {});
  const moved = await readFile(aside, 'utf8').catch(() => text);
  if (moved === text) await rm(aside, { force: true });
  else await rename(aside, file);
}

function readHolder(text: string): Holder | null {
  try {
    return v.parse(holderSchema, JSON.parse(text));
  } catch {
    return null;
  }
}

/** Whether a process of this machine runs. In a container that was started again this process may have the dead one's number. */
function isAlive({ pid, token }: Holder): boolean {
  if (pid === process.pid) return own.has(token);
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM';
  }
}
