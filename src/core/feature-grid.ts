/** How a layer's tensor of one picture is a grid of places, each with one number a channel. */
export interface FeatureGrid {
  readonly channels: number;
  readonly rows: number;
  readonly columns: number;
  /** Tokens before the grid (a class token) that belong to no place; 0 for feature maps. */
  readonly prefix: number;
  /** Element (channel, row, column) is at `offset + channel * channelStep + (row * columns + column) * placeStep`. */
  readonly offset: number;
  readonly channelStep: number;
  readonly placeStep: number;
}

/** Extents that differ by more than this factor are no grid over the picture. */
const MOST_SKEW = 1.4;
/** Class token, distillation token, up to four registers. */
const MOST_PREFIX = 5;

/**
 * The grid that a tensor of one picture is: [1, channels, rows, columns], [1, rows, columns, channels] or tokens [1, prefix
 * + rows x columns, channels], whichever has cells of the input's own proportions. Null when it is none of them, or has
 * a single place.
 */
export function findGrid(
  dims: readonly (number | null)[],
  input: { readonly width: number; readonly height: number },
): FeatureGrid | null {
  if (dims[0] !== 1 || dims.some((dim) => dim === null || dim < 1)) return null;
  const sizes = dims as readonly number[];
  if (sizes.length === 3) return tokenGrid(sizes[1], sizes[2], input);
  if (sizes.length !== 4) return null;
  const [, a, b, c] = sizes;
  const first = skew(b, c, input);
  const last = skew(a, b, input);
  if (Math.min(first, last) > MOST_SKEW) return null;
  return first <= last
    ? { channels: a, rows: b, columns: c, prefix: 0, offset: 0, channelStep: b * c, placeStep: 1 }
    : { channels: c, rows: a, columns: b, prefix: 0, offset: 0, channelStep: 1, placeStep: c };
}

/** How far cells are from squares of the input, at least 1; infinite when there are too few or too many. */
function skew(rows: number, columns: number, input: { width: number; height: number }): number {
  if (rows * columns < 2 || rows > input.height || columns > input.width) return Number.POSITIVE_INFINITY;
  const ratio = (input.height * columns) / (rows * input.width);
  return Math.max(ratio, 1 / ratio);
}

function tokenGrid(
  tokens: number,
  channels: number,
  input: { readonly width: number; readonly height: number },
): FeatureGrid | null {
  for (let prefix = 0; prefix <= MOST_PREFIX; prefix++) {
    const places = tokens - prefix;
    const columns = Math.round(Math.sqrt((places * input.width) / input.height));
    const rows = places / columns;
    // Patches are squares of whole pixels, so rows and columns fit the input without a rest.
    if (!Number.isInteger(rows) || places < 4) continue;
    if (input.height % rows !== 0 || input.height / rows !== input.width / columns) continue;
    return { channels, rows, columns, prefix, offset: prefix * channels, channelStep: 1, placeStep: channels };
  }
  return null;
}

/** One channel as a plane of length rows x columns. */
export function channelPlane(values: Float32Array, grid: FeatureGrid, channel: number): Float32Array {
  const { rows, columns, offset, channelStep, placeStep } = grid;
  const start = offset + channel * channelStep;
  return Float32Array.from({ length: rows * columns }, (_, place) => values[start + place * placeStep]);
}

/**
 * The weighted sum of all channels, as a plane of length rows x columns.
 * @param weights one per channel
 */
export function weightedPlane(values: Float32Array, grid: FeatureGrid, weights: ArrayLike<number>): Float32Array {
  const { rows, columns, channels, offset, channelStep, placeStep } = grid;
  const sums = new Float64Array(rows * columns);
  for (let channel = 0; channel < channels; channel++) {
    const start = offset + channel * channelStep;
    const weight = weights[channel];
    for (let place = 0; place < sums.length; place++) sums[place] += weight * values[start + place * placeStep];
  }
  return Float32Array.from(sums);
}
