import { readModel } from '../onnx/read-model.ts';
import { defaultLayers } from '../tasks/default-layer.ts';
import { isDetection } from '../tasks/recipe.ts';
import { type ChangedLayer, type LayerOptions, openLayer, runLayers } from './changed-layer.ts';
import { ChangedPasses } from './changed-passes.ts';
import type { Question } from './question.ts';

/** A layer, and the targets that are asked about there, by their position. */
export interface Level {
  readonly layer: ChangedLayer;
  readonly targets: readonly number[];
}

/**
 * The layers to change: the one that is named or guessed, for all targets; but for a detector where a person names none the
 * level that each target comes from, which is the last one of the pyramid without which its score is another.
 * @throws XaiError as {@link openLayer} does
 */
export async function feedingLevels(
  question: Question,
  options: LayerOptions,
  batch: number | null,
  signal: AbortSignal,
): Promise<readonly Level[]> {
  const { model, graph, targets } = question;
  const all = Array.from(targets.keys());
  const known = options.layer === undefined && isDetection(model.recipe) ? await defaultLayers(model) : [];
  if (known.length < 2) return [{ layer: await openLayer(question, options, batch), targets: all }];
  const made = readModel(graph.bytes).graph.nodes.flatMap(({ outputs }) => outputs);
  const lastFirst = known.toSorted((a, b) => made.indexOf(b) - made.indexOf(a));
  const levels: { layer: ChangedLayer; targets: number[] }[] = [];
  let left = all;
  for (const name of lastFirst) {
    if (left.length === 0) break;
    const layer = await openLayer(question, { ...options, layer: name }, batch);
    const changed = await changesWithout(question, layer, signal);
    levels.push({ layer, targets: left.filter((target) => changed[target]) });
    left = left.filter((target) => !changed[target]);
  }
  // What none of them feeds is left to the last one, whose map says so.
  levels[levels.length - 1].targets.push(...left);
  return levels.filter((level) => level.targets.length > 0);
}

/** Whether each target's score is another without the layer; of a difference both sides', or the map would be silent about one. */
async function changesWithout(question: Question, layer: ChangedLayer, signal: AbortSignal): Promise<boolean[]> {
  const targets = question.targets.map((_, target) => target);
  const { of, makeReader } = question.sides ?? { of: targets, makeReader: () => question.makeReader() };
  const passes = new ChangedPasses(makeReader(), Math.min(2, layer.most), signal);
  const { length } = of;
  const scores = await passes.score(
    2,
    runLayers(layer, (copy, out, at) => {
      if (copy === 0) out.set(layer.tapped.layer, at);
    }),
  );
  return targets.map((target) => of.every((owner, k) => owner !== target || scores[k] !== scores[length + k]));
}
