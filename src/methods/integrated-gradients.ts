import { oneOf, wholeNumber } from '../core/check-options.ts';
import { gaussLegendre, midpoints } from '../core/quadrature.ts';
import { defaultFill, type Fill } from '../tasks/fill.ts';
import { ALL_TASKS } from '../tasks/recipe.ts';
import { integrateAdaptively, integrateAt, PART_STEPS } from './gradient/integrate.ts';
import { explainPicture, type PictureMethodOptions } from './gradient/picture-method.ts';
import type { Method } from './registry.ts';

const RULES = ['adaptive', 'gauss-legendre', 'midpoint'] as const;

export interface IntegratedGradientsOptions extends PictureMethodOptions {
  /**
   * Gradients on the way from the baseline to the picture, 1 to 1000; with `adaptive` in eights, and more where they are
   * needed. Default 32 with `adaptive`, else 50.
   */
  readonly steps?: number;
  /**
   * Where on the way they are taken: at even places (`midpoint`), at those that suit smooth curves (`gauss-legendre`), or
   * more of them where the gradient is uneven (`adaptive`). Default `adaptive`.
   */
  readonly rule?: (typeof RULES)[number];
  /** Where the way begins: a picture or window that holds nothing. Default `black`; for recordings `mean`. */
  readonly baseline?: Fill;
  /** For a baseline of noise: whole number from 0. Default 0. */
  readonly seed?: number;
}

/** Steps without being asked: even ones, and those before parts of the way are halved. */
const EVEN_STEPS = 50;
const FIRST_STEPS = 32;

/** Integrated Gradients: what each pixel adds to the score, on the way from nothing to the picture (docs/methods/integrated-gradients.md). */
export const INTEGRATED_GRADIENTS: Method = {
  name: 'integrated-gradients',
  title: 'Integrated Gradients',
  tasks: ALL_TASKS,
  source: 'Sundararajan et al., ICML 2017, arXiv:1703.01365',
  needs: 'A gradient rule for every operator between picture and score.',
  cost: 'some fifty forward and backward passes a target, more where its gradient is uneven',
  options: ['steps', 'rule', 'baseline', 'seed', 'sign', 'score'],
  passes: ({ rule = 'adaptive', steps }) =>
    rule === 'adaptive' ? Math.ceil(1.5 * (steps ?? FIRST_STEPS)) : (steps ?? EVEN_STEPS) + 2,
  run: (model, source, options) => {
    const {
      rule = 'adaptive',
      steps = rule === 'adaptive' ? FIRST_STEPS : EVEN_STEPS,
      baseline = defaultFill(model.recipe),
      seed = 0,
    } = options as IntegratedGradientsOptions;
    wholeNumber('steps', steps, 1, 1000);
    oneOf('rule', rule, RULES);
    const attribute =
      rule === 'adaptive'
        ? integrateAdaptively(steps, model, baseline, seed)
        : integrateAt(rule === 'midpoint' ? midpoints(steps) : gaussLegendre(steps), model, baseline, seed);
    return explainPicture(model, source, options as IntegratedGradientsOptions, {
      name: 'integrated-gradients',
      stated: { steps, rule, baseline },
      seed: baseline === 'noise' ? seed : null,
      runs: rule === 'adaptive' ? PART_STEPS * Math.ceil(steps / PART_STEPS) : steps,
      attribute,
    });
  },
};
