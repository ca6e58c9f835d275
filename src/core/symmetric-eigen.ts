/** Square of an element over the product of the two diagonal ones that it lies between, which rounding leaves of nothing. */
const NOTHING = 1e-32;
/** Jacobi's rotations square what is left with each sweep, so that a dozen are plenty but for values of 0. */
const MOST_SWEEPS = 60;

/** All eigenvectors of a symmetric matrix by Jacobi's rotations, by falling value; for some dozens of rows. */
export function symmetricEigen(given: readonly (readonly number[])[]): { vectors: number[][]; values: number[] } {
  const n = given.length;
  const a = Float64Array.from(given.flat());
  const v = new Float64Array(n * n);
  for (let i = 0; i < n; i++) v[i * n + i] = 1;
  for (let sweep = 0, turned = 1; sweep < MOST_SWEEPS && turned > 0; sweep++) {
    turned = 0;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) if (rotate(a, v, n, p, q)) turned++;
  }
  const order = given.map((_, i) => i).sort((i, j) => a[j * n + j] - a[i * n + i]);
  return {
    values: order.map((i) => a[i * n + i]),
    vectors: order.map((i) => given.map((_, k) => v[k * n + i])),
  };
}

/** Turns axes p and q so that element (p, q) becomes 0. @returns whether it was not */
function rotate(a: Float64Array, v: Float64Array, n: number, p: number, q: number): boolean {
  const between = a[p * n + q];
  // Beside the two values, not the largest of all: small ones have directions too.
  if (between * between <= NOTHING * Math.abs(a[p * n + p] * a[q * n + q])) return false;
  const theta = (a[q * n + q] - a[p * n + p]) / (2 * between);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < n; k++) {
    mix(a, k * n + p, k * n + q, c, s);
    mix(v, k * n + p, k * n + q, c, s);
  }
  for (let k = 0; k < n; k++) mix(a, p * n + k, q * n + k, c, s);
  a[p * n + q] = 0;
  a[q * n + p] = 0;
  return true;
}

function mix(values: Float64Array, i: number, j: number, c: number, s: number): void {
  const [first, second] = [values[i], values[j]];
  values[i] = c * first - s * second;
  values[j] = s * first + c * second;
}
