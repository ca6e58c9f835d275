import { unpackShares } from '../packed-plane.ts';
import type { SessionRecord, SessionResult, WindowRecord } from '../session-record.ts';

/** What one model says of a window that all models were asked about. */
export interface ModelWindow extends WindowRecord {
  readonly answer: string;
  /** Of the class that the window is about; null where no label says, or where the model has no such class. */
  readonly labelScore: number | null;
  /** Shares of the positive weight in equal parts of the window: their sum is 1, or 0 without any. */
  readonly weights: Float32Array;
}

/** One window as all models see it, in the order of the models. */
export interface PairedWindow {
  /** Name of the recording. */
  readonly session: string;
  readonly models: readonly ModelWindow[];
}

/** Windows that begin and end within a millisecond of each other are the same. */
const DIGITS = 3;

/**
 * Puts together what several models say of the same window of the same recording. Windows that a model does not have, or has no
 * answer to, are left out; models with windows of other lengths have none in common.
 * @param models how many there are
 */
export function pairWindows(sessions: readonly SessionRecord[], models: number): PairedWindow[] {
  return sessions.flatMap(({ session, results }) => {
    const all = Array.from({ length: models }, (_, model) => windowsOf(results[model]));
    return [...all[0]].flatMap(([time, first]) => {
      const own = [first, ...all.slice(1).flatMap((windows) => windows.get(time) ?? [])];
      return own.length === models ? [{ session, models: own }] : [];
    });
  });
}

/** The answered windows of a model by their time. */
function windowsOf(result: SessionResult | undefined): Map<string, ModelWindow> {
  if (result?.status !== 'explained') return new Map();
  const { windows, classes, weights } = result;
  const scores = unpackShares(result.scores);
  const shares = unpackShares(weights.cells);
  return new Map(
    windows.flatMap((window, index): [string, ModelWindow][] => {
      const { start, end, answer, label } = window;
      if (answer === null) return [];
      const at = label === null ? -1 : classes.indexOf(label);
      const labelScore = at < 0 ? null : scores[index * classes.length + at];
      const own = shares.subarray(index * weights.parts, (index + 1) * weights.parts);
      return [[`${start.toFixed(DIGITS)} ${end.toFixed(DIGITS)}`, { ...window, answer, labelScore, weights: own }]];
    }),
  );
}
