import { mkdir, readFile, rm, rmdir, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as v from 'valibot';
import { XaiError } from '../core/errors.ts';
import { makeFolder } from './make-folder.ts';

const LOCK = 'audit.lock';
/** Milliseconds between two signs of life. */
const BEAT_MS = 5000;
/** Silence after which a holder on another machine is taken for dead. */
const SILENT_MS = 60_000;
/** Milliseconds that another process is given to remove a lock. */
const CLEARING_MS = 10;

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
    await makeFolder(path.dirname(file));
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

/**
 * Removes the lock of a dead process. One process at a time does so, or a slow one would remove the lock that a quick one
 * has written meanwhile.
 * @throws XaiError `output-unwritable` when its holder lives
 */
async function clearStale(file: string, folder: string): Promise<void> {
  if (!(await isStale(file, folder))) return;
  const clearing = `${file}.clearing`;
  try {
    await mkdir(clearing);
  } catch {
    const began = await stat(clearing).catch(() => null);
    // Whoever began died at it.
    if (began !== null && Date.now() - began.mtimeMs > SILENT_MS) await rmdir(clearing).catch(() => {});
    await setTimeout(CLEARING_MS);
    return;
  }
  try {
    if (await isStale(file, folder)) await rm(file, { force: true });
  } finally {
    await rmdir(clearing);
  }
}

/**
 * Whether a lock is there, and nobody lives who holds it.
 * @throws XaiError `output-unwritable` when its holder lives
 */
async function isStale(file: string, folder: string): Promise<boolean> {
  const text = await readFile(file, 'utf8').catch(() => null);
  const info = await stat(file).catch(() => null);
  // It was released in between.
  if (text === null || info === null) return false;
  const holder = readHolder(text);
  // A process may be too busy to give a sign; on this machine it can be looked up.
  const isHeld = holder?.host === hostname() ? isAlive(holder) : Date.now() - info.mtimeMs <= SILENT_MS;
  if (!isHeld) return true;
  const who = holder ? `process ${holder.pid} on ${holder.host}` : 'another process';
  throw new XaiError(
    'output-unwritable',
    `${folder} is being written by ${who}; wait until it ends, or choose another --output. (If nothing runs there, delete ${file}.)`,
    { file, option: 'output' },
  );
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
