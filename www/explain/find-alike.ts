import { boxIou } from '../../src/core/boxes.ts';
import type { Finding } from '../../src/engine/info.ts';

/**
 * What another model says of the same thing: the same label of the same question, and of several objects the one whose box
 * overlaps most.
 * @returns its position, or -1
 */
export function findAlike(wanted: Finding, among: readonly Finding[]): number {
  const name = wanted.label.toLowerCase();
  const likeness = ({ label, head, box }: Finding) => {
    if (label.toLowerCase() !== name || head !== wanted.head) return -1;
    return wanted.box && box ? boxIou(wanted.box, box) : 0;
  };
  const scores = among.map(likeness);
  const best = Math.max(-1, ...scores);
  return best < 0 ? -1 : scores.indexOf(best);
}
