import { addFourToTwo } from './add-four.ts';

/** Columns that are worked out together, before what they share is taken off all later ones at once. */
const TOGETHER = 4;

/**
 * The lower triangle L with L Lt = matrix (Cholesky), row-major.
 * @param matrix symmetric and positive definite, length size x size; only its lower triangle is read
 */
export function cholesky(matrix: Float64Array, size: number): Float64Array {
  const lower = new Float64Array(size * size);
  for (let i = 0; i < size; i++) lower.set(matrix.subarray(i * size, i * size + i + 1), i * size);
  // The columns at hand as rows, and the same negative.
  const columns = new Float64Array(TOGETHER * size);
  const taken = new Float64Array(TOGETHER * size);
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
  return lower;
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
    const row = i * size;
    let [a, b, c, d, k] = [0, 0, 0, 0, 0];
    for (; k + 4 <= i; k += 4) {
      a += lower[row + k] * x[k];
      b += lower[row + k + 1] * x[k + 1];
      c += lower[row + k + 2] * x[k + 2];
      d += lower[row + k + 3] * x[k + 3];
    }
    for (; k < i; k++) a += lower[row + k] * x[k];
    x[i] = (right[i] - (a + b + (c + d))) / lower[row + i];
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
