import type { Placement } from '../core/placement.ts';
import type { Saliency } from '../core/saliency.ts';
import { resamplePlane } from '../tasks/resample.ts';

/**
 * A map of the picture as the model sees the picture: length content height x content width. Means over what a pixel of the
 * input covers, or linear between the picture's pixels where there are fewer of them.
 */
export function contentMap(map: Pick<Saliency, 'width' | 'height' | 'data'>, placement: Placement): Float32Array {
  const { crop, content } = placement;
  return resamplePlane(map, crop, content.width, content.height, 'area');
}

/** Scaled to 0..1 by the least and the greatest value; all 0 where the map does not vary. */
export function minMax(values: Float32Array): Float32Array {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return high > low ? values.map((value) => (value - low) / (high - low)) : new Float32Array(values.length);
}
