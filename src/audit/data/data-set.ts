import { XaiError } from '../../core/errors.ts';
import { type AnnotationFormat, type Annotations, PictureFinder, splitOf, withoutEnding } from './annotations.ts';
import { ofPictures, withBeside } from './beside.ts';
import { readClassFolders } from './class-folders.ts';
import { readCoco } from './coco.ts';
import { cocoFiles, readCocoFiles } from './coco-files.ts';
import { readCsv } from './csv.ts';
import { decodeText, type FileTree, isPictureName, MOST_FILE_BYTES, type SetAside } from './file-tree.ts';
import { NO_TRUTH, type Truth } from './truth.ts';
import { readVoc } from './voc.ts';
import { namesOfYaml, readYolo, yoloFileOf } from './yolo.ts';

/** A picture of a data set with what is known of it. */
export interface DataPicture {
  readonly name: string;
  readonly truth: Truth;
}

/** Pictures with their annotations; pictures are read one by one when they are asked for. */
export interface DataSet {
  readonly name: string;
  readonly format: AnnotationFormat;
  /** Whether the annotations lie beside the folder of pictures, not in it. */
  readonly isBeside: boolean;
  /** In order of their names. */
  readonly pictures: readonly DataPicture[];
  /** Files that are not used, and annotations that were left out. */
  readonly setAside: readonly SetAside[];
  /** @throws XaiError `data-unreadable`, `picture-fetch` */
  read(name: string, signal?: AbortSignal): Promise<Uint8Array>;
  close(): Promise<void>;
}

export interface OpenDataOptions {
  /** Annotations that lie outside of the data set. Default: what is found in it. */
  readonly annotations?: { readonly name: string; readonly text: string };
  /** The model's labels in class order, for YOLO files without names of their own. */
  readonly labels?: readonly string[];
  readonly signal?: AbortSignal;
}

/**
 * Opens a data set, and finds out how it is annotated: a COCO file, a table, Pascal VOC's or YOLO's files, or a folder per
 * class. Masks in `masks/` that are named as a picture say where its object is.
 * @throws XaiError `data-unreadable` when there is no picture, or several annotation files to choose from
 */
export async function openDataSet(tree: FileTree, options: OpenDataOptions = {}): Promise<DataSet> {
  const all = new Set(tree.names);
  const candidates = withoutMasks(tree.names.filter((name) => isPictureName(name)));
  if (candidates.length === 0) {
    throw new XaiError('data-unreadable', `${tree.name} holds no picture (PNG, JPEG, WebP, ...).`, { file: tree.name });
  }
  const inside = await readAnnotations(tree, candidates, options);
  const isBare = inside.format === 'none' || inside.format === 'folders';
  const { format, truths, problems, isBeside } = isBare
    ? await readBeside(tree, candidates, inside, options)
    : { ...inside, isBeside: false };
  const listed = LISTING.has(format) ? candidates.filter((name) => truths.has(name)) : candidates;
  const pictures = listed.map((name) => {
    const truth = truths.get(name) ?? { ...NO_TRUTH, split: splitOf(name) };
    const mask = truth.objects.length === 0 ? maskOf(name, all) : null;
    return { name, truth: mask === null ? truth : { ...truth, objectMask: mask } };
  });
  return {
    name: tree.name,
    format,
    pictures,
    setAside: [...tree.setAside, ...problems],
    isBeside,
    read: (name, signal) => tree.read(name, MOST_FILE_BYTES, signal),
    close: () => tree.close(),
  };
}

/** Formats that say which pictures there are. */
const LISTING: ReadonlySet<AnnotationFormat> = new Set(['coco', 'csv', 'voc']);

/**
 * The pictures without the masks that lie beside them. `masks/` holds masks where one of its files is named as a picture or lies in a
 * folder named as one of pictures, then all of it does, since pictures may have been taken away; else it may be a class.
 */
