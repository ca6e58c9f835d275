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
}

/** A cell number that may lie outside [0, count), brought inside by the border rule. */
export function borderCell(cell: number, count: number, border: MaskSpec['border']): number {
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
  const table: AxisTable = { taps, cells: new Int32Array(up * taps), weights: new Float32Array(up * taps) };
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
    const { width, height, cellsX } = this.spec;
    const { cells, offsetX, offsetY } = maskCells(this.spec, index, this.#cells);
    const taps = this.#y.taps;
    for (let y = 0; y < height; y++) {
      this.#row.fill(0);
      const at = (y + offsetY) * taps;
      for (let t = 0; t < taps; t++) {
        const weight = this.#y.weights[at + t];
        const start = this.#y.cells[at + t] * cellsX;
        for (let i = 0; i < cellsX; i++) if (cells[start + i] === 1) this.#row[i] += weight;
      }
      this.#paintRow(offsetX, out, y * width);
    }
  }

  #paintRow(offsetX: number, out: Float32Array, start: number): void {
    const { cells, weights, taps } = this.#x;
    const row = this.#row;
    const { width } = this.spec;
    let k = offsetX * taps;
    if (taps === 1) {
      for (let x = 0; x < width; x++, k++) out[start + x] = row[cells[k]];
    } else if (taps === 2) {
      for (let x = 0; x < width; x++, k += 2) {
        const left = row[cells[k]];
        out[start + x] = left + weights[k + 1] * (row[cells[k + 1]] - left);
      }
    } else {
      for (let x = 0; x < width; x++, k += 4) {
        const value =
          weights[k] * row[cells[k]] +
          weights[k + 1] * row[cells[k + 1]] +
          weights[k + 2] * row[cells[k + 2]] +
          weights[k + 3] * row[cells[k + 3]];
        // The cubic overshoots; a mask is a share of the picture and stays in [0, 1].
        out[start + x] = value < 0 ? 0 : value > 1 ? 1 : value;
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
