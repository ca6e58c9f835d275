/** All eigenvectors of a symmetric matrix by Jacobi's rotations, by falling value; for some dozens of rows. */
export function symmetricEigen(given: readonly (readonly number[])[]): { vectors: number[][]; values: number[] } {
  const n = given.length;
  const a = given.map((row) => [...row]);
  const v = a.map((_, i) => a.map((__, j) => (i === j ? 1 : 0)));
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) off += a[p][q] ** 2;
    if (off === 0) break;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(a, v, p, q);
  }
  const order = a.map((_, i) => i).sort((i, j) => a[j][j] - a[i][i]);
  return { values: order.map((i) => a[i][i]), vectors: order.map((i) => v.map((row) => row[i])) };
}

function rotate(a: number[][], v: number[][], p: number, q: number): void {
  if (a[p][q] === 0) return;
  const theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
  const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < a.length; k++) {
    const [left, right] = [a[k][p], a[k][q]];
    a[k][p] = c * left - s * right;
    a[k][q] = s * left + c * right;
  }
  for (let k = 0; k < a.length; k++) {
    const [above, below] = [a[p][k], a[q][k]];
    a[p][k] = c * above - s * below;
    a[q][k] = s * above + c * below;
    const [left, right] = [v[k][p], v[k][q]];
    v[k][p] = c * left - s * right;
    v[k][q] = s * left + c * right;
  }
}
