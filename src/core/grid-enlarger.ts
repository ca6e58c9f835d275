import { axisTable } from './masks/evaluate.ts';
import type { Rect } from './placement.ts';

/**
 * How a coarse grid is enlarged linearly:
 * - `clamp`: pixel centres at halves, outer cells go on to the border (PyTorch, `align_corners=False`);
 * - `mirror`: the same, cells mirrored about the outer cell's centre (scikit-image, `mode="reflect"`);
 * - `corners`: the outer cells' centres lie on the outer pixels (PyTorch, `align_corners=True`).
 */
export type Enlargement = 'clamp' | 'mirror' | 'corners';

/** For each pixel of one axis: `share` of the way from cell `first` to cell `second`. */
interface Axis {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly share: Float32Array;
}

/** Enlarges grids whose cells divide the model's whole input to the content rectangle's pixels, again and again. */
export class GridEnlarger {
  readonly #columns: number;
  readonly #across: Axis;
  readonly #down: Axis;

  constructor(
    grid: { readonly columns: number; readonly rows: number },
    input: { readonly width: number; readonly height: number },
    content: Rect,
    how: Enlargement,
  ) {
    this.#columns = grid.columns;
    this.#across = makeAxis(grid.columns, input.width, content.x, content.width, how);
    this.#down = makeAxis(grid.rows, input.height, content.y, content.height, how);
  }

  /**
   * @param plane length rows x columns
   * @param out length content height x content width, overwritten
   */
  enlarge(plane: Float32Array, out: Float32Array): void {
    const columns = this.#columns;
    const { first, second, share } = this.#across;
    const { length } = first;
    const row = new Float32Array(columns);
    for (let y = 0; y < this.#down.first.length; y++) {
      const above = this.#down.first[y] * columns;
      const below = this.#down.second[y] * columns;
      const down = this.#down.share[y];
      for (let k = 0; k < columns; k++) row[k] = plane[above + k] + down * (plane[below + k] - plane[above + k]);
      for (let x = 0; x < length; x++) {
        out[y * length + x] = row[first[x]] + share[x] * (row[second[x]] - row[first[x]]);
      }
    }
  }
}

function makeAxis(cells: number, pixels: number, start: number, length: number, how: Enlargement): Axis {
  const axis = { first: new Int32Array(length), second: new Int32Array(length), share: new Float32Array(length) };
  const table = how === 'corners' ? null : axisTable(cells, pixels, 'linear', how);
  for (let k = 0; k < length; k++) {
    const pixel = start + k;
    if (table) {
      axis.first[k] = table.cells[2 * pixel];
      axis.second[k] = table.cells[2 * pixel + 1];
      axis.share[k] = table.weights[2 * pixel + 1];
    } else {
      const source = pixels > 1 ? (pixel * (cells - 1)) / (pixels - 1) : 0;
      axis.first[k] = Math.floor(source);
      axis.second[k] = Math.min(cells - 1, axis.first[k] + 1);
      axis.share[k] = source - axis.first[k];
    }
  }
  return axis;
}
