import { oneOf } from '../core/check-options.ts';

/**
 * What is kept of a map's signs: `positive` what speaks for the target, as the papers of class activation maps do; `both`
 * what speaks against it too; `absolute` magnitudes.
 */
export type Sign = 'positive' | 'both' | 'absolute';

/** @throws XaiError `option-invalid` */
export function checkSign(sign: Sign = 'positive'): Sign {
  return oneOf('sign', sign, ['positive', 'both', 'absolute']);
}

export function rectify(plane: Float32Array, sign: Sign): Float32Array {
  if (sign === 'both') return plane;
  return plane.map(sign === 'absolute' ? Math.abs : (value) => Math.max(0, value));
}
