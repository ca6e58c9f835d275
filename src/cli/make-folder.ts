import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';

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

async function isThere(at: string): Promise<boolean> {
  try {
    await stat(at);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw cause;
  }
}
