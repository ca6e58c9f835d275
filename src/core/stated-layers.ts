/** Names of the layers that a map was made at, as its provenance's options state them; none for a method without layers. */
export function statedLayers({ layer, layers, fuse }: Readonly<Record<string, unknown>>): readonly string[] {
  if (Array.isArray(layers)) return layers;
  if (typeof layer !== 'string') return [];
  // Older files join the names of a map that was fused of several layers.
  return fuse === 'mean' || fuse === 'max' ? layer.split(' + ') : [layer];
}

/** The same as one text; null for a method without layers. */
export function layerText(options: Readonly<Record<string, unknown>>): string | null {
  return statedLayers(options).join(' + ') || null;
}
