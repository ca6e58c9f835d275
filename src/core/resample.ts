import { type AxisReach, axisReach, gridReach } from './axis-reach.ts';
import { XaiError } from './errors.ts';
import type { Placement } from './placement.ts';

/**
 * Brings a map of the content rectangle to the picture's own pixels: bilinear with half-pixel centres and clamped
 * borders. Picture pixels that the resize rule cut off (centre crop) get 0: the model never saw them.
 * @param map length content height x content width, row-major.
 * @returns length picture height x width.
 * @throws XaiError `option-invalid` when the map is not as large as the content rectangle.
 */
export function mapToPicture(map: Float32Array, placement: Placement): Float32Array {
  const { picture, crop, content } = placement;
  if (map.length !== content.width * content.height) {
    throw new XaiError(
      'option-invalid',
      `A map of ${map.length} values does not cover the content rectangle of ${content.width} x ${content.height}. ` +
        'Pass the map together with the placement that it was made for.',
      { option: 'map' },
    );
  }
  const span = (cells: number) => ({ offset: 0, cells, low: 0, high: cells - 1 });
  const across = axisReach(picture.width, crop.x, crop.width, span(content.width));
  const down = axisReach(picture.height, crop.y, crop.height, span(content.height));
  return stretch(map, content.width, picture, across, down);
}

/**
 * Brings a map whose cells divide the model's whole input, padding included (a layer's grid), to the picture's own
 * pixels, in the same way; cells whose centre lies on padding are not read.
 * @param grid length rows x columns, row-major.
 * @returns length picture height x width.
 */
export function gridToPicture(grid: Float32Array, columns: number, rows: number, placement: Placement): Float32Array {
  const { across, down } = gridReach(placement, columns, rows);
  return stretch(grid, columns, placement.picture, across, down);
}

function stretch(
  map: Float32Array,
  columns: number,
  picture: Placement['picture'],
  across: AxisReach,
  down: AxisReach,
): Float32Array {
  const out = new Float32Array(picture.width * picture.height);
  const row = new Float32Array(columns);
  const { start, end, first, second, share: shares } = across;
  for (let y = down.start; y < down.end; y++) {
    const above = down.first[y] * columns;
    const below = down.second[y] * columns;
    const share = down.share[y];
    for (let k = 0; k < columns; k++) row[k] = map[above + k] + share * (map[below + k] - map[above + k]);
    const shift = y * picture.width;
    // Pixels between the same two cells in one go: they are many where the map is a layer's.
    for (let x = start; x < end; ) {
      const [cell, next] = [first[x], second[x]];
      const left = row[cell];
      const rise = row[next] - left;
      for (; x < end && first[x] === cell && second[x] === next; x++) out[shift + x] = left + shares[x] * rise;
    }
  }
  return out;
}
