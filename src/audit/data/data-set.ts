import { XaiError } from '../../core/errors.ts';
import { type AnnotationFormat, type Annotations, PictureFinder, splitOf, withoutEnding } from './annotations.ts';
import { readClassFolders } from './class-folders.ts';
import { readCoco } from './coco.ts';
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
  const candidates = tree.names.filter((name) => isPictureName(name) && !isCompanion(name, all));
  if (candidates.length === 0) {
    throw new XaiError('data-unreadable', `${tree.name} holds no picture (PNG, JPEG, WebP, ...).`, { file: tree.name });
  }
  const { format, truths, problems } = await readAnnotations(tree, candidates, options);
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
    read: (name, signal) => tree.read(name, MOST_FILE_BYTES, signal),
    close: () => tree.close(),
  };
}

/** Formats that say which pictures there are. */
const LISTING: ReadonlySet<AnnotationFormat> = new Set(['coco', 'csv', 'voc']);

/** Masks and the like that lie beside the pictures. */
function isCompanion(name: string, all: ReadonlySet<string>): boolean {
  if (/(^|\/)Segmentation(Class|Object)\//.test(name)) return true;
  if (!name.startsWith('masks/')) return false;
  const stem = withoutEnding(name.slice('masks/'.length));
  return ['png', 'jpg', 'jpeg', 'webp'].some(
    (ending) => all.has(`${stem}.${ending}`) || all.has(`images/${stem}.${ending}`),
  );
}

function maskOf(picture: string, all: ReadonlySet<string>): string | null {
  return [`masks/${picture}`, `masks/${withoutEnding(picture)}.png`].find((name) => all.has(name)) ?? null;
}

async function readAnnotations(
  tree: FileTree,
  pictures: readonly string[],
  { annotations, labels = [], signal }: OpenDataOptions,
): Promise<Annotations> {
  const finder = new PictureFinder(pictures);
  const read = async (file: string) => decodeText(await tree.read(file, MOST_FILE_BYTES, signal), file);
  if (annotations) return readFile(annotations, tree, pictures, finder, signal);
  const coco = tree.names.filter((name) => /(^|\/)(_?annotations?|instances_)[^/]*\.json$/.test(name));
  if (coco.length > 1) {
    throw new XaiError('data-unreadable', `${tree.name} has several annotation files (${coco.join(', ')}); name one.`, {
      file: tree.name,
      option: 'annotations',
    });
  }
  const tables = tree.names.filter((name) => /^(labels|_?annotations)\.csv$/.test(name));
  for (const file of [...coco, ...tables].slice(0, 1)) {
    return readFile({ name: file, text: await read(file) }, tree, pictures, finder, signal);
  }
  if (tree.names.some((name) => /\.xml$/i.test(name))) return readVoc(tree, finder, signal);
  const all = new Set(tree.names);
  if (pictures.some((picture) => yoloFileOf(picture).some((name) => all.has(name)))) {
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
