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
  /** Makes the map, length picture height x width. */
  readonly data: () => Float32Array;
}

/** Layers differ in strength, so each is scaled before it meets the others; a single map stays raw. Made when asked for. */
export function fuseMaps(
  maps: readonly LayerOfPicture[],
  how: Fuse,
): readonly { readonly layer: string; readonly data: () => Float32Array }[] {
  if (maps.length === 1 || how === 'none') return maps.map(({ name, data }) => ({ layer: name, data }));
  return [{ layer: maps.map(({ name }) => name).join(' + '), data: () => fused(maps, how) }];
}

function fused(maps: readonly LayerOfPicture[], how: Fuse): Float32Array {
  const scaled = maps.map(({ data }) => scaleToOne(data()));
  const data = new Float32Array(scaled[0].length);
  for (let at = 0; at < data.length; at++) {
    let sum = 0;
    let most = Number.NEGATIVE_INFINITY;
    for (const map of scaled) {
      sum += map[at];
      most = Math.max(most, map[at]);
    }
    data[at] = how === 'max' ? most : sum / scaled.length;
  }
  return data;
}

function scaleToOne(data: Float32Array): Float32Array {
  let largest = 0;
  for (let at = 0; at < data.length; at++) largest = Math.max(largest, Math.abs(data[at]));
  if (!(largest > 0)) return data;
  const scaled = new Float32Array(data.length);
  for (let at = 0; at < data.length; at++) scaled[at] = data[at] / largest;
  return scaled;
}
