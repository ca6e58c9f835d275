import { oneOf, wholeNumber } from '../core/check-options.ts';
import { gaussLegendre, midpoints, type Quadrature } from '../core/quadrature.ts';
import { freeArrays } from '../runtime/free-arrays.ts';
import { defaultFill, type Fill, fillTensor } from '../tasks/fill.ts';
import type { Model } from '../tasks/model.ts';
import { ALL_TASKS } from '../tasks/recipe.ts';
import { type Attribution, explainPicture, type PictureMethodOptions } from './gradient/picture-method.ts';
import type { Method } from './registry.ts';

export interface IntegratedGradientsOptions extends PictureMethodOptions {
  /** Gradients on the way from the baseline to the picture, 1 to 1000. Default 50. */
  readonly steps?: number;
  /** Where on the way they are taken. Default `gauss-legendre`. */
  readonly rule?: 'gauss-legendre' | 'midpoint';
  /** Where the way begins: a picture or window that holds nothing. Default `black`; for recordings `mean`. */
  readonly baseline?: Fill;
  /** For a baseline of noise: whole number from 0. Default 0. */
  readonly seed?: number;
}

/** Gap between the sum of a map and the score's rise, as a share of the larger, above which the map is called inexact. */
const INEXACT = 0.05;
const APART = 'Sum and rise differ by more than 5 %. Take more steps to bring them together.';

/**
 * The mean gradient on the straight way from a baseline to the picture, times the way: the sum over all pixels is what the
 * score rises by.
 */
export function integrate(model: Model, { points, weights }: Quadrature, fill: Fill, seed: number): Attribution {
  return async ({ prepared, at }, step) => {
    const end = prepared.tensor;
    const start = fillTensor(model.recipe, prepared, fill, seed);
    const mean = new Float64Array(end.length);
    for (const [k, point] of points.entries()) {
      const { gradient } = await at(end.map((value, at) => start[at] + point * (value - start[at])));
      for (let at = 0; at < mean.length; at++) mean[at] += weights[k] * gradient[at];
      freeArrays([gradient]);
      step();
    }
    const values = Float32Array.from(mean, (value, at) => value * (end[at] - start[at]));
    const rise = (await at(end)).score - (await at(start)).score;
    const sum = values.reduce((total, value) => total + value, 0);
    const gap = Math.abs(sum - rise) / Math.max(Math.abs(sum), Math.abs(rise), Number.MIN_VALUE);
    const sentence = `The map sums to ${sum.toPrecision(4)}; the score rises by ${rise.toPrecision(4)} from the baseline.`;
    return { values, notes: gap > INEXACT ? [sentence, APART] : [sentence] };
  };
}

/** Integrated Gradients: what each pixel adds to the score, on the way from nothing to the picture (docs/methods/integrated-gradients.md). */
export const INTEGRATED_GRADIENTS: Method = {
  name: 'integrated-gradients',
  title: 'Integrated Gradients',
  tasks: ALL_TASKS,
  source: 'Sundararajan et al., ICML 2017, arXiv:1703.01365',
  needs: 'A gradient rule for every operator between picture and score.',
  cost: 'one forward and backward pass a step and target, 50 steps by default, and two more',
  options: ['steps', 'rule', 'baseline', 'seed', 'sign', 'score'],
  passes: ({ steps = 50 }) => steps + 2,
  run: (model, source, options) => {
    const {
      steps = 50,
      rule = 'gauss-legendre',
      baseline = defaultFill(model.recipe),
      seed = 0,
    } = options as IntegratedGradientsOptions;
    wholeNumber('steps', steps, 1, 1000);
    oneOf('rule', rule, ['gauss-legendre', 'midpoint']);
    const quadrature = rule === 'midpoint' ? midpoints(steps) : gaussLegendre(steps);
    return explainPicture(model, source, options as IntegratedGradientsOptions, {
      name: 'integrated-gradients',
      stated: { steps, rule, baseline },
      seed: baseline === 'noise' ? seed : null,
      runs: steps,
      attribute: integrate(model, quadrature, baseline, seed),
    });
  },
};
