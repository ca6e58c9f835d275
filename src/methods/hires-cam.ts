import { type LayerMap, sumOfProducts } from './gradient/layer-maps.ts';
import { layerMethod } from './gradient/layer-method.ts';

/** Activation times gradient at each place, summed over channels. */
export const hiResCamMap: LayerMap = (layer) => sumOfProducts(layer);

/** HiResCAM: Grad-CAM without averaging the gradient, exact behind a last convolution (docs/methods/hires-cam.md). */
export const HIRES_CAM = layerMethod({
  name: 'hires-cam',
  title: 'HiResCAM',
  source: 'Draelos and Carin, 2020, arXiv:2011.08891',
  map: hiResCamMap,
});
