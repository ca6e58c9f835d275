import { symmetricEigen } from '../symmetric-eigen.ts';
import { maskCells } from './cells.ts';
import { type AxisTable, axisTable } from './evaluate.ts';
import type { MaskSpec } from './spec.ts';

/** Places a cell at which masks are looked at, per axis. */
const PER_CELL = 2;
/** Patterns that a mask is taken apart into: nine tenths of what masks of 16 x 16 cells do, and all that is smooth. */
const MOST_PATTERNS = 256;

/** How the values of a mask along one axis hang together, over all offsets: exact, since cells are independent. */
interface Axis {
  /** Pixels at which masks are looked at. */
  readonly places: Int32Array;
  readonly table: AxisTable;
  /** Variances of the patterns, falling. */
  readonly variances: readonly number[];
  /** Patterns over the places, in the same order. */
  readonly patterns: readonly (readonly number[])[];
  /** Covariance of the mask at each pixel with each pattern: pattern by pattern, each as long as the axis. */
  readonly reach: readonly Float64Array[];
}

/** A pattern of a mask: the product of one along x and one along y. */
interface Pattern {
  readonly x: number;
  readonly y: number;
}

/**
 * Masks of a spec taken apart into the patterns in which they vary most (their principal components, known in closed form):
 * few numbers in place of many cells and an offset.
 */
export class MaskBasis {
  readonly spec: MaskSpec;
  readonly #x: Axis;
  readonly #y: Axis;
  readonly #patterns: readonly Pattern[];
  readonly #cells: Uint8Array;

  /** @param spec linear or nearest masks; cubic ones are cut to [0, 1], so theirs hold roughly only */
  constructor(spec: MaskSpec) {
    this.spec = spec;
    const { interpolation, border } = spec;
    this.#x = makeAxis(
      spec.width,
      spec.offsetsX,
      axisTable(spec.cellsX, spec.upWidth, interpolation, border),
      spec.cellsX,
    );
    this.#y = makeAxis(
      spec.height,
      spec.offsetsY,
      axisTable(spec.cellsY, spec.upHeight, interpolation, border),
      spec.cellsY,
    );
    const [x, y] = [this.#x.variances, this.#y.variances];
    this.#patterns = x
      .flatMap((_, i) => y.map((__, j) => ({ x: i, y: j })))
      .sort((a, b) => x[b.x] * y[b.y] - x[a.x] * y[a.y])
      .slice(0, MOST_PATTERNS);
    this.#cells = new Uint8Array(spec.cellsX * spec.cellsY);
  }

  /** Number of patterns. */
  get size(): number {
    return this.#patterns.length;
  }

  /** Writes how much of each pattern mask number `index` holds, beside a mask of `keep` everywhere. */
  project(index: number, out: Float64Array): void {
    const { cellsX, keep } = this.spec;
    const { cells, offsetX, offsetY } = maskCells(this.spec, index, this.#cells);
    const columns = this.#x.places.length;
    const rows = this.#y.places.length;
    const values = new Float64Array(rows * columns);
    for (let j = 0; j < rows; j++) {
      const py = this.#y.places[j] + offsetY;
      for (let i = 0; i < columns; i++) {
        const px = this.#x.places[i] + offsetX;
        values[j * columns + i] = at(cells, cellsX, this.#x.table, px, this.#y.table, py) - keep;
      }
    }
    const across = this.#x.patterns.map((pattern) =>
      Float64Array.from({ length: rows }, (_, j) => dotAt(pattern, values, j * columns)),
    );
    this.#patterns.forEach(({ x, y }, k) => {
      out[k] = dotAt(this.#y.patterns[y], across[x], 0);
    });
  }

  /**
   * The covariance of the mask at every pixel with a weighted sum of the patterns.
   * @param weights one a pattern
   * @returns length height x width
   */
  covariance(weights: Float64Array): Float32Array {
    const { width, height, keep } = this.spec;
    const used = this.#x.patterns.length;
    const out = new Float32Array(width * height);
    const perColumnPattern = new Float64Array(used);
    for (let y = 0; y < height; y++) {
      perColumnPattern.fill(0);
      this.#patterns.forEach((pattern, k) => {
        perColumnPattern[pattern.x] += weights[k] * this.#y.reach[pattern.y][y];
      });
      for (let i = 0; i < used; i++) {
        const weight = keep * (1 - keep) * perColumnPattern[i];
        if (weight === 0) continue;
        const reach = this.#x.reach[i];
        for (let x = 0; x < width; x++) out[y * width + x] += weight * reach[x];
      }
    }
    return out;
  }

  /** The covariance of the mask at one pixel with each pattern. */
  covarianceAt(x: number, y: number): Float64Array {
    const { keep } = this.spec;
    return Float64Array.from(
      this.#patterns,
      (pattern) => keep * (1 - keep) * this.#x.reach[pattern.x][x] * this.#y.reach[pattern.y][y],
    );
  }
}

function makeAxis(side: number, offsets: number, table: AxisTable, cells: number): Axis {
  const count = Math.min(side, PER_CELL * Math.max(1, cells - 1));
  const places = Int32Array.from({ length: count }, (_, i) => Math.floor(((i + 0.5) * side) / count));
  // Mean over the offsets of the product of the shares that two pixels take of each cell.
  const shared = Array.from({ length: count }, () => new Float64Array(side));
  const shares = new Float64Array(cells);
  const { taps } = table;
  for (let offset = 0; offset < offsets; offset++) {
    for (let i = 0; i < count; i++) {
      shares.fill(0);
      for (let k = (places[i] + offset) * taps; k < (places[i] + offset + 1) * taps; k++)
        shares[table.cells[k]] += table.weights[k];
      for (let x = 0; x < side; x++) {
        let sum = 0;
        for (let k = (x + offset) * taps; k < (x + offset + 1) * taps; k++)
          sum += table.weights[k] * shares[table.cells[k]];
        shared[i][x] += sum / offsets;
      }
    }
  }
  const { values, vectors } = symmetricEigen(shared.map((row) => Array.from(places, (place) => row[place])));
  const reach = vectors.map((vector) =>
    Float64Array.from({ length: side }, (_, x) => vector.reduce((sum, share, i) => sum + share * shared[i][x], 0)),
  );
  return { places, table, variances: values, patterns: vectors, reach };
}

/** The enlarged mask at one pixel. */
function at(cells: Uint8Array, cellsX: number, x: AxisTable, px: number, y: AxisTable, py: number): number {
  let sum = 0;
  for (let b = py * y.taps; b < (py + 1) * y.taps; b++) {
    const row = y.cells[b] * cellsX;
    for (let a = px * x.taps; a < (px + 1) * x.taps; a++) {
      if (cells[row + x.cells[a]] === 1) sum += y.weights[b] * x.weights[a];
    }
  }
  return sum;
}

function dotAt(a: readonly number[], b: Float64Array, start: number): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[start + k];
  return sum;
}
