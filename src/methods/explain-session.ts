import { XaiError } from '../core/errors.ts';
import { takeTurns } from '../core/next-turn.ts';
import { Run } from '../core/run.ts';
import type { Recording } from '../core/series/recording.ts';
import { sampleCount } from '../core/series/recording.ts';
import type { SessionMap } from '../core/series/session-map.ts';
import { SessionSum } from '../core/series/session-sum.ts';
import { type WindowMean, WindowSums, type WindowWeights } from '../core/series/window-means.ts';
import { WindowNotes } from '../core/series/window-notes.ts';
import type { TargetSpec, WeightsSpec } from '../core/targets.ts';
import type { ClassScore } from '../tasks/classes.ts';
import type { Model } from '../tasks/model.ts';
import type { Frames } from '../tasks/series/frames-output.ts';
import { SessionWindows } from '../tasks/series/session-windows.ts';
import { type ExplainOptions, explain } from './explain.ts';

export interface SessionOptions extends Omit<ExplainOptions, 'targets' | 'partialEvery'> {
  /**
   * What is explained. `top`: of each window its own best answer, in one map; `all`: each class that is some window's best
   * answer, where it scores above the threshold; class numbers: these, in every window. Default `top`.
   */
  readonly targets?: 'top' | 'all' | readonly number[];
  /** What the model says of every window, where that is known already. Default: it is asked. */
  readonly answers?: readonly WindowAnswer[];
  /** Least milliseconds between two partial results; null: none is made. Default null. */
  readonly partialEvery?: number | null;
}

/** What a model said of one window. */
export interface WindowAnswer {
  readonly index: number;
  /** Seconds on the recording's clock, half-open. */
  readonly start: number;
  readonly end: number;
  /** Every class by falling score; null for models without classes, and where the recording has no values. */
  readonly classes: readonly ClassScore[] | null;
  /** One value per frame, for models that give these. */
  readonly frames: Frames | null;
}

export interface SessionExplanation {
  /** The windows, at the model's rate. */
  readonly windows: SessionWindows;
  readonly answers: readonly WindowAnswer[];
  /** In the order asked for; of `all` the class with most windows first. */
  readonly maps: readonly SessionMap[];
  /** The mean map of a window of each class, those with most windows first; of models without classes one. */
  readonly means: readonly WindowMean[];
  /** When within each window its weight lies, by the first of its maps; null where none was explained. */
  readonly weights: WindowWeights | null;
}

/** Windows of a recording that a model answers about, one after the other. Windows that touch a gap get no answer. */
export async function predictSession(
  model: Model,
  windows: SessionWindows,
  {
    signal,
    report = () => {},
  }: { readonly signal?: AbortSignal; readonly report?: (done: number, answers: readonly WindowAnswer[]) => void } = {},
): Promise<WindowAnswer[]> {
  const takeTurn = takeTurns();
  const answers: WindowAnswer[] = [];
  for (let index = 0; index < windows.count; index++) {
    signal?.throwIfAborted();
    const about = { index, ...windows.timesOf(index) };
    if (windows.touchesGap(index)) answers.push({ ...about, classes: null, frames: null });
    else {
      const { classes = null, frames = null } = await model.predict(windows.at(index));
      answers.push({ ...about, classes, frames });
    }
    report(index + 1, answers);
    await takeTurn();
  }
  return answers;
}

/**
 * Explains a model's answers along a whole recording: every window by itself, and the maps of overlapping windows blended. The
 * method is chosen at the first window and kept.
 * @throws XaiError through `result()`: `method-unsupported`, `recording-unreadable`, `target-missing`, `option-invalid`, ...
 */
