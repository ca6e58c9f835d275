import { XaiError } from '../core/errors.ts';
import type { TargetSpec } from '../core/targets.ts';
import { explain } from '../methods/explain.ts';
import { explainSession, predictSession, specOfFrames, type WindowAnswer } from '../methods/explain-session.ts';
import type { Model } from '../tasks/model.ts';
import { readLabelFile } from '../tasks/series/read-label-file.ts';
import { readPredictionFile } from '../tasks/series/read-prediction-file.ts';
import { decodeText, type Session } from '../tasks/series/read-session.ts';
import { rowNames } from '../tasks/series/row-names.ts';
import { meanOverChannels, sessionFeatures } from '../tasks/series/session-features.ts';
import { SessionWindows } from '../tasks/series/session-windows.ts';
import { followRun } from './follow-run.ts';
import type { FedValues, SessionMaps } from './info.ts';
import type { Call, CallName, RecordingSource } from './protocol.ts';
import { readBytes, readSource } from './read-recording.ts';
import { inColumns } from './session-columns.ts';
import { unlessAborted } from './unless-aborted.ts';
import type { CallHandlers, CallTools } from './worker-port.ts';

/** Milliseconds between two results as far as they have come. */
const GROWING_MS = 250;

/** A recording as one model sees it. */
interface Seen {
  readonly model: Model;
  readonly windows: SessionWindows;
  /** What the model says of every window, once it was asked. */
  answers: readonly WindowAnswer[] | null;
}

interface OpenRecording {
  /** Ends the reading; one call that is cancelled does not. */
  readonly closed: AbortController;
  readonly session: Promise<Session>;
  readonly seen: Map<string, Seen>;
}

type SeenCall = Pick<Call<'feedSession'>, 'model' | 'recording'>;

type SessionCall = Extract<
  CallName,
  | 'readRecording'
  | 'closeRecording'
  | 'readLabels'
  | 'answerSession'
  | 'feedSession'
  | 'feedWindow'
  | 'explainWindow'
  | 'explainSession'
>;

/**
 * Answers what is asked about recordings. They are held until they are closed; whichever this worker does not hold, as after
 * a restart, is read again.
 * @param findModel throws when the worker does not hold it
 */
export function sessionCalls(findModel: (key: string) => Model): Pick<CallHandlers, SessionCall> {
  const recordings = new Map<string, OpenRecording>();

  const open = (recording: RecordingSource): OpenRecording => {
    const known = recordings.get(recording.key);
    if (known) return known;
    const closed = new AbortController();
    const opened = { closed, session: readSource(recording, closed.signal), seen: new Map<string, Seen>() };
    recordings.set(recording.key, opened);
    opened.session.catch(() => recordings.delete(recording.key));
    return opened;
  };

  const see = async ({ model: key, recording }: SeenCall, signal: AbortSignal): Promise<Seen> => {
    const { session, seen } = open(recording);
    const model = findModel(key);
    const known = seen.get(key);
    if (known?.model === model) return known;
    const whole = (await unlessAborted(signal, session)).recording;
    const made = { model, windows: new SessionWindows(model.seriesRecipe(), whole), answers: null };
    // One model at a time: a resampled recording may be as large as the recording.
    seen.clear();
    seen.set(key, made);
    return made;
  };

  return {
    async readRecording(call, { signal, handOver }) {
      const { recording, labels, predictions } = await unlessAborted(signal, open(call.recording).session);
      const data = recording.data.map((values) => values.slice());
      handOver(data.map(({ buffer }) => buffer));
      return { recording: { ...recording, data }, labels, predictions };
    },

    async closeRecording({ recording }) {
      recordings.get(recording.key)?.closed.abort(new DOMException('The recording was closed.', 'AbortError'));
      recordings.delete(recording.key);
      return null;
    },

    async readLabels({ file, of }, { signal }) {
      const read = of === 'labels' ? readLabelFile : readPredictionFile;
      return read(decodeText(await readBytes(file, signal), file.name), file.name);
    },

    async answerSession(call, tools) {
      const seen = await see(call, tools.signal);
      await answerAll(seen, tools);
      const answers = inColumns(seen.windows, seen.answers ?? [], (classIndex) => seen.model.label(classIndex));
      tools.handOver([answers.scores.buffer]);
      return answers;
    },

    async feedSession(call, { signal, handOver }) {
      const { model, windows } = await see(call, signal);
      const { rows, columns, data } = await sessionFeatures(windows, signal);
      const own = Float32Array.from(data);
      handOver([own.buffer]);
      return fedValues(model, windows, 0, { rows, columns, data: own });
    },

    async feedWindow(call, { signal, handOver }) {
      const { model, windows } = await see(call, signal);
      const { width, height, values } = windows.at(checkWindow(windows, call.window));
      const data = meanOverChannels(values, width * height).slice();
      handOver([data.buffer]);
      return fedValues(model, windows, call.window, { rows: height, columns: width, data });
    },

    async explainWindow(call, tools) {
      const { model, windows } = await see(call, tools.signal);
      const index = checkWindow(windows, call.window);
      if (windows.touchesGap(index)) {
        throw new XaiError('no-detections', 'This window touches a gap of the recording. Choose another one.');
      }
      const window = windows.at(index);
      const run = explain(model, window, {
        ...call.options,
        ...(call.method === null ? {} : { method: call.method }),
        targets: [await targetOf(model, window, call.classIndex)],
        signal: tools.signal,
      });
      const [map] = await followRun(run, tools);
      return map;
    },

    async explainSession(call, tools) {
      const seen = await see(call, tools.signal);
      await answerAll(seen, tools);
      const { method, classIndex, options } = call;
      const run = explainSession(seen.model, seen.windows, {
        ...options,
        ...(method === null ? {} : { method }),
        targets: classIndex === null ? 'top' : [classIndex],
        answers: seen.answers ?? undefined,
        partialEvery: GROWING_MS,
        signal: tools.signal,
      });
      for await (const { done, total, remaining, partial } of run) {
        tools.progress({ unit: 'windows', done, total, remaining });
        if (partial && partial.maps.length > 0) {
          const maps = mapsOf(seen, partial);
          tools.growing(maps, buffersOf(maps));
        }
      }
      const maps = mapsOf(seen, await run.result());
      tools.handOver(buffersOf(maps));
      return maps;
    },
  };
}

