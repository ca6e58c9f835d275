const SIZE = 11;
const SIGMA = 1.5;
const K1 = 0.01;
const K2 = 0.03;

/**
 * Structural similarity (Wang et al., "Image quality assessment: from error visibility to structural similarity", 2004): the
 * mean over every place where a Gaussian window of 11 x 11 (standard deviation 1.5) fits; one smaller in pictures that are.
 * @param a values from 0 to 1, length height x width; so is `b`
 * @returns -1 to 1
 */
export function ssim(a: Float32Array, b: Float32Array, width: number, height: number): number {
  const size = Math.min(SIZE, width, height);
  const window = gaussianWindow(size);
  const filter = (value: (at: number) => number) => filterValid(value, window, width, height);
  const meanA = filter((at) => a[at]);
  const meanB = filter((at) => b[at]);
  const squareA = filter((at) => a[at] * a[at]);
  const squareB = filter((at) => b[at] * b[at]);
  const product = filter((at) => a[at] * b[at]);
  let sum = 0;
  for (let k = 0; k < meanA.length; k++) {
    const both = meanA[k] * meanB[k];
    const squares = meanA[k] ** 2 + meanB[k] ** 2;
    const variances = squareA[k] + squareB[k] - squares;
    sum += ((2 * both + K1 ** 2) * (2 * (product[k] - both) + K2 ** 2)) / ((squares + K1 ** 2) * (variances + K2 ** 2));
  }
  return sum / meanA.length;
}

function gaussianWindow(size: number): Float64Array {
  const weights = Float64Array.from({ length: size }, (_, k) => Math.exp(-0.5 * ((k - (size - 1) / 2) / SIGMA) ** 2));
  const sum = weights.reduce((all, weight) => all + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** Windows that lie inside only. */
function filterValid(value: (at: number) => number, window: Float64Array, width: number, height: number): Float64Array {
  const columns = width - window.length + 1;
  const rows = height - window.length + 1;
  const across = new Float64Array(height * columns);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < columns; x++) {
      let sum = 0;
      for (let tap = 0; tap < window.length; tap++) sum += window[tap] * value(y * width + x + tap);
      across[y * columns + x] = sum;
    }
  }
  const out = new Float64Array(rows * columns);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      let sum = 0;
      for (let tap = 0; tap < window.length; tap++) sum += window[tap] * across[(y + tap) * columns + x];
      out[y * columns + x] = sum;
    }
  }
  return out;
}
