import * as v from 'valibot';
import type { Processor } from './features.ts';
import { RealFourier } from './fourier.ts';
import { framesOf, frameTiming, framingFields, makeTaper, refuseBands, Spectrogram, samplesFor } from './frames.ts';
import { describe, wholeNumber } from './schema-parts.ts';

const of = describe(
  v.optional(v.picklist(['magnitude', 'power']), 'magnitude'),
  'Magnitudes, or their squares. Default: magnitude.',
);

export const fftSchema = v.strictObject({
  kind: describe(
    v.literal('fft'),
    'Spectrum of the whole window: one column, transform / 2 + 1 rows from 0 Hz to half the rate.',
  ),
  transform: describe(
    wholeNumber,
    'Length of the Fourier transform; a shorter window is filled with zeros, a longer one cut.',
  ),
  taper: describe(
    v.optional(v.picklist(['hann', 'hamming', 'none']), 'none'),
    'Taper of the window, periodic: Hann, Hamming, or none. Default: none.',
  ),
  of,
});

export function fft({ transform, taper, of: which }: v.InferOutput<typeof fftSchema>): Processor {
  const fourier = new RealFourier(transform);
  return {
    bands: fourier.bins,
    columnsFor: () => null,
    apply(features) {
      refuseBands(features);
      const { channels, columns, data, rate } = features;
      const used = Math.min(transform, columns);
      const shape = makeTaper(taper, used);
      const out = new Float32Array(channels * fourier.bins);
      const spectrum = new Float64Array(fourier.bins);
      for (let channel = 0; channel < channels; channel++) {
        const input = new Float64Array(transform);
        for (let k = 0; k < used; k++) input[k] = data[channel * columns + k] * shape[k];
        fourier.magnitudes(input, spectrum, which === 'power' ? 2 : 1);
        out.set(spectrum, channel * fourier.bins);
      }
      return { channels, bands: fourier.bins, columns: 1, rate: rate / columns, data: out };
    },
  };
}

export const stftSchema = v.strictObject({
  kind: describe(v.literal('stft'), 'Spectrum of each frame: transform / 2 + 1 rows from 0 Hz to half the rate.'),
  ...framingFields,
  of,
});

export function stft({ of: which, ...framing }: v.InferOutput<typeof stftSchema>): Processor {
  const spectrogram = new Spectrogram(framing, which === 'power' ? 2 : 1);
  return {
    bands: spectrogram.bins,
    timing: frameTiming(framing),
    columnsFor: (frames) => samplesFor(framing, frames),
    apply: (features) =>
      framesOf(features, spectrogram, framing.hop, spectrogram.bins, (spectrum, bin) => spectrum[bin]),
  };
}
