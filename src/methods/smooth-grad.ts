import { between, oneOf, wholeNumber } from '../core/check-options.ts';
import { gaussLegendre } from '../core/quadrature.ts';
import { gaussianNoise } from '../core/random.ts';
import { freeArrays } from '../runtime/free-arrays.ts';
import { defaultFill } from '../tasks/fill.ts';
import type { Model } from '../tasks/model.ts';
import { ALL_TASKS } from '../tasks/recipe.ts';
import { integrateAt } from './gradient/integrate.ts';
import { type Attribution, explainPicture, type PictureMethodOptions } from './gradient/picture-method.ts';
import { plainGradient } from './guided-backprop.ts';
import { inputTimesGradient } from './input-x-gradient.ts';
import type { Method } from './registry.ts';

const BASES = ['gradient', 'input-x-gradient', 'integrated-gradients', 'guided-backprop'] as const;

export interface SmoothGradOptions extends PictureMethodOptions {
  /** Noisy copies, 1 to 1000. Default 25. */
  readonly samples?: number;
  /** Standard deviation of the noise, as a share of the input's range, above 0. Default .15. */
  readonly spread?: number;
  /** Square each copy's map before the mean: strong pixels of either sign. Default false. */
  readonly squared?: boolean;
  /** What is averaged. Default `gradient`. */
  readonly base?: (typeof BASES)[number];
  /** Whole number from 0. Default 0. */
  readonly seed?: number;
}

/** Steps of Integrated Gradients for each noisy copy: fewer than alone, since the copies average too. */
const STEPS_OF_BASE = 10;
/** Stream of the counter-based generator that this noise draws from. */
const STREAM = 0x736d6f6f;

/** The mean over noisy copies of what `base` makes of each. */
export function smooth(base: Attribution, noises: Iterable<Float32Array>, squared: boolean): Attribution {
  return async ({ prepared, at }, step) => {
    const sum = new Float64Array(prepared.tensor.length);
    let count = 0;
    for (const noise of noises) {
      const tensor = prepared.tensor.map((value, k) => value + noise[k]);
      const { values } = await base({ prepared: { ...prepared, tensor }, at }, step);
      for (let k = 0; k < sum.length; k++) sum[k] += squared ? values[k] ** 2 : values[k];
      freeArrays([values]);
      count++;
    }
    return { values: Float32Array.from(sum, (value) => value / count) };
  };
}

/** SmoothGrad: gradients averaged over noisy copies of the picture (docs/methods/smooth-grad.md). */
export const SMOOTH_GRAD: Method = {
  name: 'smooth-grad',
  title: 'SmoothGrad',
  tasks: ALL_TASKS,
  source: 'Smilkov et al., 2017, arXiv:1706.03825',
  needs: 'A gradient rule for every operator between picture and score.',
  cost: 'one forward and backward pass a noisy copy and target, 25 copies by default',
  options: ['samples', 'spread', 'squared', 'base', 'seed', 'sign', 'score'],
  passes: ({ samples = 25, base }) => samples * (base === 'integrated-gradients' ? STEPS_OF_BASE + 2 : 1),
  run: (model, source, options) => {
    const { samples = 25, spread = 0.15, squared = false, base = 'gradient', seed = 0 } = options as SmoothGradOptions;
    wholeNumber('samples', samples, 1, 1000);
    wholeNumber('seed', seed, 0, Number.MAX_SAFE_INTEGER);
    between('spread', spread, 0, 10);
    oneOf('base', base, BASES);
    const attribute: Attribution = (gradient, step) => {
      const { tensor } = gradient.prepared;
      const low = tensor.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
      const high = tensor.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
      const noises = noisesOf(tensor.length, seed, samples, spread * (high - low));
      return smooth(attributionOf(model, base, seed), noises, squared)(gradient, step);
    };
    return explainPicture(model, source, options as SmoothGradOptions, {
      name: 'smooth-grad',
      stated: { samples, spread, squared, base },
      seed,
      runs: base === 'integrated-gradients' ? samples * STEPS_OF_BASE : samples,
      style: base === 'guided-backprop' ? 'guided' : 'plain',
      attribute,
    });
  },
};

function* noisesOf(length: number, seed: number, samples: number, deviation: number): Iterable<Float32Array> {
  for (let sample = 0; sample < samples; sample++) {
    yield gaussianNoise(length, seed, STREAM, sample).map((value) => value * deviation);
  }
}

function attributionOf(model: Model, base: (typeof BASES)[number], seed: number): Attribution {
  if (base === 'input-x-gradient') return inputTimesGradient;
  if (base === 'integrated-gradients')
    return integrateAt(gaussLegendre(STEPS_OF_BASE), model, defaultFill(model.recipe), seed);
  return plainGradient;
}
