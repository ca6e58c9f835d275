import { mkdir, mkdtemp, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { XaiError } from '../core/errors.ts';

/**
 * Makes a folder and those above it that are missing. Node's own recursive mkdir never ends where a folder exists but takes
 * nothing in, as /proc does (seen with Node 20).
 * @throws what the file system says
 */
export async function makeFolder(folder: string): Promise<void> {
  const missing: string[] = [];
  for (let at = path.resolve(folder); !(await isThere(at)); at = path.dirname(at)) missing.push(at);
  for (const at of missing.reverse()) {
    await mkdir(at).catch((cause: NodeJS.ErrnoException) => {
      // Another process may have made it meanwhile.
      if (cause.code !== 'EEXIST') throw cause;
    });
  }
}

/**
 * Sees whether a folder, or the one that it would be made in, takes something in: an hour's results have to go somewhere. Leaves
 * nothing behind.
 * @throws XaiError `output-unwritable`
 */
export async function checkFolder(folder: string): Promise<void> {
  let at = path.resolve(folder);
  try {
    while (!(await isThere(at))) at = path.dirname(at);
    await rmdir(await mkdtemp(path.join(at, '.xai-viewer-')));
  } catch (cause) {
    throw new XaiError(
      'output-unwritable',
      `${folder} takes nothing in (${cause instanceof Error ? cause.message : String(cause)}); check --output.`,
      { file: folder, option: 'output', cause },
    );
  }
}

async function isThere(at: string): Promise<boolean> {
  try {
    await stat(at);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw cause;
  }
}
