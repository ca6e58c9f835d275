/**
 * Which scores the first and the last colour stand for:
 * - `min-max`: the map's own least and greatest;
 * - `zero-max`: 0 and the greatest, so that what lowers the score looks like what does nothing;
 * - `symmetric`: minus and plus the greatest magnitude, for diverging colours;
 * - `zero-99`, `symmetric-99`: likewise, with the magnitude that 99 % of the values stay below in place of the greatest, for
 *   maps whose few strongest dots would leave the others pale.
 */
export type NamedRange = 'min-max' | 'zero-max' | 'symmetric' | 'zero-99' | 'symmetric-99';

/** Raw scores that the first and the last colour stand for. */
export interface ScoreRange {
  readonly low: number;
  readonly high: number;
}

/** At most so many values, evenly chosen, are sorted to find one that a share of them stays below. */
const SORTED = 1 << 16;

/** The scores that the ends of the colours stand for. Values that are not finite do not count; without any both are 0. */
export function findRange(data: ArrayLike<number>, rule: NamedRange): ScoreRange {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < data.length; k++) {
    const value = data[k];
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return { low: 0, high: 0 };
  if (rule === 'min-max') return { low, high };
  if (rule === 'zero-max') return { low: 0, high: Math.max(0, high) };
  const greatest = Math.max(Math.abs(low), Math.abs(high));
  // Where 99 % are 0 the greatest is all there is to show.
  const most = rule === 'symmetric' ? greatest : quantile(data, 0.99, Math.abs) || greatest;
  return { low: rule === 'zero-99' ? 0 : -most, high: most };
}

/**
 * What a share of the finite values stays below, by the order of `measure`; of large maps every n-th value is looked at.
 * @param share 0 to 1
 * @returns 0 without any finite value
 */
export function quantile(
  data: ArrayLike<number>,
  share: number,
  measure: (value: number) => number = (value) => value,
): number {
  const stride = Math.ceil(data.length / SORTED);
  const measured: number[] = [];
  for (let k = 0; k < data.length; k += stride) if (Number.isFinite(data[k])) measured.push(measure(data[k]));
  return Float32Array.from(measured).sort()[Math.floor(share * (measured.length - 1))] ?? 0;
}

/** Whether what speaks against a target is coloured by its strength, as what speaks for it is. */
export function isSymmetric(rule: NamedRange): boolean {
  return rule === 'symmetric' || rule === 'symmetric-99';
}
