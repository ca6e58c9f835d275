import { defaultColormap, defaultRange } from '../core/colour/default-look.ts';
import type { Saliency } from '../core/saliency.ts';
import { type MapLook, paintedMap } from './xai-viewer/paint-map.ts';

/** How a map is to be shown; what is null is left to the map. */
export type LookWish = { readonly [K in keyof MapLook]: MapLook[K] | (K extends 'colormap' | 'range' ? null : never) };

/** How a map is coloured; without a map, how one would be. */
export function lookFor({ colormap, range, ...others }: LookWish, map: Saliency | null): MapLook {
  const colours = colormap ?? (map ? defaultColormap(map) : 'viridis');
  return { ...others, colormap: colours, range: range ?? (map ? defaultRange(paintedMap(map), colours) : 'zero-max') };
}
