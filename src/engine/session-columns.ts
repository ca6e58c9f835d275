import type { SessionAnswers, SessionFrames } from '../core/series/session-answers.ts';
import { SessionSum } from '../core/series/session-sum.ts';
import type { WindowAnswer } from '../methods/explain-session.ts';
import type { SessionWindows } from '../tasks/series/session-windows.ts';

/** Answers of windows in columns; windows that have none yet are not numbers. */
export function inColumns(
  windows: SessionWindows,
  answers: readonly WindowAnswer[],
  label: (classIndex: number) => string,
): SessionAnswers {
  const { count, stride, recording } = windows;
  const { start, end } = windows.timesOf(0);
  const size = answers.find(({ classes }) => classes)?.classes?.length ?? 0;
  const scores = new Float32Array(count * size).fill(Number.NaN);
  for (const { index, classes } of answers) {
    for (const { classIndex, score } of classes ?? []) scores[index * size + classIndex] = score;
  }
  return {
    start,
    stride: stride / recording.rate,
    length: end - start,
    count,
    classes: Array.from({ length: size }, (_, classIndex) => label(classIndex)),
    scores,
    frames: framesOf(windows, answers),
  };
}

function framesOf(windows: SessionWindows, answers: readonly WindowAnswer[]): SessionFrames | null {
  const known = answers.find(({ frames }) => frames)?.frames;
  if (!known) return null;
  const { start, rate } = windows.recording;
  const step = known.hop === null ? windows.length / rate / known.values.length : known.hop / rate;
  const last = windows.timesOf(windows.count - 1).end;
  const columns = Math.max(known.values.length, Math.ceil((last - start) / step));
  const sum = new SessionSum({ rows: 1, columns });
  for (const { index, frames } of answers) {
    if (frames) sum.add(frames.values, frames.values.length, (index * windows.stride) / rate / step);
  }
  return { output: known.output, start: start + step / 2, step, values: Float32Array.from(sum.map()) };
}
