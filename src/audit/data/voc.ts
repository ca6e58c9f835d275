import { XMLParser } from 'fast-xml-parser';
import * as v from 'valibot';
import { type Annotations, type PictureFinder, splitOf, withoutEnding } from './annotations.ts';
import { decodeText, type FileTree, MOST_FILE_BYTES, type SetAside } from './file-tree.ts';
import { NO_TRUTH, type Truth, type TruthObject } from './truth.ts';

const coordinate = v.pipe(v.union([v.string(), v.number()]), v.transform(Number), v.finite());
const text = v.pipe(v.union([v.string(), v.number()]), v.transform(String));
const objectSchema = v.object({
  name: text,
  difficult: v.optional(text),
  bndbox: v.object({ xmin: coordinate, ymin: coordinate, xmax: coordinate, ymax: coordinate }),
});
const fileSchema = v.object({
  annotation: v.object({
    filename: v.optional(text),
    size: v.optional(v.object({ width: coordinate, height: coordinate })),
    object: v.optional(v.array(v.unknown()), []),
  }),
});

/** Entities of a file of its own are not expanded: nothing of the format needs them, and a few lines of them fill a memory. */
const parser = new XMLParser({
  ignoreAttributes: true,
  processEntities: false,
  parseTagValue: false,
  isArray: (name) => name === 'object',
});

/**
 * Pascal VOC: one XML file a picture; corners are pixels counted from 1, both included. Files of `ImageSets/` give splits, and
 * a picture of `SegmentationClass/` the class of every pixel.
 */
export async function readVoc(tree: FileTree, pictures: PictureFinder, signal?: AbortSignal): Promise<Annotations> {
  const truths = new Map<string, Truth>();
  const problems: SetAside[] = [];
  const splits = await readSplits(tree, signal);
  const masks = new Map(
    tree.names.flatMap((name) => (/(^|\/)SegmentationClass\//.test(name) ? [[lastStem(name), name] as const] : [])),
  );
  for (const file of tree.names.filter((name) => /\.xml$/i.test(name))) {
    signal?.throwIfAborted();
    const read = parse(decodeText(await tree.read(file, MOST_FILE_BYTES, signal), file));
    if (typeof read === 'string') {
      problems.push({ file, reason: read });
      continue;
    }
    const stem = lastStem(file);
    const { filename = `${stem}.jpg`, size, object } = read.annotation;
    const picture = pictures.find(filename);
    if (picture === undefined || truths.has(picture)) {
      const reason = picture === undefined ? 'is not in the data set' : 'is annotated twice';
      problems.push({ file, reason: `The picture ${filename} ${reason}.` });
      continue;
    }
    const objects = object.flatMap((entry, position): TruthObject[] => {
      const found = v.safeParse(objectSchema, entry);
      if (!found.success) {
        problems.push({ file, reason: `Object ${position} (counted from 0) lacks a name or a box.` });
        return [];
      }
      const { name, difficult, bndbox } = found.output;
      const { xmin, ymin, xmax, ymax } = bndbox;
      return [{ label: name, box: [xmin - 1, ymin - 1, xmax, ymax], ignored: difficult === '1' }];
    });
    const frame = size && size.width > 0 && size.height > 0 ? size : null;
    const split = splits.get(stem) ?? splitOf(picture);
    truths.set(picture, { ...NO_TRUTH, objects, frame, split, classMask: masks.get(stem) ?? null });
  }
  return { format: 'voc', truths, problems };
}

/** @returns a sentence where it is no annotation */
function parse(xml: string): v.InferOutput<typeof fileSchema> | string {
  try {
    const parsed = v.safeParse(fileSchema, parser.parse(xml, true));
    return parsed.success ? parsed.output : 'It has no <annotation>.';
  } catch (cause) {
    return `It is no XML (${cause instanceof Error ? cause.message : String(cause)}).`;
  }
}

/** Name of a picture without folder and ending, to its split. */
async function readSplits(tree: FileTree, signal?: AbortSignal): Promise<Map<string, string>> {
  const splits = new Map<string, string>();
  for (const name of ['train', 'val', 'test']) {
    for (const file of tree.names.filter((one) => new RegExp(`(^|/)ImageSets/[^/]+/${name}\\.txt$`).test(one))) {
      const lines = decodeText(await tree.read(file, MOST_FILE_BYTES, signal), file).split(/\r?\n/);
      for (const line of lines) if (line.trim()) splits.set(line.trim().split(/\s+/)[0], name);
    }
  }
  return splits;
}

function lastStem(name: string): string {
  return withoutEnding(name.slice(name.lastIndexOf('/') + 1));
}
