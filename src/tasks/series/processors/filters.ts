import * as v from 'valibot';
import { XaiError } from '../../../core/errors.ts';
import { mapRows, type Processor } from './features.ts';
import { describe, positive } from './schema-parts.ts';

const order = describe(
  v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(12)), 2),
  'Order of the filter, 1 to 12: 6 dB an octave each. Default: 2.',
);
const hertz = describe(positive, 'Where half of the power is left, Hz; below half the rate.');

export const lowPassSchema = v.strictObject({
  kind: describe(
    v.literal('low-pass'),
    'Butterworth low pass (bilinear transform), forwards only, begun as if the first value had always been there.',
  ),
  hertz,
  order,
});

export const highPassSchema = v.strictObject({
  kind: describe(v.literal('high-pass'), 'Butterworth high pass, likewise.'),
  hertz,
  order,
});

type FilterOptions = v.InferOutput<typeof lowPassSchema> | v.InferOutput<typeof highPassSchema>;

export function passFilter({ kind, hertz: cutoff, order: degree }: FilterOptions): Processor {
  return {
    apply(features) {
      if (cutoff >= features.rate / 2) {
        throw new XaiError(
          'recipe-invalid',
          `The filter ${kind} at ${cutoff} Hz needs a rate above ${2 * cutoff} Hz; there are ${features.rate}. Correct input.processors.`,
          { option: 'input.processors' },
        );
      }
      const sections = butterworth(kind, degree, (2 * Math.PI * cutoff) / features.rate);
      return mapRows(features, (row) => filter(row, sections));
    },
  };
}

/** y[n] = b0 x[n] + b1 x[n-1] + b2 x[n-2] - a1 y[n-1] - a2 y[n-2]. */
interface Section {
  readonly b: readonly [number, number, number];
  readonly a: readonly [number, number];
}

/**
 * Butterworth's poles lie evenly on a circle; each pair of them is one section of second order, whose sharpness is its angle.
 * @param angle cutoff in radians a sample, below pi
 */
function butterworth(kind: FilterOptions['kind'], degree: number, angle: number): Section[] {
  const cosine = Math.cos(angle);
  const isLow = kind === 'low-pass';
  const sections: Section[] = [];
  for (let pair = 0; pair < Math.floor(degree / 2); pair++) {
    const turn = (Math.PI * (degree % 2 === 0 ? 2 * pair + 1 : 2 * pair + 2)) / (2 * degree);
    const alpha = Math.sin(angle) * Math.cos(turn);
    const norm = 1 + alpha;
    const outer = (isLow ? 1 - cosine : 1 + cosine) / 2 / norm;
    sections.push({
      b: [outer, isLow ? 2 * outer : -2 * outer, outer],
      a: [(-2 * cosine) / norm, (1 - alpha) / norm],
    });
  }
  if (degree % 2 === 1) {
    const warped = Math.tan(angle / 2);
    const gain = (isLow ? warped : 1) / (1 + warped);
    sections.push({ b: [gain, isLow ? gain : -gain, 0], a: [(warped - 1) / (warped + 1), 0] });
  }
  return sections;
}

function filter(row: Float32Array, sections: readonly Section[]): Float32Array {
  const values = Float64Array.from(row);
  for (const { b, a } of sections) {
    // The state that a level as high as the first value would have left.
    const level = values[0] ?? 0;
    const settled = (level * (b[0] + b[1] + b[2])) / (1 + a[0] + a[1]);
    let second = b[2] * level - a[1] * settled;
    let first = b[1] * level - a[0] * settled + second;
    for (let k = 0; k < values.length; k++) {
      const x = values[k];
      const y = b[0] * x + first;
      first = b[1] * x - a[0] * y + second;
      second = b[2] * x - a[1] * y;
      values[k] = y;
    }
  }
  return Float32Array.from(values);
}
