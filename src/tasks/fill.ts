import { XaiError } from '../core/errors.ts';
import type { Rect } from '../core/placement.ts';
import { seedKey, threefry2x32 } from '../core/random.ts';
import { normalisePixels, type PreparedInput, type PreparedPicture } from './prepare.ts';
import type { PictureRecipe, Recipe } from './recipe.ts';
import { fillWindow } from './series/fill-window.ts';

/**
 * What stands where a mask hides the picture:
 * - `black`: black in picture space, that is, before normalisation;
 * - `zero`: 0 in the model's tensor, that is, the mean colour that the recipe subtracts;
 * - `mean`: the picture's own mean colour;
 * - `blur`: the picture itself, blurred by three box filters as wide as an eighth of its shorter side;
 * - `noise`: each channel of each pixel drawn evenly from 0..255 by the seed;
 * - a colour: red, green, blue, 0..255.
 *
 * What they are for a window of a recording says `fillWindow`.
 */
export type Fill = 'black' | 'zero' | 'mean' | 'blur' | 'noise' | readonly [red: number, green: number, blue: number];

/** Stream of the counter-based generator that only noise fills draw from. */
const NOISE_STREAM = 0x6e6f6973;

/** What hides a part where nobody says: black for pictures; for recordings the mean, since 0 g or 0 V is an event of its own. */
export function defaultFill({ task }: Recipe): Fill {
  return task === 'series' ? 'mean' : 'black';
}

/**
 * The hidden picture or window as a tensor. Of a picture: the fill inside the content rectangle, on the padding the same as `prepared.tensor`.
 * @param seed for `noise`: whole number from 0
 * @returns normalised, in the model's layout and channel order, as long as `prepared.tensor`
 * @throws XaiError `option-invalid` for an unknown fill
 */
export function fillTensor(recipe: Recipe, prepared: PreparedInput, fill: Fill, seed: number): Float32Array {
  if (recipe.task === 'series' || 'window' in prepared) {
    if (recipe.task === 'series' && 'window' in prepared) return fillWindow(recipe, prepared, fill, seed);
    throw new XaiError(
      'method-unsupported',
      'A picture and a recipe for recordings, or the other way round, do not fit.',
    );
  }
  const { input } = recipe;
  const { content } = prepared.placement;
  if (fill === 'zero') return zeroContent(recipe, prepared);
  const pixels = prepared.pixels.slice();
  const paint = painter(fill, seed, prepared.pixels, content, input.width);
  for (let y = 0; y < content.height; y++) {
    for (let x = 0; x < content.width; x++) {
      const at = ((y + content.y) * input.width + x + content.x) * 3;
      paint(pixels, at, y * content.width + x);
    }
  }
  return normalisePixels(pixels, input);
}

/** Writes pixel `index` of the content rectangle to `pixels[at..at + 2]`. */
type Painter = (pixels: Float32Array, at: number, index: number) => void;

function painter(fill: Fill, seed: number, pixels: Float32Array, content: Rect, width: number): Painter {
  if (fill === 'blur') return copyFrom(blurContent(pixels, content, width));
  if (fill === 'noise') return noisePainter(seed);
  if (fill === 'black') return colourPainter([0, 0, 0]);
  if (fill === 'mean') return colourPainter(meanColour(pixels, content, width));
  const isColour =
    Array.isArray(fill) &&
    fill.length === 3 &&
    fill.every((value) => Number.isFinite(value) && value >= 0 && value <= 255);
  if (isColour) return colourPainter(fill as readonly number[]);
  throw new XaiError(
    'option-invalid',
    `There is no fill ${JSON.stringify(fill)}: choose black, zero, mean, blur, noise, or a colour [red, green, blue] of 0..255.`,
    { option: 'fill' },
  );
}

function colourPainter(colour: readonly number[]): Painter {
  return (pixels, at) => {
    for (let channel = 0; channel < 3; channel++) pixels[at + channel] = colour[channel];
  };
}

function copyFrom(source: Float32Array): Painter {
  return (pixels, at, index) => {
    for (let channel = 0; channel < 3; channel++) pixels[at + channel] = source[index * 3 + channel];
  };
}

function noisePainter(seed: number): Painter {
  const [k0, k1] = seedKey(seed);
  const words = new Uint32Array(2);
  return (pixels, at, index) => {
    threefry2x32(k0, k1, index, NOISE_STREAM, words);
    pixels[at] = words[0] & 255;
    pixels[at + 1] = (words[0] >>> 8) & 255;
    pixels[at + 2] = (words[0] >>> 16) & 255;
  };
}

function meanColour(pixels: Float32Array, content: Rect, width: number): number[] {
  const sums = [0, 0, 0];
  for (let y = content.y; y < content.y + content.height; y++) {
    for (let at = (y * width + content.x) * 3, x = 0; x < content.width; x++, at += 3) {
      for (let channel = 0; channel < 3; channel++) sums[channel] += pixels[at + channel];
    }
  }
  return sums.map((sum) => sum / (content.width * content.height));
}

/** Three box filters in a row are close to a Gaussian and, unlike it, need no function that engines may round apart. */
function blurContent(pixels: Float32Array, content: Rect, width: number): Float32Array {
  const { x, y, width: columns, height: rows } = content;
  const radius = Math.max(1, Math.round(Math.min(columns, rows) / 16));
  let from = new Float32Array(rows * columns * 3);
  for (let row = 0; row < rows; row++) {
    const start = ((y + row) * width + x) * 3;
    from.set(pixels.subarray(start, start + columns * 3), row * columns * 3);
  }
  let to = new Float32Array(from.length);
  for (let pass = 0; pass < 3; pass++) {
    for (let row = 0; row < rows; row++) boxFilter(from, to, row * columns * 3, 3, columns, radius);
    [from, to] = [to, from];
    for (let column = 0; column < columns; column++) boxFilter(from, to, column * 3, columns * 3, rows, radius);
    [from, to] = [to, from];
  }
  return from;
}

/** Running mean over 2 radius + 1 pixels along one line, the border pixel repeated. */
function boxFilter(
  from: Float32Array,
  to: Float32Array,
  start: number,
  step: number,
  length: number,
  radius: number,
): void {
  const clamp = (index: number) => Math.min(length - 1, Math.max(0, index));
  for (let channel = 0; channel < 3; channel++) {
    const at = (index: number) => start + clamp(index) * step + channel;
    let sum = 0;
    for (let offset = -radius; offset <= radius; offset++) sum += from[at(offset)];
    for (let index = 0; index < length; index++) {
      to[at(index)] = sum / (2 * radius + 1);
      sum += from[at(index + radius + 1)] - from[at(index - radius)];
    }
  }
}

function zeroContent({ input }: PictureRecipe, { tensor, placement }: PreparedPicture): Float32Array {
  const { content } = placement;
  const out = tensor.slice();
  const area = input.width * input.height;
  const channels = tensor.length / area;
  const [pixelStep, channelStep] = input.layout === 'NCHW' ? [1, area] : [channels, 1];
  for (let y = content.y; y < content.y + content.height; y++) {
    for (let x = content.x; x < content.x + content.width; x++) {
      for (let channel = 0; channel < channels; channel++) {
        out[(y * input.width + x) * pixelStep + channel * channelStep] = 0;
      }
    }
  }
  return out;
}