/** Asks the model about every window, unless that was done already. */
async function answerAll(seen: Seen, tools: CallTools): Promise<void> {
  if (seen.answers) return;
  const { model, windows } = seen;
  const begun = performance.now();
  let sentAt = begun;
  seen.answers = await predictSession(model, windows, {
    signal: tools.signal,
    report: (done, answers) => {
      const now = performance.now();
      const total = windows.count;
      tools.progress({ unit: 'windows', done, total, remaining: ((now - begun) / done) * (total - done) });
      if (now - sentAt < GROWING_MS) return;
      const sofar = inColumns(windows, answers, (classIndex) => model.label(classIndex));
      tools.growing(sofar, [sofar.scores.buffer]);
      sentAt = performance.now();
    },
  });
}

function checkWindow({ count }: SessionWindows, index: number): number {
  if (Number.isInteger(index) && index >= 0 && index < count) return index;
  throw new XaiError('option-invalid', `There is no window ${index}; they go from 0 to ${count - 1}.`, {
    option: 'window',
  });
}

async function targetOf(
  model: Model,
  window: Parameters<Model['predict']>[0],
  classIndex: number | null,
): Promise<TargetSpec> {
  if (classIndex !== null) return { kind: 'class', index: classIndex };
  const { classes, frames } = await model.predict(window);
  if (classes) return { kind: 'class', index: classes[0].classIndex };
  if (frames) return specOfFrames(frames);
  throw new XaiError('method-unsupported', `${model.name} gives neither classes nor values per frame to explain.`);
}

function fedValues(
  model: Model,
  windows: SessionWindows,
  window: number,
  plane: Pick<FedValues, 'rows' | 'columns' | 'data'>,
): FedValues {
  const { recording, first, step } = windows;
  return {
    ...plane,
    start: windows.timesOf(window).start + (first + 0.5) / recording.rate,
    step: step / recording.rate,
    names: rowNames(model.seriesRecipe().input, recording.channels, plane.rows),
  };
}

/** With weights of its own: the run writes on in its. */
function mapsOf(
  { model, windows }: Seen,
  { maps, means, weights }: Pick<SessionMaps, 'maps' | 'means' | 'weights'>,
): SessionMaps {
  return {
    maps,
    means,
    weights: weights && { ...weights, data: weights.data.slice() },
    names: rowNames(model.seriesRecipe().input, windows.recording.channels, maps[0]?.rows ?? 0),
  };
}

function buffersOf({ maps, means, weights }: SessionMaps): ArrayBuffer[] {
  const arrays = [
    ...maps.flatMap(({ data, error }) => (error ? [data, error] : [data])),
    ...means.map(({ data }) => data),
    ...(weights ? [weights.data] : []),
  ];
  return [...new Set(arrays.map(({ buffer }) => buffer as ArrayBuffer))];
}
