import { maskCells } from './cells.ts';
import type { MaskSpec } from './spec.ts';

/** Negative lobe of the cubic kernel; OpenCV and PyTorch use this value. */
const CUBIC_A = -0.75;

/**
 * How each pixel of one enlarged axis is made of cells: pixel p takes `weights[p * taps + t]` of cell
 * `cells[p * taps + t]`, t in [0, taps).
 */
export interface AxisTable {
  /** 1 for nearest, 2 for linear, 4 for cubic. */
  readonly taps: 1 | 2 | 4;
  /** Length up x taps. */
  readonly cells: Int32Array;
  /** Length up x taps; each pixel's weights sum to 1. */
  readonly weights: Float32Array;
  /** Length up: the first pixel after p that takes other cells, so that a run of pixels shares one look-up. */
  readonly runEnd: Int32Array;
}

/** A cell number that may lie outside [0, count), brought inside by the border rule. */
function borderCell(cell: number, count: number, border: MaskSpec['border']): number {
  if (border === 'clamp' || count === 1) return Math.min(count - 1, Math.max(0, cell));
  const period = 2 * count - 2;
  const folded = ((cell % period) + period) % period;
  return folded < count ? folded : period - folded;
}

/**
 * The table of one axis: `cells` cells enlarged to `up` pixels with half-pixel centres, so that pixel p looks at cell
 * coordinate (p + 1/2) cells / up - 1/2; nearest takes floor(p cells / up).
 */
export function axisTable(
  cells: number,
  up: number,
  interpolation: MaskSpec['interpolation'],
  border: MaskSpec['border'],
): AxisTable {
  const taps = interpolation === 'nearest' ? 1 : interpolation === 'linear' ? 2 : 4;
  const table: AxisTable = {
    taps,
    cells: new Int32Array(up * taps),
    weights: new Float32Array(up * taps),
    runEnd: new Int32Array(up),
  };
  for (let p = 0; p < up; p++) {
    if (taps === 1) {
      table.cells[p] = Math.min(cells - 1, Math.floor((p * cells) / up));
      table.weights[p] = 1;
      continue;
    }
    const source = ((p + 0.5) * cells) / up - 0.5;
    const first = Math.floor(source);
    const weights = taps === 2 ? linearWeights(source - first) : cubicWeights(source - first);
    const before = taps === 2 ? 0 : 1;
    for (let t = 0; t < taps; t++) {
      table.cells[p * taps + t] = borderCell(first - before + t, cells, border);
      table.weights[p * taps + t] = weights[t];
    }
  }
  for (let p = up - 1, end = up; p >= 0; p--) {
    table.runEnd[p] = end;
    const changes = Array.from({ length: taps }, (_, t) => t).some(
      (t) => p > 0 && table.cells[(p - 1) * taps + t] !== table.cells[p * taps + t],
    );
    if (changes) end = p;
  }
  return table;
}

function linearWeights(fraction: number): number[] {
  return [1 - fraction, fraction];
}

/** Keys' cubic convolution: the weights of the cells at -1, 0, 1 and 2 for a point at `fraction` in [0, 1). */
function cubicWeights(fraction: number): number[] {
  const near = (d: number) => ((CUBIC_A + 2) * d - (CUBIC_A + 3)) * d * d + 1;
  const far = (d: number) => ((CUBIC_A * d - 5 * CUBIC_A) * d + 8 * CUBIC_A) * d - 4 * CUBIC_A;
  return [far(1 + fraction), near(fraction), near(1 - fraction), far(2 - fraction)];
}

/**
 * Paints masks of one spec. The tables of both axes are made once; a mask then costs one multiply-add per tap and pixel
 * along x and next to nothing along y.
 */
export class MaskPainter {
  readonly spec: MaskSpec;
  readonly #x: AxisTable;
  readonly #y: AxisTable;
  readonly #cells: Uint8Array;
  readonly #row: Float32Array;

  constructor(spec: MaskSpec) {
    this.spec = spec;
    this.#x = axisTable(spec.cellsX, spec.upWidth, spec.interpolation, spec.border);
    this.#y = axisTable(spec.cellsY, spec.upHeight, spec.interpolation, spec.border);
    this.#cells = new Uint8Array(spec.cellsX * spec.cellsY);
    this.#row = new Float32Array(spec.cellsX);
  }