export function explainSession(
  model: Model,
  recording: Recording | SessionWindows,
  { targets = 'top', scoreThreshold, answers: given, partialEvery = null, signal, ...options }: SessionOptions = {},
): Run<SessionExplanation> {
  return new Run(async (context) => {
    const { input } = model.seriesRecipe();
    const windows =
      recording instanceof SessionWindows ? recording : new SessionWindows(model.seriesRecipe(), recording);
    const asked = given ? 0 : windows.count;
    const total = asked + windows.count;
    const answers =
      given ??
      (await predictSession(model, windows, {
        signal: context.signal,
        report: (done) => context.report(done, total),
      }));
    const threshold = scoreThreshold ?? model.seriesRecipe().scoreThreshold;
    const wanted = chooseTargets(model, answers, targets, threshold);
    const tracks = wanted.map((target) => new Track(target, windows));
    const sums = new WindowSums(windows.count);
    const { length, stride } = windows;
    const stated = { window: length, stride, sampleRate: input.sampleRate ?? windows.recording.rate };
    const sofar = (): SessionExplanation => ({
      windows,
      answers,
      maps: tracks.flatMap((track) => track.finish(stated) ?? []),
      means: sums.means(),
      weights: sums.weights(),
    });
    const partials = partialEvery === null ? null : new Paced(partialEvery, sofar);
    const takeTurn = takeTurns();
    let { method } = options;
    for (const answer of answers) {
      context.signal.throwIfAborted();
      const here = tracks.flatMap((track) => {
        const spec = track.target.specOf(answer);
        return spec ? [{ track, spec }] : [];
      });
      if (here.length > 0) {
        const specs = here.map(({ spec }) => spec);
        const maps = await explain(model, windows.at(answer.index), {
          ...options,
          method,
          targets: specs,
          partialEvery: null,
          signal: context.signal,
        }).result();
        method = maps[0].provenance.method;
        for (const [k, { track }] of here.entries()) {
          track.add(answer.index, maps[k]);
          sums.add(answer.index, maps[k].target, maps[k]);
        }
      }
      context.report(asked + answer.index + 1, total, partials?.next());
      await takeTurn();
    }
    return sofar();
  }, signal);
}

/** Partial results take a tenth of the time at most, however long the recording. */
const PARTIAL_SHARE = 0.1;

/** Makes something now and then. */
class Paced<T> {
  readonly #every: number;
  readonly #make: () => T;
  #dueAt: number;

  constructor(every: number, make: () => T) {
    this.#every = every;
    this.#make = make;
    this.#dueAt = performance.now() + every;
  }

  /** Null where it is too early. */
  next(): T | null {
    const begun = performance.now();
    if (begun < this.#dueAt) return null;
    const made = this.#make();
    const now = performance.now();
    this.#dueAt = now + Math.max(this.#every, (now - begun) / PARTIAL_SHARE);
    return made;
  }
}

/** One map to be made: what of a window's answer it explains, if anything. */
interface SessionTarget {
  readonly classIndex: number;
  readonly label: string;
  specOf(answer: WindowAnswer): TargetSpec | null;
}

/** Label of the map that is of no one class. */
export const OWN_ANSWERS = "each window's own answer";

function chooseTargets(
  model: Model,
  answers: readonly WindowAnswer[],
  targets: NonNullable<SessionOptions['targets']>,
  threshold: number,
): SessionTarget[] {
  const known = answers.find(({ classes, frames }) => classes || frames);
  if (!known) {
    throw new XaiError('no-detections', 'Every window of the recording touches a gap, so there is nothing to explain.');
  }
  if (known.frames) return [framesTarget(known.frames)];
  if (targets === 'top') {
    const specOf = ({ classes }: WindowAnswer): TargetSpec | null =>
      classes && { kind: 'class', index: classes[0].classIndex };
    return [{ classIndex: -1, label: OWN_ANSWERS, specOf }];
  }
  if (targets === 'all') {
    const wins = new Map<number, number>();
    for (const { classes } of answers) {
      if (classes && classes[0].score >= threshold)
        wins.set(classes[0].classIndex, (wins.get(classes[0].classIndex) ?? 0) + 1);
    }
    if (wins.size === 0) return chooseTargets(model, answers, 'top', threshold);
    const classes = [...wins].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([classIndex]) => classIndex);
    return classes.map((classIndex) => classTarget(model, classIndex, (score) => score >= threshold));
  }
  const count = known.classes?.length ?? 0;
  const odd = targets.find((classIndex) => !Number.isInteger(classIndex) || classIndex < 0 || classIndex >= count);
  if (odd !== undefined || targets.length === 0) {
    throw new XaiError('target-missing', `There is no class ${odd ?? 'named'}; they go from 0 to ${count - 1}.`, {
      option: 'targets',
    });
  }
  return targets.map((classIndex) => classTarget(model, classIndex, () => true));
}

