import * as v from 'valibot';
import { XaiError } from '../../../core/errors.ts';
import type { Features, Timing } from './features.ts';
import { RealFourier } from './fourier.ts';
import { describe, wholeNumber } from './schema-parts.ts';

export const taperSchema = describe(
  v.optional(v.picklist(['hann', 'hamming', 'none']), 'hann'),
  'Taper of the window, periodic: Hann, Hamming, or none. Default: hann.',
);

/** What all spectra over time have in common. */
export const framingFields = {
  window: describe(wholeNumber, 'Length of the tapered window, samples; it lies centred in the transform.'),
  transform: describe(wholeNumber, 'Length of the Fourier transform, samples; what the window leaves is 0.'),
  hop: describe(wholeNumber, 'Samples from one frame to the next.'),
  taper: taperSchema,
  centred: describe(
    v.optional(v.boolean(), false),
    'Whether frame k is centred on sample k x hop, the ends mirrored about their outer sample; else it begins there. Default: false.',
  ),
};

export interface Framing {
  readonly window: number;
  readonly transform: number;
  readonly hop: number;
  readonly taper: 'hann' | 'hamming' | 'none';
  readonly centred: boolean;
}

/** @param length of the taper; periodic, so that it repeats without a seam */
export function makeTaper(kind: Framing['taper'], length: number): Float64Array {
  const [level, swing] = kind === 'hann' ? [0.5, 0.5] : kind === 'hamming' ? [0.54, 0.46] : [1, 0];
  return Float64Array.from({ length }, (_, k) => level - swing * Math.cos((2 * Math.PI * k) / length));
}

/** Fewest samples that give so many frames. */
export function samplesFor({ transform, hop, centred }: Framing, frames: number): number {
  const mirrored = centred ? 2 * Math.floor(transform / 2) : 0;
  return Math.max((frames - 1) * hop + transform - mirrored, centred ? Math.floor(transform / 2) + 1 : 0);
}

export function frameTiming({ transform, hop, centred }: Framing): Timing {
  return { first: centred ? 0 : (transform - 1) / 2, step: hop };
}

/** Magnitudes of the Fourier transform of each frame, or their squares. Memory: one frame beside the result. */
export class Spectrogram {
  readonly #framing: Framing;
  readonly #power: 1 | 2;
  readonly #fourier: RealFourier;
  readonly #taper: Float64Array;

  /** @throws XaiError `recipe-invalid` for a window longer than its transform */
  constructor(framing: Framing, power: 1 | 2) {
    const { window, transform, taper } = framing;
    if (window > transform) {
      throw new XaiError(
        'recipe-invalid',
        `A window of ${window} samples does not fit a transform of ${transform}. Correct input.processors.`,
        { option: 'input.processors' },
      );
    }
    this.#framing = framing;
    this.#power = power;
    this.#fourier = new RealFourier(transform);
    this.#taper = makeTaper(taper, window);
  }

  get bins(): number {
    return this.#fourier.bins;
  }

  /** Frames of so many samples. */
  frames(samples: number): number {
    const { transform, hop, centred } = this.#framing;
    const whole = samples + (centred ? 2 * Math.floor(transform / 2) : 0);
    return samples < samplesFor(this.#framing, 1) ? 0 : Math.floor((whole - transform) / hop) + 1;
  }

  /**
   * @param visit is given each frame's spectrum, which the next one overwrites
   * @throws XaiError `recipe-invalid` for a window too short for a single frame
   */
  forFrames(samples: Float32Array, visit: (spectrum: Float64Array, frame: number) => void): void {
    const { window, transform, hop, centred } = this.#framing;
    const count = this.frames(samples.length);
    const before = Math.floor((transform - window) / 2);
    const start = centred ? -Math.floor(transform / 2) : 0;
    const input = new Float64Array(transform);
    const spectrum = new Float64Array(this.bins);
    for (let frame = 0; frame < count; frame++) {
      for (let k = 0; k < window; k++) {
        const at = start + frame * hop + before + k;
        input[before + k] = samples[mirror(at, samples.length)] * this.#taper[k];
      }
      this.#fourier.magnitudes(input, spectrum, this.#power);
      visit(spectrum, frame);
    }
  }
}

/** Reflected about the outer samples: -1 is 1. */
function mirror(at: number, length: number): number {
  if (at < 0) return -at;
  return at < length ? at : 2 * (length - 1) - at;
}

/**
 * Spectra of every channel, frame by frame.
 * @param bands rows that `write` fills of a spectrum
 */
export function framesOf(
  features: Features,
  spectrogram: Spectrogram,
  hop: number,
  bands: number,
  write: (spectrum: Float64Array, band: number) => number,
): Features {
  const { channels, columns, data, rate } = features;
  refuseBands(features);
  const count = spectrogram.frames(columns);
  if (count === 0) {
    throw new XaiError(
      'recipe-invalid',
      `A window of ${columns} samples is too short for one frame of the spectrum. Correct input.window or input.processors.`,
      { option: 'input.processors' },
    );
  }
  const out = new Float32Array(channels * bands * count);
  for (let channel = 0; channel < channels; channel++) {
    spectrogram.forFrames(data.subarray(channel * columns, (channel + 1) * columns), (spectrum, frame) => {
      for (let band = 0; band < bands; band++) {
        out[(channel * bands + band) * count + frame] = write(spectrum, band);
      }
    });
  }
  return { channels, bands, columns: count, rate: rate / hop, data: out };
}

export function refuseBands({ bands }: Features): void {
  if (bands === 1) return;
  throw new XaiError('recipe-invalid', 'A spectrum of a spectrum is asked for. Correct input.processors.', {
    option: 'input.processors',
  });
}
