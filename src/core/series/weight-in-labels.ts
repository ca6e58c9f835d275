import type { Label } from './recording.ts';

/** Scores along time: rows x columns, column k at `start + k * step` seconds. */
export interface TimedScores {
  readonly data: Float32Array;
  readonly columns: number;
  readonly start: number;
  readonly step: number;
}

/** Share of the positive scores whose time lies within a label; null where there are no labels, or nothing is positive. */
export function weightInLabels(scores: TimedScores, labels: readonly Label[]): number | null {
  const { data, columns, start, step } = scores;
  if (labels.length === 0) return null;
  const isInside = new Uint8Array(columns);
  for (const label of labels) {
    const first = Math.max(0, Math.ceil((label.start - start) / step - 1e-9));
    const end = Math.min(columns, Math.ceil((label.end - start) / step - 1e-9));
    if (end > first) isInside.fill(1, first, end);
  }
  let inside = 0;
  let all = 0;
  for (let at = 0; at < data.length; at++) {
    const value = data[at];
    if (!(value > 0)) continue;
    all += value;
    if (isInside[at % columns]) inside += value;
  }
  return all > 0 ? inside / all : null;
}
