/** The mean map of the windows of one class: where in a window it is looked. */
export interface WindowMean {
  readonly classIndex: number;
  readonly label: string;
  /** Bands of a spectrum, else channels. */
  readonly rows: number;
  readonly columns: number;
  /** Length rows x columns, row-major, raw scores. */
  readonly data: Float32Array<ArrayBuffer>;
  /** Windows that it is the mean of. */
  readonly windows: number;
}

/** Positive weight of every explained window by the time within it, of the first of its maps. */
export interface WindowWeights {
  /** Equal parts of a window. */
  readonly parts: number;
  /** Length windows x parts; not numbers where a window was not explained. */
  readonly data: Float32Array<ArrayBuffer>;
}

/** Most parts that a window's weight is told apart in. */
const MOST_PARTS = 128;

/** Maps of windows summed up by class, and their weights by time: what a session says as a whole. */
export class WindowSums {
  readonly #count: number;
  readonly #sums = new Map<number, { label: string; windows: number; sum: Float64Array }>();
  #grid: { readonly rows: number; readonly columns: number } | null = null;
  #weights: WindowWeights | null = null;

  /** @param count windows of the session */
  constructor(count: number) {
    this.#count = count;
  }

  /** @param map of one window, explained for a class */
  add(
    index: number,
    target: { readonly classIndex: number; readonly label: string },
    map: { readonly width: number; readonly height: number; readonly data: Float32Array },
  ): void {
    const { width, height, data } = map;
    this.#grid ??= { rows: height, columns: width };
    const { classIndex, label } = target;
    const known = this.#sums.get(classIndex) ?? { label, windows: 0, sum: new Float64Array(data.length) };
    this.#sums.set(classIndex, known);
    known.windows++;
    for (let at = 0; at < data.length; at++) known.sum[at] += data[at];
    this.#addWeights(index, map);
  }

  #addWeights(index: number, { width, data }: { readonly width: number; readonly data: Float32Array }): void {
    const parts = Math.min(width, MOST_PARTS);
    this.#weights ??= { parts, data: new Float32Array(this.#count * parts).fill(Number.NaN) };
    const own = this.#weights.data.subarray(index * parts, (index + 1) * parts);
    if (!Number.isNaN(own[0])) return;
    own.fill(0);
    for (let at = 0; at < data.length; at++) {
      if (data[at] > 0) own[Math.floor(((at % width) * parts) / width)] += data[at];
    }
  }

  /** Classes with most windows first. */
  means(): WindowMean[] {
    const grid = this.#grid;
    if (!grid) return [];
    return [...this.#sums]
      .map(([classIndex, { label, windows, sum }]) => ({
        classIndex,
        label,
        ...grid,
        data: Float32Array.from(sum, (value) => value / windows),
        windows,
      }))
      .sort((a, b) => b.windows - a.windows || a.classIndex - b.classIndex);
  }

  /** Null before the first window. */
  weights(): WindowWeights | null {
    return this.#weights;
  }
}
