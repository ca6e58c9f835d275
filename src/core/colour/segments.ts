import type { Rgb } from './categories.ts';

/** A map with one whole number per pixel, row-major: the classes of a semantic segmenter, or 1 inside of a region. */
export interface NumberMap {
  readonly width: number;
  readonly height: number;
  /** Length height x width. */
  readonly data: Uint8Array | Uint16Array;
}

const LIGHT = 0xffffffff;
/** Of R 20, G 20, B 20, opaque, as little-endian RGBA. */
const DARK = 0xff141414;

/** The same map at another size: each pixel takes the number at its centre. */
export function resizeNumbers(map: NumberMap, width: number, height: number): NumberMap {
  const data = map.data.BYTES_PER_ELEMENT === 1 ? new Uint8Array(width * height) : new Uint16Array(width * height);
  const columns = Uint32Array.from({ length: width }, (_, x) => Math.floor(((x + 0.5) * map.width) / width));
  for (let y = 0; y < height; y++) {
    const row = Math.floor(((y + 0.5) * map.height) / height) * map.width;
    for (let x = 0; x < width; x++) data[y * width + x] = map.data[row + columns[x]];
  }
  return { width, height, data };
}

/**
 * Each class in its colour, light lines between classes, so that neighbours are told apart by more than their colours.
 * @param colours by class; a class that has none stays clear, and its side of a border too
 * @returns RGBA, length 4 x height x width; alpha is 0 or 255
 */
export function colourSegments(
  { width, height, data }: NumberMap,
  colours: ReadonlyMap<number, Rgb>,
): Uint8ClampedArray<ArrayBuffer> {
  const words = new Map(Array.from(colours, ([number, [r, g, b]]) => [number, toWord(r, g, b)]));
  const pixels = new Uint32Array(width * height);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const word = words.get(data[at]);
      if (word === undefined) continue;
      const isBorder =
        (x > 0 && data[at - 1] !== data[at]) ||
        (x + 1 < width && data[at + 1] !== data[at]) ||
        (y > 0 && data[at - width] !== data[at]) ||
        (y + 1 < height && data[at + width] !== data[at]);
      pixels[at] = isBorder ? LIGHT : word;
    }
  }
  return new Uint8ClampedArray(pixels.buffer);
}

/**
 * A light line just inside a region and a dark one outside it: seen on any ground.
 * @param region 1 inside, 0 outside
 * @param line width of each line, pixels of the map
 * @returns RGBA, length 4 x height x width
 */
export function outlineRegion(region: NumberMap, line: number): Uint8ClampedArray<ArrayBuffer> {
  const { width, height, data: inside } = region;
  const pixels = new Uint32Array(width * height);
  // Only where neighbours differ is anything near a border; from there a square is looked at.
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const differs =
        (x + 1 < width && inside[at + 1] !== inside[at]) || (y + 1 < height && inside[at + width] !== inside[at]);
      if (!differs) continue;
      for (let v = Math.max(0, y - line + 1); v <= Math.min(height - 1, y + line); v++) {
        for (let u = Math.max(0, x - line + 1); u <= Math.min(width - 1, x + line); u++) {
          pixels[v * width + u] = inside[v * width + u] ? LIGHT : DARK;
        }
      }
    }
  }
  return new Uint8ClampedArray(pixels.buffer);
}

function toWord(red: number, green: number, blue: number): number {
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

/** Where a name is best written on a region: its pixel that lies furthest from everything else. */
export interface NamePlace {
  /** Pixel column and row of the map. */
  readonly x: number;
  readonly y: number;
  /** Pixels from there to the border, counted along rows, columns and diagonals. */
  readonly room: number;
}

/** The best place for the name of every number, by a chessboard distance transform in two passes. */
export function placeNames({ width, height, data }: NumberMap): Map<number, NamePlace> {
  const room = new Uint16Array(width * height);
  const reach = (at: number, x: number, y: number, steps: readonly (readonly [number, number])[]) => {
    let least = 65534;
    for (const [dx, dy] of steps) {
      const [u, v] = [x + dx, y + dy];
      const isSame = u >= 0 && u < width && v >= 0 && v < height && data[v * width + u] === data[at];
      least = Math.min(least, isSame ? room[v * width + u] : 0);
    }
    return least + 1;
  };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) room[y * width + x] = reach(y * width + x, x, y, BEFORE);
  }
  const places = new Map<number, NamePlace>();
  for (let y = height - 1; y >= 0; y--) {
    for (let x = width - 1; x >= 0; x--) {
      const at = y * width + x;
      room[at] = Math.min(room[at], reach(at, x, y, AFTER));
      if (room[at] > (places.get(data[at])?.room ?? 0)) places.set(data[at], { x, y, room: room[at] });
    }
  }
  return places;
}

const BEFORE = [
  [-1, 0],
  [-1, -1],
  [0, -1],
  [1, -1],
] as const;
const AFTER = BEFORE.map(([dx, dy]) => [-dx, -dy] as const);
