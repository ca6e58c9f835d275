import { GRID, unpackGrid } from '../../core/packed-grid.ts';
import { rasterise } from '../../core/region.ts';
import type { ExplanationRecord } from '../run/record.ts';

/**
 * Reads the share of a map's positive weight that lies at a place of the picture.
 * @param region shares of width and height: x0, y0, x1, y1
 * @returns a reader; null for a map without positive weight
 */
export function placeReader(
  region: readonly [number, number, number, number],
): (map: Pick<ExplanationRecord, 'map'>) => number | null {
  const [x0, y0, x1, y1] = region.map((edge) => edge * GRID);
  const cells = rasterise({ kind: 'box', box: [x0, y0, x1, y1] }, GRID, GRID);
  return ({ map }) => {
    let within = 0;
    let all = 0;
    unpackGrid(map).forEach((value, k) => {
      const weight = Math.max(0, value);
      all += weight;
      if (cells[k]) within += weight;
    });
    return all > 0 ? within / all : null;
  };
}
