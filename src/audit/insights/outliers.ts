import { GRID } from '../../core/packed-grid.ts';
import { rasterise } from '../../core/region.ts';
import { likenessOf } from '../patterns/unusual-maps.ts';
import { intervalOfShare } from '../result/intervals.ts';
import type { Evidence } from './evidence.ts';
import { hotSpot } from './fixed-positions.ts';
import { percent, type Suspect } from './suspect.ts';

/** Maps that are unlike the mean map of their class: their cosine to it is far below what is usual there. */
export function suspectOutliers(evidence: readonly Evidence[]): Suspect[] {
  return [...likenessOf(evidence)].flatMap(([label, own]) => {
    const members = own
      .filter(({ isUnusual }) => isUnusual)
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
