import { GRID } from '../../core/packed-grid.ts';
import { placeName } from '../../core/place-name.ts';
import { boundingBox, rasterise } from '../../core/region.ts';
import { bootstrapMean } from './bootstrap.ts';
import { byLabel, type Evidence, meanShares } from './evidence.ts';
import { FEWEST, percent, type Suspect, withoutObject } from './suspect.ts';

/** A hot spot is what is at least so near to the greatest excess over the other classes. */
const HOT = 0.5;
/** Share of the picture above which it is no spot. */
const LARGEST = 1 / 3;
/** Evidence there, above that of the other classes, from which on it is worth a test. */
const LEAST_EXCESS = 0.1;

/**
 * Places of the picture where the maps of a class gather and those of all other classes do not: the connected cells around the
 * greatest excess of its mean map over theirs.
 */
export function suspectFixedPositions(evidence: readonly Evidence[], seed: number): Suspect[] {
  return [...byLabel(evidence)].flatMap(([label, own]) => {
    const others = evidence.filter(({ explanation }) => explanation.label !== label);
    if (own.length < FEWEST || others.length < FEWEST) return [];
    const [mine, theirs] = [meanShares(own), meanShares(others)];
    const spot = hotSpot(mine.map((value, k) => value - theirs[k]));
    const cells = spot.reduce((sum, inside) => sum + inside, 0);
    if (cells > LARGEST * spot.length) return [];
    const shareOf = ({ shares }: Evidence) => shares.reduce((sum, value, k) => sum + value * spot[k], 0);
    const [inOwn, inOthers] = [own.map(shareOf), others.map(shareOf)];
    const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const value = average(inOwn) - average(inOthers);
    const interval = bootstrapMean(inOwn, seed, inOthers);
    const box = boundingBox({ width: GRID, data: spot });
    if (value < LEAST_EXCESS || interval.low <= 0 || !box) return [];
    const [x0, y0, x1, y1] = box.map((edge) => edge / GRID);
    const place = placeWords([x0, y0, x1, y1]);
    return {
      kind: 'fixed-position',
      label,
      other: null,
      value,
      interval,
      region: [x0, y0, x1, y1],
      members: own
        .map((member, k) => ({ member, share: inOwn[k] }))
        .sort((a, b) => b.share - a.share)
        .map(({ member }) => member),
      seen: `"${label}" has ${percent(average(inOwn))} of its evidence at one place of the picture, ${place}, where other classes have ${percent(average(inOthers))}`,
      pixels(_, width, height, object) {
        // Without annotations the middle of the picture is taken for the object's place: marks are put at the border.
        if (!object && isCentral([x0, y0, x1, y1])) return null;
        const region = rasterise({ kind: 'mask', width: GRID, height: GRID, data: spot }, width, height);
        return withoutObject(region, object);
      },
    };
  });
}

/** Cells connected to the greatest one (by edges) that reach {@link HOT} of it. @returns 1 inside */
export function hotSpot(excess: ArrayLike<number>): Uint8Array {
  let top = 0;
  for (let k = 1; k < excess.length; k++) if (excess[k] > excess[top]) top = k;
  return connectedFrom(top, excess.length, (k) => excess[k] >= HOT * excess[top]);
}

/** Cells of a grid of GRID columns that are connected (by edges) to one of them. @returns 1 inside */
export function connectedFrom(first: number, cells: number, isInside: (cell: number) => boolean): Uint8Array {
  const found = new Uint8Array(cells);
  const left = [first];
  for (let at = left.pop(); at !== undefined; at = left.pop()) {
    if (found[at] || !isInside(at)) continue;
    found[at] = 1;
    const column = at % GRID;
    if (column > 0) left.push(at - 1);
    if (column < GRID - 1) left.push(at + 1);
    if (at >= GRID) left.push(at - GRID);
    if (at + GRID < cells) left.push(at + GRID);
  }
  return found;
}

type Place = readonly [x0: number, y0: number, x1: number, y1: number];

function isCentral([x0, y0, x1, y1]: Place): boolean {
  return x0 < 0.5 && x1 > 0.5 && y0 < 0.5 && y1 > 0.5 && (x1 - x0 < 0.9 || y1 - y0 < 0.9);
}

function placeWords(place: Place): string {
  const name = placeName(place);
  if (name === 'border') return 'along its border';
  return name === 'middle' ? 'in the middle' : `in the ${name.replace('-', ' ')} part`;
}
