import type { Box } from '../../core/boxes.ts';
import { GRID } from '../../core/packed-grid.ts';
import { type Evidence, objectBox } from './evidence.ts';

/** The box takes the middle half of each axis, so that as much is seen around it. */
const AROUND = 0.5;

/** A map laid over its object's box and half a box all round. */
export interface AlignedMap {
  /** GRID x GRID shares of the map's positive weight, each as its nearest cell has it; 0 outside of the picture. */
  readonly shares: Float32Array;
  /** 1 where the cell lies in the picture. */
  readonly inPicture: Uint8Array;
  /** Share of the weight that lies farther from the object than that. */
  readonly elsewhere: number;
}

/** The cell of the frame around a box that a point lies in; null beyond the frame. */
export function frameCell([x0, y0, x1, y1]: Box, x: number, y: number): number | null {
  const along = (at: number, from: number, to: number) =>
    Math.floor((((at - from) / (to - from) + AROUND) / (1 + 2 * AROUND)) * GRID);
  const [column, row] = [along(x, x0, x1), along(y, y0, y1)];
  return column >= 0 && column < GRID && row >= 0 && row < GRID ? row * GRID + column : null;
}

/** Null where nobody knows the object's place. */
export function alignToObject(one: Evidence): AlignedMap | null {
  const box = objectBox(one);
  const { width, height } = one.record;
  if (!box || !width || !height) return null;
  const [x0, y0, x1, y1] = box;
  const across = (k: number, from: number, to: number, size: number) => {
    const part = ((k + 0.5) / GRID) * (1 + 2 * AROUND) - AROUND;
    return Math.floor(((from + part * (to - from)) / size) * GRID);
  };
  const shares = new Float32Array(GRID * GRID);
  const inPicture = new Uint8Array(GRID * GRID);
  for (let row = 0; row < GRID; row++) {
    const y = across(row, y0, y1, height);
    if (y < 0 || y >= GRID) continue;
    for (let column = 0; column < GRID; column++) {
      const x = across(column, x0, x1, width);
      if (x < 0 || x >= GRID) continue;
      shares[row * GRID + column] = one.shares[y * GRID + x];
      inPicture[row * GRID + column] = 1;
    }
  }
  const middle = (k: number, size: number) => ((k + 0.5) / GRID) * size;
  const elsewhere = one.shares.reduce((sum, share, k) => {
    const isNear = frameCell(box, middle(k % GRID, width), middle(Math.floor(k / GRID), height)) !== null;
    return isNear ? sum : sum + share;
  }, 0);
  return { shares, inPicture, elsewhere };
}
