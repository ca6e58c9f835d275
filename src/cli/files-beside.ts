import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { withoutEnding } from '../audit/data/annotations.ts';
import { BESIDE_FOLDERS, type BesideFiles } from '../audit/data/beside.ts';
import { nameTrouble, refuseLarge } from '../audit/data/file-tree.ts';
import { XaiError } from '../core/errors.ts';
import { listFiles, readTrouble } from './list-files.ts';

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
  for (const folder of await namesIn(place)) {
    const root = path.join(place, folder);
    if (!BESIDE_FOLDERS.test(folder) || root === whole || whole.startsWith(root + path.sep)) continue;
    for (const { name } of await listFiles(root, null).catch(() => [])) {
      const relative = `${folder}/${name}`;
      if (nameTrouble(relative) === null && isWanted(relative, stems)) files.set(relative, path.join(root, name));
    }
  }
  if (files.size === 0) return files;
  // Some exports name the classes above the splits.
  for (const above of [path.dirname(place), place]) {
    for (const name of await namesIn(above)) if (CLASSES.test(name)) files.set(name, path.join(above, name));
  }
  return files;
}

function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
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
    throw new XaiError('data-unreadable', `${name} can't be read (${await readTrouble(full, cause)}).`, {
      file: name,
      cause,
    });
  }
}
