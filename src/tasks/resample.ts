import type { Picture } from '../core/picture.ts';
import type { Rect } from '../core/placement.ts';

/**
 * - `linear`: two taps, half-pixel centres, clamped borders (OpenCV's INTER_LINEAR);
 * - `antialias`: the same triangle, widened by the step when shrinking (Pillow's BILINEAR);
 * - `area`: mean of the covered area when shrinking, `linear` when enlarging (OpenCV's INTER_AREA).
 */
export type Interpolation = 'linear' | 'antialias' | 'area';

/** For each output position its taps: weights `weight[i * taps .. ]` on sources `source[i * taps .. ]`. */
interface AxisTaps {
  readonly taps: number;
  readonly source: Int32Array;
  readonly weight: Float64Array;
}

/**
 * @param length pixels along the axis of the source
 * @param start where the part that is read begins, source pixels, may be fractional
 * @param extent how long that part is, source pixels
 * @param size number of output positions
 */
function axisTaps(length: number, start: number, extent: number, size: number, interpolation: Interpolation): AxisTaps {
  const step = extent / size;
  const wide = interpolation !== 'linear' && step > 1;
  const reach = wide ? (interpolation === 'area' ? step / 2 : step) : 1;
  const taps = wide ? Math.ceil(2 * reach) + 1 : 2;
  const source = new Int32Array(size * taps);
  const weight = new Float64Array(size * taps);
  for (let i = 0; i < size; i++) {
    const centre = start + (i + 0.5) * step;
    const first = wide ? Math.floor(centre - reach) : Math.floor(centre - 0.5);
    let sum = 0;
    for (let tap = 0; tap < taps; tap++) {
      const at = first + tap;
      let share: number;
      if (wide && interpolation === 'area') {
        share = Math.max(0, Math.min(at + 1, centre + reach) - Math.max(at, centre - reach));
      } else {
        share = Math.max(0, 1 - Math.abs(at + 0.5 - centre) / reach);
      }
      // Pillow leaves out what lies beyond the border; two-tap linear repeats the border pixel.
      if (wide && (at < 0 || at >= length)) share = 0;
      source[i * taps + tap] = Math.min(length - 1, Math.max(0, at));
      weight[i * taps + tap] = share;
      sum += share;
    }
    for (let tap = 0; tap < taps; tap++) weight[i * taps + tap] /= sum;
  }
  return { taps, source, weight };
}

/**
 * Brings the part `crop` of a picture to `width` x `height`. Plain arithmetic in a fixed order, so that every engine
 * gives the same bits.
 * @param crop picture pixels, may be fractional; neighbours outside it but inside the picture are read at its border
 * @returns length height x width x 3, RGB, 0..255, not rounded
 */
export function resample(
  picture: Picture,
  crop: Rect,
  width: number,
  height: number,
  interpolation: Interpolation,
): Float32Array {
  const across = axisTaps(picture.width, crop.x, crop.width, width, interpolation);
  const down = axisTaps(picture.height, crop.y, crop.height, height, interpolation);
  const rows = new Map<number, Float32Array>();
  const out = new Float32Array(height * width * 3);
  let oldest = 0;
  for (let y = 0; y < height; y++) {
    const target = out.subarray(y * width * 3, (y + 1) * width * 3);
    const newest = down.source[(y + 1) * down.taps - 1];
    for (let tap = 0; tap < down.taps; tap++) {
      const weight = down.weight[y * down.taps + tap];
      if (weight === 0) continue;
      const at = down.source[y * down.taps + tap];
      let row = rows.get(at);
      if (!row) {
        row = resampleRow(picture, at, across, width);
        rows.set(at, row);
      }
      for (let i = 0; i < target.length; i++) target[i] += weight * row[i];
    }
    // Source rows only move down: rows above the window are never read again.
    for (const end = newest - down.taps; oldest < end; oldest++) rows.delete(oldest);
  }
  return out;
}

function resampleRow(picture: Picture, y: number, across: AxisTaps, width: number): Float32Array {
  const { data } = picture;
  const { taps, source, weight } = across;
  const start = y * picture.width * 4;
  const row = new Float32Array(width * 3);
  for (let x = 0; x < width; x++) {
    let red = 0;
    let green = 0;
    let blue = 0;
    for (let tap = x * taps; tap < (x + 1) * taps; tap++) {
      const share = weight[tap];
      const at = start + source[tap] * 4;
      red += share * data[at];
      green += share * data[at + 1];
      blue += share * data[at + 2];
    }
    row[x * 3] = red;
    row[x * 3 + 1] = green;
    row[x * 3 + 2] = blue;
  }
  return row;
}
