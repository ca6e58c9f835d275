import type { SeriesWindow } from '../../core/subject.ts';
import type { SeriesRecipe } from '../recipe.ts';
import { featuresOf } from './features-of-window.ts';

/** A part of a recording, or of a stream, with the channels that are fed, at the model's rate. */
export type WindowSamples = Pick<SeriesWindow, 'samples' | 'rate' | 'start' | 'end' | 'sha256' | 'name'>;

/**
 * A window with what the model is fed of it.
 * @throws XaiError `recipe-invalid` when the processors' result does not fit the model
 */
export function seriesWindow(recipe: SeriesRecipe, part: WindowSamples): SeriesWindow {
  const { channels, bands, columns, data: values } = featuresOf(recipe.input, part.samples, part.rate);
  return { width: columns, height: bands > 1 ? bands : channels, ...part, values };
}
