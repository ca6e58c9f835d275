/** A map along a whole recording. */
export interface SessionGrid {
  readonly rows: number;
  readonly columns: number;
}

/**
 * Maps of overlapping windows blended into one: each column is the mean over the windows that saw it. Windows that begin between
 * two columns are shared out between both. Memory: two or three numbers a place, whatever the overlap.
 */
export class SessionSum {
  readonly #grid: SessionGrid;
  readonly #sums: Float64Array;
  readonly #weights: Float64Array;
  /** Sums of squared errors, once a window has errors. */
  #squares: Float64Array | null = null;

  constructor(grid: SessionGrid) {
    this.#grid = grid;
    this.#sums = new Float64Array(grid.rows * grid.columns);
    this.#weights = new Float64Array(grid.columns);
  }

  /**
   * @param map length rows x width, row-major
   * @param start column of the window's first, may be fractional
   * @param error standard error of each score, as long as the map
   */
  add(map: Float32Array, width: number, start: number, error?: Float32Array): void {
    if (error) this.#squares ??= new Float64Array(this.#sums.length);
    const { rows, columns } = this.#grid;
    const first = Math.floor(start);
    const share = start - first;
    for (const [shift, weight] of share > 1e-9
      ? ([
          [0, 1 - share],
          [1, share],
        ] as const)
      : ([[0, 1]] as const)) {
      const from = first + shift;
      const count = Math.min(width, columns - from);
      for (let k = 0; k < count; k++) this.#weights[from + k] += weight;
      for (let row = 0; row < rows; row++) {
        for (let k = 0; k < count; k++) {
          const [at, of] = [row * columns + from + k, row * width + k];
          this.#sums[at] += weight * map[of];
          if (error && this.#squares) this.#squares[at] += (weight * error[of]) ** 2;
        }
      }
    }
  }

  /** Length rows x columns; NaN where no window was. */
  map(): Float32Array {
    const { columns } = this.#grid;
    return Float32Array.from(this.#sums, (sum, at) => sum / this.#weights[at % columns]);
  }
  /** Standard errors of the map, taking windows for independent of each other; null where windows had none. */
  error(): Float32Array | null {
    const { columns } = this.#grid;
    return this.#squares && Float32Array.from(this.#squares, (sum, at) => Math.sqrt(sum) / this.#weights[at % columns]);
  }
}
