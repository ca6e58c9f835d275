import { oneOf } from '../check-options.ts';

/**
 * What is kept of a map's signs: `positive` what speaks for the target, `both` what speaks against it too, `absolute`
 * magnitudes.
 */
export type Sign = 'positive' | 'both' | 'absolute';

/** @throws XaiError `option-invalid` */
export function checkSign(sign: Sign): Sign {
  return oneOf('sign', sign, ['positive', 'both', 'absolute']);
}

export const SIGNS: Readonly<Record<Sign, (value: number) => number>> = {
  both: (value) => value,
  positive: (value) => Math.max(0, value),
  absolute: Math.abs,
};
