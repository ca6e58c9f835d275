import { oneOf } from '../core/check-options.ts';
import { XaiError } from '../core/errors.ts';
import { defaultMaskSpec, type MaskSpec } from '../core/masks/spec.ts';
import type { Recipe } from '../tasks/recipe.ts';
import { seriesLayout } from '../tasks/series/series-layout.ts';

/**
 * What is hidden of a recording at once: stretches of `time` in all channels, whole `channels` (or bands of a spectrum), or
 * `cells`: stretches of single channels.
 */
export type WindowParts = 'time' | 'channels' | 'cells';

/** What a window is made of, where masks are concerned. */
export interface WindowForm {
  readonly parts: WindowParts;
  /** Whether its rows are bands of a spectrum, which lie beside each other as time does, and not channels, which don't. */
  readonly isSpectrum: boolean;
}

/**
 * @returns null for a picture
 * @throws XaiError `option-invalid` for a picture with `parts`, or parts that are none
 */
export function windowForm(recipe: Recipe, parts: WindowParts | undefined): WindowForm | null {
  if (recipe.task === 'series') {
    const { bands } = seriesLayout(recipe.input);
    return { parts: oneOf('parts', parts ?? 'cells', ['time', 'channels', 'cells']), isSpectrum: bands > 1 };
  }
  if (parts === undefined) return null;
  throw new XaiError('option-invalid', 'Only a recording has parts that can be hidden apart; leave out "parts".', {
    option: 'parts',
  });
}

/**
 * Random masks over a window: `grid` cells along time, moved by less than one; each channel on its own, bands as time. Parts
 * that are not told apart are one cell.
 */
export function windowMaskSpec(
  space: { readonly width: number; readonly height: number },
  { parts, isSpectrum }: WindowForm,
  options: { readonly grid: number; readonly keep: number; readonly seed: number },
): MaskSpec {
  const spec = defaultMaskSpec(space, options);
  const whole = (size: number) => ({ cells: 1, up: size, offsets: 1 });
  const single = (size: number) => ({ cells: size, up: size, offsets: 1 });
  const across =
    parts === 'channels' ? whole(space.width) : { cells: spec.cellsX, up: spec.upWidth, offsets: spec.offsetsX };
  const enlarged = { cells: spec.cellsY, up: spec.upHeight, offsets: spec.offsetsY };
  const down = parts === 'time' ? whole(space.height) : isSpectrum ? enlarged : single(space.height);
  return {
    ...spec,
    cellsX: across.cells,
    upWidth: across.up,
    offsetsX: across.offsets,
    cellsY: down.cells,
    upHeight: down.up,
    offsetsY: down.offsets,
  };
}
