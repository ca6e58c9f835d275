import { addFour } from './add-four.ts';
import { dot } from './dot.ts';
import { rowMemory } from './row-memory.ts';

/** Columns that are worked out together, before what they share is taken off all later ones at once. */
const TOGETHER = 4;

/**
 * The lower triangle L with L Lt = matrix (Cholesky), row-major.
 * @param matrix symmetric and positive definite, length size x size; only its lower triangle is read
 */
export function cholesky(matrix: Float64Array, size: number): Float64Array {
  // Columns at hand as rows, and the same negative.
  const { rows, addFourToTwo } = rowMemory(size * size, TOGETHER * size, TOGETHER * size);
  const [lower, columns, taken] = rows;
  lower.fill(0);
  for (let i = 0; i < size; i++) lower.set(matrix.subarray(i * size, i * size + i + 1), i * size);
  for (let first = 0; first < size; first += TOGETHER) {
    const end = Math.min(size, first + TOGETHER);
    for (let column = first; column < end; column++) finish(lower, size, column, end);
    for (let column = first; column < end; column++) {
      const at = (column - first) * size;
      for (let i = end; i < size; i++) {
        columns[at + i] = lower[i * size + column];
        taken[at + i] = -columns[at + i];
      }
    }
    let i = end;
    for (; i + 2 <= size; i += 2) {
      const row = i * size + end;
      addFourToTwo(lower, row, row + size, i + 2 - end, columns, end, size, taken, i, i + 1, size);
      lower[i * size + i + 1] = 0;
    }
    for (let j = end; i < size && j <= i; j++)
      for (let c = 0; c < TOGETHER; c++) lower[i * size + j] += taken[c * size + i] * columns[c * size + j];
  }
  return lower.slice();
}

/** Makes a column final, and takes what it shares with them off the ones before `end`. */
function finish(lower: Float64Array, size: number, column: number, end: number): void {
  const diagonal = Math.sqrt(Math.max(lower[column * size + column], Number.MIN_VALUE));
  lower[column * size + column] = diagonal;
  for (let i = column + 1; i < size; i++) {
    const value = lower[i * size + column] / diagonal;
    lower[i * size + column] = value;
    for (let j = column + 1; j < end && j <= i; j++)
      lower[i * size + j] -= value * (i === j ? value : lower[j * size + column]);
  }
}

/** Solves L x = right. */
export function solveLower(lower: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const x = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    x[i] = (right[i] - dot(lower, i * size, x, i)) / lower[i * size + i];
  }
  return x;
}

/** Solves Lt x = right. */
export function solveUpper(lower: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const x = Float64Array.from(right);
  for (let i = size - 1; i >= 0; i--) {
    x[i] /= lower[i * size + i];
    for (let k = 0; k < i; k++) x[k] -= lower[i * size + k] * x[i];
  }
  return x;
}

/**
 * The inverse of the matrix that `lower` is the factor of, its lower triangle alone: for products with many vectors.
 * @param lower from {@link cholesky}, length size x size
 */
export function inverseOf(lower: Float64Array, size: number): Float64Array {
  const ofLower = inverseOfLower(lower, size);
  const { rows, addFourToTwo } = rowMemory(size * size, ofLower.length);
  const [out, inverse] = rows;
  out.fill(0);
  inverse.set(ofLower);
  for (let k = 0; k < size; k += TOGETHER) {
    const start = k * size;
    const end = Math.min(size, k + TOGETHER);
    // The first of two rows is written one place beyond the triangle, where nobody reads.
    let i = 0;
    for (; i + 2 <= end; i += 2)
      addFourToTwo(out, i * size, (i + 1) * size, i + 2, inverse, start, size, inverse, start + i, start + i + 1, size);
    if (i < end) {
      const at = start + i;
      const [w0, w1, w2, w3] = [inverse[at], inverse[at + size], inverse[at + 2 * size], inverse[at + 3 * size]];
      addFour(out, i * size, i + 1, inverse, start, size, w0, w1, w2, w3);
    }
  }
  return out.slice();
}

/** The inverse of L, and rows of 0 after it, so that four can be taken. */
function inverseOfLower(lower: Float64Array, size: number): Float64Array {
  const rows = TOGETHER * Math.ceil(size / TOGETHER);
  const inverse = new Float64Array(rows * size);
  for (let i = 0; i < size; i++) {
    const row = i * size;
    // Rows from i on are empty or in the making, so that they add nothing.
    const share = (k: number) => (k < i ? lower[row + k] : 0);
    for (let k = 0; k < i; k += TOGETHER)
      addFour(inverse, row, i, inverse, k * size, size, share(k), share(k + 1), share(k + 2), share(k + 3));
    const scale = 1 / lower[row + i];
    for (let j = 0; j < i; j++) inverse[row + j] *= -scale;
    inverse[row + i] = scale;
  }
  return inverse;
}
