import { type LayerMap, sumOf, sumOfChannels } from './gradient/layer-maps.ts';
import { layerMethod } from './gradient/layer-method.ts';

/** As pytorch-grad-cam has it. */
const EPSILON = 1e-7;

/** Channels weighted by their gradient's mean, taken where the channel is active. */
export const xGradCamMap: LayerMap = (layer) =>
  sumOfChannels(
    layer,
    (a, g) => g.reduce((sum, gradient, place) => sum + gradient * a[place], 0) / (sumOf(a) + EPSILON),
  );

/** XGrad-CAM: Grad-CAM with weights that keep the score's sensitivity (docs/methods/xgrad-cam.md). */
export const XGRAD_CAM = layerMethod({
  name: 'xgrad-cam',
  title: 'XGrad-CAM',
  source: 'Fu et al., BMVC 2020, arXiv:2008.02312',
  map: xGradCamMap,
});
