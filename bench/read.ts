import type { Saliency } from '../src/core/saliency.ts';

/** Has a map and its errors made, as a viewer does: they are worked out when they are first read. */
export function read({ data, error }: Saliency): void {
  if (data.length === 0 || error?.length === 0) throw new Error('A map has no places.');
}
