import { weightedPlane } from '../core/feature-grid.ts';
import { ALL_TASKS } from '../tasks/recipe.ts';
import { type ActivationMethodOptions, explainActivations } from './gradient/activation-method.ts';
import type { Method } from './registry.ts';

/** ActivationMap: the mean over a layer's channels (docs/methods/activation-map.md). */
export const ACTIVATION_MAP: Method = {
  name: 'activation-map',
  title: 'Activation map',
  aliases: ['activationmap'],
  tasks: ALL_TASKS,
  source: 'OpenVINO XAI and the training extensions, `ActivationMap`',
  needs: 'A layer with places of the picture.',
  cost: 'one pass up to the layer',
  classAgnostic: true,
  options: ['layer', 'layers', 'fuse'],
  passes: () => 1,
  run: (model, source, options) =>
    explainActivations(model, source, options as ActivationMethodOptions, {
      name: 'activation-map',
      stated: {},
      neighbour: 'grad-cam',
      map: (activations, grid) =>
        weightedPlane(activations, grid, new Float64Array(grid.channels).fill(1 / grid.channels)),
    }),
};
