import type { Box } from '../../core/boxes.ts';
import { GRID } from '../../core/packed-grid.ts';
import { rasterise } from '../../core/region.ts';
import { mean } from '../../core/statistics.ts';
import { sameLabel } from '../run/match-objects.ts';
import { bootstrapMean } from './bootstrap.ts';
import { byLabel, type Evidence, objectBox } from './evidence.ts';
import { FEWEST, percent, type Suspect, withoutObject } from './suspect.ts';

/** Share of the evidence, above the share of the picture, from which on it is worth a test. */
const LEAST_EXCESS = 0.05;

/** Pairs of classes where the maps of one fall on the annotated boxes of the other. */
export function suspectCoOccurrence(evidence: readonly Evidence[], seed: number): Suspect[] {
  return [...byLabel(evidence)].flatMap(([label, own]) => {
    const others = new Set(own.flatMap(({ record }) => record.objects.map((object) => object.label)));
    return [...others]
      .filter((other) => !sameLabel(other, label))
      .sort()
      .flatMap((other) => suspectPair(label, other, own, seed));
  });
}

function suspectPair(label: string, other: string, own: readonly Evidence[], seed: number): Suspect[] {
  const members = own
    .flatMap((member) => {
      const cells = cellsOf(member, other);
      if (!cells) return [];
      const share = member.shares.reduce((sum, value, k) => sum + value * cells[k], 0);
      const area = cells.reduce((sum, value) => sum + value, 0) / cells.length;
      return { member, excess: share - area, share };
    })
    .sort((a, b) => b.excess - a.excess);
  if (members.length < FEWEST) return [];
  const excess = members.map((one) => one.excess);
  const value = mean(excess);
  const interval = bootstrapMean(excess, seed);
  if (value < LEAST_EXCESS || interval.low <= 0) return [];
  const share = percent(mean(members.map((one) => one.share)));
  return [
    {
      kind: 'co-occurrence',
      label,
      other,
      value,
      interval,
      region: null,
      members: members.map(({ member }) => member),
      seen: `"${label}" has ${share} of its evidence on "${other}" where both are in the picture`,
      pixels: (member, width, height, object) => {
        const region = new Uint8Array(width * height);
        for (const box of boxesOf(member, other)) {
          rasterise({ kind: 'box', box }, width, height).forEach((inside, at) => {
            if (inside) region[at] = 1;
          });
        }
        return withoutObject(region, object);
      },
    },
  ];
}

function boxesOf({ record }: Evidence, other: string): Box[] {
  return record.objects.filter(({ label }) => sameLabel(label, other)).map(({ box }) => box);
}

/** Cells of the other class's boxes beside the own object; null when there are none. */
function cellsOf(member: Evidence, other: string): Uint8Array | null {
  const { width, height } = member.record;
  if (!width || !height) return null;
  const toCells = ([x0, y0, x1, y1]: Box): Box => [
    (x0 / width) * GRID,
    (y0 / height) * GRID,
    (x1 / width) * GRID,
    (y1 / height) * GRID,
  ];
  const paint = (boxes: readonly Box[]) => {
    const cells = new Uint8Array(GRID * GRID);
    for (const box of boxes) {
      rasterise({ kind: 'box', box: toCells(box) }, GRID, GRID).forEach((inside, at) => {
        if (inside) cells[at] = 1;
      });
    }
    return cells;
  };
  const object = objectBox(member);
  return withoutObject(paint(boxesOf(member, other)), object && paint([object]));
}
