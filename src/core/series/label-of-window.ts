import type { Label } from './recording.ts';

/**
 * What a stretch of time is about: of the labels that touch it, the one that shares most with it, as a share of the shorter of
 * the two. So a short event inside a long window names it, although something longer fills the rest; of equals the shorter.
 * @param window seconds, half-open
 * @returns null where no label touches it
 */
export function labelOfWindow(window: { readonly start: number; readonly end: number }, labels: readonly Label[]): Label | null {
  let best: Label | null = null;
  let most = 0;
  for (const label of labels) {
    const overlap = Math.min(window.end, label.end) - Math.max(window.start, label.start);
    const length = label.end - label.start;
    const share = overlap / Math.min(window.end - window.start, length);
    if (!(overlap > 0) || share < most) continue;
    if (share === most && best && best.end - best.start <= length) continue;
    most = share;
    best = label;
  }
  return best;
}

/**
 * Share of a map's positive weight that lies within a stretch of time, in [0, 1]; 0 without positive weight.
 * @param map rows x columns; values that are no numbers do not count
 * @param times seconds at the middle of each column
 */
export function weightWithin(
  map: { readonly columns: number; readonly data: Float32Array },
  times: (column: number) => number,
  stretch: { readonly start: number; readonly end: number },
): number {
  let inside = 0;
  let all = 0;
  for (let at = 0; at < map.data.length; at++) {
    const value = map.data[at];
    if (!(value > 0 && value < Number.POSITIVE_INFINITY)) continue;
    all += value;
    const time = times(at % map.columns);
    if (time >= stretch.start && time < stretch.end) inside += value;
  }
  return all > 0 ? inside / all : 0;
}
