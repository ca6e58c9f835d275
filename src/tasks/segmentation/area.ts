import type { GridReach } from '../../core/axis-reach.ts';
import type { NumberMap } from '../../core/colour/segments.ts';
import { XaiError } from '../../core/errors.ts';
import { isInArea } from '../../core/regions.ts';
import type { RegionArea } from '../../core/targets.ts';

/**
 * Adds to `planeOf(pixel)` what each cell of the grid has to do with that pixel: four shares that sum to 1.
 * @param width picture width, pixels
 * @param planeOf the plane of a pixel by its row-major position, length rows x columns; undefined leaves the pixel out
 */
export function addPixelShares(
  { across, down, columns }: GridReach,
  width: number,
  planeOf: (pixel: number) => Float64Array | undefined,
): void {
  for (let y = down.start; y < down.end; y++) {
    const upper = down.first[y] * columns;
    const lower = down.second[y] * columns;
    const below = down.share[y];
    for (let x = across.start; x < across.end; x++) {
      const plane = planeOf(y * width + x);
      if (!plane) continue;
      const right = across.share[x];
      const [left, next] = [across.first[x], across.second[x]];
      plane[upper + left] += (1 - below) * (1 - right);
      plane[upper + next] += (1 - below) * right;
      plane[lower + left] += below * (1 - right);
      plane[lower + next] += below * right;
    }
  }
}

/** Cells of the output grid and how much each counts; the weights sum to 1. */
export interface CellWeights {
  readonly cells: Uint32Array;
  readonly weights: Float32Array;
}

/**
 * What each cell of the grid counts for the mean over an area of the picture.
 * @param area nothing: the pixels that the class map gives to `classIndex`
 * @throws XaiError `target-missing` when the model has seen no pixel of it, `option-invalid` for a mask of another size
 */
export function weighArea(area: RegionArea, classIndex: number, map: NumberMap, reach: GridReach): CellWeights {
  const isInside = isInArea(area, map, classIndex);
  const plane = new Float64Array(reach.columns * reach.rows);
  let pixels = 0;
  addPixelShares(reach, map.width, (pixel) => {
    if (!isInside(pixel)) return undefined;
    pixels++;
    return plane;
  });
  if (pixels === 0) throw nothingThere(area, map);
  const cells = Uint32Array.from(plane.keys()).filter((cell) => plane[cell] > 0);
  return { cells, weights: Float32Array.from(cells, (cell) => plane[cell] / pixels) };
}

function nothingThere({ box, pixel, mask }: RegionArea, picture: NumberMap): XaiError {
  const size = `${picture.width} x ${picture.height} pixels`;
  const message = box
    ? `The box ${box.join(', ')} holds no pixel of the picture of ${size} that the model has seen; give another one.`
    : pixel
      ? `The pixel ${pixel.join(', ')} is none of the picture of ${size} that the model has seen; give another one.`
      : mask
        ? 'The mask holds no pixel that the model has seen; paint a larger one.'
        : 'The model gives this class to no pixel; ask about it in a box or at a pixel.';
  return new XaiError('target-missing', message, { option: 'targets' });
}
