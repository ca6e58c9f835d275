import type { Label } from './recording.ts';

/** Seconds, half-open. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** A label that shares less than this says nothing about a window. */
const LEAST_SHARE = 0.5;

/**
 * What a stretch of time is about: of the labels that touch it, the one that shares most with it, as a share of the shorter of
 * the two. So a short event inside a long window names it, although something longer fills the rest; of equals the shorter.
 * @returns null where no label shares half of itself or of the window
 */
export function labelOfWindow(window: Span, labels: readonly Label[]): Label | null {
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

/**
 * Finds the labels that may touch a stretch of time, without going through all of them for every window.
 * @param labels in any order
 */
export function labelFinder(labels: readonly Label[]): (window: Span) => readonly Label[] {
  const sorted = [...labels].sort((a, b) => a.start - b.start);
  const longest = sorted.reduce((most, { start, end }) => Math.max(most, end - start), 0);
  const firstFrom = (time: number): number => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle].start < time) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return ({ start, end }) => sorted.slice(firstFrom(start - longest), firstFrom(end));
}
