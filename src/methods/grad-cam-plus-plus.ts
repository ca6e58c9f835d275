import { type LayerMap, sumOf, sumOfChannels } from './gradient/layer-maps.ts';
import { layerMethod } from './gradient/layer-method.ts';

const EPSILON = 1e-6;

/**
 * Channels weighted by the sum of their positive gradients, each times alpha = g^2 / (2 g^2 + sum(a) g^3): the share that
 * makes every place with a positive gradient count alike, whatever the object's size.
 */
export const gradCamPlusPlusMap: LayerMap = (layer) =>
  sumOfChannels(layer, (a, g) => {
    const total = sumOf(a);
    let weight = 0;
    for (const gradient of g) {
      if (gradient <= 0) continue;
      const square = gradient * gradient;
      weight += (gradient * square) / (2 * square + total * square * gradient + EPSILON);
    }
    return weight;
  });

/** Grad-CAM++: Grad-CAM for pictures that hold several objects of the class (docs/methods/grad-cam-plus-plus.md). */
export const GRAD_CAM_PLUS_PLUS = layerMethod({
  name: 'grad-cam-plus-plus',
  title: 'Grad-CAM++',
  source: 'Chattopadhay et al., WACV 2018, arXiv:1710.11063',
  map: gradCamPlusPlusMap,
});
