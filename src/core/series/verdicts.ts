import { labelFinder, labelOfWindow } from './label-of-window.ts';
import type { Label } from './recording.ts';
import { bestClass, type SessionAnswers } from './session-answers.ts';

/** One window, what was said of it, and whether that is right. */
export interface Verdict {
  /** Position among all windows, from 0. */
  readonly index: number;
  /** Seconds on the recording's clock, half-open. */
  readonly start: number;
  readonly end: number;
  /** Null where nothing was said: the window touches a gap. */
  readonly answer: string | null;
  /** Of the answer, 0 to 1; null where nobody said. */
  readonly score: number | null;
  /** What the window is about by the labels; null where they do not say. */
  readonly meant: string | null;
  /** Null where either is missing. */
  readonly isRight: boolean | null;
}

/** What a model said of each window beside what the labels say. */
export function judgeAnswers(answers: SessionAnswers, labels: readonly Label[]): Verdict[] {
  const { start, stride, length, count, classes, scores } = answers;
  const near = labelFinder(labels);
  return Array.from({ length: count }, (_, index) => {
    const best = bestClass(answers, index);
    const from = start + index * stride;
    const said = best < 0 ? null : classes[best];
    const score = best < 0 ? null : scores[index * classes.length + best];
    const window = { index, start: from, end: from + length, answer: said, score };
    return judgeWindow(window, near(window));
  });
}

/** Answers that were made elsewhere: each is a window of its own. */
export function judgePredictions(predictions: readonly Label[], labels: readonly Label[]): Verdict[] {
  const near = labelFinder(labels);
  return predictions.map(({ start, end, label, confidence }, index) => {
    const window = { index, start, end, answer: label, score: confidence };
    return judgeWindow(window, near(window));
  });
}

/** What was said of one window beside what the labels say. */
export function judgeWindow(window: Omit<Verdict, 'meant' | 'isRight'>, labels: readonly Label[]): Verdict {
  const meant = labelOfWindow(window, labels)?.label ?? null;
  const isRight = meant === null || window.answer === null ? null : meant === window.answer;
  return { ...window, meant, isRight };
}

/** The window whose middle lies nearest to a moment; -1 without windows. Windows are in order of their middles. */
export function windowAt(windows: readonly { readonly start: number; readonly end: number }[], time: number): number {
  const middle = (index: number) => (windows[index].start + windows[index].end) / 2;
  let [low, high] = [0, windows.length - 1];
  if (high < 0) return -1;
  while (high - low > 1) {
    const between = (low + high) >> 1;
    if (middle(between) <= time) low = between;
    else high = between;
  }
  return time - middle(low) <= middle(high) - time ? low : high;
}

/** The next wrong window from one on, around the end; -1 where none is wrong. */
export function nextWrong(verdicts: readonly Verdict[], from: number, direction: 1 | -1): number {
  const count = verdicts.length;
  for (let step = 1; step <= count; step++) {
    const index = (((from + direction * step) % count) + count) % count;
    if (verdicts[index].isRight === false) return index;
  }
  return -1;
}
