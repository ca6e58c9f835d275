import { XaiError } from '../core/errors.ts';
import type { Saliency } from '../core/saliency.ts';
import type { SeriesWindow } from '../core/subject.ts';
import { explainFrame } from '../methods/explain-frame.ts';
import type { Model } from '../tasks/model.ts';
import type { Prediction } from '../tasks/prediction.ts';
import { rowNames } from '../tasks/series/row-names.ts';
import { seriesLayout } from '../tasks/series/series-layout.ts';
import { seriesWindow } from '../tasks/series/series-window.ts';
import { meanOverChannels } from '../tasks/series/session-features.ts';
import type { SamplesInfo } from './info.ts';
import type { Call } from './protocol.ts';
import type { CallTools } from './worker-port.ts';

/** Answers about one window of a stream, which is not kept: its map has no hash of what it is of. */
export async function explainSamples(
  model: Model,
  { window, wantsMap, method, classIndex }: Call<'explainSamples'>,
  { signal, handOver }: CallTools,
): Promise<SamplesInfo> {
  const { samples, rate, start } = window;
  const end = start + samples[0].length / rate;
  const subject = seriesWindow(model.seriesRecipe(), { samples, rate, start, end, sha256: '' });
  const asked = { method: method ?? undefined, classIndex: classIndex ?? undefined, signal };
  const { prediction, map, obstacle } = await answer(model, subject, wantsMap, asked);
  const fed = fedOf(model, subject);
  const frames = prediction.frames ?? null;
  handOver([fed.data.buffer, ...(map ? [map.data.buffer as ArrayBuffer] : [])]);
  return {
    classes: prediction.classes?.map(({ classIndex, label, score }) => ({ classIndex, label, score })) ?? null,
    frames: frames && {
      output: frames.output,
      step: (frames.hop ?? samples[0].length / frames.values.length) / rate,
      values: frames.values,
    },
    fed,
    map,
    obstacle,
  };
}

interface Answer {
  readonly prediction: Prediction;
  readonly map: Saliency | null;
  readonly obstacle: string | null;
}

/** Without a map where the graph allows none, unless a person named the method. */
async function answer(
  model: Model,
  subject: SeriesWindow,
  wantsMap: boolean,
  asked: Parameters<typeof explainFrame>[2],
): Promise<Answer> {
  const plain = async (obstacle: string | null) => ({ prediction: await model.predict(subject), map: null, obstacle });
  if (!wantsMap) return plain(null);
  try {
    return { ...(await explainFrame(model, subject, asked)), obstacle: null };
  } catch (cause) {
    if (asked?.method || !(cause instanceof XaiError) || cause.code !== 'method-unsupported') throw cause;
    return plain(cause.message);
  }
}

function fedOf(model: Model, { width, height, values, samples, rate, start }: SeriesWindow): SamplesInfo['fed'] {
  const { input } = model.seriesRecipe();
  const { first, step } = seriesLayout(input);
  const channels = input.channels ?? samples.map((_, k) => String(k + 1));
  return {
    rows: height,
    columns: width,
    start: start + (first + 0.5) / rate,
    step: step / rate,
    data: meanOverChannels(values, width * height).slice(),
    names: rowNames(input, channels, height),
  };
}
