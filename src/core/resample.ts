import { XaiError } from './errors.ts';
import type { Placement } from './placement.ts';

/** Where each picture pixel of one axis reads the map: `share` of the way from `first` to `second`. */
interface AxisReach {
  /** First and last + 1 picture pixel whose centre the model saw. */
  readonly start: number;
  readonly end: number;
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly share: Float32Array;
}

/** A stretch of one axis of the picture, pixels, may be fractional. */
interface Span {
  readonly start: number;
  readonly size: number;
}

/**
 * @param size picture pixels along the axis.
 * @param seen the part that the model saw.
 * @param covered what the map lies over: that part, or more where it lies over padding too.
 * @param cells map pixels along the axis.
 */
function axisReach(size: number, seen: Span, covered: Span, cells: number): AxisReach {
  const reach = {
    start: Math.max(0, Math.ceil(seen.start - 0.5)),
    end: Math.min(size, Math.ceil(seen.start + seen.size - 0.5)),
    first: new Int32Array(size),
    second: new Int32Array(size),
    share: new Float32Array(size),
  };
  for (let pixel = reach.start; pixel < reach.end; pixel++) {
    const source = ((pixel + 0.5 - covered.start) * cells) / covered.size - 0.5;
    const clamped = Math.min(cells - 1, Math.max(0, source));
    reach.first[pixel] = Math.floor(clamped);
    reach.second[pixel] = Math.min(cells - 1, reach.first[pixel] + 1);
    reach.share[pixel] = clamped - reach.first[pixel];
  }
  return reach;
}

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
  const across = { start: crop.x, size: crop.width };
  const down = { start: crop.y, size: crop.height };
  return stretch(
    map,
    content.width,
    picture,
    axisReach(picture.width, across, across, content.width),
    axisReach(picture.height, down, down, content.height),
  );
}

/**
 * Brings a map whose cells divide the model's whole input, padding included (a layer's grid), to the picture's own
 * pixels, in the same way.
 * @param grid length rows x columns, row-major.
 * @returns length picture height x width.
 */
export function gridToPicture(grid: Float32Array, columns: number, rows: number, placement: Placement): Float32Array {
  const { picture, input, crop, content } = placement;
  const across = inputSpan(crop.x, crop.width, content.x, content.width, input.width);
  const down = inputSpan(crop.y, crop.height, content.y, content.height, input.height);
  return stretch(
    grid,
    columns,
    picture,
    axisReach(picture.width, { start: crop.x, size: crop.width }, across, columns),
    axisReach(picture.height, { start: crop.y, size: crop.height }, down, rows),
  );
}

/** Where the model's whole input would lie along one axis of the picture. */
function inputSpan(crop: number, cropSize: number, content: number, contentSize: number, input: number): Span {
  const scale = cropSize / contentSize;
  return { start: crop - content * scale, size: input * scale };
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
  const { first, second, share: shares } = across;
  for (let y = down.start; y < down.end; y++) {
    const above = down.first[y] * columns;
    const below = down.second[y] * columns;
    const share = down.share[y];
    for (let k = 0; k < columns; k++) row[k] = map[above + k] + share * (map[below + k] - map[above + k]);
    for (let x = across.start, at = y * picture.width + x; x < across.end; x++, at++) {
      const left = row[first[x]];
      out[at] = left + shares[x] * (row[second[x]] - left);
    }
  }
  return out;
}
