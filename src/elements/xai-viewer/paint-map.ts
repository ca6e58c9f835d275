import type { Box } from '../../core/boxes.ts';
import { type ColormapName, colormapTable } from '../../core/colour/colormaps.ts';
import { colourScores } from '../../core/colour/colour-scores.ts';
import { findRange, isSymmetric, type NamedRange, quantile, type ScoreRange } from '../../core/colour/score-range.ts';
import { doubtOf } from '../../core/doubt.ts';
import type { Saliency } from '../../core/saliency.ts';
import { shrinkMap } from '../../core/saved-explanation.ts';

/** Most pixels that are looked at: maps are smooth, and more would hold up the page while they grow. */
const SMOOTH_PIXELS = 512 * 512;
/** Likewise of maps as fine as the picture, which never grow. */
const FINE_PIXELS = 1024 * 768;

const painted = new WeakMap<Saliency, Saliency>();

/** A map as it is painted and described: of a large one every n-th value, its box likewise. */
export function paintedMap(map: Saliency): Saliency {
  const factor = Math.sqrt((map.width * map.height) / (map.grain === 'pixel' ? FINE_PIXELS : SMOOTH_PIXELS));
  if (factor <= 1) return map;
  let small = painted.get(map);
  if (!small) {
    const [width, height] = [map.width, map.height].map((side) => Math.max(1, Math.round(side / factor)));
    const shrink = (data: Float32Array) => shrinkMap({ ...map, data }, width, height);
    const box = map.target.box && (map.target.box.map((at) => at / factor) as unknown as Box);
    small = { ...map, width, height, data: shrink(map.data), target: { ...map.target, box } };
    if (map.error) small = { ...small, error: shrink(map.error) };
    painted.set(map, small);
  }
  return small;
}

/** How a map is turned into colours. */
export interface MapLook {
  readonly colormap: ColormapName;
  readonly range: NamedRange;
  /** Colours fade in from where the map says nothing, or cover the picture evenly. */
  readonly blend: 'fade' | 'even';
  /** What could be the chance of the masks is drawn in grey. */
  readonly greyDoubt: boolean;
  /** Percent of the pixels that are coloured, those of the strongest scores; null: all. */
  readonly top?: number | null;
  /** Lines at a quarter, half and three quarters of the way up. */
  readonly contours?: boolean;
}

const ranges = new WeakMap<Saliency, { readonly range: MapLook['range']; readonly scores: ScoreRange }>();

/** Raw scores that the ends of the colours stand for; looked for once per map. */
export function scoresOf(map: Saliency, range: MapLook['range']): ScoreRange {
  let known = ranges.get(map);
  if (known?.range !== range) {
    known = { range, scores: findRange(paintedMap(map).data, range) };
    ranges.set(map, known);
  }
  return known.scores;
}

/** Paints a map, as many pixels of it as {@link paintedMap} keeps. */
export function paintMap(canvas: HTMLCanvasElement, map: Saliency, look: MapLook): void {
  const { colormap, range, blend, greyDoubt, top } = look;
  const small = paintedMap(map);
  const doubt = greyDoubt ? doubtOf(small) : null;
  const scores = scoresOf(map, range);
  const isSigned = isSymmetric(range);
  const colours = { ...scores, colormap, isSymmetric: isSigned, opacity: 1, fade: blend === 'fade', doubt };
  const pixels = colourScores(small.data, colours);
  if (top != null) clearBelow(pixels, small.data, top, isSigned);
  canvas.width = small.width;
  canvas.height = small.height;
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, small.width, small.height), 0, 0);
  if (look.contours) void drawLines(canvas, map, scores);
}

/** What speaks against the target counts by its strength where its colours do. */
function clearBelow(pixels: Uint8ClampedArray, data: Float32Array, percent: number, isSigned: boolean): void {
  const measure = isSigned ? Math.abs : (score: number) => score;
  const least = quantile(data, 1 - percent / 100, measure);
  for (let k = 0; k < data.length; k++) if (measure(data[k]) < least) pixels[4 * k + 3] = 0;
}

/** Which map a canvas is to have lines of: they come a moment later, and by then it may show another. */
const lined = new WeakMap<HTMLCanvasElement, Saliency>();

async function drawLines(canvas: HTMLCanvasElement, map: Saliency, scores: ScoreRange): Promise<void> {
  lined.set(canvas, map);
  const { drawContours } = await import('./contours.ts');
  if (lined.get(canvas) === map && canvas.width > 0) drawContours(canvas, map, scores);
}

/** Paints the colours from first to last, left to right. */
export function paintColourBar(canvas: HTMLCanvasElement, colormap: ColormapName): void {
  const table = colormapTable(colormap);
  const pixels = new ImageData(256, 1);
  for (let i = 0; i < 256; i++) {
    pixels.data.set([table[i * 3], table[i * 3 + 1], table[i * 3 + 2], 255], i * 4);
  }
  canvas.width = 256;
  canvas.height = 1;
  canvas.getContext('2d')?.putImageData(pixels, 0, 0);
}