  /**
   * Writes the window of mask number `index`: 1 keeps the picture, 0 hides it.
   * @param out length height x width, row-major, overwritten.
   */
  paint(index: number, out: Float32Array): void {
    const { width, height } = this.spec;
    const { cells, offsetX, offsetY } = maskCells(this.spec, index, this.#cells);
    const nearest = this.spec.interpolation === 'nearest';
    for (let y = 0; y < height; y++) {
      this.#blendRow(cells, y + offsetY);
      this.#paintRow(offsetX, out, y * width);
      if (!nearest) continue;
      // Rows of one cell row are the same; copying them is many times faster than painting.
      for (const end = Math.min(height, this.#y.runEnd[y + offsetY] - offsetY); y + 1 < end; y++) {
        out.copyWithin((y + 1) * width, y * width, (y + 1) * width);
      }
    }
  }

  /** Which rows of cells a row of the enlarged mask takes. */
  get rows(): AxisTable {
    return this.#y;
  }

  /**
   * The half of painting that goes along x: each row of cells enlarged to the window's width. Row y of the mask is the
   * weighted sum of the rows that {@link rows} names for row y + (the value returned). Not for cubic masks, which are cut
   * to [0, 1] after the sum.
   * @param out length cellsY x width, overwritten.
   * @returns the vertical offset of mask number `index`.
   */
  paintCellRows(index: number, out: Float32Array): number {
    const { width, cellsX, cellsY } = this.spec;
    const { cells, offsetX, offsetY } = maskCells(this.spec, index, this.#cells);
    for (let j = 0; j < cellsY; j++) {
      this.#row.set(cells.subarray(j * cellsX, (j + 1) * cellsX));
      this.#paintRow(offsetX, out, j * width);
    }
    return offsetY;
  }

  /** Blends the cell rows that pixel row p of the enlarged mask takes. */
  #blendRow(cells: Uint8Array, p: number): void {
    const { taps, weights, cells: rows } = this.#y;
    const row = this.#row;
    row.fill(0);
    for (let k = p * taps; k < (p + 1) * taps; k++) {
      const weight = weights[k];
      const start = rows[k] * row.length;
      for (let i = 0; i < row.length; i++) if (cells[start + i] === 1) row[i] += weight;
    }
  }

  /** Spreads the blended row along x, run by run: pixels of a run take the same cells. */
  #paintRow(offsetX: number, out: Float32Array, start: number): void {
    const { cells, weights, runEnd, taps } = this.#x;
    const row = this.#row;
    const { width } = this.spec;
    const shift = start - offsetX;
    const last = offsetX + width;
    for (let p = offsetX; p < last; ) {
      const end = Math.min(last, runEnd[p]);
      const first = row[cells[p * taps]];
      if (taps === 1) {
        out.fill(first, shift + p, shift + end);
        p = end;
      } else if (taps === 2) {
        const step = row[cells[2 * p + 1]] - first;
        for (; p < end; p++) out[shift + p] = first + weights[2 * p + 1] * step;
      } else {
        const second = row[cells[4 * p + 1]];
        const third = row[cells[4 * p + 2]];
        const fourth = row[cells[4 * p + 3]];
        for (; p < end; p++) {
          const k = 4 * p;
          const value = weights[k] * first + weights[k + 1] * second + weights[k + 2] * third + weights[k + 3] * fourth;
          // The cubic overshoots; a mask is a share of the picture and stays in [0, 1].
          out[shift + p] = value < 0 ? 0 : value > 1 ? 1 : value;
        }
      }
    }
  }
}

const painters = new WeakMap<MaskSpec, MaskPainter>();

/** {@link MaskPainter.paint} for callers that hold only the spec; the painter is kept as long as the spec object. */
export function fillMask(spec: MaskSpec, index: number, out: Float32Array): void {
  let painter = painters.get(spec);
  if (!painter) {
    painter = new MaskPainter(spec);
    painters.set(spec, painter);
  }
  painter.paint(index, out);
}
