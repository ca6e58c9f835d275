import type { Saliency } from '../saliency.ts';
import type { ColormapName } from './colormaps.ts';
import { findRange, type NamedRange } from './score-range.ts';

/** Two colours for a map that says what lowers the score as well as what raises it, one rising scale for the others. */
export function defaultColormap({ provenance }: Saliency): ColormapName {
  return provenance.options.sign === 'both' ? 'blue-red' : 'viridis';
}

/**
 * The range in which a map can be read: on both sides of 0 for two colours; from 0 up for one, or from its least where
 * all scores lie above 0, as probabilities do. Maps as fine as the picture leave their strongest dots out of account.
 */
export function defaultRange(map: Saliency, colormap: ColormapName): NamedRange {
  if (colormap === 'blue-red') return map.grain === 'pixel' ? 'symmetric-99' : 'symmetric';
  if (map.grain === 'pixel') return 'zero-99';
  return leastOf(map) > 0 ? 'min-max' : 'zero-max';
}

/** Asked for at every stroke of a slider, looked for once. */
const leasts = new WeakMap<Saliency, number>();

function leastOf(map: Saliency): number {
  let least = leasts.get(map);
  if (least === undefined) {
    least = findRange(map.data, 'min-max').low;
    leasts.set(map, least);
  }
  return least;
}
