import { decodePicture } from '#decode-picture';
import type { Box } from '../../core/boxes.ts';
import type { Picture } from '../../core/picture.ts';
import { type Region, rasterise } from '../../core/region.ts';
import type { Model } from '../../tasks/model.ts';
import type { DataPicture, DataSet } from '../data/data-set.ts';
import { readClassNumbers } from '../data/label-mask.ts';
import { type PlacedObject, placeObjects } from '../data/truth.ts';
import { sameLabel } from './match-objects.ts';

/** What is known of a picture, in its own pixels. */
export interface Knowledge {
  /** Annotated classes of the picture as a whole. */
  readonly labels: readonly string[];
  readonly objects: readonly PlacedObject[];
  /** Whether the objects are all that there are; else nothing is missed and no answer is out of place. */
  readonly knowsObjects: boolean;
  /** Where the picture's object is, as a mask that no class is named for. */
  readonly objectMask: Region | null;
  /** Class number of every pixel, 255 for none; length height x width. */
  readonly classNumbers: Uint8Array | null;
  /** Annotations that were left out, as sentences. */
  readonly problems: readonly string[];
}

/** Formats that list every object of a picture. */
const OBJECT_FORMATS: ReadonlySet<string> = new Set(['coco', 'yolo', 'voc']);

/**
 * @param classes how many the model has, to tell grey class numbers from the colours of a palette
 * @throws XaiError `data-unreadable`, `picture-unreadable` for a mask that can't be read
 */
export async function knowledgeOf(
  data: Pick<DataSet, 'format' | 'read'>,
  { truth }: DataPicture,
  picture: Picture,
  classes: number,
  signal?: AbortSignal,
): Promise<Knowledge> {
  const { placed, problems } = placeObjects(truth, picture);
  const readMask = async (name: string) => decodePicture(await data.read(name, signal), { name });
  const mask = truth.objectMask === null ? null : maskRegion(await readMask(truth.objectMask));
  const numbers = truth.classMask === null ? null : await readMask(truth.classMask);
  const fits = numbers === null || (numbers.width === picture.width && numbers.height === picture.height);
  return {
    labels: truth.labels,
    objects: placed,
    knowsObjects: OBJECT_FORMATS.has(data.format) || placed.length > 0,
    objectMask: mask,
    classNumbers: numbers && fits ? readClassNumbers(numbers, classes) : null,
    problems: fits ? problems : [...problems, 'The label mask is not as large as the picture, so it is left out.'],
  };
}

/** How many classes a model has; where it names none, as many as a label mask could. */
export function classesOf({ recipe }: Model): number {
  return Array.isArray(recipe.labels) ? recipe.labels.length : 255;
}

/** Every pixel that is not black. */
function maskRegion({ width, height, data }: Picture): Region {
  const inside = Uint8Array.from({ length: width * height }, (_, k) =>
    data[4 * k] > 127 || data[4 * k + 1] > 127 || data[4 * k + 2] > 127 ? 1 : 0,
  );
  return { kind: 'mask', width, height, data: inside };
}

/** All classes that the annotations name, each once. */
export function annotatedLabels({ labels, objects }: Knowledge): string[] {
  const all = [...labels, ...objects.filter(({ ignored }) => !ignored).map(({ label }) => label)];
  return all.filter((label, index) => all.findIndex((other) => sameLabel(other, label)) === index);
}

/** Where a class is in the picture: its objects together, or the mask of the picture where that is its only class; null where that is not known. */
export function regionOfLabel(
  { labels, objects, objectMask }: Knowledge,
  label: string,
  { width, height }: { readonly width: number; readonly height: number },
): Region | null {
  const own = objects.filter((object) => sameLabel(object.label, label));
  if (own.length === 1) return own[0].region();
  if (own.length > 1) {
    const data = new Uint8Array(width * height);
    for (const object of own) {
      rasterise(object.region(), width, height).forEach((inside, at) => {
        if (inside) data[at] = 1;
      });
    }
    return { kind: 'mask', width, height, data };
  }
  return labels.length === 1 && sameLabel(labels[0], label) ? objectMask : null;
}

/** A box as a region. */
export function boxRegion(box: Box): Region {
  return { kind: 'box', box };
}
