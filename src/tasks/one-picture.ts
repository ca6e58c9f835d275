import { XaiError } from '../core/errors.ts';
import { elementCount } from '../core/tensor.ts';
import type { OnnxModel } from '../onnx/model.ts';
import type { NarrowedModel } from '../onnx/narrow-batch.ts';
import { writeModel } from '../onnx/write-model.ts';
import { GraphRunner, type RunnerOptions } from '../runtime/graph-runner.ts';
import { compareOutputs } from '../runtime/self-check.ts';
import { makeFeeds } from './feeds.ts';
import { BATCH_TOLERANCE, pictureOf } from './masked-graph.ts';
import { inputDims } from './prepare.ts';
import type { Recipe } from './recipe.ts';

/** A model that runs one picture at a time. */
export interface OpenedForOne {
  readonly runner: GraphRunner;
  readonly bytes: Uint8Array;
  readonly note: string;
}

/**
 * Opens a model that was written anew for one picture, when it says of each of several different pictures what the file says
 * of them together.
 * @param file the model as it is
 * @throws XaiError `batch-fixed` when it does not
 */
export async function openForOne(
  file: OnnxModel,
  { model, count }: NarrowedModel,
  recipe: Recipe,
  options: RunnerOptions,
): Promise<OpenedForOne> {
  const bytes = writeModel(model);
  const opened: GraphRunner[] = [];
  const open = async (graph: Uint8Array) => {
    const runner = await GraphRunner.open(graph, options);
    opened.push(runner);
    return runner;
  };
  const doubt = await open(bytes)
    .then(async (one) => difference(await open(writeModel(file)), one, recipe, count))
    .catch((cause) => (cause as Error).message);
  const [one, whole] = opened;
  await whole?.release();
  if (doubt === null) {
    const note = `The file takes ${count} pictures a run and no other number; it was rewritten for one and checked against the file.`;
    return { runner: one, bytes, note };
  }
  await one?.release();
  throw new XaiError(
    'batch-fixed',
    `The model takes ${count} pictures a run and no other number, and rewriting it for one did not succeed (${doubt}). Export it with an open batch axis, or with a batch of one.`,
  );
}

/** What the first picture is said to be that gets another answer alone; null when there is none. */
async function difference(whole: GraphRunner, one: GraphRunner, recipe: Recipe, count: number): Promise<string | null> {
  const size = elementCount(
    recipe.task === 'series' ? recipe.input.dims.slice(1).map(Number) : inputDims(recipe.input),
  );
  const range = whole.inputs[0].type === 'uint8' ? 255 : 1;
  const values = noise(count * size).map((value) => value * range);
  const together = await whole.run(makeFeeds(recipe, whole.inputs, values, count));
  for (let n = 0; n < count; n++) {
    const picture = values.slice(n * size, (n + 1) * size);
    const alone = await one.run(makeFeeds(recipe, one.inputs, picture, 1));
    const doubt = compareOutputs(alone, pictureOf(together, n, count, alone), BATCH_TOLERANCE);
    if (doubt !== null) return doubt;
  }
  return null;
}

/** Numbers in [0, 1) that repeat nowhere near, so that no two pictures are alike. */
function noise(length: number): Float32Array {
  return Float32Array.from({ length }, (_, at) => (at * 0.6180339887498949 + (at >> 6) * 0.41421356) % 1);
}
