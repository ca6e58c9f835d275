import { dot } from './dot.ts';
import { rowMemory } from './row-memory.ts';
import { symmetricEigen } from './symmetric-eigen.ts';

/**
 * Principal components of a cloud of points: the leading right singular vectors of its centred matrix, and each point's
 * coordinate along one of them.
 */

/** Rounds after which components of nearly equal strength are taken as they are. */
const MOST_ROUNDS = 50;
/** Of the polynomial in each round, at most. */
const DEGREE = 8;
/** How much more than the weakest wanted vector the strongest may grow in a round: beyond, its rounding errors drown the weak one. */
const MOST_GROWTH = 1e10;
/** What is left of a vector of length 1 that hangs on those before it is rounding. */
const DEPENDENT = 1e-13;
/** What may be left of an eigenvector's image beside itself, as a share of the largest eigenvalue. */
const SETTLED = 1e-10;
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
  // The matrix of products of its rows or of its columns, whichever are fewer.
  const areRows = count < size;
  const side = areRows ? count : size;
  const gram = areRows
    ? gramOfColumns(transpose(centred, count, size), size, count)
    : gramOfColumns(centred, count, size);
  const { vectors, values } = leadingEigenvectors(gram, side, component);
  const projection = new Float32Array(count);
  const value = values[component - 1] ?? 0;
  if (!(value > 1e-12 * (values[0] ?? 0)) || component > side) return projection;
  const vector = vectors[component - 1];
  if (areRows) {
    // The points' own Gram matrix has the coordinates as its eigenvectors, up to the singular value.
    const length = Math.sqrt(value);
    for (let i = 0; i < count; i++) projection[i] = vector[i] * length;
  } else {
    for (let i = 0; i < count; i++) projection[i] = dot(centred, i * size, vector, size);
  }
  const low = projection.reduce((a, b) => Math.min(a, b), 0);
  const high = projection.reduce((a, b) => Math.max(a, b), 0);
  return -low > high ? projection.map((x) => -x) : projection;
}

/** Rows of 0 follow the points, so that four can be taken at a time. */
function padded(count: number, size: number): Float64Array {
  return new Float64Array(4 * Math.ceil(count / 4) * size);
}

function centre(points: Float32Array, count: number, size: number): Float64Array {
  const means = new Float64Array(size);
  for (let i = 0; i < count; i++) for (let j = 0; j < size; j++) means[j] += points[i * size + j] / count;
  const centred = padded(count, size);
  for (let i = 0; i < count; i++)
    for (let j = 0; j < size; j++) centred[i * size + j] = points[i * size + j] - means[j];
  return centred;
}

function transpose(a: Float64Array, count: number, size: number): Float64Array {
  const out = padded(size, count);
  for (let i = 0; i < count; i++) for (let j = 0; j < size; j++) out[j * count + i] = a[i * size + j];
  return out;
}

/** Products of the columns of a {@link padded} matrix, size x size. */
function gramOfColumns(columns: Float64Array, count: number, size: number): Float64Array {
  const { rows, addFourToTwo } = rowMemory(size * size, columns.length);
  const [gram, a] = rows;
  gram.fill(0);
  a.set(columns);
  for (let i = 0; i < count; i += 4) {
    const start = i * size;
    // The lower triangle; the first of two rows is written one place beyond it, where the mirror image will lie.
    let j = 0;
    for (; j + 2 <= size; j += 2)
      addFourToTwo(gram, j * size, (j + 1) * size, j + 2, a, start, size, a, start + j, start + j + 1, size);
    for (let k = 0; j < size && k < size; k++) {
      for (let row = start; row < start + 4 * size; row += size) gram[j * size + k] += a[row + j] * a[row + k];
    }
  }
  for (let j = 0; j < size; j++) for (let k = j + 1; k < size; k++) gram[j * size + k] = gram[k * size + j];
  return gram.slice();
}

/**
 * Subspace iteration with a small eigenproblem in each round (Rayleigh and Ritz), sped up by Chebyshev polynomials (Saad,
 * "Numerical Methods for Large Eigenvalue Problems", 2011, chapter 7).
 */
