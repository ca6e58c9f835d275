import * as v from 'valibot';
import { XaiError } from '../../../core/errors.ts';
import type { Processor } from './features.ts';
import { highPassSchema, lowPassSchema, passFilter } from './filters.ts';
import { logMel, logMelSchema, mfcc, mfccSchema } from './mel.ts';
import {
  difference,
  differenceSchema,
  magnitude,
  magnitudeSchema,
  scale,
  scaleSchema,
  standardise,
  standardiseSchema,
} from './plain.ts';
import { describe } from './schema-parts.ts';
import { fft, fftSchema, stft, stftSchema } from './spectra.ts';

const builtIn = v.variant('kind', [
  scaleSchema,
  standardiseSchema,
  lowPassSchema,
  highPassSchema,
  differenceSchema,
  magnitudeSchema,
  fftSchema,
  stftSchema,
  logMelSchema,
  mfccSchema,
]);

const own = v.looseObject({
  kind: describe(
    v.pipe(v.string(), v.regex(/^own:[a-z0-9-]+$/)),
    'A processor that the page or program has defined with `defineProcessor`; further fields are its options.',
  ),
});

/** One pre-processor of a recipe. */
export const processorSchema = v.union([builtIn, own]);

/** A pre-processor as a recipe has it, defaults filled in. */
export type ProcessorOptions = v.InferOutput<typeof processorSchema>;
type BuiltIn = v.InferOutput<typeof builtIn>;

/** Makes a processor of the fields that a recipe has for it. */
export type MakeProcessor = (options: Readonly<Record<string, unknown>>) => Processor;

const ownProcessors = new Map<string, MakeProcessor>();

/**
 * Adds a pre-processor that recipes can name.
 * @param kind begins with `own:`, such as `own:jerk`
 * @throws XaiError `option-invalid` when the name is taken or has another form
 */
export function defineProcessor(kind: string, make: MakeProcessor): void {
  if (!/^own:[a-z0-9-]+$/.test(kind) || ownProcessors.has(kind)) {
    throw new XaiError(
      'option-invalid',
      `"${kind}" can't be a pre-processor's name: it must begin with own:, go on in lower case, and not be taken.`,
      { option: 'kind' },
    );
  }
  ownProcessors.set(kind, make);
}

/** @throws XaiError `recipe-invalid` for a processor that nobody defined, or options that do not go together */
export function makeProcessor(options: ProcessorOptions): Processor {
  if (options.kind.startsWith('own:')) {
    const make = ownProcessors.get(options.kind);
    if (make) return make(options);
    throw new XaiError(
      'recipe-invalid',
      `The recipe wants the pre-processor "${options.kind}", which nobody has defined. Call defineProcessor first.`,
      { option: 'input.processors' },
    );
  }
  const known = options as BuiltIn;
  switch (known.kind) {
    case 'scale':
      return scale(known);
    case 'standardise':
      return standardise(known);
    case 'low-pass':
    case 'high-pass':
      return passFilter(known);
    case 'difference':
      return difference();
    case 'magnitude':
      return magnitude();
    case 'fft':
      return fft(known);
    case 'stft':
      return stft(known);
    case 'log-mel':
      return logMel(known);
    case 'mfcc':
      return mfcc(known);
  }
}
