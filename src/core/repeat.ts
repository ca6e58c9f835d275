import { type Box, boxIou } from './boxes.ts';
import type { Saliency } from './saliency.ts';
import { hashScores, type SavedExplanation, type SavedMap, shrinkMap, unpackSteps } from './saved-explanation.ts';
import { statedLayers } from './stated-layers.ts';

/**
 * How a map compares with the one that was saved:
 * - `same`: every score, bit for bit;
 * - `close`: within what another processor's rounding makes of it;
 * - `other`: it came out otherwise.
 */
export interface Repeated {
  readonly verdict: 'same' | 'close' | 'other';
  /** Largest difference at the places that were saved, as a share of the saved map's range, from 0. */
  readonly farthest: number;
  /** Pearson correlation over these places, in [-1, 1]; 1 where neither map varies. */
  readonly correlation: number;
}

/** Masks' scores differ by some 1e-3 between a GPU and wasm, and a saved step is half of 1/255; what is beyond has other causes. */
const CLOSE = 0.02;

/** Compares a map with what was saved of another. */
export async function judgeRepeat(saved: SavedMap, map: Saliency): Promise<Repeated> {
  if (saved.sha256 && (await hashScores(map)) === saved.sha256) return { verdict: 'same', farthest: 0, correlation: 1 };
  const before = unpackSteps(saved);
  const now = shrinkMap(map, saved.width, saved.height);
  const range = saved.high - saved.low;
  let farthest = 0;
  for (let k = 0; k < before.length; k++) farthest = Math.max(farthest, Math.abs(before[k] - now[k]));
  const share = range > 0 ? farthest / range : farthest > 0 ? 1 : 0;
  return { verdict: share <= CLOSE ? 'close' : 'other', farthest: share, correlation: correlate(before, now) };
}

function correlate(a: Float32Array, b: Float32Array): number {
  const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let both = 0;
  let squareA = 0;
  let squareB = 0;
  for (let k = 0; k < a.length; k++) {
    both += (a[k] - meanA) * (b[k] - meanB);
    squareA += (a[k] - meanA) ** 2;
    squareB += (b[k] - meanB) ** 2;
  }
  if (squareA === 0 || squareB === 0) return squareA === squareB ? 1 : 0;
  return both / Math.sqrt(squareA * squareB);
}

/** A verdict as a sentence. */
export function repeatWords({ verdict, farthest, correlation }: Repeated): string {
  if (verdict === 'same') return 'came out the same, bit for bit';
  const share = `${(100 * farthest).toFixed(1)} % of its range`;
  if (verdict === 'close') return `came out the same but for rounding: it differs by ${share} at most`;
  return `came out otherwise: it differs by up to ${share}, correlation ${correlation.toFixed(2)}`;
}

/**
 * The options with which a method is to be asked for a map again: for the masks that were run, whatever ended the run.
 * @param known names of the method's own options; null: it takes any
 */
export function optionsAgain(
  { masks, provenance: { options, seed } }: Pick<SavedMap, 'masks' | 'provenance'>,
  known: readonly string[] | null,
): Readonly<Record<string, unknown>> {
  const layers = statedLayers(options);
  const isMasked = masks !== null && 'reliability' in options;
  const given = {
    ...options,
    ...(isMasked && { masks, reliability: null }),
    ...(layers.length > 1 && { layer: undefined, layers }),
    ...(seed !== null && { seed }),
  };
  // The preset of those who asked for none has no name to ask for.
  const isAsked = ([name, value]: [string, unknown]) =>
    value !== undefined &&
    (value !== null || name === 'reliability') &&
    !(name === 'preset' && value === 'default') &&
    (known === null || known.includes(name));
  return Object.fromEntries(Object.entries(given).filter(isAsked));
}

/** The maps of a file that one run made: those of one method with the same options and as many masks. */
export function runsOf({ maps }: SavedExplanation): readonly (readonly SavedMap[])[] {
  const runs = new Map<string, SavedMap[]>();
  for (const map of maps) {
    const { method, options, seed } = map.provenance;
    const key = JSON.stringify([method, options, seed, map.masks]);
    runs.set(key, [...(runs.get(key) ?? []), map]);
  }
  return [...runs.values()];
}

interface Answer {
  readonly classIndex: number;
  readonly score?: number | null;
  readonly box?: Box | null;
}

/** Whether a box was drawn by hand, with a class or without one: the model gave it no score. */
export function isDrawn({ score, box }: Answer): boolean {
  return score === null && !!box;
}

/** What a file speaks of too: the same class at the same place; of boxes that were drawn, the very same one. */
export function findAgain<Found extends Answer>(
  saved: SavedExplanation['findings'][number],
  found: readonly Found[],
): Found | undefined {
  const isSame = (one: Found) => {
    if (one.classIndex !== saved.classIndex || isDrawn(one) !== isDrawn(saved)) return false;
    const [before, now] = [saved.box, one.box];
    if (!before || !now) return !before && !now;
    return isDrawn(saved) ? before.every((edge, at) => edge === now[at]) : boxIou(before, now) > 0.9;
  };
  return found.find(isSame);
}
