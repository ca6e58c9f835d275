import type { Label } from './recording.ts';

/** Seconds that labels may lie in. */
export interface Bounds {
  readonly start: number;
  readonly end: number;
  /** The shortest that a label may be. */
  readonly shortest: number;
}

/** In order of their start, of those that begin together the shorter first. */
export function inOrder(labels: readonly Label[]): Label[] {
  return [...labels].sort((a, b) => a.start - b.start || a.end - b.end);
}

/** One label in place of another; null in place of either adds or takes away. */
export function replaceLabel(labels: readonly Label[], old: Label | null, next: Label | null): Label[] {
  const others = labels.filter((one) => one !== old);
  return inOrder(next ? [...others, next] : others);
}

/** The same label so many seconds later, as far as there is room; it keeps its length. */
export function moveLabel(label: Label, by: number, bounds: Bounds): Label {
  const length = label.end - label.start;
  const start = clamp(label.start + by, bounds.start, Math.max(bounds.start, bounds.end - length));
  return { ...label, start: plainSeconds(start), end: plainSeconds(start + length) };
}

/** The same label with one end elsewhere; an end that is drawn over the other takes it along no further than to the shortest. */
export function resizeLabel(label: Label, edge: 'start' | 'end', time: number, bounds: Bounds): Label {
  const { shortest } = bounds;
  if (edge === 'start') {
    return { ...label, start: plainSeconds(clamp(time, bounds.start, label.end - shortest)) };
  }
  return { ...label, end: plainSeconds(clamp(time, label.start + shortest, bounds.end)) };
}

/** The stretch between two moments as a label, at least as long as the shortest. */
export function spanLabel(from: number, to: number, label: string, bounds: Bounds): Label {
  const start = clamp(Math.min(from, to), bounds.start, bounds.end - bounds.shortest);
  const end = clamp(Math.max(from, to), start + bounds.shortest, bounds.end);
  return { start: plainSeconds(start), end: plainSeconds(end), label, confidence: null };
}

/** The end of another label that lies within reach of a moment, or the moment itself. */
export function snap(time: number, labels: readonly Label[], reach: number): number {
  let best = time;
  let nearest = reach;
  for (const edge of labels.flatMap(({ start, end }) => [start, end])) {
    if (Math.abs(edge - time) >= nearest) continue;
    nearest = Math.abs(edge - time);
    best = edge;
  }
  return best;
}

/** Whole microseconds: what label files hold, so that what was saved is read back the same. */
export function plainSeconds(seconds: number): number {
  return Number(seconds.toFixed(6));
}

/** Seconds rounded to what a step of `step` seconds can tell apart; no finer than microseconds. */
export function roundedTo(step: number, seconds: number): number {
  const digits = Math.min(6, Math.max(0, Math.ceil(-Math.log10(step))));
  return Number(seconds.toFixed(digits));
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
