import { GRID } from '../../core/packed-grid.ts';
import { type Evidence, meanShares, objectBox } from './evidence.ts';

/** The box takes the middle half of each axis, so that as much is seen around it. */
const AROUND = 0.5;

export interface MeanMaps {
  /** Over the picture: GRID x GRID mean shares of the positive weight. */
  readonly picture: Float32Array;
  /** Over the object's box and half a box all round; null where no map has a box. */
  readonly object: Float32Array | null;
}

/** Where in the frame, and where on the object, the maps of a class lie. @param evidence at least one */
export function meanMaps(evidence: readonly Evidence[]): MeanMaps {
  const sums = new Float64Array(GRID * GRID);
  const counts = new Uint32Array(GRID * GRID);
  for (const one of evidence) {
    const box = objectBox(one);
    const { width, height } = one.record;
    if (!box || !width || !height) continue;
    const [x0, y0, x1, y1] = box;
    const across = (k: number, from: number, to: number, size: number) => {
      const part = ((k + 0.5) / GRID) * (1 + 2 * AROUND) - AROUND;
      return Math.floor(((from + part * (to - from)) / size) * GRID);
    };
    for (let row = 0; row < GRID; row++) {
      const y = across(row, y0, y1, height);
      if (y < 0 || y >= GRID) continue;
      for (let column = 0; column < GRID; column++) {
        const x = across(column, x0, x1, width);
        if (x < 0 || x >= GRID) continue;
        sums[row * GRID + column] += one.shares[y * GRID + x];
        counts[row * GRID + column]++;
      }
    }
  }
  // What lies outside of every picture is no evidence.
  const object = counts.some((count) => count > 0)
    ? Float32Array.from(sums, (sum, k) => (counts[k] > 0 ? sum / counts[k] : 0))
    : null;
  return { picture: Float32Array.from(meanShares(evidence)), object };
}
