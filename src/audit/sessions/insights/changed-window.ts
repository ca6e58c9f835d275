import type { SeriesWindow } from '../../../core/subject.ts';
import type { SeriesRecipe } from '../../../tasks/recipe.ts';
import { seriesWindow } from '../../../tasks/series/series-window.ts';

/** A half-open run of samples of a window, of one channel or, null, of all. */
export interface WindowPlace {
  readonly from: number;
  readonly to: number;
  readonly channel: number | null;
}

/** Samples on each side of a stretch whose mean its straight line begins and ends with. */
const EDGE = 3;

/** A window in which a stretch is a straight line from what is before it to what is after it, and a whole channel its mean. */
export function hidePlace(recipe: SeriesRecipe, window: SeriesWindow, place: WindowPlace): SeriesWindow {
  return change(recipe, window, place, (values) => lineOf(values, place));
}

/**
 * A window with a stretch of another one, whose difference from its own straight line is put upon the host's, so that no step
 * is made where levels differ.
 */
export function pastePlace(
  recipe: SeriesRecipe,
  host: SeriesWindow,
  donor: SeriesWindow,
  place: WindowPlace,
): SeriesWindow {
  return change(recipe, host, place, (values, channel) => {
    const [line, given] = [lineOf(values, place), donor.samples[channel]];
    const own = lineOf(given, place);
    return line.map((value, k) => value + given[place.from + k] - own[k]);
  });
}

function change(
  recipe: SeriesRecipe,
  window: SeriesWindow,
  { from, to, channel: only }: WindowPlace,
  make: (values: Float32Array, channel: number) => Float32Array,
): SeriesWindow {
  const samples = window.samples.map((values, channel) => {
    if (only !== null && only !== channel) return values;
    const changed = values.slice();
    changed.set(make(values, channel), from);
    return changed;
  });
  return seriesWindow(recipe, { ...window, samples, sha256: `${window.sha256}, changed ${from}-${to}` });
}

/** What stands in for a stretch. @returns length to - from */
function lineOf(values: Float32Array, { from, to }: WindowPlace): Float32Array {
  const before = meanOf(values.subarray(Math.max(0, from - EDGE), from));
  const after = meanOf(values.subarray(to, to + EDGE));
  const [left, right] = [before ?? after ?? meanOf(values) ?? 0, after ?? before ?? meanOf(values) ?? 0];
  return Float32Array.from({ length: to - from }, (_, k) => left + ((right - left) * (k + 1)) / (to - from + 1));
}

function meanOf(values: Float32Array): number | null {
  return values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : null;
}
