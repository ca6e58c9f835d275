import { categoryColour, isBackground, type Rgb } from '../../core/colour/categories.ts';
import {
  colourSegments,
  type NamePlace,
  type NumberMap,
  outlineRegion,
  placeNames,
  resizeNumbers,
} from '../../core/colour/segments.ts';
import { isInArea } from '../../core/regions.ts';
import type { RegionArea } from '../../core/targets.ts';
import type { Finding, PredictionInfo } from '../../engine/info.ts';
import { classMapOf } from './chosen-regions.ts';

/** Longest side in pixels of what is painted, whatever the picture's: lines are as wide on every picture. */
const PAINTED_SIDE = 1024;
const LINE = 2;
/** How far the mark of a single pixel reaches from it, painted pixels. */
const PIXEL_MARK = 5;
/** Longest side in pixels of the map that names are placed on. */
const NAMED_SIDE = 160;
/** Room that a name needs around its place, as a share of the shorter side. */
const LEAST_ROOM = 0.035;

/** A class's name on the picture, as shares of its width and height. */
export interface PlacedName {
  readonly finding: Finding;
  readonly x: number;
  readonly y: number;
}

/** Paints what a semantic segmenter sees over the picture: all classes in colours, or the outline of the chosen one. */
export class SegmentLayer {
  #painted: { prediction: PredictionInfo | null; outlined: Finding | null } = { prediction: null, outlined: null };
  #named: { prediction: PredictionInfo; names: readonly PlacedName[] } | null = null;

  /** @param outlined the finding whose region alone is shown; null: every class in its colour */
  show(canvas: HTMLCanvasElement | null, prediction: PredictionInfo | null, outlined: Finding | null): void {
    const last = this.#painted;
    if (!canvas || (prediction === last.prediction && outlined === last.outlined)) return;
    this.#painted = { prediction, outlined };
    const map = prediction && classMapOf(prediction);
    if (!map) {
      canvas.width = canvas.height = 0;
      return;
    }
    const { width, height } = paintedSize(map, PAINTED_SIDE);
    const pixels = outlined
      ? outlineRegion(regionOf(outlined, map, width, height), LINE)
      : colourSegments(resizeNumbers(map, width, height), coloursOf(prediction));
    canvas.width = width;
    canvas.height = height;
    canvas.getContext('2d')?.putImageData(new ImageData(pixels, width, height), 0, 0);
  }

  /** Where the names of the classes fit on the picture. */
  names(prediction: PredictionInfo): readonly PlacedName[] {
    if (this.#named?.prediction !== prediction) this.#named = { prediction, names: findNames(prediction) };
    return this.#named.names;
  }

  /** Gives the pixels back. */
  clear(canvas: HTMLCanvasElement | null): void {
    if (canvas) canvas.width = canvas.height = 0;
    this.#painted = { prediction: null, outlined: null };
  }
}

/** The class at a place of the picture, both as shares of its size; -1 where there is none. */
export function classAt(prediction: PredictionInfo, x: number, y: number): number {
  const map = classMapOf(prediction);
  if (!map || !prediction.segmentation) return -1;
  const column = Math.min(map.width - 1, Math.max(0, Math.floor(x * map.width)));
  const row = Math.min(map.height - 1, Math.max(0, Math.floor(y * map.height)));
  const classIndex = map.data[row * map.width + column];
  return classIndex < prediction.segmentation.labels.length ? classIndex : -1;
}

function coloursOf({ segmentation, findings }: PredictionInfo): Map<number, Rgb> {
  const labels = segmentation?.labels ?? [];
  return new Map(
    findings
      .filter(({ classIndex }) => !isBackground(labels[classIndex]))
      .map(({ classIndex }) => [classIndex, categoryColour(classIndex)]),
  );
}

/** 1 inside of what a finding is about, at the painted size. */
function regionOf({ classIndex, spec }: Finding, map: NumberMap, width: number, height: number): NumberMap {
  const area: RegionArea = spec?.kind === 'region' ? spec : {};
  const isInside = isInArea(area.pixel ? markPixel(area.pixel, map) : area, map, classIndex);
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = Math.floor(((y + 0.5) * map.height) / height) * map.width;
    for (let x = 0; x < width; x++) {
      data[y * width + x] = Number(isInside(row + Math.floor(((x + 0.5) * map.width) / width)));
    }
  }
  return { width, height, data };
}

/** A single pixel of a photograph would not be seen: a square around it. */
function markPixel([x, y]: readonly [number, number], { width, height }: NumberMap): RegionArea {
  const reach = Math.floor((Math.max(width, height) / PAINTED_SIDE) * PIXEL_MARK);
  return { box: [x - reach, y - reach, x + 1 + reach, y + 1 + reach] };
}

function paintedSize({ width, height }: NumberMap, side: number): { width: number; height: number } {
  const factor = side / Math.max(width, height);
  return { width: Math.max(1, Math.round(width * factor)), height: Math.max(1, Math.round(height * factor)) };
}

function findNames(prediction: PredictionInfo): PlacedName[] {
  const map = classMapOf(prediction);
  if (!map || !prediction.segmentation) return [];
  const { labels } = prediction.segmentation;
  const small = paintedSize(map, NAMED_SIDE);
  const places = placeNames(resizeNumbers(map, small.width, small.height));
  const least = LEAST_ROOM * Math.min(small.width, small.height);
  return prediction.findings.flatMap((finding) => {
    const place: NamePlace | undefined = places.get(finding.classIndex);
    if (!place || place.room < least || isBackground(labels[finding.classIndex])) return [];
    return [{ finding, x: (place.x + 0.5) / small.width, y: (place.y + 0.5) / small.height }];
  });
}
