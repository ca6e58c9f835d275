/** The product of `a`, from place `at` on, and of the first `length` numbers of `b`. */
export function dot(a: Float64Array, at: number, b: Float64Array, length: number): number {
  // Each sum waits for its own last step, and four of them wait together.
  let p = 0;
  let q = 0;
  let r = 0;
  let s = 0;
  let k = 0;
  for (; k + 4 <= length; k += 4) {
    p += a[at + k] * b[k];
    q += a[at + k + 1] * b[k + 1];
    r += a[at + k + 2] * b[k + 2];
    s += a[at + k + 3] * b[k + 3];
  }
  for (; k < length; k++) p += a[at + k] * b[k];
  return p + q + (r + s);
}
