import type { Label } from './recording.ts';

/** A label that shares less than this says nothing about a window. */
const LEAST_SHARE = 0.5;

/**
 * What a stretch of time is about: of the labels that touch it, the one that shares most with it, as a share of the shorter of
 * the two. So a short event inside a long window names it, although something longer fills the rest; of equals the shorter.
 * @param window seconds, half-open
 * @returns null where no label shares half of itself or of the window
 */
export function labelOfWindow(
  window: { readonly start: number; readonly end: number },
  labels: readonly Label[],
): Label | null {
  let best: Label | null = null;
  let most = LEAST_SHARE;
  for (const label of labels) {
    const overlap = Math.min(window.end, label.end) - Math.max(window.start, label.start);
    const length = label.end - label.start;
    const share = overlap / Math.min(window.end - window.start, length);
    if (!(share >= most)) continue;
    if (share === most && best && best.end - best.start <= length) continue;
    most = share;
    best = label;
  }
  return best;
}
