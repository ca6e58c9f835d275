// How many windows of a recording are explained in a second beside the bare passes of its model, and what an hour takes.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { explainSession } from '../src/methods/explain-session.ts';
import { EMBEDDED, isEmbedded } from '../src/runtime/embedded.ts';
import type { Provider } from '../src/runtime/platform.ts';
import { makeFeeds } from '../src/tasks/feeds.ts';
import { Model } from '../src/tasks/model.ts';
import { drawSession } from '../src/tasks/series/drawn-session.ts';
import { SessionWindows } from '../src/tasks/series/session-windows.ts';
import { SHARED } from './shared.ts';
import { interleave, median, ratio, timed } from './timing.ts';

/** What a process that measures recordings is asked, as JSON on its command line. */
export type SeriesTask = SeriesSetting & ({ readonly kind: 'series' } | { readonly kind: 'series-memory' });

interface SeriesSetting {
  /** `embedded:NAME`, or a name in ../shared/models. */
  readonly model: string;
  readonly provider: Provider;
  readonly software: boolean;
  readonly method: string;
  /** Of methods with masks. */
  readonly masks: number | null;
  /** Length of the session. */
  readonly seconds: number;
  readonly repeats: number;
  readonly patience: number;
}

export interface SeriesSpeed {
  /** Windows a second: the model alone, one window a run. */
  readonly bare: number;
  /** Windows a second answered and explained, from the recording to the blended map. */
  readonly explained: number;
  /** Time of the second over that of the first. */
  readonly ratio: number;
  /** Windows in an hour, overlapping as the recipe says. */
  readonly hour: number;
  /** Share of all cores that other programs took meanwhile. */
  readonly otherWork: number;
}

/** Bytes; peaks since the process began. */
export interface SeriesMemory {
  readonly windows: number;
  /** Milliseconds from the recording to the map. */
  readonly time: number;
  /** Of the process: model, runtime and everything else. */
  readonly resident: number;
  /** Of typed arrays outside the JavaScript heap. */
  readonly arrayBuffers: number;
}

const SEED = 9_000_000;
const HOUR = 3600;

const fileOf = (model: string) => path.join(SHARED, 'models', model, 'model.onnx');
const recipeOf = (model: string) => path.join('test', 'fixtures', 'recipes', `${model}.recipe.json`);

/** What a model needs that is not on this machine; undefined when it is all here. */
export function missingSeriesFile(model: string): string | undefined {
  return isEmbedded(model) ? undefined : [fileOf(model), recipeOf(model)].find((file) => !existsSync(file));
}

/** @throws XaiError `backend-unavailable` when the provider is not here */
export async function openSeriesModel({ model, provider }: SeriesTask): Promise<Model> {
  if (isEmbedded(model)) return Model.load(model, { backend: provider });
  const recipe = JSON.parse(await readFile(recipeOf(model), 'utf8'));
  return Model.load(fileOf(model), { backend: provider, name: model, recipe });
}

export async function measureSeries(model: Model, task: SeriesTask): Promise<SeriesSpeed> {
  const windows = await drawnWindows(model, task);
  const tensors = Array.from({ length: windows.count }, (_, index) => model.prepare(windows.at(index)).tensor);
  const { runner } = await model.answer(model.prepare(windows.at(0)));
  const bare = async () => {
    for (const tensor of tensors) await runner.run(makeFeeds(model.recipe, runner.inputs, tensor, 1));
  };
  const explained = () => explainSession(model, windows, optionsOf(task)).result();
  // The first opens sessions.
  await explained();
  await bare();
  const { times, otherWork } = await interleave(task.repeats, task.patience, {
    bare: () => timed(bare),
    explained: () => timed(explained),
  });
  const { length, stride, recording } = windows;
  return {
    bare: (1000 * windows.count) / median(times.bare),
    explained: (1000 * windows.count) / median(times.explained),
    ratio: ratio(times.explained, times.bare),
    hour: Math.floor((HOUR * recording.rate - length) / stride) + 1,
    otherWork,
  };
}

/** One session explained from its first window to its last, watched. */
export async function measureSeriesMemory(model: Model, task: SeriesTask): Promise<SeriesMemory> {
  const windows = await drawnWindows(model, task);
  let arrayBuffers = 0;
  const look = () => {
    arrayBuffers = Math.max(arrayBuffers, process.memoryUsage().arrayBuffers);
  };
  const time = await timed(async () => {
    const run = explainSession(model, windows, optionsOf(task));
    for await (const _ of run) look();
    await run.result();
    look();
  });
  // The system keeps the peak itself, in kilobytes.
  return { windows: windows.count, time, resident: process.resourceUsage().maxRSS * 1024, arrayBuffers };
}

function optionsOf({ method, masks }: SeriesTask) {
  return { method, ...(masks !== null && { masks }) };
}

/** A drawn session of the kind that the model wants: motion for the embedded one of that name, else sound. */
async function drawnWindows(model: Model, task: SeriesTask): Promise<SessionWindows> {
  const kind = isEmbedded(task.model) ? task.model.slice(EMBEDDED.length) : 'sound';
  const { recording } = await drawSession(kind, SEED, task.seconds);
  return new SessionWindows(model.seriesRecipe(), recording);
}
