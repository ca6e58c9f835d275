import { INTERVAL_95 } from './masks/standard-error.ts';
import type { Saliency } from './saliency.ts';

/** Forms of a map whose scores are 0 where the masks say nothing. */
const CENTRED: ReadonlySet<unknown> = new Set(['mean-subtracted', 'keep-subtracted']);

/** Asked for with every stroke of a brush, worked out once. */
const doubts = new WeakMap<Saliency, Float32Array>();

/**
 * Half the width of each score's 95 % interval: scores nearer to 0 could be the chance of the masks.
 * @returns as long as the map's data; null where the error is not known, or 0 is not what chance alone gives
 */
export function doubtOf(map: Saliency): Float32Array | null {
  const { error, provenance } = map;
  const { form, scaling } = provenance.options;
  if (!error || !CENTRED.has(form) || scaling === 'min-max') return null;
  let known = doubts.get(map);
  if (!known) {
    known = new Float32Array(error.length);
    for (let k = 0; k < error.length; k++) known[k] = INTERVAL_95 * error[k];
    doubts.set(map, known);
  }
  return known;
}
