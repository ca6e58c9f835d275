import { ALL_TASKS } from '../tasks/recipe.ts';
import { type Attribution, explainPicture, type PictureMethodOptions } from './gradient/picture-method.ts';
import type { Method } from './registry.ts';

/** The gradient itself. */
export const plainGradient: Attribution = async ({ prepared, at }, step) => {
  const { gradient } = await at(prepared.tensor);
  step();
  return { values: gradient };
};

/**
 * Guided backpropagation: the gradient of which every rectifier passes back only what is positive. Sharp, but near to an
 * edge detector: it hardly changes with the class (docs/methods/guided-backprop.md).
 */
export const GUIDED_BACKPROP: Method = {
  name: 'guided-backprop',
  title: 'Guided Backprop',
  tasks: ALL_TASKS,
  source: 'Springenberg et al., 2015, arXiv:1412.6806',
  needs: 'Rectifiers (Relu), and a gradient rule for every operator between picture and score.',
  cost: 'one forward and backward pass a target',
  options: ['sign', 'score'],
  passes: ({ targets }) => (Array.isArray(targets) ? targets.length : 1),
  run: (model, source, options) =>
    explainPicture(model, source, options as PictureMethodOptions, {
      name: 'guided-backprop',
      stated: {},
      seed: null,
      runs: 1,
      style: 'guided',
      attribute: plainGradient,
    }),
};
