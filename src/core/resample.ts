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
  const { start, end } = across;
  const out = new Float32Array(width * picture.height);
  // Each row of cells is brought to the picture's width once, however many rows of pixels lie between it and the next. In
  // doubles, whose differences need no rounding on the way: twice as fast.
  let above = { row: -1, values: new Float64Array(end) };
  let below = { row: -1, values: new Float64Array(end) };
  const steps = new Float64Array(end);
  for (let y = down.start; y < down.end; y++) {
    const [first, second, share] = [down.first[y], down.second[y], down.share[y]];
    if (above.row !== first || below.row !== second) {
      if (above.row !== first) [above, below] = [below, above];
      if (above.row !== first) widen(above, map, first, columns, across);
      if (below.row !== second) widen(below, map, second, columns, across);
      for (let x = start; x < end; x++) steps[x] = below.values[x] - above.values[x];
    }
    blend(out, y * width, above.values, steps, share, start, end);
  }
  return out;
}

/** out[at + x] = values[x] + share x steps[x] for x in [start, end). Four at a time, or the loop takes as long as the sums. */
function blend(
  out: Float32Array,
  at: number,
  values: Float64Array,
  steps: Float64Array,
  share: number,
  start: number,
  end: number,
): void {
  let x = start;
  for (; x + 4 <= end; x += 4) {
    const k = at + x;
    out[k] = values[x] + share * steps[x];
    out[k + 1] = values[x + 1] + share * steps[x + 1];
    out[k + 2] = values[x + 2] + share * steps[x + 2];
    out[k + 3] = values[x + 3] + share * steps[x + 3];
  }
  for (; x < end; x++) out[at + x] = values[x] + share * steps[x];
}

/** Brings a row of cells on to the pixels of a row. */
function widen(
  to: { row: number; readonly values: Float64Array },
  map: Float32Array,
  row: number,
  columns: number,
  { start: from, end, first, second, share }: AxisReach,
): void {
  const start = row * columns;
  const { values } = to;
  for (let x = from; x < end; x++) {
    const left = map[start + first[x]];
    values[x] = left + share[x] * (map[start + second[x]] - left);
  }
  to.row = row;
}
