import { type LayerMap, projectChannels } from './gradient/layer-maps.ts';
import { layerMethod } from './gradient/layer-method.ts';

/** The first principal component of activation times gradient. */
export const eigenGradCamMap: LayerMap = ({ grid, activations, gradients }) =>
  projectChannels(
    activations.map((activation, at) => activation * gradients[at]),
    grid,
    1,
  );

/** EigenGradCAM: what the channels that matter to the class have in common (docs/methods/eigen-grad-cam.md). */
export const EIGEN_GRAD_CAM = layerMethod({
  name: 'eigen-grad-cam',
  title: 'EigenGradCAM',
  source: 'Gildenblat, pytorch-grad-cam, 2021',
  map: eigenGradCamMap,
});
