/**
 * out[at + k] += w0 x row0[k] + w1 x row1[k] + w2 x row2[k] + w3 x row3[k] for k in [0, length): one step of a matrix product.
 * Four rows at a time, since reading and writing `out` takes longer than the products.
 * @param rows row r begins at `first + r * stride`; rows of weight 0 may hold any finite numbers
 */
export function addFour(
  out: Float64Array,
  at: number,
  length: number,
  rows: Float64Array,
  first: number,
  stride: number,
  w0: number,
  w1: number,
  w2: number,
  w3: number,
): void {
  const second = first + stride;
  const third = second + stride;
  const fourth = third + stride;
  for (let k = 0; k < length; k++) {
    out[at + k] += w0 * rows[first + k] + w1 * rows[second + k] + w2 * rows[third + k] + w3 * rows[fourth + k];
  }
}
