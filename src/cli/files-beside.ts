import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { withoutEnding } from '../audit/data/annotations.ts';
import { BESIDE_FOLDERS, type BesideFiles } from '../audit/data/beside.ts';
import { nameTrouble, refuseLarge } from '../audit/data/file-tree.ts';
import { XaiError } from '../core/errors.ts';

/** Folders of pictures or of splits, above which annotations may lie, too. */
const UPPER = /^(images?|imgs?|pictures|JPEGImages)$/i;
/** Files that name YOLO's classes. */
const CLASSES = /^((data|dataset)\.ya?ml|classes\.txt)$/;

/**
 * Annotation folders beside a folder of pictures: `labels/` or `Annotations/` or `annotations/` in the folder that it lies in or, for
 * `images/val`, in the one above. Of files that go with one picture each only those of the given pictures count.
 * @param names of the files in the folder
 * @returns null where there is none
 */
export async function filesBeside(folder: string, names: readonly string[]): Promise<BesideFiles | null> {
  const whole = path.resolve(folder);
  const parent = path.dirname(whole);
  const places = UPPER.test(path.basename(parent)) ? [parent, path.dirname(parent)] : [parent];
  for (const place of places) {
    const files = await annotationFiles(place, whole, new Set(names.map(stemOf)));
    if (files.size === 0) continue;
    const prefix = `${path.relative(place, whole).split(path.sep).join('/')}/`;
    return { prefix, names: [...files.keys()], read: (name, most) => readOne(files.get(name) ?? '', name, most) };
  }
  return null;
}

/** Name to path. */
async function annotationFiles(
  place: string,
  whole: string,
  stems: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  const entries = await readdir(place, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory() && BESIDE_FOLDERS.test(entry.name));
  for (const { name } of folders) {
    const root = path.join(place, name);
    if (root === whole || whole.startsWith(root + path.sep)) continue;
    for (const entry of await readdir(root, { recursive: true, withFileTypes: true }).catch(() => [])) {
      const full = path.join(entry.parentPath ?? entry.path, entry.name);
      const relative = path.relative(place, full).split(path.sep).join('/');
      if (entry.isFile() && nameTrouble(relative) === null && isWanted(relative, stems)) files.set(relative, full);
    }
  }
  if (files.size === 0) return files;
  // Some exports name the classes above the splits.
  for (const above of [path.dirname(place), place]) {
    for (const entry of await readdir(above, { withFileTypes: true }).catch(() => [])) {
      if (entry.isFile() && CLASSES.test(entry.name)) files.set(entry.name, path.join(above, entry.name));
    }
  }
  return files;
}

function isWanted(name: string, stems: ReadonlySet<string>): boolean {
  if (/\.json$/i.test(name)) return true;
  if (/(^|\/)ImageSets\//.test(name)) return /\.txt$/.test(name);
  return /\.(xml|txt)$/i.test(name) && (stems.has(stemOf(name)) || CLASSES.test(path.posix.basename(name)));
}

function stemOf(name: string): string {
  return withoutEnding(name.slice(name.lastIndexOf('/') + 1));
}

async function readOne(full: string, name: string, most: number): Promise<Uint8Array> {
  try {
    refuseLarge(name, (await stat(full)).size, most);
    return new Uint8Array(await readFile(full));
  } catch (cause) {
    if (cause instanceof XaiError) throw cause;
    throw new XaiError('data-unreadable', `${name} can't be read (${(cause as Error).message}).`, {
      file: name,
      cause,
    });
  }
}
