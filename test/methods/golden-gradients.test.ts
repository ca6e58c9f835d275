/** Gradient methods from picture to map, against maps that PyTorch's autograd made of the same networks. */
import { test } from 'node:test';
import { gridToPicture } from '../../src/core/resample.ts';
import { explain } from '../../src/methods/explain.ts';
import { GOLDEN_NETWORKS, goldenMap, readGoldenNetwork } from '../support/golden-maps.ts';
import { assertSameMap, goldenPicture, isOnlyRounding, openGolden } from './golden.ts';

const LAYER_METHODS = ['grad-cam', 'grad-cam-plus-plus', 'hires-cam', 'layer-cam', 'xgrad-cam', 'eigen-grad-cam'];

for (const name of GOLDEN_NETWORKS) {
  test(`${name}: class activation maps at each layer`, async () => {
    const network = readGoldenNetwork(name);
    const picture = await goldenPicture();
    await using model = await openGolden(network);
    const { placement } = model.prepare(picture);
    for (const { name: layer } of network.layers) {
      for (const method of LAYER_METHODS) {
        if (isOnlyRounding(method, name, layer)) continue;
        const maps = await explain(model, picture, { method, layer, targets: network.classes, sign: 'both' }).result();
        for (const [k, index] of network.classes.entries()) {
          const { dims, data } = goldenMap(network, { method, layer, class: index });
          const expected = gridToPicture(data, dims[1], dims[0], placement);
          assertSameMap(`${method} at ${layer} for ${index}`, maps[k].data, expected);
        }
      }
    }
  });
}
