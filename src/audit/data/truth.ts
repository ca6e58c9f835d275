import { type Box, boxArea } from '../../core/boxes.ts';
import type { Region } from '../../core/region.ts';
import { fillPolygons } from './polygons.ts';
import { expandRuns } from './run-lengths.ts';

/** The pixels of an object as annotations give them. */
export type Shape =
  /** Corners x, y, x, y, ... in the annotation's frame; the object is what lies in any of them. */
  | { readonly kind: 'polygons'; readonly polygons: readonly (readonly number[])[] }
  /** COCO's runs: down each column, zeros first. */
  | { readonly kind: 'runs'; readonly width: number; readonly height: number; readonly counts: readonly number[] };

/** An object as annotated. */
export interface TruthObject {
  readonly label: string;
  /** In the annotation's frame. */
  readonly box: Box;
  readonly shape?: Shape;
  /** A crowd or one marked as difficult: neither missed nor wrongly found. */
  readonly ignored: boolean;
}

/** What is known of a picture. */
export interface Truth {
  /** Classes of the picture as a whole. */
  readonly labels: readonly string[];
  readonly objects: readonly TruthObject[];
  /** Size of the frame that boxes and polygons are in; null for the picture's own pixels. */
  readonly frame: { readonly width: number; readonly height: number } | null;
  /** `train`, `val`, ...; null where there are no splits. */
  readonly split: string | null;
  /** File of the data set whose pixels are class numbers. */
  readonly classMask: string | null;
  /** File of the data set that is not black where the picture's object is. */
  readonly objectMask: string | null;
}

export const NO_TRUTH: Truth = {
  labels: [],
  objects: [],
  frame: null,
  split: null,
  classMask: null,
  objectMask: null,
};

/** An object in picture pixels. */
export interface PlacedObject {
  readonly label: string;
  /** Cut at the picture's border. */
  readonly box: Box;
  readonly ignored: boolean;
  /** Its pixels, or its box where nothing more is known. */
  region(): Region;
}

/**
 * The objects of a picture in its own pixels.
 * @returns with a sentence about each one that has no area inside of the picture, which is left out
 */
export function placeObjects(
  { objects, frame }: Pick<Truth, 'objects' | 'frame'>,
  picture: { readonly width: number; readonly height: number },
): { readonly placed: readonly PlacedObject[]; readonly problems: readonly string[] } {
  const scaleX = picture.width / (frame?.width ?? picture.width);
  const scaleY = picture.height / (frame?.height ?? picture.height);
  const placed: PlacedObject[] = [];
  const problems: string[] = [];
  for (const { label, box, shape, ignored } of objects) {
    const inside: Box = [
      Math.max(0, box[0] * scaleX),
      Math.max(0, box[1] * scaleY),
      Math.min(picture.width, box[2] * scaleX),
      Math.min(picture.height, box[3] * scaleY),
    ];
    if (!(boxArea(inside) > 0)) {
      problems.push(`The box ${box.map(short).join(', ')} of "${label}" has no area inside of the picture.`);
      continue;
    }
    const region = () => shapeRegion(shape, picture, scaleX, scaleY) ?? { kind: 'box' as const, box: inside };
    placed.push({ label, box: inside, ignored, region });
  }
  return { placed, problems };
}

function short(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}

function shapeRegion(
  shape: Shape | undefined,
  { width, height }: { readonly width: number; readonly height: number },
  scaleX: number,
  scaleY: number,
): Region | null {
  if (!shape) return null;
  if (shape.kind === 'runs') {
    return { kind: 'mask', width: shape.width, height: shape.height, data: expandRuns(shape) };
  }
  const scaled = shape.polygons.map((corners) => corners.map((value, k) => value * (k % 2 === 0 ? scaleX : scaleY)));
  return { kind: 'mask', width, height, data: fillPolygons(scaled, width, height) };
}
