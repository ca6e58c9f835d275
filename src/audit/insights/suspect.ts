import type { Interval } from '../result/intervals.ts';
import type { Evidence } from './evidence.ts';
import type { FindingKind } from './finding.ts';

/** What the maps alone let one suspect; only a test on the pictures makes it a finding. */
export interface Suspect {
  readonly kind: FindingKind;
  readonly label: string;
  readonly other: string | null;
  readonly value: number;
  readonly interval: Interval;
  /** The maps that show it, best first. */
  readonly members: readonly Evidence[];
  /** Shares of width and height; null when it moves with the picture. */
  readonly region: readonly [number, number, number, number] | null;
  /** The same of the other classes, suspected or not: it must move this class's answer farther than theirs. Default: none. */
  readonly peers?: readonly Suspect[];
  /** What the maps show, without its full stop. */
  readonly seen: string;
  /**
   * The suspected pixels of a member's picture: 1 inside, length height x width.
   * @param object the pixels of the explained object; null where nobody knows
   * @returns null when the picture has none, or one can't know
   */
  pixels(member: Evidence, width: number, height: number, object: Uint8Array | null): Uint8Array | null;
}

/** Maps of a class below which nothing is said of it. */
export const FEWEST = 3;

export function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

/** The pixels that are in the region and not on the object; null when there are none. */
export function withoutObject(region: Uint8Array, object: Uint8Array | null): Uint8Array | null {
  const pixels = region.map((inside, at) => (inside && !object?.[at] ? 1 : 0));
  return pixels.includes(1) ? pixels : null;
}
