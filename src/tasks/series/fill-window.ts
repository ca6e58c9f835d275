import { XaiError } from '../../core/errors.ts';
import { Dice } from '../../scenes/dice.ts';
import type { Fill } from '../fill.ts';
import { arrange, type PreparedWindow } from '../prepare.ts';
import type { SeriesRecipe } from '../recipe.ts';
import { featuresOf } from './features-of-window.ts';

/** Stream of the counter-based generator that noise in windows draws from. */
const NOISE_STREAM = 0x6e6f6977;

/**
 * A window with nothing in it, as the model is fed: `mean` is each row's own mean over the window, `zero` is 0 after all
 * pre-processing, `black` is what a recording of zeros becomes (silence), `blur` is each row through three running means as
 * wide as an eighth of the window, `noise` is drawn around each row's mean with its deviation.
 * @param seed for `noise`: whole number from 0
 * @returns as long as the window's tensor, in its order
 * @throws XaiError `option-invalid` for any other fill
 */
export function fillWindow(
  recipe: SeriesRecipe,
  { window, grid }: PreparedWindow,
  fill: Fill,
  seed: number,
): Float32Array {
  if (fill === 'zero') return new Float32Array(window.values.length);
  if (fill === 'black') {
    const silence = window.samples.map((values) => new Float32Array(values.length));
    return arrange(featuresOf(recipe.input, silence, window.rate).data, grid);
  }
  const paint = fill === 'mean' ? level : fill === 'blur' ? blur : fill === 'noise' ? noise(seed) : null;
  if (!paint) {
    throw new XaiError(
      'option-invalid',
      `There is no fill ${JSON.stringify(fill)} for recordings: choose mean, zero, black (silence), blur or noise.`,
      { option: 'fill' },
    );
  }
  const { width } = window;
  const values = new Float32Array(window.values.length);
  for (let start = 0; start < values.length; start += width) {
    values.set(paint(window.values.subarray(start, start + width)), start);
  }
  return arrange(values, grid);
}

function meanOf(row: Float32Array): number {
  return row.reduce((sum, value) => sum + value, 0) / row.length;
}

function level(row: Float32Array): Float32Array {
  return new Float32Array(row.length).fill(meanOf(row));
}

/** Three running means are close to a Gaussian; the ends are continued by their outer value. */
function blur(row: Float32Array): Float32Array {
  const radius = Math.max(1, Math.round(row.length / 16));
  const last = row.length - 1;
  let from = row;
  for (let pass = 0; pass < 3; pass++) {
    const before = from;
    from = before.map((_, at) => {
      let sum = 0;
      for (let k = at - radius; k <= at + radius; k++) sum += before[Math.min(last, Math.max(0, k))];
      return sum / (2 * radius + 1);
    });
  }
  return from;
}

function noise(seed: number): (row: Float32Array) => Float32Array {
  const dice = new Dice(seed, NOISE_STREAM);
  return (row) => {
    const mean = meanOf(row);
    const deviation = Math.sqrt(row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / row.length);
    return row.map(() => mean + deviation * dice.normal());
  };
}
