import * as v from 'valibot';
import { processorSchema } from './processors/registry.ts';
import { describe, finite, positive, wholeNumber } from './processors/schema-parts.ts';

const AXES = ['batch', 'channel', 'band', 'time', 'one'] as const;
export type SeriesAxis = (typeof AXES)[number];

/** How a recording is brought to a model's input. */
export const seriesInputSchema = v.strictObject({
  name: describe(v.optional(v.string()), "Name of the input tensor. Default: the model's first input."),
  dims: describe(
    v.pipe(v.array(v.union([wholeNumber, v.literal('time'), v.literal('batch')])), v.minLength(2), v.maxLength(6)),
    'Axes of the input, the batch first: a whole number, "batch", or "time" for a length that follows the recording.',
  ),
  axes: describe(
    v.optional(v.array(v.picklist(AXES))),
    'What each axis stands for: batch, channel, band (rows of a spectrum), time, or one (an axis of length 1). Default: ' +
      'found; has to be said where two axes could be the time.',
  ),
  channels: describe(
    v.optional(v.pipe(v.array(v.string()), v.minLength(1))),
    "Names of the recording's channels that are fed, in the model's order. Default: all, in the recording's order.",
  ),
  sampleRate: describe(
    v.optional(positive),
    'Samples per second; recordings of another rate are resampled. Default: as recorded.',
  ),
  window: describe(
    v.optional(wholeNumber),
    'Samples that the model is shown at once. Default: what fills the input; with an open length the whole recording.',
  ),
  stride: describe(v.optional(wholeNumber), 'Samples from one window to the next. Default: half a window.'),
  processors: describe(
    v.optional(v.array(processorSchema), []),
    'What is done to each window, one after the other, before mean and std. Default: nothing, samples are fed (-1..1 for sound).',
  ),
  mean: describe(
    v.optional(v.pipe(v.array(finite), v.minLength(1)), [0]),
    'Subtracted, one number per channel (per band of a spectrum) or one for all. Default: 0.',
  ),
  std: describe(
    v.optional(v.pipe(v.array(v.pipe(finite, v.notValue(0))), v.minLength(1)), [1]),
    'Divides what is left, likewise. Default: 1.',
  ),
});

export type SeriesInput = v.InferOutput<typeof seriesInputSchema>;
