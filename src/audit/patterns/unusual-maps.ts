import { cosineSimilarity } from '../../core/cosine.ts';
import { byLabel, type Evidence, meanShares } from '../insights/evidence.ts';
import { median } from '../result/intervals.ts';

/** Maps of a class below which no one is unlike the others. */
const FEWEST_OF_CLASS = 8;
/** Robust standard deviations below the median (Iglewicz and Hoaglin 1993). */
const FAR = 3.5;
/** Median absolute deviation of a normal value, in standard deviations. */
const NORMAL_DEVIATION = 0.6745;

/** How like a map is to the mean map of its class. */
export interface Likeness {
  readonly member: Evidence;
  /** Cosine to the mean map: 1 is the same place. */
  readonly cosine: number;
  /** Robust standard deviations below the class's median, negative above it; null where the class does not tell. */
  readonly deviations: number | null;
  readonly isUnusual: boolean;
}

/** How like the maps of each class are to its mean map, in the order of the labels. */
export function likenessOf(evidence: readonly Evidence[]): Map<string, Likeness[]> {
  return new Map([...byLabel(evidence)].map(([label, own]) => [label, withinClass(own)]));
}

function withinClass(own: readonly Evidence[]): Likeness[] {
  const usual = meanShares(own);
  const cosines = own.map(({ shares }) => cosineSimilarity(shares, usual));
  const middle = median(cosines) ?? 0;
  const spread = median(cosines.map((value) => Math.abs(value - middle))) ?? 0;
  const tells = own.length >= FEWEST_OF_CLASS && spread > 0;
  return own.map((member, k) => {
    const deviations = tells ? (NORMAL_DEVIATION * (middle - cosines[k])) / spread : null;
    return { member, cosine: cosines[k], deviations, isUnusual: deviations !== null && deviations > FAR };
  });
}
