import { XaiError } from '../errors.ts';
import { type ColormapName, colormapTable } from './colormaps.ts';

/**
 * Which scores the first and the last colour stand for:
 * - `min-max`: the map's own least and greatest;
 * - `zero-max`: 0 and the greatest, so that what lowers the score looks like what does nothing;
 * - `symmetric`: minus and plus the greatest magnitude, for diverging colours;
 * - `zero-99`, `symmetric-99`: likewise, with the magnitude that 99 % of the values stay below in place of the greatest, for
 *   maps whose few strongest dots would leave the others pale;
 * - two numbers.
 */
export type NamedRange = 'min-max' | 'zero-max' | 'symmetric' | 'zero-99' | 'symmetric-99';
export type RangeRule = NamedRange | readonly [low: number, high: number];

export interface ColouriseOptions {
  /** Default `viridis`. */
  readonly colormap?: ColormapName;
  /** Default `symmetric` for `blue-red`, else `min-max`. */
  readonly range?: RangeRule;
  /** Alpha of every pixel, 0 to 1. Default 1. */
  readonly opacity?: number;
  /**
   * Let alpha rise from 0 at the score of the first colour (the middle one where the range is symmetric) to `opacity` at
   * the end, so that a picture below stays clear where the map says nothing. Default false.
   */
  readonly fade?: boolean;
  /** As long as the data: scores whose magnitude is not above this are drawn grey and faint. Default: none. */
  readonly doubt?: ArrayLike<number> | null;
}

/** At most so many values, evenly chosen, are sorted to find one that a share of them stays below. */
const SORTED = 1 << 16;

/** What is left of the alpha of a score that could be chance. */
const DOUBT_ALPHA = 0.4;

/** Below 1, so that middling scores are seen well too. */
const FADE_POWER = 0.6;

export interface ColouredMap {
  /** RGBA, length 4 x values, not premultiplied; values that are not numbers are transparent. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  /** Score of the first colour, for the legend. */
  readonly low: number;
  /** Score of the last colour. */
  readonly high: number;
}

/**
 * The scores that the ends of the colours stand for. Values that are not finite do not count; without any both are 0.
 * @throws XaiError `option-invalid` unless two given numbers are finite and rise.
 */
export function findRange(data: ArrayLike<number>, rule: RangeRule): { low: number; high: number } {
  if (typeof rule !== 'string') {
    const [low, high] = rule;
    if (Number.isFinite(low) && Number.isFinite(high) && low < high) return { low, high };
    throw new XaiError('option-invalid', `range must be two finite numbers that rise, not ${low} and ${high}.`, {
      option: 'range',
    });
  }
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < data.length; k++) {
    const value = data[k];
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return { low: 0, high: 0 };
  if (rule === 'min-max') return { low, high };
  if (rule === 'zero-max') return { low: 0, high: Math.max(0, high) };
  const greatest = Math.max(Math.abs(low), Math.abs(high));
  // Where 99 % are 0 the greatest is all there is to show.
  const most = rule === 'symmetric' ? greatest : quantile(data, 0.99, Math.abs) || greatest;
  return { low: rule === 'zero-99' ? 0 : -most, high: most };
}

/**
 * What a share of the finite values stays below, by the order of `measure`; of large maps every n-th value is looked at.
 * @param share 0 to 1
 * @returns 0 without any finite value
 */
export function quantile(
  data: ArrayLike<number>,
  share: number,
  measure: (value: number) => number = (value) => value,
): number {
  const stride = Math.ceil(data.length / SORTED);
  const measured: number[] = [];
  for (let k = 0; k < data.length; k += stride) if (Number.isFinite(data[k])) measured.push(measure(data[k]));
  return Float32Array.from(measured).sort()[Math.floor(share * (measured.length - 1))] ?? 0;
}

/**
 * Colours raw scores; nothing else is done to them. Scores beyond the range get the colour at its end. A range without
 * extent gets the first colour, or the middle one where it is symmetric.
 * @throws XaiError `option-invalid` for a bad range or an opacity outside 0 to 1.
 */
export function colourise(data: ArrayLike<number>, options: ColouriseOptions = {}): ColouredMap {
  const { colormap = 'viridis', opacity = 1, fade = false, doubt = null } = options;
  const rule = options.range ?? (colormap === 'blue-red' ? 'symmetric' : 'min-max');
  if (!(opacity >= 0 && opacity <= 1)) {
    throw new XaiError('option-invalid', `opacity must lie between 0 and 1, not at ${opacity}.`, { option: 'opacity' });
  }
  const { low, high } = findRange(data, rule);
  const table = colormapTable(colormap);
  const isSymmetric = rule === 'symmetric' || rule === 'symmetric-99';
  const flat = isSymmetric ? 128 : 0;
  const steps = 255 / (high - low);
  const alphas = alphaTable(opacity, fade, isSymmetric);
  const pixels = new Uint8ClampedArray(4 * data.length);
  for (let k = 0; k < data.length; k++) {
    const value = data[k];
    if (Number.isNaN(value)) continue;
    const step = high > low ? Math.min(255, Math.max(0, Math.round((value - low) * steps))) : flat;
    pixels[4 * k] = table[3 * step];
    pixels[4 * k + 1] = table[3 * step + 1];
    pixels[4 * k + 2] = table[3 * step + 2];
    pixels[4 * k + 3] = alphas[step];
    if (doubt && Math.abs(value) <= doubt[k]) grey(pixels, 4 * k);
  }
  return { pixels, low, high };
}

function grey(pixels: Uint8ClampedArray, at: number): void {
  const [red, green, blue] = [pixels[at], pixels[at + 1], pixels[at + 2]];
  // Luma of Rec. 601.
  pixels.fill(0.299 * red + 0.587 * green + 0.114 * blue, at, at + 3);
  pixels[at + 3] *= DOUBT_ALPHA;
}

/** Alpha of each of the 256 colours. */
function alphaTable(opacity: number, fade: boolean, isSymmetric: boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, step) => {
    const share = isSymmetric ? Math.abs(step - 127.5) / 127.5 : step / 255;
    return Math.round(255 * opacity * (fade ? share ** FADE_POWER : 1));
  });
}
