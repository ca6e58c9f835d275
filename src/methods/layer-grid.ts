import { XaiError } from '../core/errors.ts';
import { type FeatureGrid, makeGrid } from '../core/feature-grid.ts';
import { elementCount } from '../core/tensor.ts';
import type { Model } from '../tasks/model.ts';

/**
 * How a tensor is a grid of places.
 * @param dims of one picture
 * @throws XaiError `option-invalid` for a tensor that has no places of the picture; `method-unsupported` as {@link refuseOtherShape}
 */
export async function layerGrid(model: Model, name: string, dims: readonly number[]): Promise<FeatureGrid> {
  const form = await model.form(name);
  if (!form) {
    throw new XaiError(
      'option-invalid',
      `"${name}" of shape ${dims.join(' x ')} has no places of what the model is shown, as far as its rows and columns can be followed. Choose a feature map or a sequence of patch tokens.`,
      { option: 'layer' },
    );
  }
  refuseOtherShape(name, elementCount(form.dims), elementCount(dims));
  const { layout, height, width, prefixTokens } = form;
  return makeGrid(layout, form.dims, { rows: height, columns: width, prefix: prefixTokens });
}

/**
 * onnxruntime 1.30 works out too large a shape for pools that round up (`ceil_mode`) and whose last window begins in the padding:
 * what comes of it would be read as another grid.
 * @throws XaiError `method-unsupported` when a tensor does not hold as many numbers as its shape says
 */
export function refuseOtherShape(name: string, said: number, held: number): void {
  if (said === held) return;
  throw new XaiError(
    'method-unsupported',
    `"${name}" holds ${held} numbers when the model runs, where its shape was said to be of ${said}; a pool that rounds up (ceil_mode) before it may be why. Export the model with padded sizes that divide evenly, or use rise or occlusion, which look at answers alone.`,
    { node: name, option: 'layer' },
  );
}
