import { XaiError } from '../errors.ts';
import type { ColormapName } from './colormaps.ts';
import { colourScores } from './colour-scores.ts';
import { findRange, isSymmetric, type NamedRange, type ScoreRange } from './score-range.ts';

/** Which scores the first and the last colour stand for: by name, or two numbers. */
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

export interface ColouredMap {
  /** RGBA, length 4 x values, not premultiplied; values that are not numbers are transparent. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  /** Score of the first colour, for the legend. */
  readonly low: number;
  /** Score of the last colour. */
  readonly high: number;
}

/**
 * Colours raw scores; nothing else is done to them (see {@link colourScores}).
 * @throws XaiError `option-invalid` for a bad range or an opacity outside 0 to 1.
 */
export function colourise(data: ArrayLike<number>, options: ColouriseOptions = {}): ColouredMap {
  const { colormap = 'viridis', opacity = 1, fade = false, doubt = null } = options;
  const rule = options.range ?? (colormap === 'blue-red' ? 'symmetric' : 'min-max');
  if (!(opacity >= 0 && opacity <= 1)) {
    throw new XaiError('option-invalid', `opacity must lie between 0 and 1, not at ${opacity}.`, { option: 'opacity' });
  }
  const isNamed = typeof rule === 'string';
  const range = isNamed ? findRange(data, rule) : checkRange(rule);
  const ends = { ...range, isSymmetric: isNamed && isSymmetric(rule) };
  return { pixels: colourScores(data, { ...ends, colormap, opacity, fade, doubt }), ...range };
}

function checkRange([low, high]: readonly [number, number]): ScoreRange {
  if (Number.isFinite(low) && Number.isFinite(high) && low < high) return { low, high };
  throw new XaiError('option-invalid', `range must be two finite numbers that rise, not ${low} and ${high}.`, {
    option: 'range',
  });
}
