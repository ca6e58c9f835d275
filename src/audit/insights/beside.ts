import { GRID } from '../../core/packed-grid.ts';
import { mean } from '../../core/statistics.ts';
import { alignToObject } from './align.ts';
import { bootstrapMean } from './bootstrap.ts';
import { byLabel, type Evidence } from './evidence.ts';
import { FEWEST, percent, type Suspect } from './suspect.ts';

/**
 * All classes whose objects have a place, to be tested for what stands beside them, such as the lamp beside each cat. Maps alone
 * hardly tell: what is beside an object touches it, and masks are coarse. So no class is passed over, each has the others as its
 * peers, and the test decides.
 */
export function suspectBeside(evidence: readonly Evidence[], seed: number): Suspect[] {
  const all = [...byLabel(evidence)].flatMap(([label, own]) => besideOf(label, own, seed));
  return all.map((one) => ({ ...one, peers: all.filter((other) => other !== one) }));
}

function besideOf(label: string, evidence: readonly Evidence[], seed: number): Suspect[] {
  const own = evidence
    .flatMap((member) => {
      const share = shareBeside(member);
      return share === null ? [] : { member, share };
    })
    .sort((a, b) => b.share - a.share);
  if (own.length < FEWEST) return [];
  const shares = own.map(({ share }) => share);
  return [
    {
      kind: 'beside',
      label,
      other: null,
      value: mean(shares),
      interval: bootstrapMean(shares, seed),
      region: null,
      members: own.map(({ member }) => member),
      seen: `Of its evidence around the object "${label}" has ${percent(mean(shares))} beside it`,
      // Its sides are tried one by one.
      pixels: () => null,
    },
  ];
}

/** Share of the evidence within the object's box and half a box all round that is not in the box; null where nobody knows the box. */
function shareBeside(member: Evidence): number | null {
  const aligned = alignToObject(member);
  if (!aligned) return null;
  let beside = 0;
  let all = 0;
  aligned.shares.forEach((share, cell) => {
    all += share;
    if (!isOnObject(cell)) beside += share;
  });
  return all > 0 ? beside / all : null;
}

/** The box is the middle half of the frame. */
function isOnObject(cell: number): boolean {
  const isMiddle = (k: number) => k >= GRID / 4 && k < (3 * GRID) / 4;
  return isMiddle(cell % GRID) && isMiddle(Math.floor(cell / GRID));
}
