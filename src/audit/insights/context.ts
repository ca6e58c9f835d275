import { boundingBox, rasterise } from '../../core/region.ts';
import { mean } from '../../core/statistics.ts';
import { bootstrapMean } from './bootstrap.ts';
import { byLabel, type Evidence, shareOutside } from './evidence.ts';
import { FEWEST, percent, type Suspect } from './suspect.ts';

/** Share of the evidence outside of the object from which on it is worth a test. */
const MOSTLY_OUTSIDE = 0.5;

/**
 * Classes whose evidence lies mostly beside the object. Surroundings tell every model something, so that each has its peers: the
 * other classes, to be tested in the same way.
 */
export function suspectContext(evidence: readonly Evidence[], seed: number): Suspect[] {
  const all = [...byLabel(evidence)].flatMap(([label, own]) => contextOf(label, own, seed));
  const peers = (one: Suspect) => all.filter((other) => other !== one);
  return all.filter(({ value }) => value >= MOSTLY_OUTSIDE).map((one) => ({ ...one, peers: peers(one) }));
}

function contextOf(label: string, evidence: readonly Evidence[], seed: number): Suspect[] {
  const own = evidence
    .flatMap((member) => {
      const share = shareOutside(member);
      return share === null ? [] : { member, share };
    })
    .sort((a, b) => b.share - a.share);
  if (own.length < FEWEST) return [];
  const outside = own.map(({ share }) => share);
  const value = mean(outside);
  const deviation = Math.sqrt(mean(outside.map((share) => (share - value) ** 2)));
  return [
    {
      kind: 'context',
      label,
      other: null,
      value,
      interval: bootstrapMean(outside, seed),
      region: null,
      members: own.map(({ member }) => member),
      seen: `"${label}" has ${percent(value)} of its evidence outside of the object (standard deviation ${percent(deviation)})`,
      pixels(_, width, height, object) {
        const box = object && boundingBox({ width, data: object });
        // The object's own outline would give away its shape.
        return box ? rasterise({ kind: 'box', box }, width, height).map((inside) => 1 - inside) : null;
      },
    },
  ];
}
