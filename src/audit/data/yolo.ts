import type { Box } from '../../core/boxes.ts';
import { type Annotations, splitOf, withoutEnding } from './annotations.ts';
import { decodeText, type FileTree, MOST_FILE_BYTES, type SetAside } from './file-tree.ts';
import { NO_TRUTH, type Truth, type TruthObject } from './truth.ts';

/** Coordinates are shares of the picture's width and height. */
const FRAME = { width: 1, height: 1 };

/** Folders that pictures lie in where their annotations lie in one beside it. */
const PICTURE_FOLDER = /^(images?|imgs?|pictures|JPEGImages)$/i;
const LABEL_FOLDERS = ['labels', 'Labels'];

/**
 * The text file of a picture: in `labels/` in place of its folder `images/` or the like, or of any other; in `labels/` beside the
 * picture or a folder that it lies in; or beside it.
 * @param names of all files
 */
export function yoloFileOf(picture: string, names: ReadonlySet<string>): string | undefined {
  const beside = `${withoutEnding(picture)}.txt`;
  const parts = beside.split('/');
  const folders = [...parts.keys()].slice(0, -1).reverse();
  const replaced = (at: number) => LABEL_FOLDERS.map((label) => parts.with(at, label).join('/'));
  const inserted = (at: number) => LABEL_FOLDERS.map((label) => parts.toSpliced(at, 0, label).join('/'));
  const places = [
    ...folders.filter((at) => PICTURE_FOLDER.test(parts[at])).flatMap(replaced),
    ...folders.flatMap(replaced),
    ...[...parts.keys()].reverse().flatMap(inserted),
    beside,
  ];
  return places.find((name) => names.has(name));
}

/**
 * YOLO's text files: one object a line, as class, centre and size (or the corners of a polygon), all but the class as shares
 * of the picture. A picture without a file has no objects.
 * @param labels in class order: of `data.yaml`, `classes.txt`, or the model's
 */
export async function readYolo(
  tree: FileTree,
  pictures: readonly string[],
  labels: readonly string[],
  signal?: AbortSignal,
): Promise<Annotations> {
  const names = new Set(tree.names);
  const truths = new Map<string, Truth>();
  const problems: SetAside[] = [];
  for (const picture of pictures) {
    signal?.throwIfAborted();
    const file = yoloFileOf(picture, names);
    const objects: TruthObject[] = [];
    if (file !== undefined) {
      const lines = decodeText(await tree.read(file, MOST_FILE_BYTES, signal), file).split(/\r?\n/);
      lines.forEach((line, number) => {
        if (line.trim() === '') return;
        const object = readLine(line, labels);
        if (typeof object === 'string') problems.push({ file, reason: `Line ${number + 1}: ${object}` });
        else objects.push(object);
      });
    }
    truths.set(picture, { ...NO_TRUTH, objects, frame: FRAME, split: splitOf(picture) });
  }
  return { format: 'yolo', truths, problems };
}

/** @returns the object, or a sentence about what is wrong */
function readLine(line: string, labels: readonly string[]): TruthObject | string {
  const numbers = line.trim().split(/\s+/).map(Number);
  if (numbers.some((number) => !Number.isFinite(number))) return 'Not all of it are numbers.';
  const [classIndex, ...rest] = numbers;
  const label = labels[classIndex];
  if (label === undefined) return `There is no class ${classIndex}; there are ${labels.length}.`;
  // Four numbers are a box, five a box with a score; more are corners.
  if (rest.length === 4 || rest.length === 5) {
    const [x, y, width, height] = rest;
    if (!(width > 0 && height > 0)) return 'The box has no area.';
    return { label, box: [x - width / 2, y - height / 2, x + width / 2, y + height / 2], ignored: false };
  }
  if (rest.length < 6 || rest.length % 2 === 1) return `There are ${numbers.length} numbers; 5 make a box.`;
  return { label, box: around(rest), shape: { kind: 'polygons', polygons: [rest] }, ignored: false };
}

function around(corners: readonly number[]): Box {
  const xs = corners.filter((_, k) => k % 2 === 0);
  const ys = corners.filter((_, k) => k % 2 === 1);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/**
 * The labels of `data.yaml` in class order: `names: [a, b]`, a list of `- a`, or a table of `0: a`. Only that much of YAML.
 * @returns null where it has none
 */
export function namesOfYaml(text: string): string[] | null {
  const lines = text.split(/\r?\n/);
  const start = lines.findIndex((line) => /^names\s*:/.test(line));
  if (start < 0) return null;
  const inline = lines[start]
    .replace(/^names\s*:/, '')
    .replace(/\s+#.*$/, '')
    .trim();
  if (inline.startsWith('[')) {
    const list = [inline, ...lines.slice(start + 1)].join(' ');
    return list.slice(1, list.indexOf(']')).split(',').map(unquote);
  }
  const names: string[] = [];
  for (const line of lines.slice(start + 1)) {
    const entry = /^\s*(?:-|(\d+)\s*:)\s*(.+?)\s*$/.exec(line);
    if (entry) names[entry[1] === undefined ? names.length : Number(entry[1])] = unquote(entry[2]);
    else if (line.trim() !== '' && !line.trim().startsWith('#')) break;
  }
  return names.length > 0 ? Array.from(names, (name, index) => name ?? `class ${index}`) : null;
}

function unquote(text: string): string {
  return text.trim().replace(/^(['"])(.*)\1$/, '$2');
}
