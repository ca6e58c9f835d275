import type { Box } from '../../core/boxes.ts';
import { GRID } from '../../core/packed-grid.ts';
import { mean } from '../../core/statistics.ts';
import { type AlignedMap, alignToObject, frameCell } from './align.ts';
import { bootstrapMean } from './bootstrap.ts';
import { type Evidence, objectBox } from './evidence.ts';
import { connectedFrom } from './fixed-positions.ts';
import { FEWEST, percent, type Suspect, withoutObject } from './suspect.ts';

/** A hot part is what is at least so near to the greatest excess over the other classes. */
const HOT = 0.5;
/** Cells below which a part is chance. */
const LEAST_CELLS = 6;
/** Share of the frame above which it is no place. */
const LARGEST = 1 / 3;
/** Evidence there, above that of the other classes, from which on it is worth a test. */
const LEAST_EXCESS = 0.05;

interface Near {
  readonly one: Evidence;
  /** Shares of the evidence around the object, GRID x GRID over its box and half a box all round: their sum is 1. */
  readonly shares: Float32Array;
}

/**
 * Places beside the object, wherever it stands, where the maps of a class gather and those of all other classes do not: what
 * always goes with an object, such as the lamp beside each cat.
 */
export function suspectBeside(evidence: readonly Evidence[], seed: number): Suspect[] {
  const near = evidence.flatMap((one): Near[] => {
    const shares = nearShares(alignToObject(one));
    return shares ? [{ one, shares }] : [];
  });
  const labels = [...new Set(near.map(({ one }) => one.explanation.label))].sort();
  return labels.flatMap((label) => suspectOf(label, near, seed));
}

function nearShares(aligned: AlignedMap | null): Float32Array | null {
  const sum = aligned ? aligned.shares.reduce((total, share) => total + share, 0) : 0;
  return aligned && sum > 0 ? aligned.shares.map((share) => share / sum) : null;
}

function suspectOf(label: string, near: readonly Near[], seed: number): Suspect[] {
  const own = near.filter(({ one }) => one.explanation.label === label);
  const others = near.filter(({ one }) => one.explanation.label !== label);
  if (own.length < FEWEST || others.length < FEWEST) return [];
  const average = (all: readonly Near[], k: number) => mean(all.map(({ shares }) => shares[k]));
  const excess = Float64Array.from({ length: GRID * GRID }, (_, k) =>
    isOnObject(k) ? 0 : average(own, k) - average(others, k),
  );
  const parts = hotParts(excess);
  const cells = parts.reduce((sum, part) => sum + part.reduce((count, inside) => count + inside, 0), 0);
  if (cells === 0 || cells > LARGEST * GRID * GRID) return [];
  const shareIn = (part: Uint8Array, { shares }: Near) => shares.reduce((sum, share, k) => sum + share * part[k], 0);
  const shareOf = (one: Near) => parts.reduce((sum, part) => sum + shareIn(part, one), 0);
  const [inOwn, inOthers] = [own.map(shareOf), others.map(shareOf)];
  const value = mean(inOwn) - mean(inOthers);
  const interval = bootstrapMean(inOwn, seed, inOthers);
  if (value < LEAST_EXCESS || interval.low <= 0) return [];
  const members = own.map((member, k) => ({ member, share: inOwn[k] })).sort((a, b) => b.share - a.share);
  const partOf = new Map(members.map(({ member }) => [member.one, strongest(parts, (part) => shareIn(part, member))]));
  const sides = [...new Set(parts.map(sideOf))].sort();
  return [
    {
      kind: 'beside',
      label,
      other: null,
      value,
      interval,
      region: null,
      members: members.map(({ member }) => member.one),
      seen: `Of its evidence around the object, "${label}" has ${percent(mean(inOwn))} at one place ${sides.join(' or ')}, where other classes have ${percent(mean(inOthers))}`,
      pixels(member, width, height, object) {
        const box = objectBox(member);
        const part = partOf.get(member);
        return box && part ? withoutObject(paint(part, box, width, height), object) : null;
      },
    },
  ];
}

/** The box is the middle half of the frame. */
function isOnObject(cell: number): boolean {
  const isMiddle = (k: number) => k >= GRID / 4 && k < (3 * GRID) / 4;
  return isMiddle(cell % GRID) && isMiddle(Math.floor(cell / GRID));
}

/** All connected parts that reach {@link HOT} of the greatest cell. */
function hotParts(excess: Float64Array): Uint8Array[] {
  const most = excess.reduce((top, value) => Math.max(top, value), 0);
  if (most === 0) return [];
  const isHot = (k: number) => excess[k] >= HOT * most;
  const taken = new Uint8Array(excess.length);
  const parts: Uint8Array[] = [];
  for (let k = 0; k < excess.length; k++) {
    if (taken[k] || !isHot(k)) continue;
    const part = connectedFrom(k, excess.length, isHot);
    let cells = 0;
    part.forEach((inside, at) => {
      taken[at] |= inside;
      cells += inside;
    });
    if (cells >= LEAST_CELLS) parts.push(part);
  }
  return parts;
}

function strongest(parts: readonly Uint8Array[], weigh: (part: Uint8Array) => number): Uint8Array {
  return parts.reduce((best, part) => (weigh(part) > weigh(best) ? part : best));
}

/** On which side of the object a part lies. */
function sideOf(part: Uint8Array): string {
  let [x, y, count] = [0, 0, 0];
  part.forEach((inside, k) => {
    x += inside * ((k % GRID) + 0.5 - GRID / 2);
    y += inside * (Math.floor(k / GRID) + 0.5 - GRID / 2);
    count += inside;
  });
  if (Math.abs(x) >= Math.abs(y)) return x < 0 ? 'to its left' : 'to its right';
  return y < 0 ? 'above it' : 'below it';
}

function paint(part: Uint8Array, box: Box, width: number, height: number): Uint8Array {
  const pixels = new Uint8Array(width * height);
  for (let at = 0; at < pixels.length; at++) {
    const cell = frameCell(box, (at % width) + 0.5, Math.floor(at / width) + 0.5);
    if (cell !== null && part[cell]) pixels[at] = 1;
  }
  return pixels;
}