function framesTarget({ output }: Frames): SessionTarget {
  const specOf = ({ frames }: WindowAnswer): TargetSpec | null => frames && specOfFrames(frames);
  return { classIndex: -1, label: `mean ${output}`, specOf };
}

/** What stands for all values of a window: their mean. */
export function specOfFrames({ output, values }: Frames): WeightsSpec {
  const indices = [...values.keys()];
  const weights = indices.map(() => 1 / indices.length);
  return { kind: 'weights', output, indices, weights, label: `mean ${output}` };
}

function classTarget(model: Model, classIndex: number, isWorth: (score: number) => boolean): SessionTarget {
  const specOf = ({ classes }: WindowAnswer): TargetSpec | null => {
    const score = classes?.find((one) => one.classIndex === classIndex)?.score;
    return score !== undefined && isWorth(score) ? { kind: 'class', index: classIndex } : null;
  };
  return { classIndex, label: model.label(classIndex), specOf };
}

type WindowMap = Awaited<ReturnType<ReturnType<typeof explain>['result']>>[number];

/** The map of one target along the recording, as far as it has come. */
class Track {
  readonly target: SessionTarget;
  readonly #windows: SessionWindows;
  #sum: { readonly grid: { rows: number; columns: number }; readonly sum: SessionSum } | null = null;
  #count = 0;
  #masks: number | null = null;
  #reliability: number | null = null;
  #first: WindowMap | null = null;
  readonly #notes = new WindowNotes();

  constructor(target: SessionTarget, windows: SessionWindows) {
    this.target = target;
    this.#windows = windows;
  }

  add(index: number, map: WindowMap): void {
    const { recording, step, stride } = this.#windows;
    // Columns of all windows together; one window alone may be longer than what its columns' steps come to.
    this.#sum ??= makeSum(map.height, Math.max(map.width, Math.ceil(sampleCount(recording) / step)));
    this.#sum.sum.add(map.data, map.width, (index * stride) / step, map.error);
    this.#count++;
    this.#first ??= map;
    this.#notes.add(map.provenance.notes);
    if (map.masks !== null) this.#masks = (this.#masks ?? 0) + map.masks;
    if (map.reliability !== null) this.#reliability = Math.min(this.#reliability ?? 1, map.reliability);
  }

  /** @param stated options of the session, for the provenance */
  finish(stated: Readonly<Record<string, unknown>>): SessionMap | null {
    if (!this.#sum || !this.#first) return null;
    const { recording, first, step } = this.#windows;
    const { rate, start } = recording;
    const { provenance } = this.#first;
    return {
      classIndex: this.target.classIndex,
      label: this.target.label,
      ...this.#sum.grid,
      start: start + (first + 0.5) / rate,
      step: step / rate,
      data: this.#sum.sum.map(),
      error: this.#sum.sum.error(),
      windows: this.#count,
      masks: this.#masks,
      reliability: this.#reliability,
      provenance: {
        ...provenance,
        pictureSha256: recording.sha256,
        options: { ...provenance.options, ...stated },
        notes: this.#notes.notes(),
      },
    };
  }
}

function makeSum(rows: number, columns: number) {
  const grid = { rows, columns };
  return { grid, sum: new SessionSum(grid) };
}
