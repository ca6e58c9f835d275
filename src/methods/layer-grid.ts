import { XaiError } from '../core/errors.ts';
import { type FeatureGrid, guessGrid, makeGrid } from '../core/feature-grid.ts';
import type { Model } from '../tasks/model.ts';

/**
 * How a tensor is a grid of places: as the model's layers have it, or else by its shape.
 * @param dims of one picture
 * @throws XaiError `option-invalid` for a tensor that has no places of the picture
 */
export async function layerGrid(model: Model, name: string, dims: readonly number[]): Promise<FeatureGrid> {
  const layer = (await model.layers()).find((known) => known.name === name);
  if (layer) {
    const { layout, height, width, prefixTokens } = layer;
    return makeGrid(layout, layer.dims, { rows: height, columns: width, prefix: prefixTokens });
  }
  const grid = model.recipe.task === 'series' ? null : guessGrid(dims, model.recipe.input);
  if (grid) return grid;
  throw new XaiError(
    'option-invalid',
    `"${name}" of shape ${dims.join(' x ')} has no places of what the model is shown. Choose a feature map or a sequence of patch tokens.`,
    { option: 'layer' },
  );
}
