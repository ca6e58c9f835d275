/** Gaussian windows over the content rectangle, 1 at their highest pixel. */
export class SoftWindows {
  readonly #columns: number;
  readonly #rows: number;
  #across: readonly Float32Array[] = [];
  #down: readonly Float32Array[] = [];

  constructor({ width, height }: { readonly width: number; readonly height: number }) {
    this.#columns = width;
    this.#rows = height;
  }

  /**
   * @param points centres x, y as shares of the content
   * @param width standard deviation, as a share of the content along each axis
   */
  place(points: readonly (readonly number[])[], width: number): void {
    this.#across = points.map(([x]) => bell(this.#columns, x, width));
    this.#down = points.map(([, y]) => bell(this.#rows, y, width));
  }

  /** Window number `index`, or its complement, as a mask. */
  paint(index: number, isComplement: boolean, out: Float32Array): void {
    out.fill(isComplement ? 1 : 0);
    this.add(index, isComplement ? -1 : 1, out);
  }

  /** Adds `weight` times window number `index`. */
  add(index: number, weight: number, out: Float32Array): void {
    const across = this.#across[index];
    const down = this.#down[index];
    for (let y = 0, at = 0; y < this.#rows; y++) {
      const row = weight * down[y];
      for (let x = 0; x < this.#columns; x++, at++) out[at] += row * across[x];
    }
  }
}

function bell(pixels: number, centre: number, width: number): Float32Array {
  const values = Float32Array.from({ length: pixels }, (_, k) =>
    Math.exp(-0.5 * (((k + 0.5) / pixels - centre) / width) ** 2),
  );
  const highest = values.reduce((a, b) => Math.max(a, b));
  return highest > 0 ? values.map((value) => value / highest) : values;
}
