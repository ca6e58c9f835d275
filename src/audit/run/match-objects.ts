import { type Box, boxIou } from '../../core/boxes.ts';

/**
 * How an answer fits the annotations (after Bolya et al., "TIDE", ECCV 2020):
 * - `correct`: an object of its class, which no better answer has taken, overlaps by half or more;
 * - `duplicate`: a better answer has taken that object;
 * - `class`: an object of another class overlaps by half or more; of a picture's class: another one;
 * - `localisation`: an object of its class overlaps by a tenth or more, not by half;
 * - `background`: none of these;
 * - `missed`: an object that no answer found.
 */
export const OUTCOMES = ['correct', 'duplicate', 'class', 'localisation', 'background', 'missed'] as const;
export type Outcome = (typeof OUTCOMES)[number];

const ENOUGH = 0.5;
const SOME = 0.1;

interface Labelled {
  readonly label: string;
  readonly box: Box;
}

/** An answer's outcome; null for one on an object that is to be ignored. */
export interface Match<T> {
  readonly outcome: Exclude<Outcome, 'missed'> | null;
  /** The object that it was compared with. */
  readonly object: T | null;
  readonly iou: number;
}

/**
 * Compares answers with objects, the best answer first.
 * @param answers by falling score
 * @returns one match an answer, and the objects that no answer found
 */
export function matchObjects<T extends Labelled & { readonly ignored: boolean }>(
  answers: readonly Labelled[],
  objects: readonly T[],
): { readonly matches: readonly Match<T>[]; readonly missed: readonly T[] } {
  const taken = new Set<T>();
  const matches = answers.map((answer): Match<T> => {
    const byOverlap = objects
      .map((object) => ({ object, iou: boxIou(answer.box, object.box), same: sameLabel(object.label, answer.label) }))
      .sort((a, b) => b.iou - a.iou);
    const free = byOverlap.find(({ object, iou, same }) => same && iou >= ENOUGH && !taken.has(object));
    if (free) {
      taken.add(free.object);
      return { outcome: free.object.ignored ? null : 'correct', object: free.object, iou: free.iou };
    }
    const as = (outcome: Match<T>['outcome'], found: { object: T; iou: number } | undefined): Match<T> | null =>
      found ? { outcome: found.object.ignored ? null : outcome, object: found.object, iou: found.iou } : null;
    return (
      as(
        'duplicate',
        byOverlap.find(({ iou, same }) => same && iou >= ENOUGH),
      ) ??
      as(
        'class',
        byOverlap.find(({ iou, same }) => !same && iou >= ENOUGH),
      ) ??
      as(
        'localisation',
        byOverlap.find(({ iou, same }) => same && iou >= SOME),
      ) ?? {
        outcome: 'background',
        object: null,
        iou: byOverlap[0]?.iou ?? 0,
      }
    );
  });
  return { matches, missed: objects.filter((object) => !taken.has(object) && !object.ignored) };
}

/** Labels come from different hands: capitals and spaces around them do not count. */
export function sameLabel(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}
