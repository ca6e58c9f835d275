import { decodePicture } from '#decode-picture';
import { pearson } from '../../src/core/statistics.ts';
import { drise } from '../../src/methods/d-rise.ts';
import { Model } from '../../src/tasks/model.ts';

/** A model and a picture that the server has, and how to run D-RISE on them. */
export interface Question {
  readonly model: string;
  readonly picture: string;
  readonly recipe: unknown;
  readonly labels: readonly string[];
  readonly backend: 'webgpu' | 'wasm';
  readonly masks: number;
  readonly batch: number;
  /** Destroy the device when this many masks are done, and again. */
  readonly loseDeviceAt?: readonly number[];
}

export interface Answer {
  readonly provider: string;
  readonly notes: readonly string[];
  readonly labels: readonly string[];
  readonly masks: readonly (number | null)[];
}

const maps = new Map<string, Float32Array[]>();

/** Runs D-RISE; the maps stay here under `name`. */
async function explainAs(name: string, question: Question): Promise<Answer> {
  const { backend, recipe, labels, masks, batch } = question;
  const model = await Model.load(question.model, { backend, recipe, labels, cache: false });
  const picture = await decodePicture(await (await fetch(question.picture)).blob());
  const graph = await model.batchedGraph(model.prepare(picture));
  const run = drise(model, picture, { masks, batch, partialEvery: null });
  const losses = [...(question.loseDeviceAt ?? [])];
  for await (const { done } of run) {
    if (losses.length === 0 || done < losses[0]) continue;
    losses.shift();
    graph.runner.device?.destroy();
  }
  const result = await run.result();
  maps.set(
    name,
    result.map(({ data }) => data),
  );
  const answer = {
    provider: graph.runner.provider,
    notes: [...graph.runner.notes, ...result[0].provenance.notes],
    labels: result.map(({ target }) => target.label),
    masks: result.map((map) => map.masks),
  };
  await model[Symbol.asyncDispose]();
  return answer;
}

/** Correlation of each map of two runs. */
function correlate(a: string, b: string): number[] {
  const others = maps.get(b) ?? [];
  return (maps.get(a) ?? []).map((map, k) => pearson(map, others[k]));
}

declare global {
  interface Window {
    explainAs: typeof explainAs;
    correlate: typeof correlate;
  }
}

Object.assign(window, { explainAs, correlate });
