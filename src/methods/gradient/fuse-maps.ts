import { oneOf } from '../../core/check-options.ts';

/**
 * What becomes of the maps of several layers: one map, their mean or their maximum, each scaled to a largest magnitude of
 * 1 before (default `mean`), or `none`: a map each, side by side.
 */
export type Fuse = 'mean' | 'max' | 'none';

/** @throws XaiError `option-invalid` */
export function checkFuse(fuse: string = 'mean'): Fuse {
  return oneOf('fuse', fuse, ['mean', 'max', 'none']) as Fuse;
}

export interface LayerOfPicture {
  /** Name of the layer. */
  readonly name: string;
  /** Makes the map anew, length picture height x width. */
  readonly data: () => Float32Array;
}

export interface FusedMap extends Pick<LayerOfPicture, 'data'> {
  /** For the provenance: the options that ask for this map again. */
  readonly stated: { readonly layer: string } | { readonly layers: readonly string[]; readonly fuse: Fuse };
}

/** Layers differ in strength, so each is scaled before it meets the others; a single map stays raw. Made when asked for. */
export function fuseMaps(maps: readonly LayerOfPicture[], how: Fuse): readonly FusedMap[] {
  if (maps.length === 1 || how === 'none') return maps.map(({ name, data }) => ({ stated: { layer: name }, data }));
  return [{ stated: { layers: maps.map(({ name }) => name), fuse: how }, data: () => fused(maps, how) }];
}

function fused(maps: readonly LayerOfPicture[], how: Fuse): Float32Array {
  const [fuse, ...others] = maps.map(({ data }) => data());
  scale(fuse, 1 / largestOf(fuse));
  for (const map of others) {
    const factor = 1 / largestOf(map);
    if (how === 'max') for (let at = 0; at < fuse.length; at++) fuse[at] = Math.max(fuse[at], factor * map[at]);
    else for (let at = 0; at < fuse.length; at++) fuse[at] += factor * map[at];
  }
  if (how === 'mean') scale(fuse, 1 / maps.length);
  return fuse;
}

function scale(data: Float32Array, factor: number): void {
  for (let at = 0; at < data.length; at++) data[at] *= factor;
}

/** The largest magnitude; 1 for a map of nothing, which is not scaled. */
function largestOf(data: Float32Array): number {
  let largest = 0;
  for (let at = 0; at < data.length; at++) {
    const magnitude = Math.abs(data[at]);
    if (magnitude > largest) largest = magnitude;
  }
  return largest > 0 ? largest : 1;
}
