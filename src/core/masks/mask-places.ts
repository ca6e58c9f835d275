import { maskCells } from './cells.ts';
import { axisTable } from './evaluate.ts';
import type { MaskSpec } from './spec.ts';

/** Places per axis: one a cell and one more, but no fewer than tell maps apart and no more than memory has room for. */
const FEWEST = 16;
const MOST = 24;
/** Where each pixel is a cell of its own, as the channels of a recording are, there is nothing between two of them. */
const MOST_PIXELS = 128;

/**
 * A coarse lattice of pixels of the mask space, from border to border, at which masks are looked at where a whole map would
 * say no more: masks, and with them errors, are smooth over a cell.
 */
export class MaskPlaces {
  readonly spec: MaskSpec;
  /** Pixel columns and rows of the places, rising. */
  readonly x: Int32Array;
  readonly y: Int32Array;
  readonly #across: ReturnType<typeof axisTable>;
  readonly #down: ReturnType<typeof axisTable>;
  readonly #cells: Uint8Array;
  readonly #row: Float64Array;

  constructor(spec: MaskSpec) {
    this.spec = spec;
    this.x = placesOf(spec.width, spec.cellsX, spec.upWidth);
    this.y = placesOf(spec.height, spec.cellsY, spec.upHeight);
    this.#across = axisTable(spec.cellsX, spec.upWidth, spec.interpolation, spec.border);
    this.#down = axisTable(spec.cellsY, spec.upHeight, spec.interpolation, spec.border);
    this.#cells = new Uint8Array(spec.cellsX * spec.cellsY);
    this.#row = new Float64Array(spec.cellsX);
  }

  /** Number of places. */
  get size(): number {
    return this.x.length * this.y.length;
  }

  /** Writes the values of mask number `index` at the places, row by row, from `out[at]` on. */
  sample(index: number, out: Float64Array, at: number): void {
    const { cellsX, interpolation } = this.spec;
    const { cells, offsetX, offsetY } = maskCells(this.spec, index, this.#cells);
    const row = this.#row;
    let k = at;
    for (const y of this.y) {
      row.fill(0);
      const { taps, cells: rows, weights } = this.#down;
      for (let b = (y + offsetY) * taps; b < (y + offsetY + 1) * taps; b++) {
        const start = rows[b] * cellsX;
        for (let i = 0; i < cellsX; i++) if (cells[start + i] === 1) row[i] += weights[b];
      }
      const across = this.#across;
      for (const x of this.x) {
        let sum = 0;
        for (let a = (x + offsetX) * across.taps; a < (x + offsetX + 1) * across.taps; a++)
          sum += across.weights[a] * row[across.cells[a]];
        out[k++] = interpolation === 'cubic' ? Math.min(1, Math.max(0, sum)) : sum;
      }
    }
  }

  /** Values at the places brought to every pixel of the mask space, linearly between them: length height x width. */
  enlarge(values: ArrayLike<number>): Float32Array {
    const { width, height } = this.spec;
    const columns = this.x.length;
    const across = sharesOf(this.x, width);
    const down = sharesOf(this.y, height);
    const out = new Float32Array(width * height);
    const row = new Float64Array(columns);
    for (let y = 0; y < height; y++) {
      const above = down.first[y] * columns;
      const below = Math.min(this.y.length - 1, down.first[y] + 1) * columns;
      for (let k = 0; k < columns; k++)
        row[k] = values[above + k] + down.share[y] * (values[below + k] - values[above + k]);
      for (let x = 0; x < width; x++) {
        const left = row[across.first[x]];
        out[y * width + x] = left + across.share[x] * (row[Math.min(columns - 1, across.first[x] + 1)] - left);
      }
    }
    return out;
  }
}

function placesOf(side: number, cells: number, up: number): Int32Array {
  const wanted = cells === up ? MOST_PIXELS : Math.max(FEWEST, Math.min(MOST, cells + 1));
  const count = Math.min(side, wanted);
  return Int32Array.from({ length: count }, (_, k) => Math.round((k * (side - 1)) / Math.max(1, count - 1)));
}

/** Between which places each pixel lies, and how far on the way. */
function sharesOf(places: Int32Array, side: number): { first: Int32Array; share: Float64Array } {
  const first = new Int32Array(side);
  const share = new Float64Array(side);
  for (let pixel = 0, k = 0; pixel < side; pixel++) {
    while (k + 1 < places.length - 1 && places[k + 1] <= pixel) k++;
    first[pixel] = k;
    if (k + 1 < places.length) share[pixel] = (pixel - places[k]) / (places[k + 1] - places[k]);
  }
  return { first, share };
}
