/** What a model said of every window of a recording, in columns. */
export interface SessionAnswers {
  /** Seconds on the recording's clock at which the first window begins, from one to the next, and of each. */
  readonly start: number;
  readonly stride: number;
  readonly length: number;
  /** Windows; number k begins at `start + k * stride`. */
  readonly count: number;
  /** In class order; empty for models without classes. */
  readonly classes: readonly string[];
  /** Length count x classes; not numbers where a window was not asked about. */
  readonly scores: Float32Array<ArrayBuffer>;
  /** For models that give a value per frame, else null. */
  readonly frames: SessionFrames | null;
}

/** A value per frame along a recording; where windows overlap their mean. */
export interface SessionFrames {
  /** Name of the model's output. */
  readonly output: string;
  /** Seconds at the middle of the first frame, and from one to the next. */
  readonly start: number;
  readonly step: number;
  /** Not a number where no window was. */
  readonly values: Float32Array<ArrayBuffer>;
}

/** Class numbers of one window by falling score; empty where it was not asked about. */
export function rankClasses({ classes, scores }: SessionAnswers, window: number): number[] {
  const from = window * classes.length;
  if (classes.length === 0 || Number.isNaN(scores[from])) return [];
  return [...classes.keys()].sort((a, b) => scores[from + b] - scores[from + a] || a - b);
}

/** The first of {@link rankClasses}, without putting the others in order; -1 where a window was not asked about. */
export function bestClass({ classes, scores }: SessionAnswers, window: number): number {
  const from = window * classes.length;
  if (classes.length === 0 || Number.isNaN(scores[from])) return -1;
  let best = 0;
  for (let at = 1; at < classes.length; at++) if (scores[from + at] > scores[from + best]) best = at;
  return best;
}
