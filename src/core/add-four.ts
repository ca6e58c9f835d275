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

/**
 * {@link addFour} to two stretches of `out`, `at` and `other`, of the same rows: as each row is read once for both, in half the
 * time of two calls.
 * @param weights four for each of them, `step` apart, from `a` and from `b` on
 */
export function addFourToTwo(
  out: Float64Array,
  at: number,
  other: number,
  length: number,
  rows: Float64Array,
  first: number,
  stride: number,
  weights: Float64Array,
  a: number,
  b: number,
  step: number,
): void {
  const second = first + stride;
  const third = second + stride;
  const fourth = third + stride;
  const [a0, a1, a2, a3] = [weights[a], weights[a + step], weights[a + 2 * step], weights[a + 3 * step]];
  const [b0, b1, b2, b3] = [weights[b], weights[b + step], weights[b + 2 * step], weights[b + 3 * step]];
  for (let k = 0; k < length; k++) {
    const r0 = rows[first + k];
    const r1 = rows[second + k];
    const r2 = rows[third + k];
    const r3 = rows[fourth + k];
    out[at + k] += a0 * r0 + a1 * r1 + a2 * r2 + a3 * r3;
    out[other + k] += b0 * r0 + b1 * r1 + b2 * r2 + b3 * r3;
  }
}
