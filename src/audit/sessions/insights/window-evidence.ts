import { unpackShares } from '../packed-plane.ts';
import type { SessionRecord } from '../session-record.ts';

/** One explained window as the insights see it. */
export interface WindowEvidence {
  readonly session: string;
  /** Position among the windows of the recording, from 0. */
  readonly index: number;
  /** Seconds on the recording's clock. */
  readonly start: number;
  readonly end: number;
  readonly answer: string;
  /** What the labels say; null where they do not. */
  readonly label: string | null;
  /** Share of the positive weight within the labels of the answer; null unless it is right. */
  readonly inside: number | null;
  /** Share of the window that these cover. */
  readonly chance: number | null;
  /** Shares of the positive weight in equal parts of the window: their sum is 1, or 0 without any. */
  readonly weights: Float32Array;
}

/** The answered windows of one model, in order of recordings and time. */
export function collectWindows(sessions: readonly SessionRecord[], model: number): WindowEvidence[] {
  return sessions.flatMap(({ session, results }) => {
    const result = results[model];
    if (result?.status !== 'explained') return [];
    const { parts, cells } = result.weights;
    const weights = unpackShares(cells);
    return result.windows.flatMap(({ answer, ...window }, index) => {
      if (answer === null) return [];
      const own = weights.subarray(index * parts, (index + 1) * parts);
      return [{ session, index, answer, ...window, weights: own }];
    });
  });
}

/**
 * At most so many windows, as many of each recording as of the others where that can be: windows of one recording are alike.
 * @param windows the best first
 */
export function spreadOver(windows: readonly WindowEvidence[], most: number): WindowEvidence[] {
  const groups = new Map<string, WindowEvidence[]>();
  for (const window of windows) {
    const group = groups.get(window.session);
    if (group) group.push(window);
    else groups.set(window.session, [window]);
  }
  const chosen: WindowEvidence[] = [];
  for (let turn = 0; chosen.length < most; turn++) {
    const round = [...groups.values()].flatMap((group) => group[turn] ?? []);
    if (round.length === 0) break;
    const left = most - chosen.length;
    // Of more recordings than are wanted every n-th: they may be in an order that means something.
    const taken = Math.min(left, round.length);
    for (let k = 0; k < taken; k++) chosen.push(round[Math.floor((k * round.length) / taken)]);
  }
  return chosen;
}
