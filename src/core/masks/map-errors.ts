import { dot } from '../dot.ts';
import { RATIOS } from './evidence.ts';

/** Covariances of the errors of a map's weights, in units of the noise: lower triangles, size x size. */
export interface ErrorCovariances {
  /** By the chance of the masks. */
  readonly chance: Float64Array;
  /** The same and what the fit lacks on the average of all maps. */
  readonly whole: Float64Array;
}

/**
 * How far the weights that `fitAgain` gives stray, three rounds of it, for the ratio number `ratio`. With U = r (G + r)^-1, r
 * the next ratio and G the products of patterns: they are 1 - U^3 of what the scores would give without noise. So by chance
 * they stray as (1 - U^3)^2 / G = (1 - U^3) (U + U^2 + U^3) / r, and U^6 of the prior's variance is lacking.
 * @param inverse of G + r, its lower triangle
 */
export function errorCovariances(inverse: Float64Array, size: number, ratio: number): ErrorCovariances {
  const next = RATIOS[ratio + 1];
  const u = whole(inverse, size).map((value) => next * value);
  const u2 = product(u, u, size);
  const u3 = product(u2, u, size);
  const rest = u.map((value, k) => -value - u2[k] - u3[k]);
  for (let k = 0; k < size; k++) rest[k * size + k] += 1;
  const higher = product(u3, rest, size);
  const u6 = product(u3, u3, size);
  const chance = u.map((value, k) => (value + u2[k] + higher[k]) / next);
  return { chance, whole: chance.map((value, k) => value + u6[k] / RATIOS[ratio]) };
}

/** A symmetric matrix of its lower triangle. */
function whole(lower: Float64Array, size: number): Float64Array {
  const out = lower.slice();
  for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) out[j * size + i] = out[i * size + j];
  return out;
}

/** Of matrices that are powers of one symmetric one, so that their product is symmetric too. */
function product(a: Float64Array, b: Float64Array, size: number): Float64Array {
  const out = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    const row = b.subarray(i * size, (i + 1) * size);
    for (let j = 0; j <= i; j++) {
      const value = dot(a, j * size, row, size);
      out[i * size + j] = value;
      out[j * size + i] = value;
    }
  }
  return out;
}
