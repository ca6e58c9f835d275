import { GRID } from '../../core/packed-grid.ts';
import { alignToObject } from './align.ts';
import { type Evidence, meanShares } from './evidence.ts';

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
    const aligned = alignToObject(one);
    aligned?.inPicture.forEach((inside, k) => {
      sums[k] += aligned.shares[k];
      counts[k] += inside;
    });
  }
  // What lies outside of every picture is no evidence.
  const object = counts.some((count) => count > 0)
    ? Float32Array.from(sums, (sum, k) => (counts[k] > 0 ? sum / counts[k] : 0))
    : null;
  return { picture: Float32Array.from(meanShares(evidence)), object };
}
