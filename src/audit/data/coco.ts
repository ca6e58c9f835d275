import * as v from 'valibot';
import { XaiError } from '../../core/errors.ts';
import { type Annotations, type PictureFinder, splitOf } from './annotations.ts';
import type { SetAside } from './file-tree.ts';
import { parseRuns } from './run-lengths.ts';
import { NO_TRUTH, type Shape, type Truth, type TruthObject } from './truth.ts';

const id = v.union([v.number(), v.string()]);
const imageSchema = v.object({
  id,
  file_name: v.string(),
  width: v.optional(v.number()),
  height: v.optional(v.number()),
});
const categorySchema = v.object({ id, name: v.string() });
const annotationSchema = v.object({
  image_id: id,
  category_id: id,
  bbox: v.optional(v.tuple([v.number(), v.number(), v.number(), v.number()])),
  segmentation: v.optional(v.unknown()),
  iscrowd: v.optional(v.union([v.number(), v.boolean()])),
});
const fileSchema = v.object({
  images: v.array(v.unknown()),
  annotations: v.optional(v.array(v.unknown()), []),
  categories: v.optional(v.array(v.unknown()), []),
});

interface Image {
  readonly picture: string;
  readonly frame: Truth['frame'];
  readonly objects: TruthObject[];
}

/**
 * COCO's detection format: boxes as x, y, width, height; masks as polygons or runs, compressed or not; keypoints are passed
 * over. Entries that make no sense are left out and named.
 * @throws XaiError `data-unreadable` for text that is no JSON or has no list of images
 */
export function readCoco(text: string, file: string, pictures: Pick<PictureFinder, 'find'>): Annotations {
  const parsed = v.safeParse(fileSchema, parseJson(text, file));
  if (!parsed.success) {
    throw new XaiError('data-unreadable', `${file} has no list "images", so it is no COCO file.`, { file });
  }
  const problems: SetAside[] = [];
  const leaveOut = (reason: string) => problems.push({ file, reason });
  const categories = new Map<number | string, string>();
  for (const entry of parsed.output.categories) {
    const category = v.safeParse(categorySchema, entry);
    if (category.success) categories.set(category.output.id, category.output.name);
    else leaveOut('A category has no id or no name.');
  }
  const absent = new Set<number | string>();
  const images = readImages(parsed.output.images, pictures, absent, leaveOut);
  parsed.output.annotations.forEach((entry, position) => {
    const annotation = v.safeParse(annotationSchema, entry);
    if (!annotation.success) {
      leaveOut(
        `Annotation ${position} (counted from 0) lacks image_id or category_id, or its bbox is not four numbers.`,
      );
      return;
    }
    const { image_id, category_id, bbox, segmentation, iscrowd } = annotation.output;
    // Its picture was named already.
    if (absent.has(image_id)) return;
    const image = images.get(image_id);
    const label = categories.get(category_id);
    if (!image) leaveOut(`Annotation ${position} is of image ${image_id}, which is not there.`);
    else if (label === undefined) leaveOut(`Annotation ${position} has the unknown category ${category_id}.`);
    else if (!bbox || !(bbox[2] > 0 && bbox[3] > 0)) leaveOut(`Annotation ${position} has no box with an area.`);
    else {
      const [x, y, width, height] = bbox;
      const shape = readShape(segmentation);
      if (segmentation !== undefined && !shape && !isEmpty(segmentation)) {
        leaveOut(`The mask of annotation ${position} can't be read; its box is used.`);
      }
      const ignored = Boolean(iscrowd);
      image.objects.push({ label, box: [x, y, x + width, y + height], ...(shape && { shape }), ignored });
    }
  });
  const truths = new Map<string, Truth>();
  for (const { picture, frame, objects } of images.values()) {
    truths.set(picture, { ...NO_TRUTH, objects, frame, split: splitOf(picture) });
  }
  return { format: 'coco', truths, problems };
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new XaiError('data-unreadable', `${file} is not JSON (${(cause as Error).message}); correct it.`, {
      file,
      cause,
    });
  }
}

/** Pictures of a file that are named where they are not there: a file of all is often used for a part. */
const MOST_ABSENT = 20;

function readImages(
  entries: readonly unknown[],
  pictures: Pick<PictureFinder, 'find'>,
  absent: Set<number | string>,
  leaveOut: (reason: string) => void,
): Map<number | string, Image> {
  const images = new Map<number | string, Image>();
  const taken = new Set<string>();
  for (const entry of entries) {
    const image = v.safeParse(imageSchema, entry);
    if (!image.success) {
      leaveOut('An image has no id or no file_name.');
      continue;
    }
    const { id: key, file_name, width, height } = image.output;
    const picture = pictures.find(file_name);
    if (picture === undefined) {
      absent.add(key);
      if (absent.size <= MOST_ABSENT) leaveOut(`The picture ${file_name} is not in the data set.`);
    } else if (images.has(key) || taken.has(picture)) leaveOut(`Image ${key} (${file_name}) is there twice.`);
    else {
      const frame = width && height && width > 0 && height > 0 ? { width, height } : null;
      images.set(key, { picture, frame, objects: [] });
      taken.add(picture);
    }
  }
  const more = absent.size - MOST_ABSENT;
  if (more > 0) leaveOut(`${more} more pictures are not in the data set.`);
  return images;
}

const runsSchema = v.object({
  size: v.tuple([v.number(), v.number()]),
  counts: v.union([v.string(), v.array(v.number())]),
});
const polygonsSchema = v.pipe(
  v.array(
    v.pipe(
      v.array(v.pipe(v.number(), v.finite())),
      v.minLength(6),
      v.check((corners) => corners.length % 2 === 0),
    ),
  ),
  v.minLength(1),
);
/** Runs of more pixels than a picture may have are no mask of one. */
const MOST_PIXELS = 100_000_000;

function readShape(segmentation: unknown): Shape | null {
  const polygons = v.safeParse(polygonsSchema, segmentation);
  if (polygons.success) return { kind: 'polygons', polygons: polygons.output };
  const runs = v.safeParse(runsSchema, segmentation);
  if (!runs.success) return null;
  const [height, width] = runs.output.size;
  const { counts: given } = runs.output;
  const counts = typeof given === 'string' ? parseRuns(given) : given;
  const isSize = Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0;
  if (!counts || !isSize || width * height > MOST_PIXELS || counts.some((count) => !(count >= 0))) return null;
  return { kind: 'runs', width, height, counts };
}

/** What exporters write where there is no mask. */
function isEmpty(segmentation: unknown): boolean {
  return segmentation === null || (Array.isArray(segmentation) && segmentation.length === 0);
}
