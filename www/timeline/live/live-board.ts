import type { ReadyWindow } from '../../../src/core/series/live/stream-buffer.ts';
import { SessionSum } from '../../../src/core/series/session-sum.ts';
import type { Verdict } from '../../../src/core/series/verdicts.ts';
import type { TimedPlane } from '../../../src/elements/xai-timeline/plane.ts';
import type { SamplesInfo } from '../../../src/engine/info.ts';

interface Answered {
  readonly start: number;
  readonly end: number;
  readonly answer: SamplesInfo;
}

/** Values of a model that gives one per frame, as far as they are seen. */
export interface FrameCurve {
  readonly output: string;
  /** Seconds on the stream's clock. */
  readonly times: readonly number[];
  readonly values: readonly number[];
}

/** What a model said of the windows that are seen, and why; what has left the view is forgotten. */
export class LiveBoard {
  /** In order of their middles. */
  verdicts: readonly Verdict[] = [];
  /** Maps of overlapping windows blended as in a recording; null while there is none. */
  map: TimedPlane | null = null;
  /** What the model was fed; null where that is the samples themselves. */
  fed: TimedPlane | null = null;
  frames: FrameCurve | null = null;
  /** The newest. */
  last: SamplesInfo | null = null;
  readonly #seconds: number;
  #answered: readonly Answered[] = [];

  /** @param seconds how much is seen */
  constructor(seconds: number) {
    this.#seconds = seconds;
  }

  add(window: Pick<ReadyWindow, 'index' | 'start' | 'rate' | 'samples'>, answer: SamplesInfo): void {
    const { start } = window;
    const end = start + window.samples[0].length / window.rate;
    const from = end - this.#seconds;
    this.last = answer;
    this.#answered = [...this.#answered.filter((one) => one.end > from), { start, end, answer }];
    const [best] = answer.classes ?? [];
    const said = { answer: best?.label ?? null, score: best?.score ?? null, meant: null, isRight: null };
    const verdicts = this.verdicts.filter((one) => one.end > from);
    this.verdicts = answer.classes ? [...verdicts, { index: window.index, start, end, ...said }] : verdicts;
    this.map = this.#blend(({ map }) => map?.data ?? null);
    this.fed = isPicture(answer) ? this.#blend(({ fed }) => fed.data) : null;
    this.#addFrames(start, from, answer);
  }

  /** One plane of all windows that are seen, where they overlap their mean. */
  #blend(dataOf: (answer: SamplesInfo) => Float32Array | null): TimedPlane | null {
    const parts = this.#answered.filter(({ answer }) => dataOf(answer) !== null);
    const first = parts.at(0)?.answer.fed;
    const last = parts.at(-1)?.answer.fed;
    if (!first || !last) return null;
    const { rows, step, start } = first;
    const columns = Math.ceil((last.start - start) / step - 1e-6) + last.columns;
    const sum = new SessionSum({ rows, columns });
    for (const { answer } of parts) {
      const data = dataOf(answer);
      if (data && answer.fed.rows === rows) sum.add(data, answer.fed.columns, (answer.fed.start - start) / step);
    }
    return { rows, columns, start, step, data: sum.map() };
  }

  /** Of each window only what lies behind the one before. */
  #addFrames(start: number, from: number, { frames }: SamplesInfo): void {
    if (!frames) return;
    const before = this.frames ?? { times: [], values: [] };
    const seen = before.times.findIndex((time) => time > from);
    const times = seen < 0 ? [] : before.times.slice(seen);
    const values = seen < 0 ? [] : before.values.slice(seen);
    const newest = times.at(-1) ?? Number.NEGATIVE_INFINITY;
    frames.values.forEach((value, k) => {
      const time = start + (k + 0.5) * frames.step;
      if (time <= newest + frames.step / 2) return;
      times.push(time);
      values.push(value);
    });
    this.frames = { output: frames.output, times, values };
  }
}

/** Bands are shown as a picture; channels are seen in the curves already. */
function isPicture({ fed }: SamplesInfo): boolean {
  return fed.names === null;
}
