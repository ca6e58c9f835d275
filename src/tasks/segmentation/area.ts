import type { GridReach } from '../../core/axis-reach.ts';
import type { NumberMap } from '../../core/colour/segments.ts';
import { XaiError } from '../../core/errors.ts';
import { isInArea } from '../../core/regions.ts';
import type { RegionArea } from '../../core/targets.ts';
import type { ClassGrid } from './class-grid.ts';
import type { ClassMap } from './class-map.ts';

/**
 * Looks at every picture pixel that the model saw with the four cells around it, and the share of each: they sum to 1.
 * @param width picture width, pixels
 * @param look is given the same two arrays each time
 */
function visitPixels(
  { across, down, columns }: GridReach,
  width: number,
  look: (pixel: number, cells: Uint32Array, shares: Float64Array) => void,
): void {
  const cells = new Uint32Array(4);
  const shares = new Float64Array(4);
  for (let y = down.start; y < down.end; y++) {
    const upper = down.first[y] * columns;
    const lower = down.second[y] * columns;
    const below = down.share[y];
    for (let x = across.start; x < across.end; x++) {
      const right = across.share[x];
      cells[0] = upper + across.first[x];
      cells[1] = upper + across.second[x];
      cells[2] = lower + across.first[x];
      cells[3] = lower + across.second[x];
      shares[0] = (1 - below) * (1 - right);
      shares[1] = (1 - below) * right;
      shares[2] = below * (1 - right);
      shares[3] = below * right;
      look(y * width + x, cells, shares);
    }
  }
}

/** A class's pixels in a picture, and the sum of its scores there. */
export interface ClassSum {
  readonly classIndex: number;
  pixels: number;
  sum: number;
}

/** How many pixels each class has, and the sum of its scores over them; classes without a pixel are left out. */
export function sumScores(grid: ClassGrid, map: ClassMap, reach: GridReach, width: number): ClassSum[] {
  const sums = Array.from({ length: grid.classes }, (_, classIndex): ClassSum => ({ classIndex, pixels: 0, sum: 0 }));
  const { winners } = grid;
  // Most pixels lie between cells of their own class, whose score is then needed many times.
  const own = Float32Array.from(winners, (classIndex, cell) => grid.score(classIndex, cell));
  visitPixels(reach, width, (pixel, cells, shares) => {
    const found = sums[map[pixel]];
    if (!found) return;
    found.pixels++;
    for (let k = 0; k < 4; k++) {
      const cell = cells[k];
      const score = winners[cell] === found.classIndex ? own[cell] : grid.score(found.classIndex, cell);
      found.sum += shares[k] * score;
    }
  });
  return sums.filter(({ pixels }) => pixels > 0);
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
  visitPixels(reach, map.width, (pixel, cells, shares) => {
    if (!isInside(pixel)) return;
    pixels++;
    for (let k = 0; k < 4; k++) plane[cells[k]] += shares[k];
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
