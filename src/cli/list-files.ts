import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { byName } from '../audit/data/file-tree.ts';

export interface ListedFile {
  /** Relative to the folder, with forward slashes. */
  readonly name: string;
  /** A link without an ending that leads nowhere, so that it may stand for a folder of files. Others fail when they are read. */
  readonly isLostFolder: boolean;
}

const ENDING = /\.[a-z]\w*$/i;

/** Results that could be taken for pictures or recordings, by the names that `explain` and `audit` give them. */
const RESULTS = [
  /(\.\d+\.(saliency|overlay|timeline)|\.\w+\.\d+\.map)\.png$/,
  /\.(csv|tsv|txt|wave?|session|session\.json)\.(\d+|scores)\.csv$/i,
  /^audit\.csv$/,
];

/**
 * All files below a folder, in order of name. Links are followed, to files and to folders, but for a link to a folder on the way to
 * it, which would never end. Folders that begin with a dot are passed over: git-annex, DVC and Kubernetes keep there what links
 * stand for, and it would count twice. Results in the output folder are passed over by their names: a second run must not explain
 * those of the first, while pictures may lie there beside them.
 * @param output null: there are no results
 */
export async function listFiles(folder: string, output: string | null): Promise<ListedFile[]> {
  const results = output === null ? null : await realpath(output).catch(() => null);
  const found: ListedFile[] = [];
  /** @param trail real paths of the folders on the way, the folder itself the last */
  const walk = async (place: string, prefix: string, trail: readonly string[]): Promise<void> => {
    const hasResults = results !== null && isWithin(trail[trail.length - 1], results);
    for (const entry of await readdir(place, { withFileTypes: true })) {
      if (hasResults && RESULTS.some((pattern) => pattern.test(entry.name))) continue;
      const full = path.join(place, entry.name);
      const name = prefix + entry.name;
      const kind = entry.isSymbolicLink() ? await stat(full).catch(() => null) : entry;
      if (kind === null || kind.isFile()) {
        found.push({ name, isLostFolder: kind === null && !ENDING.test(entry.name) });
      }
      if (!kind?.isDirectory() || entry.name.startsWith('.')) continue;
      const real = await realpath(full);
      if (!trail.some((one) => isWithin(one, real))) await walk(full, `${name}/`, [...trail, real]);
    }
  };
  await walk(folder, '', [await realpath(folder)]);
  return found.sort((a, b) => byName(a.name, b.name));
}

/** Whether a path is the folder or lies in it; both as `realpath` gives them. */
function isWithin(file: string, folder: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

/** Why a file can't be read, in words that say what to do about a link. */
export async function readTrouble(file: string, cause: unknown): Promise<string> {
  const { code, message } = cause as NodeJS.ErrnoException;
  const isLink = code === 'ENOENT' && (await lstat(file).catch(() => null))?.isSymbolicLink();
  return isLink ? 'it is a link that leads nowhere; fetch what it stands for, or remove it' : message;
}
