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
  const { width } = picture;
  const out = new Float32Array(width * picture.height);
  // Each row of cells is brought to the picture's width once, however many rows of pixels lie between it and the next.
  let above = { row: -1, values: new Float32Array(width) };
  let below = { row: -1, values: new Float32Array(width) };
  for (let y = down.start; y < down.end; y++) {
    const [first, second, share] = [down.first[y], down.second[y], down.share[y]];
    if (above.row !== first) {
      [above, below] = [below, above];
      if (above.row !== first) widen(above.values, map, first * columns, across);
      above.row = first;
    }
    if (below.row !== second) {
      widen(below.values, map, second * columns, across);
      below.row = second;
    }
    const [top, bottom] = [above.values, below.values];
    for (let x = across.start, at = y * width + across.start; x < across.end; x++, at++) {
      out[at] = top[x] + share * (bottom[x] - top[x]);
    }
  }
  return out;
}

/** Brings the cells from `start` on to the pixels of a row. */
function widen(
  values: Float32Array,
  map: Float32Array,
  start: number,
  { start: from, end, ...reach }: AxisReach,
): void {
  const { first, second, share } = reach;
  for (let x = from; x < end; x++) {
    const left = map[start + first[x]];
    values[x] = left + share[x] * (map[start + second[x]] - left);
  }
}
