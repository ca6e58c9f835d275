import { type LayerMap, sumOfProducts } from './gradient/layer-maps.ts';
import { layerMethod } from './gradient/layer-method.ts';

/** Activation times positive gradient at each place, summed over channels. */
export const layerCamMap: LayerMap = (layer) => sumOfProducts(layer, (gradient) => Math.max(0, gradient));

/** LayerCAM: made for early layers, whose maps are fine (docs/methods/layer-cam.md). */
export const LAYER_CAM = layerMethod({
  name: 'layer-cam',
  title: 'LayerCAM',
  source: 'Jiang et al., IEEE TIP 2021',
  map: layerCamMap,
});
