import type { SessionRecord, SessionResult, TimelineChoice } from '../../../engine/audit-protocol.ts';

type Explained = Extract<SessionResult, { readonly status: 'explained' }>;
type Window = Explained['windows'][number];

/** What the labels say of an answer. */
export type WindowVerdict = 'right' | 'wrong' | 'unlabelled' | 'unanswered';

/** One window of a recording with what each model says of it. */
export interface WindowRow {
  /** Of its time; models with windows alike share rows. */
  readonly key: string;
  /** Seconds on the recording's clock. */
  readonly start: number;
  readonly end: number;
  readonly label: string | null;
  /** In the order of the models; null where one has no such window. */
  readonly answers: readonly (Window | null)[];
  readonly isWrong: boolean;
}

export function verdictOf({ answer, label }: Pick<Window, 'answer' | 'label'>): WindowVerdict {
  if (answer === null) return 'unanswered';
  if (label === null) return 'unlabelled';
  return answer === label ? 'right' : 'wrong';
}

/** All windows of a recording, in order of time. */
export function windowRows({ results }: SessionRecord): WindowRow[] {
  const all = new Map<string, (Window | null)[]>();
  for (const [model, result] of results.entries()) {
    if (result.status !== 'explained') continue;
    for (const window of result.windows) {
      const key = `${window.start.toFixed(3)} ${window.end.toFixed(3)}`;
      const answers = all.get(key) ?? results.map(() => null);
      answers[model] = window;
      all.set(key, answers);
    }
  }
  const rows = [...all].map(([key, answers]): WindowRow => {
    const own = answers.filter((window) => window !== null);
    const [{ start, end, label }] = own;
    return { key, start, end, label, answers, isWrong: own.some((window) => verdictOf(window) === 'wrong') };
  });
  return rows.sort((a, b) => a.start - b.start || a.end - b.end);
}

/** What a model says of a whole recording. Means are null without any. */
export interface SessionSum {
  /** Windows with an answer, those of them that a label is about, and those that it contradicts. */
  readonly windows: number;
  readonly judged: number;
  readonly wrong: number;
  /** Mean share of the weight within the labels, of right answers, and what maps without preference would have. */
  readonly inside: number | null;
  readonly chance: number | null;
  /** Mean score of the answers. */
  readonly score: number | null;
}

export function sumUp({ windows }: Pick<Explained, 'windows'>): SessionSum {
  const count = (...wanted: readonly WindowVerdict[]) =>
    windows.filter((window) => wanted.includes(verdictOf(window))).length;
  const mean = (read: (window: Window) => number | null) => {
    const values = windows.flatMap((window) => read(window) ?? []);
    return values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : null;
  };
  return {
    windows: count('right', 'wrong', 'unlabelled'),
    judged: count('right', 'wrong'),
    wrong: count('wrong'),
    inside: mean(({ inside }) => inside),
    // Of the same windows.
    chance: mean(({ inside, chance }) => (inside === null ? null : chance)),
    score: mean(({ score }) => score),
  };
}

/** A window with as much before and after it; the whole of a recording that is hardly longer. */
export function aroundWindow(
  { session, seconds, results }: SessionRecord,
  model: number,
  { start, end }: { readonly start: number; readonly end: number },
): TimelineChoice {
  const result = results[model];
  const margin = end - start;
  const whole = seconds ?? 0;
  if (result?.status !== 'explained' || whole <= 3 * margin) return { session, model };
  // The first window begins where the recording does.
  const [first] = result.windows;
  const from = Math.max(first.start, start - margin);
  return { session, model, span: { from, to: Math.min(first.start + whole, end + margin) } };
}
