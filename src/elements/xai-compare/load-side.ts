import type { Saliency } from '../../core/saliency.ts';
import { type SavedExplanation, unpackMap } from '../../core/saved-explanation.ts';
import { loadExplanation } from '../load-explanation.ts';
import type { CompareSource } from './element.ts';

/** One side of a comparison: a map, or the address of a picture. */
export interface Side {
  readonly map: Saliency | null;
  /** The map in words. */
  readonly summary: string;
  /** The picture that a saved explanation lies on. */
  readonly picture: string | Blob | null;
  /** The picture that is shown where there is no map. */
  readonly url: string | null;
}

/**
 * Finds out what a side is.
 * @throws XaiError `explanation-invalid`
 */
export async function loadSide(source: CompareSource, signal: AbortSignal): Promise<Side> {
  const none = { map: null, summary: '', picture: null, url: null };
  if (source instanceof Blob) return { ...none, url: URL.createObjectURL(source) };
  if (typeof source === 'string' && !/\.json$/i.test(new URL(source, document.baseURI).pathname)) {
    return { ...none, url: source };
  }
  if (typeof source === 'object' && 'data' in source) return { ...none, map: source };
  const { saved, picture } = await loadExplanation(source as string | SavedExplanation, signal);
  const map = saved.maps.length > 0 ? unpackMap(saved, saved.maps[0]) : null;
  return { ...none, map, summary: map?.summary ?? '', picture };
}
