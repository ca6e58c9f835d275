/**
 * The lower triangle L with L Lt = matrix (Cholesky), row-major.
 * @param matrix symmetric and positive definite, length size x size; only its lower triangle is read
 */
export function cholesky(matrix: Float64Array, size: number): Float64Array {
  const lower = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    const row = i * size;
    let j = 0;
    // Four columns at a time: each sum waits for its own last step, and four of them wait together.
    for (; j + 4 <= i; j += 4) {
      const first = j * size;
      const second = first + size;
      const third = second + size;
      const fourth = third + size;
      let [a, b, c, d] = [matrix[row + j], matrix[row + j + 1], matrix[row + j + 2], matrix[row + j + 3]];
      for (let k = 0; k < j; k++) {
        const value = lower[row + k];
        a -= value * lower[first + k];
        b -= value * lower[second + k];
        c -= value * lower[third + k];
        d -= value * lower[fourth + k];
      }
      a /= lower[first + j];
      b = (b - a * lower[second + j]) / lower[second + j + 1];
      c = (c - a * lower[third + j] - b * lower[third + j + 1]) / lower[third + j + 2];
      d = (d - a * lower[fourth + j] - b * lower[fourth + j + 1] - c * lower[fourth + j + 2]) / lower[fourth + j + 3];
      lower[row + j] = a;
      lower[row + j + 1] = b;
      lower[row + j + 2] = c;
      lower[row + j + 3] = d;
    }
    for (; j <= i; j++) {
      let sum = matrix[row + j];
      for (let k = 0; k < j; k++) sum -= lower[row + k] * lower[j * size + k];
      lower[row + j] = i === j ? Math.sqrt(Math.max(sum, Number.MIN_VALUE)) : sum / lower[j * size + j];
    }
  }
  return lower;
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
