import { rowMemory } from '../row-memory.ts';
import { mean } from '../statistics.ts';
import { symmetricEigen } from '../symmetric-eigen.ts';
import { maskCells } from './cells.ts';
import { axisTable } from './evaluate.ts';
import type { MaskSpec } from './spec.ts';

/** Places a cell at which masks are looked at, per axis. */
const PER_CELL = 2;
/** Patterns that a mask is taken apart into: nine tenths of what masks of 16 x 16 cells do, and all that is smooth. */
const MOST_PATTERNS = 256;

/** Offsets that are averaged over, evenly spread: masks are smooth, and long recordings have thousands. */
const MOST_OFFSETS = 48;

/** How the values of a mask along one axis hang together, over all offsets: cells are independent. */
interface Axis {
  /** Variances of the patterns, falling. */
  readonly variances: readonly number[];
  /** What each cell adds to each pattern: row by row of cells, one row a pattern, one such table an offset. */
  readonly shares: readonly Float64Array[];
  /** What a mask of 1 everywhere holds of each pattern. */
  readonly whole: Float64Array;
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
  /** Patterns of each axis that are part of one. */
  readonly #usedX: number;
  readonly #usedY: number;
  /** Patterns along x of each row of cells. */
  readonly #across: Float64Array;

  /** @param spec linear or nearest masks; cubic ones are cut to [0, 1], so theirs hold roughly only */
  constructor(spec: MaskSpec) {
    this.spec = spec;
    const style = { interpolation: spec.interpolation, border: spec.border };
    this.#x = axisOf({ side: spec.width, offsets: spec.offsetsX, cells: spec.cellsX, up: spec.upWidth, ...style });
    this.#y = axisOf({ side: spec.height, offsets: spec.offsetsY, cells: spec.cellsY, up: spec.upHeight, ...style });
    const [x, y] = [this.#x.variances, this.#y.variances];
    this.#patterns = x
      .flatMap((_, i) => y.map((__, j) => ({ x: i, y: j })))
      .sort((a, b) => x[b.x] * y[b.y] - x[a.x] * y[a.y])
      .slice(0, MOST_PATTERNS);
    this.#cells = new Uint8Array(spec.cellsX * spec.cellsY);
    this.#usedX = Math.max(...this.#patterns.map((pattern) => pattern.x)) + 1;
    this.#usedY = Math.max(...this.#patterns.map((pattern) => pattern.y)) + 1;
    this.#across = new Float64Array(this.#usedX * spec.cellsY);
  }

  /** Number of patterns. */
  get size(): number {
    return this.#patterns.length;
  }

  /**
   * What is held for likely of the weights beforehand, one prior after the other: the spread of each pattern's weight. Either all
   * patterns count alike, or those in which masks vary less, the fine ones, count less: detectors of photos see in large shapes.
   */
  priors(): readonly Float64Array[] {
    const variances = this.#patterns.map(({ x, y }) => this.#x.variances[x] * this.#y.variances[y]);
    const smooth = Float64Array.from(variances, (variance) => Math.sqrt(Math.max(variance / variances[0], 1e-6)));
    return [new Float64Array(this.size).fill(1), smooth];
  }

  /** Writes how much of each pattern mask number `index` holds, beside a mask of `keep` everywhere, from `out[start]` on. */
  project(index: number, out: Float64Array, start = 0): void {
    const { cellsX, cellsY, keep } = this.spec;
    const { cells, offsetX, offsetY } = maskCells(this.spec, index, this.#cells);
    const across = this.#across.fill(0);
    const used = this.#usedX;
    const sharesX = this.#x.shares[offsetX];
    for (let j = 0; j < cellsY; j++) {
      for (let i = 0; i < cellsX; i++) {
        if (cells[j * cellsX + i] === 0) continue;
        for (let a = 0; a < used; a++) across[a * cellsY + j] += sharesX[a * cellsX + i];
      }
    }
    const sharesY = this.#y.shares[offsetY];
    for (let k = 0; k < this.#patterns.length; k++) {
      const { x, y } = this.#patterns[k];
      let sum = -keep * this.#x.whole[x] * this.#y.whole[y];
      for (let j = 0; j < cellsY; j++) sum += sharesY[y * cellsY + j] * across[x * cellsY + j];
      out[start + k] = sum;
    }
  }

  /**
   * The covariance of the mask at every pixel with a weighted sum of the patterns.
   * @param weights one a pattern
   * @returns length height x width
   */
  covariance(weights: Float64Array): Float32Array {
    const { width, height, keep } = this.spec;
    const used = this.#usedX;
    const factor = keep * (1 - keep);
    const out = new Float32Array(width * height);
    const length = used + 3;
    // Rows of even length, and three patterns of nothing, so that four can be taken at a time.
    const padded = width + (width & 1);
    const { rows, addFourToTwo } = rowMemory(length * padded, 2 * length, 2 * padded);
    const [reaches, ofRows, two] = rows;
    reaches.fill(0);
    for (let i = 0; i < used; i++) reaches.set(this.#x.reach[i], i * padded);
    for (let y = 0; y < height; y += 2) {
      const next = Math.min(y + 1, height - 1);
      ofRows.fill(0);
      for (let k = 0; k < weights.length; k++) {
        const pattern = this.#patterns[k];
        const reach = this.#y.reach[pattern.y];
        ofRows[pattern.x] += factor * weights[k] * reach[y];
        ofRows[length + pattern.x] += factor * weights[k] * reach[next];
      }
      two.fill(0);
      for (let i = 0; i < used; i += 4)
        addFourToTwo(two, 0, padded, padded, reaches, i * padded, padded, ofRows, i, length + i, 1);
      out.set(two.subarray(0, width), y * width);
      if (next > y) out.set(two.subarray(padded, padded + width), next * width);
    }
    return out;
  }

  /** Mean over all pixels of each pattern's {@link covariance}. */
  meanCovariance(): Float64Array {
    const { keep } = this.spec;
    const [x, y] = [this.#x, this.#y].map(({ reach }) => reach.map(mean));
    return Float64Array.from(this.#patterns, (pattern) => keep * (1 - keep) * x[pattern.x] * y[pattern.y]);
  }

  /** Mean over all pixels of the products of two patterns' {@link covariance}: size x size, its lower triangle alone. */
  meanProducts(): Float64Array {
    const { size } = this;
    const factor = (this.spec.keep * (1 - this.spec.keep)) ** 2;
    const x = productsOf(this.#x, this.#usedX);
    const y = productsOf(this.#y, this.#usedY);
    const out = new Float64Array(size * size);
    this.#patterns.forEach((one, i) => {
      for (let j = 0; j <= i; j++) {
        const other = this.#patterns[j];
        out[i * size + j] = factor * x[one.x * this.#usedX + other.x] * y[one.y * this.#usedY + other.y];
      }
    });
    return out;
  }

  /**
   * Posterior variance of the map at some pixels.
   * @param posterior covariance of the patterns, size x size, its lower triangle
   * @param columns of the pixels
   * @param rows of the pixels: each row has all columns
   * @returns row by row
   */
  variances(posterior: Float64Array, columns: Int32Array, rows: Int32Array): Float64Array {
    const { size } = this;
    const used = this.#usedX;
    const factor = this.spec.keep * (1 - this.spec.keep);
    const out = new Float64Array(columns.length * rows.length);
    const alongX = Int32Array.from(this.#patterns, (pattern) => pattern.x);
    // Patterns are products, so that those along y are summed over once for all pixels of a row.
    const ofRow = new Float64Array(used * used);
    const weights = new Float64Array(size);
    rows.forEach((y, j) => {
      ofRow.fill(0);
      for (let k = 0; k < size; k++) weights[k] = factor * this.#y.reach[this.#patterns[k].y][y];
      for (let k = 0; k < size; k++) {
        const [to, start, twice] = [alongX[k] * used, k * size, 2 * weights[k]];
        for (let l = 0; l < k; l++) ofRow[to + alongX[l]] += twice * weights[l] * posterior[start + l];
        ofRow[to + alongX[k]] += weights[k] * weights[k] * posterior[start + k];
      }
      columns.forEach((x, i) => {
        let sum = 0;
        for (let a = 0; a < used; a++) {
          let inner = 0;
          for (let b = 0; b < used; b++) inner += ofRow[a * used + b] * this.#x.reach[b][x];
          sum += inner * this.#x.reach[a][x];
        }
        out[j * columns.length + i] = Math.max(0, sum);
      });
    });
    return out;
  }
}

/** What the patterns of an axis hang on. */
interface AxisShape extends Pick<MaskSpec, 'interpolation' | 'border'> {
  readonly side: number;
  readonly offsets: number;
  readonly cells: number;
  readonly up: number;
}

/** Axes of the last pictures: many are square, and most runs are followed by others of the same size. */
const known = new Map<string, Axis>();
const MOST_KNOWN = 4;

function axisOf(shape: AxisShape): Axis {
  const key = JSON.stringify(shape);
  const axis = known.get(key) ?? makeAxis(shape);
  known.delete(key);
  known.set(key, axis);
  for (const oldest of known.keys()) {
    if (known.size <= MOST_KNOWN) break;
    known.delete(oldest);
  }
  return axis;
}

function makeAxis({ side, offsets, cells, up, interpolation, border }: AxisShape): Axis {
  const table = axisTable(cells, up, interpolation, border);
  const count = Math.min(side, PER_CELL * Math.max(1, cells - 1));
  const places = Int32Array.from({ length: count }, (_, i) => Math.floor(((i + 0.5) * side) / count));
  // Mean over the offsets of the product of the shares that two pixels take of each cell.
  const shared = Array.from({ length: count }, () => new Float64Array(side));
  const shares = new Float64Array(cells);
  const { taps } = table;
  const looked = Math.min(offsets, MOST_OFFSETS);
  for (let turn = 0; turn < looked; turn++) {
    const offset = Math.floor(((turn + 0.5) * offsets) / looked);
    for (let i = 0; i < count; i++) {
      shares.fill(0);
      for (let k = (places[i] + offset) * taps; k < (places[i] + offset + 1) * taps; k++)
        shares[table.cells[k]] += table.weights[k];
      for (let x = 0; x < side; x++) {
        let sum = 0;
        for (let k = (x + offset) * taps; k < (x + offset + 1) * taps; k++)
          sum += table.weights[k] * shares[table.cells[k]];
        shared[i][x] += sum / looked;
      }
    }
  }
  const { values, vectors } = symmetricEigen(shared.map((row) => Array.from(places, (place) => row[place])));
  const reach = vectors.map((vector) =>
    Float64Array.from({ length: side }, (_, x) => vector.reduce((sum, share, i) => sum + share * shared[i][x], 0)),
  );
  const ofCells = Array.from({ length: offsets }, (_, offset) => {
    const out = new Float64Array(vectors.length * cells);
    for (let i = 0; i < count; i++) {
      for (let k = (places[i] + offset) * taps; k < (places[i] + offset + 1) * taps; k++)
        vectors.forEach((vector, a) => {
          out[a * cells + table.cells[k]] += vector[i] * table.weights[k];
        });
    }
    return out;
  });
  const whole = Float64Array.from(vectors, (vector) => vector.reduce((sum, value) => sum + value, 0));
  return { variances: values, shares: ofCells, whole, reach };
}

/** Mean over the pixels of an axis of the products of its first patterns' reach: used x used. */
function productsOf({ reach }: Axis, used: number): Float64Array {
  const side = reach[0].length;
  return Float64Array.from({ length: used * used }, (_, k) => {
    const [a, b] = [reach[Math.floor(k / used)], reach[k % used]];
    let sum = 0;
    for (let x = 0; x < side; x++) sum += a[x] * b[x];
    return sum / side;
  });
}