function withoutMasks(names: readonly string[]): string[] {
  const named = names.filter((name) => !/(^|\/)Segmentation(Class|Object)\//.test(name));
  const pictures = named.filter((name) => !name.startsWith(MASKS));
  const known = new Set(pictures.map((name) => name.replace(/^images\//, '')).flatMap(stemAndFolder));
  const isOfMasks = named.some(
    (name) => name.startsWith(MASKS) && stemAndFolder(name.slice(MASKS.length)).some((part) => known.has(part)),
  );
  return isOfMasks ? pictures : named;
}

const MASKS = 'masks/';

/** What a mask has in common with its picture, or with one beside it. A picture in no folder has no such neighbours. */
function stemAndFolder(name: string): string[] {
  const folder = name.slice(0, name.lastIndexOf('/') + 1);
  return folder === '' ? [withoutEnding(name)] : [withoutEnding(name), folder];
}

function maskOf(picture: string, all: ReadonlySet<string>): string | null {
  return [MASKS + picture, `${MASKS}${withoutEnding(picture)}.png`].find((name) => all.has(name)) ?? null;
}

/** What lies beside the folder of pictures, where it is about them; what can't be read there hinders nothing and is named. */
async function readBeside(
  tree: FileTree,
  pictures: readonly string[],
  inside: Annotations,
  options: OpenDataOptions,
): Promise<Annotations & { readonly isBeside: boolean }> {
  const { beside } = tree;
  if (!beside) return { ...inside, isBeside: false };
  const names = pictures.map((name) => beside.prefix + name);
  try {
    const found = ofPictures(await readAnnotations(withBeside(tree, beside), names, options), beside.prefix);
    return { ...(found ?? inside), isBeside: found !== null };
  } catch (cause) {
    if (!(cause instanceof XaiError) || cause.code !== 'data-unreadable') throw cause;
    const problem = { file: cause.file ?? tree.name, reason: `Beside the data: ${cause.message}` };
    return { ...inside, problems: [...inside.problems, problem], isBeside: false };
  }
}

async function readAnnotations(
  tree: FileTree,
  pictures: readonly string[],
  { annotations, labels = [], signal }: OpenDataOptions,
): Promise<Annotations> {
  const finder = new PictureFinder(pictures);
  const read = async (file: string) => decodeText(await tree.read(file, MOST_FILE_BYTES, signal), file);
  if (annotations) return readFile(annotations, tree, pictures, finder, signal);
  const coco = cocoFiles(tree.names);
  if (coco.length > 0) return readCocoFiles(coco, pictures, tree.name, read);
  const table = tree.names.find((name) => /^(labels|_?annotations)\.csv$/.test(name));
  if (table !== undefined) return readCsv(await read(table), table, finder);
  if (tree.names.some((name) => /\.xml$/i.test(name))) return readVoc(tree, finder, signal);
  const all = new Set(tree.names);
  if (pictures.some((picture) => yoloFileOf(picture, all) !== undefined)) {
    return readYolo(tree, pictures, (await yoloLabels(tree, read)) ?? labels, signal);
  }
  const folders = new Set(pictures.map((name) => name.split('/').slice(0, -1).join('/')));
  return folders.size > 1 ? readClassFolders(pictures) : { format: 'none', truths: new Map(), problems: [] };
}

async function readFile(
  { name, text }: { readonly name: string; readonly text: string },
  tree: FileTree,
  pictures: readonly string[],
  finder: PictureFinder,
  signal?: AbortSignal,
): Promise<Annotations> {
  if (/\.json$/i.test(name)) return readCoco(text, name, finder);
  if (/\.csv$/i.test(name)) return readCsv(text, name, finder);
  const labels = /\.ya?ml$/i.test(name) ? namesOfYaml(text) : null;
  if (labels) return readYolo(tree, pictures, labels, signal);
  throw new XaiError(
    'data-unreadable',
    `${name} is no annotation file that can be read; give a COCO .json, a .csv, or YOLO's data.yaml.`,
    { file: name, option: 'annotations' },
  );
}

async function yoloLabels(tree: FileTree, read: (file: string) => Promise<string>): Promise<string[] | null> {
  const yaml = tree.names.find((name) => /(^|\/)(data|dataset)\.ya?ml$/.test(name));
  const names = yaml === undefined ? null : namesOfYaml(await read(yaml));
  if (names) return names;
  const list = tree.names.find((name) => /(^|\/)classes\.txt$/.test(name));
  if (list === undefined) return null;
  return (await read(list)).split(/\r?\n/).filter((line) => line.trim() !== '');
}
