import { XaiError } from './errors.ts';

/**
 * Cosine of the angle between two vectors, -1 to 1: how like two pictures are to a model that embeds them.
 * @throws XaiError `option-invalid` for vectors of different lengths, or one of zeros, which has no direction
 */
export function cosineSimilarity(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) {
    throw new XaiError(
      'option-invalid',
      `Vectors of ${a.length} and ${b.length} numbers can't be compared; embed both pictures with the same model.`,
    );
  }
  let product = 0;
  let first = 0;
  let second = 0;
  for (let k = 0; k < a.length; k++) {
    product += a[k] * b[k];
    first += a[k] * a[k];
    second += b[k] * b[k];
  }
  if (!(first > 0 && second > 0)) {
    throw new XaiError('option-invalid', 'A vector of zeros has no direction, so that nothing can be like it.');
  }
  return Math.min(1, Math.max(-1, product / Math.sqrt(first * second)));
}
