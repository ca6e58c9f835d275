import { GRID } from '../../core/packed-grid.ts';
import type { Rect } from '../../core/placement.ts';
import { resamplePlane } from '../../tasks/resample.ts';

/** Means over the cells that divide a part of a map, or linear between pixels where there are fewer of them: GRID x GRID. */
export function gridOf(
  map: { readonly width: number; readonly height: number; readonly data: ArrayLike<number> },
  part: Rect = { x: 0, y: 0, width: map.width, height: map.height },
): Float32Array {
  return resamplePlane(map, part, GRID, GRID, 'area');
}
