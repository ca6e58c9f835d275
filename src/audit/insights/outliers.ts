import { GRID } from '../../core/packed-grid.ts';
import { rasterise } from '../../core/region.ts';
import { intervalOfShare, median } from '../result/intervals.ts';
import { byLabel, type Evidence, meanShares } from './evidence.ts';
import { hotSpot } from './fixed-positions.ts';
import { percent, type Suspect } from './suspect.ts';

/** Maps of a class below which no one is unlike the others. */
const FEWEST_OF_CLASS = 8;
/** Robust standard deviations below the median (Iglewicz and Hoaglin 1993). */
const FAR = 3.5;
/** Median absolute deviation of a normal value, in standard deviations. */
const NORMAL_DEVIATION = 0.6745;

/** Maps that are unlike the mean map of their class: their cosine to it is far below what is usual there. */
export function suspectOutliers(evidence: readonly Evidence[]): Suspect[] {
  return [...byLabel(evidence)].flatMap(([label, own]) => {
    if (own.length < FEWEST_OF_CLASS) return [];
    const usual = meanShares(own);
    const cosines = own.map(({ shares }) => cosine(shares, usual));
    const middle = median(cosines) ?? 0;
    const spread = median(cosines.map((value) => Math.abs(value - middle))) ?? 0;
    const members = own
      .map((member, k) => ({ member, cosine: cosines[k] }))
      .filter((one) => NORMAL_DEVIATION * (middle - one.cosine) > FAR * spread && spread > 0)
      .sort((a, b) => a.cosine - b.cosine)
      .map(({ member }) => member);
    const interval = intervalOfShare(members.length, own.length);
    if (members.length === 0 || !interval) return [];
    return {
      kind: 'outlier',
      label,
      other: null,
      value: members.length / own.length,
      interval,
      region: null,
      members,
      seen: `Of ${own.length} maps of "${label}", ${members.length} (${percent(members.length / own.length)}) ${members.length === 1 ? 'lies' : 'lie'} elsewhere than the others`,
      pixels: (member, width, height) =>
        rasterise({ kind: 'mask', width: GRID, height: GRID, data: hotSpot(member.shares) }, width, height),
    };
  });
}

function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [products, squaresA, squaresB] = [0, 0, 0];
  for (let k = 0; k < a.length; k++) {
    products += a[k] * b[k];
    squaresA += a[k] ** 2;
    squaresB += b[k] ** 2;
  }
  return products / Math.sqrt(squaresA * squaresB);
}