function leadingEigenvectors(
  matrix: Float64Array,
  side: number,
  wanted: number,
): { vectors: Float64Array[]; values: number[] } {
  const width = Math.min(side, wanted + SPARE);
  let vectors: Float64Array[] = Array.from({ length: width }, (_, k) =>
    Float64Array.from({ length: side }, (__, i) => Math.sin((k + 1) * (i + 1) * 0.7548776662 + k)),
  );
  let values: number[] = [];
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const cutoff = values[width - 1] ?? 0;
    const degree = degreeFor(values[0], values[wanted - 1]);
    const basis = vectors.map((vector) => amplify(matrix, side, vector, cutoff, degree));
    orthonormalise(basis);
    const images = basis.map((vector) => times(matrix, side, vector));
    const ritz = symmetricEigen(images.map((image) => basis.map((vector) => dot(image, 0, vector, side))));
    values = ritz.values;
    vectors = ritz.vectors.map((weights) => combine(basis, weights));
    const isSettled = vectors.slice(0, wanted).every((vector, k) => {
      const left = combine(images, ritz.vectors[k]);
      for (let i = 0; i < side; i++) left[i] -= values[k] * vector[i];
      return dot(left, 0, left, side) <= (SETTLED * values[0]) ** 2;
    });
    if (isSettled) break;
  }
  return { vectors, values };
}

function degreeFor(strongest: number | undefined, weakest: number | undefined): number {
  if (!strongest || !weakest || !(weakest > 0)) return 1;
  const growth = Math.log(strongest / weakest);
  return growth > 0 ? Math.max(1, Math.min(DEGREE, Math.floor(Math.log(MOST_GROWTH) / growth))) : DEGREE;
}

/**
 * The vector times a polynomial of the matrix: the Chebyshev one that stays within 1 for eigenvalues from 0 to `cutoff`, and grows
 * as fast as any beyond; without a cutoff the matrix itself.
 */
function amplify(matrix: Float64Array, side: number, vector: Float64Array, cutoff: number, most: number): Float64Array {
  if (!(cutoff > 0) || most < 2) return times(matrix, side, vector);
  let before = vector;
  let now = times(matrix, side, vector);
  for (let i = 0; i < side; i++) now[i] = (2 / cutoff) * now[i] - vector[i];
  for (let degree = 2; degree <= most; degree++) {
    const next = times(matrix, side, now);
    for (let i = 0; i < side; i++) next[i] = 2 * ((2 / cutoff) * next[i] - now[i]) - before[i];
    before = now;
    now = next;
  }
  return now;
}

function times(matrix: Float64Array, side: number, vector: Float64Array): Float64Array {
  const out = new Float64Array(side);
  for (let i = 0; i < side; i++) out[i] = dot(matrix, i * side, vector, side);
  return out;
}

function combine(vectors: readonly Float64Array[], weights: readonly number[]): Float64Array {
  const out = new Float64Array(vectors[0].length);
  vectors.forEach((vector, k) => {
    for (let i = 0; i < out.length; i++) out[i] += weights[k] * vector[i];
  });
  return out;
}

/** Gram and Schmidt, twice over against rounding; what hangs on the vectors before it becomes 0. */
function orthonormalise(vectors: Float64Array[]): void {
  for (const [k, vector] of vectors.entries()) {
    scaleTo1(vector, 0);
    for (let pass = 0; pass < 2; pass++) {
      for (const earlier of vectors.slice(0, k)) {
        const share = dot(vector, 0, earlier, vector.length);
        for (let i = 0; i < vector.length; i++) vector[i] -= share * earlier[i];
      }
      scaleTo1(vector, DEPENDENT);
    }
  }
}

/** Makes a vector's length 1, or 0 where it is no more than `least`. */
function scaleTo1(vector: Float64Array, least: number): void {
  const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  // By the largest first, whose square may be beyond any number.
  const length = largest > 0 ? largest * Math.sqrt(vector.reduce((sum, value) => sum + (value / largest) ** 2, 0)) : 0;
  for (let i = 0; i < vector.length; i++) vector[i] = length > least ? vector[i] / length : 0;
}
