/** How a layer's tensor of one picture is a grid of places, each with one number a channel. */
export interface FeatureGrid {
  readonly channels: number;
  readonly rows: number;
  readonly columns: number;
  /** Whether it is a sequence of tokens; those that belong to no place (a class token) are no part of the grid. */
  readonly isTokens: boolean;
  /** Element (channel, row, column) is at `offset + channel * channelStep + row * rowStep + column * columnStep`. */
  readonly offset: number;
  readonly channelStep: number;
  readonly rowStep: number;
  readonly columnStep: number;
}

/** Order of a layer's axes: batch, channels, rows (height; none for a recording) and columns (width), or batch, tokens, channels. */
export type GridLayout = 'NCHW' | 'NCWH' | 'NHWC' | 'NWHC' | 'NTC' | 'NCW' | 'NWC';

/**
 * The grid of a tensor whose layout is known.
 * @param dims of one picture
 * @param size rows and columns of places; for tokens, how many come before them
 */
export function makeGrid(
  layout: GridLayout,
  dims: readonly number[],
  size: { readonly rows: number; readonly columns: number; readonly prefix: number },
): FeatureGrid {
  const { rows, columns, prefix } = size;
  const step = (letter: string) => dims.slice(layout.indexOf(letter) + 1).reduce((product, dim) => product * dim, 1);
  const channels = dims[layout.indexOf('C')];
  const base = { channels, rows, columns, channelStep: step('C') };
  if (layout === 'NTC') {
    return { ...base, isTokens: true, offset: prefix * channels, rowStep: columns * channels, columnStep: channels };
  }
  return { ...base, isTokens: false, offset: 0, rowStep: step('H'), columnStep: step('W') };
}

/** Index of a place's first channel; places are counted row by row. */
export function placeStart({ columns, offset, rowStep, columnStep }: FeatureGrid, place: number): number {
  return offset + Math.floor(place / columns) * rowStep + (place % columns) * columnStep;
}

/** The same places in as few rows as they lie in: one where rows follow each other in memory. */
function inRows(grid: FeatureGrid): FeatureGrid {
  const { rows, columns, rowStep, columnStep } = grid;
  return rowStep === columns * columnStep ? { ...grid, rows: 1, columns: rows * columns } : grid;
}

/** The sum of each channel over all places. */
export function channelSums(values: Float32Array, grid: FeatureGrid): Float64Array {
  const { channels, rows, columns, offset, channelStep, rowStep, columnStep } = inRows(grid);
  const sums = new Float64Array(channels);
  for (let row = 0; row < rows; row++) {
    const start = offset + row * rowStep;
    if (channelStep === 1) {
      for (let column = 0, at = start; column < columns; column++, at += columnStep)
        for (let channel = 0; channel < channels; channel++) sums[channel] += values[at + channel];
    } else if (columnStep === 1) {
      for (let channel = 0; channel < channels; channel++)
        sums[channel] += sumBetween(values, start + channel * channelStep, columns);
    } else {
      for (let channel = 0; channel < channels; channel++) {
        let at = start + channel * channelStep;
        for (let column = 0; column < columns; column++, at += columnStep) sums[channel] += values[at];
      }
    }
  }
  return sums;
}

/** The sum of `length` values from place `at` on. */
function sumBetween(values: Float32Array, at: number, length: number): number {
  // Each sum waits for its own last step, and two of them wait together.
  let even = 0;
  let odd = 0;
  const end = at + length;
  for (; at + 2 <= end; at += 2) {
    even += values[at];
    odd += values[at + 1];
  }
  return at < end ? even + odd + values[at] : even + odd;
}

/**
 * One channel as a plane of length rows x columns.
 * @param plane to write it into. Default: a new one.
 */
export function channelPlane(
  values: Float32Array,
  grid: FeatureGrid,
  channel: number,
  plane: Float32Array = new Float32Array(grid.rows * grid.columns),
): Float32Array {
  const { rows, columns, offset, channelStep, rowStep, columnStep } = grid;
  for (let row = 0, place = 0; row < rows; row++) {
    let at = offset + channel * channelStep + row * rowStep;
    for (let column = 0; column < columns; column++, at += columnStep) plane[place++] = values[at];
  }
  return plane;
}

/**
 * The weighted sum of all channels, as a plane of length rows x columns.
 * @param weights one per channel
 */
export function weightedPlane(values: Float32Array, grid: FeatureGrid, weights: ArrayLike<number>): Float32Array {
  const { channels, rows, columns, offset, channelStep, rowStep, columnStep } = inRows(grid);
  const sums = new Float64Array(rows * columns);
  let channel = 0;
  // Four channels at a time: reading and writing the sums takes longer than the products.
  for (; channel + 4 <= channels; channel += 4) {
    const [w0, w1, w2, w3] = [weights[channel], weights[channel + 1], weights[channel + 2], weights[channel + 3]];
    for (let row = 0, place = 0; row < rows; row++) {
      let first = offset + channel * channelStep + row * rowStep;
      for (let column = 0; column < columns; column++, first += columnStep) {
        const second = first + channelStep;
        const third = second + channelStep;
        const fourth = third + channelStep;
        sums[place++] += w0 * values[first] + w1 * values[second] + w2 * values[third] + w3 * values[fourth];
      }
    }
  }
  for (; channel < channels; channel++) {
    const weight = weights[channel];
    for (let row = 0, place = 0; row < rows; row++) {
      let at = offset + channel * channelStep + row * rowStep;
      for (let column = 0; column < columns; column++, at += columnStep) sums[place++] += weight * values[at];
    }
  }
  return new Float32Array(sums);
}

/** Index of the first channel of every place, row by row. */
export function placesOf(grid: FeatureGrid): Int32Array {
  return Int32Array.from({ length: grid.rows * grid.columns }, (_, place) => placeStart(grid, place));
}
