import type { LatticeLayout } from './lattice-layout.ts';

/**
 * Convolves a lattice plane once with the separable tent and returns the window, height x width. Uses `plane` as
 * scratch.
 *
 * A tent of pitch C is a box of C taps twice over, divided by C; for even C its middle lies between two pixels, which
 * one more [1/2, 1/2] supplies: (0.5, 1.5, ..., C - 0.5, C - 0.5, ..., 0.5) / C. Running sums make each box cost two
 * additions an element, whatever C is.
 */
export function filterTent(
  plane: Float64Array,
  layout: LatticeLayout,
  window: { width: number; height: number },
): Float64Array {
  const { width, height, pitchX, pitchY } = layout;
  const narrow = new Float64Array(height * window.width);
  for (let y = 0; y < height; y++) {
    const line = plane.subarray(y * width, (y + 1) * width);
    let length = boxLine(line, width, pitchX);
    if (pitchX % 2 === 0) length = pairRows(line, length, 1);
    boxLine(line, length, pitchX);
    narrow.set(line.subarray(0, window.width), y * window.width);
  }
  let rows = boxRows(narrow, height, window.width, pitchY);
  if (pitchY % 2 === 0) rows = pairRows(narrow, rows, window.width);
  boxRows(narrow, rows, window.width, pitchY);
  const out = narrow.subarray(0, window.height * window.width);
  const scale = 1 / (pitchX * pitchY);
  for (let k = 0; k < out.length; k++) out[k] *= scale;
  return out;
}

/** Replaces element i by the sum of elements i to i + size - 1, in place; returns how many are left. */
function boxLine(line: Float64Array, length: number, size: number): number {
  let running = 0;
  for (let i = 0; i < size - 1; i++) running += line[i];
  const left = length - size + 1;
  for (let i = 0; i < left; i++) {
    const sum = running + line[i + size - 1];
    running = sum - line[i];
    line[i] = sum;
  }
  return left;
}

/** The same down the columns of `rows` x `columns` elements; returns how many rows are left. */
function boxRows(data: Float64Array, rows: number, columns: number, size: number): number {
  const running = new Float64Array(columns);
  for (let i = 0, k = 0; i < size - 1; i++) for (let x = 0; x < columns; x++, k++) running[x] += data[k];
  const left = rows - size + 1;
  const ahead = (size - 1) * columns;
  for (let i = 0, k = 0; i < left; i++) {
    for (let x = 0; x < columns; x++, k++) {
      const sum = running[x] + data[k + ahead];
      running[x] = sum - data[k];
      data[k] = sum;
    }
  }
  return left;
}

/** Replaces row i by the mean of rows i and i + 1, in place; returns how many rows are left. */
function pairRows(data: Float64Array, rows: number, columns: number): number {
  for (let k = 0; k < (rows - 1) * columns; k++) data[k] = (data[k] + data[k + columns]) / 2;
  return rows - 1;
}
