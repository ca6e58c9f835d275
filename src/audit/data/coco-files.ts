import { XaiError } from '../../core/errors.ts';
import { type Annotations, PictureFinder, splitOf } from './annotations.ts';
import { readCoco } from './coco.ts';
import type { SetAside } from './file-tree.ts';
import type { Truth } from './truth.ts';

/** Files of COCO's own set that hold no boxes of all classes. */
const OTHER_KINDS = /^(captions|person_keypoints|panoptic|stuff|image_info|unlabeled)_/;

/**
 * Files that may be COCO's: those named so wherever they lie, and any JSON in a folder `annotations/`; where some of these are
 * `instances_...` only they.
 */
export function cocoFiles(names: readonly string[]): string[] {
  const found = names.filter((name) => {
    const last = lastPart(name);
    if (!last.endsWith('.json') || OTHER_KINDS.test(last)) return false;
    return /^(_?annotations?|instances_)/.test(last) || /(^|\/)annotations\/[^/]+$/i.test(name);
  });
  const instances = found.filter((name) => lastPart(name).startsWith('instances_'));
  return instances.length > 0 ? instances : found;
}

/**
 * One COCO file, or one for each split. Where names alone do not tell a picture, those in the file's folder count, then those of the
 * split that the file is named after. A file that is about none of the pictures is set aside.
 * @param read the text of a file
 * @throws XaiError `data-unreadable` when two files are about the same pictures, or a single one can't be read
 */
export async function readCocoFiles(
  files: readonly string[],
  pictures: readonly string[],
  setName: string,
  read: (file: string) => Promise<string>,
): Promise<Annotations> {
  const finder = new PictureFinder(pictures);
  const truths = new Map<string, Truth>();
  const problems: SetAside[] = [];
  const refuse = (why: string) =>
    new XaiError('data-unreadable', `${setName} has several annotation files ${why} (${files.join(', ')}); name one.`, {
      file: setName,
      option: 'annotations',
    });
  for (const file of files) {
    const own = readOne(await read(file), file, near(file, pictures, finder), files.length === 1);
    if (typeof own === 'string') {
      problems.push({ file, reason: own });
      continue;
    }
    if ([...own.truths.keys()].some((picture) => truths.has(picture))) throw refuse('about the same pictures');
    const split = splitOfFile(file);
    for (const [picture, truth] of own.truths) truths.set(picture, { ...truth, split: truth.split ?? split });
    problems.push(...own.problems);
  }
  if (files.length > 1 && truths.size === 0) throw refuse('that are about none of the pictures');
  return { format: 'coco', truths, problems };
}

/** @returns a sentence where it is none of this data set's. @throws XaiError as `readCoco` for the only file */
function readOne(
  text: string,
  file: string,
  finder: Pick<PictureFinder, 'find'>,
  isOnly: boolean,
): Annotations | string {
  try {
    const own = readCoco(text, file, finder);
    return isOnly || own.truths.size > 0 ? own : 'None of its pictures is in the data set.';
  } catch (cause) {
    if (isOnly || !(cause instanceof XaiError)) throw cause;
    return cause.message;
  }
}

/** Finds pictures by the names that one file gives them. */
function near(file: string, pictures: readonly string[], all: PictureFinder): Pick<PictureFinder, 'find'> {
  const folder = file.slice(0, -lastPart(file).length);
  const split = splitOfFile(file);
  const beside = new PictureFinder(folder === '' ? [] : pictures.filter((name) => name.startsWith(folder)));
  const ofSplit = new PictureFinder(split === null ? [] : pictures.filter((name) => splitOf(name) === split));
  return { find: (wanted) => beside.find(wanted) ?? ofSplit.find(wanted) ?? all.find(wanted) };
}

/** `instances_val2017.json` and `val.json` are about the split `val`. */
function splitOfFile(file: string): string | null {
  const words = lastPart(file).split(/[_.-]/).slice(0, -1);
  return words.map((word) => splitOf(`${word}/`)).find((split) => split !== null) ?? splitOf(file);
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
