import { XaiError } from './errors.ts';

/** Pearson correlation of two series of one length, in [-1, 1]; 0 when either does not vary. */
export function pearson(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) {
    throw new XaiError('option-invalid', `Series of ${a.length} and ${b.length} values cannot be correlated.`);
  }
  const meanA = mean(a);
  const meanB = mean(b);
  let squaresA = 0;
  let squaresB = 0;
  let products = 0;
  for (let k = 0; k < a.length; k++) {
    const fromA = a[k] - meanA;
    const fromB = b[k] - meanB;
    squaresA += fromA * fromA;
    squaresB += fromB * fromB;
    products += fromA * fromB;
  }
  const spread = Math.sqrt(squaresA * squaresB);
  return spread > 0 ? Math.min(1, Math.max(-1, products / spread)) : 0;
}

/** Rank correlation (Spearman 1904): Pearson's of the ranks, equal values sharing the mean of theirs. */
export function spearman(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return pearson(ranks(a), ranks(b));
}

/** Ranks from 1 for the least; equal values share the mean of theirs. */
export function ranks(values: ArrayLike<number>): Float64Array {
  const order = Uint32Array.from({ length: values.length }, (_, k) => k).sort((a, b) => values[a] - values[b]);
  const out = new Float64Array(values.length);
  for (let first = 0; first < order.length; ) {
    let end = first + 1;
    while (end < order.length && values[order[end]] === values[order[first]]) end++;
    for (let k = first; k < end; k++) out[order[k]] = (first + 1 + end) / 2;
    first = end;
  }
  return out;
}

/** Arithmetic mean; 0 of nothing. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k];
  return values.length > 0 ? sum / values.length : 0;
}

/**
 * Reliability of a whole measurement from the correlation of its two halves (Spearman 1910, Brown 1910): 2 r / (1 + r).
 * Negative correlations, which say that nothing repeats, are passed on as they are: the formula holds for r >= 0 only.
 */
export function spearmanBrown(halfCorrelation: number): number {
  return halfCorrelation > 0 ? (2 * halfCorrelation) / (1 + halfCorrelation) : halfCorrelation;
}
