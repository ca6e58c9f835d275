/** Distances between all pairs of some things, as a full matrix: n x n, row-major, zeros on the diagonal. */
export interface Distances {
  readonly count: number;
  readonly values: Float64Array;
}

/** Euclidean distances between vectors of one length. */
export function euclideanDistances(vectors: readonly ArrayLike<number>[]): Distances {
  const count = vectors.length;
  const values = new Float64Array(count * count);
  for (let a = 0; a < count; a++) {
    for (let b = a + 1; b < count; b++) {
      values[a * count + b] = values[b * count + a] = euclidean(vectors[a], vectors[b]);
    }
  }
  return { count, values };
}

export function euclidean(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let squares = 0;
  for (let k = 0; k < a.length; k++) squares += (a[k] - b[k]) ** 2;
  return Math.sqrt(squares);
}
