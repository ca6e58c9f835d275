import { boxIou } from '../../core/boxes.ts';
import type { Finding } from '../../engine/info.ts';

/** Whether two answers speak of the same thing in the same picture. */
export function isSameFinding(a: Finding, b: Finding): boolean {
  return a.label === b.label && a.head === b.head && (!a.box || !b.box || boxIou(a.box, b.box) > 0.9);
}
