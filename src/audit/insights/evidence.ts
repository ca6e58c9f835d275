import type { Box } from '../../core/boxes.ts';
import { unpackGrid } from '../../core/packed-grid.ts';
import { sameLabel } from '../run/match-objects.ts';
import type { ExplanationRecord, PictureRecord } from '../run/record.ts';

/** One map as the insights see it. */
export interface Evidence {
  readonly record: PictureRecord;
  readonly explanation: ExplanationRecord;
  /** Which of the model's maps it is, from 0, in order of pictures. */
  readonly number: number;
  /** GRID x GRID shares of the map's positive weight, row-major: their sum is 1. */
  readonly shares: Float32Array;
}

/** The maps of one model; those without any positive weight say nothing of where, and are left out. */
export function collectEvidence(pictures: readonly PictureRecord[], model: number): Evidence[] {
  let count = 0;
  return pictures.flatMap((record) => {
    const result = record.results[model];
    if (result?.status !== 'explained') return [];
    return result.explanations.flatMap((explanation) => {
      const number = count++;
      const shares = unpackGrid(explanation.map).map((value) => Math.max(0, value));
      const sum = shares.reduce((total, value) => total + value, 0);
      return sum > 0 ? { record, explanation, number, shares: shares.map((value) => value / sum) } : [];
    });
  });
}

/** By label, in the order of the labels. */
export function byLabel(evidence: readonly Evidence[]): Map<string, Evidence[]> {
  const groups = new Map<string, Evidence[]>();
  for (const one of evidence) {
    const group = groups.get(one.explanation.label);
    if (group) group.push(one);
    else groups.set(one.explanation.label, [one]);
  }
  return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Mean of maps, cell by cell. */
export function meanShares(evidence: readonly Evidence[]): Float64Array {
  const out = new Float64Array(evidence[0]?.shares.length ?? 0);
  for (const { shares } of evidence) for (let k = 0; k < out.length; k++) out[k] += shares[k] / evidence.length;
  return out;
}

/** Where the explained object is, as far as the record knows: picture pixels. */
export function objectBox({ record, explanation }: Evidence): Box | null {
  const own = record.objects.filter(({ label }) => sameLabel(label, explanation.label));
  return explanation.truth?.box ?? explanation.box ?? (own.length === 1 ? own[0].box : null);
}

/**
 * Share of the evidence on the object, for maps of a class that the annotations give to the picture: what a map of "dog" has on a
 * bicycle says nothing of dogs. Null for the others, and where nobody knows the object's place.
 */
export function ownShareInside(
  { label, inside }: ExplanationRecord,
  { labels }: Pick<PictureRecord, 'labels'>,
): number | null {
  return labels.length === 0 || labels.some((one) => sameLabel(one, label)) ? inside : null;
}

/** What is not on the object, of the same maps. */
export function shareOutside({ record, explanation }: Evidence): number | null {
  const inside = ownShareInside(explanation, record);
  return inside === null ? null : 1 - inside;
}
