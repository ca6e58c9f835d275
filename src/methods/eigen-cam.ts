import { wholeNumber } from '../core/check-options.ts';
import { ALL_TASKS } from '../tasks/recipe.ts';
import { type ActivationMethodOptions, explainActivations } from './gradient/activation-method.ts';
import { projectChannels } from './gradient/layer-maps.ts';
import type { Method } from './registry.ts';

export interface EigenCamOptions extends ActivationMethodOptions {
  /** Which principal component, from 1, the strongest. Default 1. */
  readonly component?: number;
}

/**
 * Eigen-CAM: each place's coordinate along a principal component of a layer's channels (docs/methods/eigen-cam.md). A
 * component has no sign of its own: it is turned so that its largest coordinate is positive.
 */
export const EIGEN_CAM: Method = {
  name: 'eigen-cam',
  title: 'Eigen-CAM',
  aliases: ['eigencam'],
  tasks: ALL_TASKS,
  source: 'Muhammad and Yeasin, IJCNN 2020, arXiv:2008.00299',
  needs: 'A layer with places of the picture.',
  cost: 'one pass up to the layer',
  classAgnostic: true,
  options: ['layer', 'layers', 'fuse', 'component'],
  passes: () => 1,
  run: (model, source, options) => {
    const { component = 1 } = options as EigenCamOptions;
    wholeNumber('component', component, 1, 64);
    return explainActivations(model, source, options as EigenCamOptions, {
      name: 'eigen-cam',
      stated: { component },
      neighbour: 'eigen-grad-cam',
      map: (activations, grid) => projectChannels(activations, grid, component),
    });
  },
};
