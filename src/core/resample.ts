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

/**
 * @param size picture pixels along the axis.
 * @param cropStart where the part that the model saw begins, picture pixels, may be fractional.
 * @param cropSize how long that part is.
 * @param cells map pixels along the axis.
 */
function axisReach(size: number, cropStart: number, cropSize: number, cells: number): AxisReach {
  const reach = {
    start: Math.max(0, Math.ceil(cropStart - 0.5)),
    end: Math.min(size, Math.ceil(cropStart + cropSize - 0.5)),
    first: new Int32Array(size),
    second: new Int32Array(size),
    share: new Float32Array(size),
  };
  for (let pixel = reach.start; pixel < reach.end; pixel++) {
    const source = ((pixel + 0.5 - cropStart) * cells) / cropSize - 0.5;
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
  const across = axisReach(picture.width, crop.x, crop.width, content.width);
  const down = axisReach(picture.height, crop.y, crop.height, content.height);
  const out = new Float32Array(picture.width * picture.height);
  const row = new Float32Array(content.width);
  const { first, second, share: shares } = across;
  for (let y = down.start; y < down.end; y++) {
    const above = down.first[y] * content.width;
    const below = down.second[y] * content.width;
    const share = down.share[y];
    for (let k = 0; k < content.width; k++) row[k] = map[above + k] + share * (map[below + k] - map[above + k]);
    for (let x = across.start, at = y * picture.width + x; x < across.end; x++, at++) {
      const left = row[first[x]];
      out[at] = left + shares[x] * (row[second[x]] - left);
    }
  }
  return out;
}
