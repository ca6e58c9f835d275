import { GRID } from '../../core/packed-grid.ts';
import { alignToObject } from '../insights/align.ts';
import type { Evidence } from '../insights/evidence.ts';

/** Cells per side that maps are compared in: coarse enough that a peak a little farther on is still the same place. */
const SIDE = 8;

/** What the maps are laid over before they are compared: the object's box and half a box all round, or the picture. */
export type Frame = 'object' | 'picture';

/** The frame that most maps can be laid over. */
export function frameOf(evidence: readonly Evidence[]): Frame {
  const placed = evidence.filter((one) => alignToObject(one) !== null).length;
  return placed > 0 && 2 * placed >= evidence.length ? 'object' : 'picture';
}

/**
 * A map as a point whose distance to another is Hellinger's (up to a factor): the roots of the shares of its weight in coarse
 * cells and, over an object, of what lies beyond them all.
 * @returns null for a map that can't be laid over that frame
 */
export function mapFeatures(one: Evidence, frame: Frame): Float64Array | null {
  if (frame === 'picture') return roots(pool(one.shares), 0);
  const aligned = alignToObject(one);
  return aligned && roots(pool(aligned.shares), aligned.elsewhere);
}

function pool(shares: Float32Array): Float64Array {
  const out = new Float64Array(SIDE * SIDE);
  const step = GRID / SIDE;
  shares.forEach((share, k) => {
    out[Math.floor(Math.floor(k / GRID) / step) * SIDE + Math.floor((k % GRID) / step)] += share;
  });
  return out;
}

function roots(cells: Float64Array, elsewhere: number): Float64Array {
  const sum = cells.reduce((total, value) => total + value, 0);
  const scale = sum > 0 ? (1 - elsewhere) / sum : 0;
  return Float64Array.from([...cells, 0], (value, k) =>
    Math.sqrt(Math.max(0, k < cells.length ? value * scale : elsewhere)),
  );
}
