import { ALL_TASKS } from '../tasks/recipe.ts';
import { type Attribution, explainPicture, type PictureMethodOptions } from './gradient/picture-method.ts';
import type { Method } from './registry.ts';

/** Each number of the normalised input times its gradient. */
export const inputTimesGradient: Attribution = async ({ prepared, at }, step) => {
  const { gradient } = await at(prepared.tensor);
  step();
  return { values: gradient.map((value, k) => value * prepared.tensor[k]) };
};

/** Input x Gradient: a first-order guess of what each pixel adds to the score (docs/methods/input-x-gradient.md). */
export const INPUT_X_GRADIENT: Method = {
  name: 'input-x-gradient',
  title: 'Input × Gradient',
  tasks: ALL_TASKS,
  source: 'Shrikumar et al., 2016, arXiv:1605.01713',
  needs: 'A gradient rule for every operator between picture and score.',
  cost: 'one forward and backward pass a target',
  options: ['sign', 'score'],
  passes: ({ targets }) => (Array.isArray(targets) ? targets.length : 1),
  run: (model, source, options) =>
    explainPicture(model, source, options as PictureMethodOptions, {
      name: 'input-x-gradient',
      stated: {},
      seed: null,
      runs: 1,
      attribute: inputTimesGradient,
    }),
};
