import type { Picture } from '../core/picture.ts';
import type { Rect } from '../core/placement.ts';

/**
 * - `linear`: two taps, half-pixel centres, clamped borders (OpenCV's INTER_LINEAR);
 * - `antialias`: the same triangle, widened by the step when shrinking (Pillow's BILINEAR);
 * - `area`: mean of the covered area when shrinking, `linear` when enlarging (OpenCV's INTER_AREA).
 */
export type Interpolation = 'linear' | 'antialias' | 'area';

/** Output position i reads `count[i]` source pixels from `first[i]` on, weighted by `weight[i * most ..]`. */
interface AxisTaps {
  readonly most: number;
  readonly first: Int32Array;
  readonly count: Int32Array;
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
  const isWide = interpolation !== 'linear' && step > 1;
  const isArea = isWide && interpolation === 'area';
  const reach = isWide ? (isArea ? step / 2 : step) : 1;
  const most = Math.ceil(2 * reach) + 1;
  const first = new Int32Array(size);
  const count = new Int32Array(size);
  const weight = new Float64Array(size * most);
  for (let i = 0; i < size; i++) {
    const middle = start + (i + 0.5) * step;
    // Two-tap linear repeats the border pixel; the wider filters leave out what lies beyond the border, as Pillow does.
    const centre = isWide ? middle : Math.min(length - 0.5, Math.max(0.5, middle));
    const low = Math.max(0, Math.floor(isArea ? centre - reach : centre - reach + 0.5));
    let sum = 0;
    let taps = 0;
    for (; taps < most && low + taps < length; taps++) {
      const at = low + taps;
      const share = isArea
        ? Math.min(at + 1, centre + reach) - Math.max(at, centre - reach)
        : 1 - Math.abs(at + 0.5 - centre) / reach;
      if (share <= 0 && sum > 0) break;
      weight[i * most + taps] = Math.max(0, share);
      sum += Math.max(0, share);
    }
    first[i] = low;
    count[i] = taps;
    for (let tap = 0; tap < taps; tap++) weight[i * most + tap] /= sum;
  }
  return { most, first, count, weight };
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
    const top = down.first[y];
    // The window only moves down: rows above it are never read again.
    for (; oldest < top; oldest++) rows.delete(oldest);
    for (let tap = 0; tap < down.count[y]; tap++) {
      let row = rows.get(top + tap);
      if (!row) {
        row = resampleRow(picture, top + tap, across, width);
        rows.set(top + tap, row);
      }
      const share = down.weight[y * down.most + tap];
      for (let i = 0; i < target.length; i++) target[i] += share * row[i];
    }
  }
  return out;
}

function resampleRow(picture: Picture, y: number, across: AxisTaps, width: number): Float32Array {
  const { data } = picture;
  const { most, first, count, weight } = across;
  const row = new Float32Array(width * 3);
  for (let x = 0; x < width; x++) {
    let at = (y * picture.width + first[x]) * 4;
    let red = 0;
    let green = 0;
    let blue = 0;
    const end = x * most + count[x];
    for (let tap = x * most; tap < end; tap++) {
      const share = weight[tap];
      red += share * data[at];
      green += share * data[at + 1];
      blue += share * data[at + 2];
      at += 4;
    }
    row[x * 3] = red;
    row[x * 3 + 1] = green;
    row[x * 3 + 2] = blue;
  }
  return row;
}

/**
 * Brings the part `crop` of a plane of numbers to `width` x `height`, in the same way.
 * @param plane `data` of length height x width, row-major
 * @returns length height x width
 */
export function resamplePlane(
  plane: { readonly width: number; readonly height: number; readonly data: ArrayLike<number> },
  crop: Rect,
  width: number,
  height: number,
  interpolation: Interpolation,
): Float32Array {
  const across = axisTaps(plane.width, crop.x, crop.width, width, interpolation);
  const down = axisTaps(plane.height, crop.y, crop.height, height, interpolation);
  // All rows of the result, still as high as the plane.
  const narrow = new Float64Array(plane.height * width);
  for (let y = 0; y < plane.height; y++) {
    for (let x = 0; x < width; x++) {
      const from = y * plane.width + across.first[x];
      let sum = 0;
      for (let tap = 0; tap < across.count[x]; tap++) {
        sum += across.weight[x * across.most + tap] * plane.data[from + tap];
      }
      narrow[y * width + x] = sum;
    }
  }
  const out = new Float32Array(height * width);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let tap = 0; tap < down.count[y]; tap++) {
        sum += down.weight[y * down.most + tap] * narrow[(down.first[y] + tap) * width + x];
      }
      out[y * width + x] = sum;
    }
  }
  return out;
}
