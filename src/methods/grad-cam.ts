import { channelSums, weightedPlane } from '../core/feature-grid.ts';
import { type LayerGradient, type LayerMap, sumOfNearbyWeights } from './gradient/layer-maps.ts';
import { layerMethod } from './gradient/layer-method.ts';

/** Channels weighted by the mean of their gradient, over all places or nearby. */
export const gradCamMap: LayerMap = (layer) => (layer.nearby ? sumOfNearbyWeights(layer) : sumOfMeanWeights(layer));

function sumOfMeanWeights({ grid, activations, gradients }: LayerGradient): Float32Array {
  const places = grid.rows * grid.columns;
  const weights = channelSums(gradients, grid).map((sum) => sum / places);
  return weightedPlane(activations, grid, weights);
}

/** Grad-CAM: where a layer holds what raises the score, channel by channel (docs/methods/grad-cam.md). */
export const GRAD_CAM = layerMethod({
  name: 'grad-cam',
  title: 'Grad-CAM',
  source: 'Selvaraju et al., ICCV 2017, arXiv:1610.02391',
  map: gradCamMap,
  averages: true,
});
