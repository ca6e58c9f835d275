import { type Box, boxIou } from '../../core/boxes.ts';
import { sameLabel } from '../run/match-objects.ts';
import type { ExplanationRecord, PictureRecord } from '../run/record.ts';

/** Overlap from which two models mean the same object. */
const SAME = 0.5;

/** The maps of all models that answer one question about one picture, in the order of the models. */
export interface PairedMaps {
  readonly record: PictureRecord;
  readonly maps: readonly ExplanationRecord[];
}

/**
 * Puts the maps of several models together by what they were asked: the same picture, the same class and, of objects, the same
 * place. Questions that a model has no map for are left out.
 * @param models how many there are
 */
export function pairMaps(pictures: readonly PictureRecord[], models: number): PairedMaps[] {
  return pictures.flatMap((record) => {
    const all = Array.from({ length: models }, (_, model) => {
      const result = record.results[model];
      return result?.status === 'explained' ? [...result.explanations] : [];
    });
    const [first, ...others] = all;
    return first.flatMap((wanted) => {
      const maps = [wanted];
      for (const own of others) {
        const found = own.findIndex((one) => isSameQuestion(one, wanted));
        // Each map answers once.
        if (found >= 0) maps.push(...own.splice(found, 1));
      }
      return maps.length === models ? { record, maps } : [];
    });
  });
}

function isSameQuestion(a: ExplanationRecord, b: ExplanationRecord): boolean {
  const [first, second] = [placeOf(a), placeOf(b)];
  return sameLabel(a.label, b.label) && (!first || !second || boxIou(first, second) >= SAME);
}

function placeOf({ truth, box }: ExplanationRecord): Box | null {
  return truth?.box ?? box;
}
