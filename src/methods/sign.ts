import { oneOf } from './check-options.ts';

/** `positive` keeps what speaks for the target, as the papers of class activation maps do; `both` keeps what speaks against it too. */
export type Sign = 'positive' | 'both';

/** @throws XaiError `option-invalid` */
export function checkSign(sign: Sign = 'positive'): Sign {
  return oneOf('sign', sign, ['positive', 'both']);
}

export function rectify(plane: Float32Array, sign: Sign): Float32Array {
  return sign === 'both' ? plane : plane.map((value) => Math.max(0, value));
}
