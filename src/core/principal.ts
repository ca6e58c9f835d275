import { symmetricEigen } from './symmetric-eigen.ts';

/**
 * Principal components of a cloud of points: the leading right singular vectors of its centred matrix, and each point's
 * coordinate along one of them.
 */

/** Iterations after which neighbouring components of equal strength are taken as they are. */
const MOST_ROUNDS = 500;
/** Change of a unit vector's direction that counts as none. */
const CONVERGED = 1e-12;
/** Further vectors that are iterated along, which makes the wanted ones settle sooner. */
const SPARE = 4;

/**
 * Coordinates of all points along one principal component, with a sign that does not hang on the method: turned over when
 * the largest negative coordinate is larger than the largest positive one.
 * @param points row-major, `count` x `size`
 * @param component from 1
 * @returns length `count`; all 0 when the points have fewer components
 */
export function principalProjection(
  points: Float32Array,
  count: number,
  size: number,
  component: number,
): Float32Array {
  const centred = centre(points, count, size);
  const [gram, side] =
    count < size ? [gramOfRows(centred, count, size), count] : [gramOfColumns(centred, count, size), size];
  const { vectors, values } = leadingEigenvectors(gram, side, component);
  const projection = new Float32Array(count);
  const value = values[component - 1] ?? 0;
  if (!(value > 1e-12 * (values[0] ?? 0)) || component > side) return projection;
  const vector = vectors[component - 1];
  if (count < size) {
    // The points' own Gram matrix has the coordinates as its eigenvectors, up to the singular value.
    const length = Math.sqrt(value);
    for (let i = 0; i < count; i++) projection[i] = vector[i] * length;
  } else {
    for (let i = 0; i < count; i++) {
      let sum = 0;
      for (let j = 0; j < size; j++) sum += centred[i * size + j] * vector[j];
      projection[i] = sum;
    }
  }
  const low = projection.reduce((a, b) => Math.min(a, b), 0);
  const high = projection.reduce((a, b) => Math.max(a, b), 0);
  return -low > high ? projection.map((x) => -x) : projection;
}

function centre(points: Float32Array, count: number, size: number): Float64Array {
  const means = new Float64Array(size);
  for (let i = 0; i < count; i++) for (let j = 0; j < size; j++) means[j] += points[i * size + j] / count;
  return Float64Array.from(points, (value, at) => value - means[at % size]);
}

function gramOfRows(a: Float64Array, count: number, size: number): Float64Array {
  const gram = new Float64Array(count * count);
  for (let i = 0; i < count; i++) {
    for (let k = i; k < count; k++) {
      let sum = 0;
      for (let j = 0; j < size; j++) sum += a[i * size + j] * a[k * size + j];
      gram[i * count + k] = sum;
      gram[k * count + i] = sum;
    }
  }
  return gram;
}

function gramOfColumns(a: Float64Array, count: number, size: number): Float64Array {
  const gram = new Float64Array(size * size);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < size; j++) {
      const value = a[i * size + j];
      for (let k = j; k < size; k++) gram[j * size + k] += value * a[i * size + k];
    }
  }
  for (let j = 0; j < size; j++) for (let k = 0; k < j; k++) gram[j * size + k] = gram[k * size + j];
  return gram;
}

/** Orthogonal iteration with a small eigenproblem in each round (Rayleigh and Ritz). */
function leadingEigenvectors(
  matrix: Float64Array,
  side: number,
  wanted: number,
): { vectors: Float64Array[]; values: number[] } {
  const width = Math.min(side, wanted + SPARE);
  let basis: Float64Array[] = Array.from({ length: width }, (_, k) =>
    Float64Array.from({ length: side }, (__, i) => Math.sin((k + 1) * (i + 1) * 0.7548776662 + k)),
  );
  orthonormalise(basis);
  let values: number[] = [];
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const images = basis.map((vector) => times(matrix, side, vector));
    const small = images.map((image) => basis.map((vector) => dot(vector, image)));
    const ritz = symmetricEigen(small);
    values = ritz.values;
    const next = ritz.vectors.map((weights) => combine(images, weights));
    orthonormalise(next);
    const turned = next.slice(0, wanted).every((vector, k) => {
      const before = combine(basis, ritz.vectors[k]);
      return 1 - Math.abs(dot(vector, before)) < CONVERGED;
    });
    basis = next;
    if (turned) break;
  }
  return { vectors: basis, values };
}

function times(matrix: Float64Array, side: number, vector: Float64Array): Float64Array {
  const out = new Float64Array(side);
  for (let i = 0; i < side; i++) {
    let sum = 0;
    for (let j = 0; j < side; j++) sum += matrix[i * side + j] * vector[j];
    out[i] = sum;
  }
  return out;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function combine(vectors: readonly Float64Array[], weights: readonly number[]): Float64Array {
  const out = new Float64Array(vectors[0].length);
  vectors.forEach((vector, k) => {
    for (let i = 0; i < out.length; i++) out[i] += weights[k] * vector[i];
  });
  return out;
}

/** Gram and Schmidt, twice over against rounding; what has no length left becomes 0. */
function orthonormalise(vectors: Float64Array[]): void {
  for (const [k, vector] of vectors.entries()) {
    for (let pass = 0; pass < 2; pass++) {
      for (const earlier of vectors.slice(0, k)) {
        const share = dot(vector, earlier);
        for (let i = 0; i < vector.length; i++) vector[i] -= share * earlier[i];
      }
      const length = Math.sqrt(dot(vector, vector));
      for (let i = 0; i < vector.length; i++) vector[i] = length > 1e-150 ? vector[i] / length : 0;
    }
  }
}
