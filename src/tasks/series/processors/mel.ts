import * as v from 'valibot';
import { XaiError } from '../../../core/errors.ts';
import type { Features, Processor } from './features.ts';
import { framesOf, frameTiming, framingFields, Spectrogram, samplesFor } from './frames.ts';
import { describe, positive, wholeNumber } from './schema-parts.ts';

const melFields = {
  ...framingFields,
  bands: describe(wholeNumber, 'Number of mel bands.'),
  lowHertz: describe(v.pipe(v.number(), v.minValue(0)), 'Lower edge of the lowest band, Hz.'),
  highHertz: describe(v.pipe(v.number(), v.minValue(1)), 'Upper edge of the highest band, Hz.'),
  of: describe(
    v.optional(v.picklist(['magnitude', 'power']), 'magnitude'),
    'What the bands sum up: magnitudes, or their squares. Default: magnitude.',
  ),
  scale: describe(
    v.optional(v.picklist(['htk', 'slaney']), 'htk'),
    "Mel scale: HTK's 2595 log10(1 + f / 700), or Slaney's, straight below 1 kHz (librosa). Default: htk.",
  ),
  slopes: describe(
    v.optional(v.picklist(['mel', 'hertz']), 'mel'),
    "Whether the triangles' sides are straight over mels (TensorFlow) or over Hz (librosa). Default: mel.",
  ),
  norm: describe(
    v.optional(v.picklist(['none', 'area']), 'none'),
    'Height of the triangles: 1, or 2 over their width in Hz (librosa). Default: none.',
  ),
  log: describe(
    v.optional(v.picklist(['natural', 'decibel']), 'natural'),
    'log(x + logOffset), or 10 log10(max(x, logOffset)). Default: natural.',
  ),
  logOffset: describe(positive, 'Keeps the logarithm from minus infinity.'),
};

export const logMelSchema = v.strictObject({
  kind: describe(v.literal('log-mel'), 'Logarithm of what each mel band holds, frame by frame.'),
  ...melFields,
});

export const mfccSchema = v.strictObject({
  kind: describe(
    v.literal('mfcc'),
    'Mel-frequency cepstral coefficients: the orthonormal cosine transform (DCT-II) of log-mel, over its bands.',
  ),
  coefficients: describe(wholeNumber, 'How many, from the 0th on; at most as many as bands.'),
  ...melFields,
});

type MelOptions = Omit<v.InferOutput<typeof logMelSchema>, 'kind'>;

export function logMel({ kind: _, ...options }: v.InferOutput<typeof logMelSchema>): Processor {
  return melProcessor(options, options.bands, (logs, band) => logs[band]);
}

export function mfcc({ kind: _, coefficients, ...options }: v.InferOutput<typeof mfccSchema>): Processor {
  const { bands } = options;
  if (coefficients > bands) {
    throw new XaiError(
      'recipe-invalid',
      `${coefficients} coefficients can't be made of ${bands} mel bands. Correct input.processors.`,
      { option: 'input.processors' },
    );
  }
  const cosines = Array.from({ length: coefficients }, (_, k) =>
    Float64Array.from(
      { length: bands },
      (_, band) => Math.sqrt((k === 0 ? 1 : 2) / bands) * Math.cos((Math.PI * k * (band + 0.5)) / bands),
    ),
  );
  return melProcessor(options, coefficients, (logs, k) => {
    let sum = 0;
    for (let band = 0; band < bands; band++) sum += cosines[k][band] * logs[band];
    return sum;
  });
}

/** @param read row number `row` of the result, from the logarithms of all bands */
function melProcessor(options: MelOptions, rows: number, read: (logs: Float64Array, row: number) => number): Processor {
  const { bands, of, log, logOffset, hop } = options;
  const spectrogram = new Spectrogram(options, of === 'power' ? 2 : 1);
  let banks: { readonly rate: number; readonly filters: readonly Filter[] } | null = null;
  const logs = new Float64Array(bands);
  return {
    bands: rows,
    timing: frameTiming(options),
    columnsFor: (frames) => samplesFor(options, frames),
    apply(features: Features): Features {
      if (banks?.rate !== features.rate) banks = { rate: features.rate, filters: melBank(options, features.rate) };
      const { filters } = banks;
      return framesOf(features, spectrogram, hop, rows, (spectrum, row) => {
        if (row === 0) {
          filters.forEach(({ first, weights }, band) => {
            let sum = 0;
            for (let k = 0; k < weights.length; k++) sum += weights[k] * spectrum[first + k];
            logs[band] = log === 'decibel' ? 10 * Math.log10(Math.max(sum, logOffset)) : Math.log(sum + logOffset);
          });
        }
        return read(logs, row);
      });
    },
  };
}

/** The bins that a band weighs, from `first` on. */
interface Filter {
  readonly first: number;
  readonly weights: Float64Array;
}

/**
 * Triangles that are even on the mel scale.
 * @throws XaiError `recipe-invalid` for edges that are no band
 */
function melBank({ bands, lowHertz, highHertz, transform, scale, slopes, norm }: MelOptions, rate: number): Filter[] {
  if (!(lowHertz < highHertz && highHertz <= rate / 2 + 1e-6)) {
    throw new XaiError(
      'recipe-invalid',
      `Mel bands from ${lowHertz} to ${highHertz} Hz do not fit below half the rate of ${rate} Hz. Correct input.processors.`,
      { option: 'input.processors' },
    );
  }
  const { toMel, toHertz } = SCALES[scale];
  const [low, high] = [toMel(lowHertz), toMel(highHertz)];
  const edges = Array.from({ length: bands + 2 }, (_, k) => low + ((high - low) * k) / (bands + 1));
  const measure = slopes === 'mel' ? toMel : (hertz: number) => hertz;
  const corner = slopes === 'mel' ? (k: number) => edges[k] : (k: number) => toHertz(edges[k]);
  const bins = Math.floor(transform / 2) + 1;
  return Array.from({ length: bands }, (_, band) => {
    const [left, middle, right] = [corner(band), corner(band + 1), corner(band + 2)];
    const height = norm === 'area' ? 2 / (toHertz(edges[band + 2]) - toHertz(edges[band])) : 1;
    const weights: number[] = [];
    let first = 0;
    for (let bin = 0; bin < bins; bin++) {
      const at = measure((bin * rate) / transform);
      const weight = Math.min((at - left) / (middle - left), (right - at) / (right - middle));
      if (weight <= 0) continue;
      if (weights.length === 0) first = bin;
      weights.push(height * weight);
    }
    return { first, weights: Float64Array.from(weights) };
  });
}

/** Slaney's scale: 200 / 3 Hz a mel up to 1 kHz, then 27 mels to each factor of 6.4. */
const SLANEY_STEP = 200 / 3;
const SLANEY_KNEE = 15;
const SLANEY_LOG = Math.log(6.4) / 27;

const SCALES = {
  htk: {
    toMel: (hertz: number) => 2595 * Math.log10(1 + hertz / 700),
    toHertz: (mel: number) => 700 * (10 ** (mel / 2595) - 1),
  },
  slaney: {
    toMel: (hertz: number) => (hertz < 1000 ? hertz / SLANEY_STEP : SLANEY_KNEE + Math.log(hertz / 1000) / SLANEY_LOG),
    toHertz: (mel: number) =>
      mel < SLANEY_KNEE ? mel * SLANEY_STEP : 1000 * Math.exp(SLANEY_LOG * (mel - SLANEY_KNEE)),
  },
} as const;
