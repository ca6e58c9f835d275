import { type ColormapName, colormapTable } from '../../core/colour/colormaps.ts';
import type { Saliency } from '../../core/saliency.ts';

/** Longest side in pixels that is painted: maps are smooth, and more would hold up the page while they grow. */
const PAINTED_SIDE = 1024;

/** Raw scores that the first and the last colour stand for. */
export interface ScoreRange {
  readonly low: number;
  readonly high: number;
}

/** Paints a map with its own least and greatest score as the ends of the colours, and says which these were. */
export function paintMap(canvas: HTMLCanvasElement, map: Saliency, colormap: ColormapName): ScoreRange {
  const { data } = map;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < data.length; i++) {
    const value = data[i];
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const shrink = Math.max(1, Math.max(map.width, map.height) / PAINTED_SIDE);
  const width = Math.max(1, Math.round(map.width / shrink));
  const height = Math.max(1, Math.round(map.height / shrink));
  const pixels = new ImageData(width, height);
  const out = new Uint32Array(pixels.data.buffer);
  const colours = packedColours(colormap);
  const perScore = high > low ? 255 / (high - low) : 0;
  for (let y = 0; y < height; y++) {
    const row = Math.min(map.height - 1, Math.floor((y + 0.5) * (map.height / height))) * map.width;
    for (let x = 0; x < width; x++) {
      const column = Math.min(map.width - 1, Math.floor((x + 0.5) * (map.width / width)));
      out[y * width + x] = colours[Math.round((data[row + column] - low) * perScore)];
    }
  }
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d')?.putImageData(pixels, 0, 0);
  return { low, high };
}

/** Paints the colours from first to last, left to right. */
export function paintColourBar(canvas: HTMLCanvasElement, colormap: ColormapName): void {
  const pixels = new ImageData(256, 1);
  new Uint32Array(pixels.data.buffer).set(packedColours(colormap));
  canvas.width = 256;
  canvas.height = 1;
  canvas.getContext('2d')?.putImageData(pixels, 0, 0);
}

/** The 256 colours as opaque pixels, one word each. */
function packedColours(colormap: ColormapName): Uint32Array {
  const table = colormapTable(colormap);
  const bytes = new Uint8Array(256 * 4);
  for (let i = 0; i < 256; i++) bytes.set([table[i * 3], table[i * 3 + 1], table[i * 3 + 2], 255], i * 4);
  return new Uint32Array(bytes.buffer);
}
