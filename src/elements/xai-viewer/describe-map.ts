import type { Saliency } from '../../core/saliency.ts';
import { summarise } from '../../core/summary.ts';

/** The map in words, for those who cannot see it and as a caption for those who can. */
export function describeMap(map: Saliency): string {
  return summarise(map);
}
