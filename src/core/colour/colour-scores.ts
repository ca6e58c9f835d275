import { type ColormapName, colormapTable } from './colormaps.ts';
import type { ScoreRange } from './score-range.ts';

/** How scores become colours. */
export interface ScoreColours extends ScoreRange {
  readonly colormap: ColormapName;
  /** Whether the middle colour stands for 0, where `fade` begins. */
  readonly isSymmetric: boolean;
  /** Alpha of every pixel, 0 to 1. */
  readonly opacity: number;
  /**
   * Let alpha rise from 0 at the score of the first colour (the middle one where the range is symmetric) to `opacity` at
   * the end, so that a picture below stays clear where the map says nothing.
   */
  readonly fade: boolean;
  /** As long as the data: scores whose magnitude is not above this are drawn grey and faint; null: none. */
  readonly doubt: ArrayLike<number> | null;
}

/** What is left of the alpha of a score that could be chance. */
const DOUBT_ALPHA = 0.4;

/** Below 1, so that middling scores are seen well too. */
const FADE_POWER = 0.6;

/**
 * RGBA of raw scores, not premultiplied; values that are not numbers are transparent. Scores beyond the range get the colour
 * at its end. A range without extent gets the first colour, or the middle one where it is symmetric.
 */
export function colourScores(data: ArrayLike<number>, colours: ScoreColours): Uint8ClampedArray<ArrayBuffer> {
  const { low, high, isSymmetric, doubt } = colours;
  const table = colormapTable(colours.colormap);
  const flat = isSymmetric ? 128 : 0;
  const steps = 255 / (high - low);
  const alphas = alphaTable(colours);
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
  return pixels;
}

function grey(pixels: Uint8ClampedArray, at: number): void {
  const [red, green, blue] = [pixels[at], pixels[at + 1], pixels[at + 2]];
  // Luma of Rec. 601.
  pixels.fill(0.299 * red + 0.587 * green + 0.114 * blue, at, at + 3);
  pixels[at + 3] *= DOUBT_ALPHA;
}

/** Alpha of each of the 256 colours. */
function alphaTable({ opacity, fade, isSymmetric }: ScoreColours): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, step) => {
    const share = isSymmetric ? Math.abs(step - 127.5) / 127.5 : step / 255;
    return Math.round(255 * opacity * (fade ? share ** FADE_POWER : 1));
  });
}
