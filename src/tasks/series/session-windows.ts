import { XaiError } from '../../core/errors.ts';
import { type Recording, sampleCount } from '../../core/series/recording.ts';
import { resampleRecording } from '../../core/series/resample-recording.ts';
import type { SeriesWindow } from '../../core/subject.ts';
import type { SeriesRecipe } from '../recipe.ts';
import { type SeriesLayout, seriesLayout } from './series-layout.ts';
import { strideOf } from './series-needs.ts';
import { seriesWindow } from './series-window.ts';

/**
 * The windows of a recording as a recipe cuts them: window number k begins at sample k x stride. Each is made when it is asked
 * for, so that an hour takes no more memory than a minute.
 */
export class SessionWindows {
  /** With the channels that are fed, at the model's rate. */
  readonly recording: Recording;
  /** Samples of a window. */
  readonly length: number;
  /** Samples from one window to the next. */
  readonly stride: number;
  readonly count: number;
  /** Where column k of what the model is fed lies: sample `first + k * step` of its window. */
  readonly first: number;
  readonly step: number;
  readonly #recipe: SeriesRecipe;

  /** @throws XaiError `recording-unreadable` when channels are missing, or the recording is shorter than a window */
  constructor(recipe: SeriesRecipe, recording: Recording) {
    const { input } = recipe;
    const layout = seriesLayout(input);
    this.#recipe = recipe;
    this.recording = resampleRecording(
      pickChannels(recording, input.channels, layout),
      input.sampleRate ?? recording.rate,
    );
    const samples = sampleCount(this.recording);
    this.length = layout.window ?? samples;
    this.stride = input.stride ?? strideOf(this.length);
    this.count = samples < this.length ? 0 : Math.floor((samples - this.length) / this.stride) + 1;
    this.first = layout.first;
    this.step = layout.step;
    if (this.count > 0) return;
    throw new XaiError(
      'recording-unreadable',
      `${recording.name} is ${(samples / this.recording.rate).toPrecision(3)} s long, and the model wants ` +
        `${(this.length / this.recording.rate).toPrecision(3)} s at once. Choose a longer recording.`,
      { file: recording.name },
    );
  }

  /** Seconds at which window number `index` begins and ends, on the recording's clock. */
  timesOf(index: number): { readonly start: number; readonly end: number } {
    const { start, rate } = this.recording;
    const from = start + (index * this.stride) / rate;
    return { start: from, end: from + this.length / rate };
  }

  /** Whether a window holds samples that the file has no values for. */
  touchesGap(index: number): boolean {
    const from = index * this.stride;
    return this.recording.gaps.some(({ start, end }) => start < from + this.length && end > from);
  }

  /** @throws XaiError `recipe-invalid` when the processors' result does not fit the model */
  at(index: number): SeriesWindow {
    const { data, rate, sha256, name } = this.recording;
    const from = index * this.stride;
    const samples = data.map((values) => values.subarray(from, from + this.length));
    const own = `${sha256}:${from}-${from + this.length}`;
    return seriesWindow(this.#recipe, { samples, rate, ...this.timesOf(index), sha256: own, name });
  }
}

function pickChannels(recording: Recording, names: readonly string[] | undefined, layout: SeriesLayout): Recording {
  const { name, channels, data } = recording;
  if (names) {
    const places = names.map((channel) => channels.indexOf(channel));
    const missing = names.filter((_, k) => places[k] < 0);
    if (missing.length === 0) return { ...recording, channels: names, data: places.map((at) => data[at]) };
    throw unfit(
      name,
      `has no channel ${missing.join(', ')}; it has ${channels.join(', ')}. Name them as the recipe does, or correct its input.channels.`,
    );
  }
  const wanted = layout.processors.some((processor) => processor.channels !== undefined) ? null : layout.channels;
  if (wanted === null || wanted === channels.length) return recording;
  if (wanted === 1 && channels.join() === 'left,right') return mixDown(recording);
  throw unfit(
    name,
    `has ${channels.length} channels (${channels.join(', ')}), and the model takes ${wanted}. Say which with input.channels.`,
  );
}

function mixDown(recording: Recording): Recording {
  const [left, right] = recording.data;
  return {
    ...recording,
    channels: ['sound'],
    data: [left.map((value, k) => (value + right[k]) / 2)],
    findings: [
      ...recording.findings,
      { kind: 'mixed-down', count: 2, message: 'The model takes one channel; left and right were averaged.' },
    ],
  };
}

function unfit(name: string, what: string): XaiError {
  return new XaiError('recording-unreadable', `${name} ${what}`, { file: name });
}
