import { XaiError } from '../core/errors.ts';
import type { ProposalLayout } from '../core/proposals.ts';
import type { Tensor } from '../core/tensor.ts';
import { freeBatch } from '../onnx/free-batch.ts';
import { nodeTitle } from '../onnx/graph-view.ts';
import type { OnnxNode } from '../onnx/model.ts';
import { reachLogits } from '../onnx/reach-logits.ts';
import { reachRawProposals } from '../onnx/reach-raw-proposals.ts';
import { readModel } from '../onnx/read-model.ts';
import { cutModel } from '../onnx/rewrite.ts';
import { tensorShapes } from '../onnx/shapes.ts';
import { writeModel } from '../onnx/write-model.ts';
import { GraphRunner, type RunnerOptions } from '../runtime/graph-runner.ts';
import { compareOutputs } from '../runtime/self-check.ts';
import { mainInput, makeFeeds } from './feeds.ts';
import { proposalLayout } from './formats/proposal-layout.ts';
import { rawLayout } from './formats/raw-layout.ts';
import { givesClasses, isDetection, type Recipe } from './recipe.ts';

/** Which numbers of a classifier are read: before or after the activation. */
export type ScoreKind = (typeof SCORE_KINDS)[number];

export const SCORE_KINDS = ['logit', 'probability'] as const;

/** Where a classifier's scores lie and what is still to be done to them. */
export interface ClassScores {
  /** Name of the output [n, classes]. */
  readonly output: string;
  readonly activation: 'none' | 'sigmoid' | 'softmax';
}

/** A graph that masked copies go through, and how its outputs are read. */
export interface MaskedGraph {
  readonly runner: GraphRunner;
  readonly bytes: Uint8Array;
  /** Where proposals lie; null for classifiers. */
  readonly layout: ProposalLayout | null;
  /** Where class scores lie; null for detectors. */
  readonly scores: ClassScores | null;
}

/** A masked graph that may take several pictures at once. */
export interface BatchedGraph extends MaskedGraph {
  /** Whether more than one picture a run is allowed, and was seen to give the same answers. */
  readonly batches: boolean;
  /** Why not, or what was changed, as a sentence; null when the model takes batches as it is. */
  readonly note: string | null;
}

/** Names of the outputs that are read. */
export function readOutputs({ layout, scores, runner }: MaskedGraph): readonly string[] {
  if (scores) return [scores.output];
  if (layout?.kind === 'dense') return Object.keys(layout.batchStride);
  if (layout) return [layout.boxes.output, layout.scores.output, layout.labels.output];
  return runner.outputs.map(({ name }) => name);
}

/**
 * The graph for masked passes: where NMS is inside, the graph is cut before it, so that weak proposals are seen too; where
 * a classifier's logits are asked for, it is cut before the activation in which it ends.
 * @param whole the model as it is, and where its proposals lie if an answer has shown it
 * @param sample a normalised picture, to learn the outputs' shapes from
 */
export async function openMaskedGraph(
  {
    layout,
    ...whole
  }: { readonly runner: GraphRunner; readonly bytes: Uint8Array; readonly layout: ProposalLayout | null },
  recipe: Recipe,
  sample: Float32Array,
  options: Omit<RunnerOptions, 'backend'>,
  score: ScoreKind = 'probability',
): Promise<MaskedGraph> {
  if (givesClasses(recipe)) {
    const { output = whole.runner.outputs[0].name, activation } = recipe.output;
    if (score === 'probability') return { ...whole, layout: null, scores: { output, activation } };
    const model = readModel(whole.bytes);
    const logits = reachLogits(model, output);
    if (logits === null) return { ...whole, layout: null, scores: { output, activation: 'none' } };
    const bytes = writeModel(cutModel(model, { outputs: [logits] }));
    const runner = await GraphRunner.open(bytes, { ...options, backend: whole.runner.provider });
    return { runner, bytes, layout: null, scores: { output: logits, activation: 'none' } };
  }
  if (!isDetection(recipe)) return { ...whole, layout: null, scores: null };
  const raw = recipe.output.format === 'detections' ? reachRawProposals(readModel(whole.bytes)) : null;
  if (!raw) {
    if (layout) return { ...whole, layout, scores: null };
    const outputs = await whole.runner.run(makeFeeds(recipe, whole.runner.inputs, sample, 1));
    return { ...whole, layout: proposalLayout(recipe, outputs), scores: null };
  }
  const runner = await GraphRunner.open(raw.bytes, { ...options, backend: whole.runner.provider });
  const outputs = await runner.run(makeFeeds(recipe, runner.inputs, sample, 1));
  return { runner, bytes: raw.bytes, layout: rawLayout(recipe, raw, outputs), scores: null };
}

/**
 * The same graph for several pictures a run: as it is where its batch axis is open, else rewritten; and only when a
 * batch of two different pictures gives what two single runs give.
 */
export async function openBatchedGraph(
  graph: MaskedGraph,
  recipe: Recipe,
  sample: Float32Array,
  options: Omit<RunnerOptions, 'backend'>,
): Promise<BatchedGraph> {
  const single = (note: string): BatchedGraph => ({ ...graph, batches: false, note });
  if (graph.layout?.kind === 'labelled') {
    return single('The graph ends in rows of detections, so pictures are run one by one.');
  }
  let { runner, bytes } = graph;
  let note: string | null = null;
  const batchAxis = mainInput(recipe, runner.inputs).dims[0];
  if (typeof batchAxis === 'number') {
    try {
      const model = readModel(graph.bytes);
      const freed = freeBatch(model, await tensorShapes(model, (probe) => graph.runner.probeShapes(probe)));
      bytes = freed.bytes;
    } catch (cause) {
      if (!(cause instanceof XaiError)) throw cause;
      return single(`Pictures are run one by one: ${cause.message}`);
    }
    runner = await GraphRunner.open(bytes, { ...options, backend: graph.runner.provider });
    note = 'The batch axis, fixed at 1 in the file, was freed and checked against single runs.';
  } else {
    const mixer = readModel(graph.bytes).graph.nodes.find(mixesPictures);
    if (mixer) {
      return single(`Pictures are run one by one: ${nodeTitle(mixer)} works with all pictures of a batch at once.`);
    }
  }
  const { doubt, shared } = await tryBatch(graph.runner, runner, recipe, sample).catch((cause) => ({
    doubt: (cause as Error).message,
    shared: [],
  }));
  if (doubt === null) return { ...graph, runner, bytes, layout: sharing(graph.layout, shared), batches: true, note };
  if (runner !== graph.runner) await runner.release();
  return single(`Pictures are run one by one, since a batch of two did not give what single runs give (${doubt}).`);
}

/** A layout some of whose outputs, such as a table of boxes, are there once for all pictures of a batch. */
function sharing(layout: ProposalLayout | null, shared: readonly string[]): ProposalLayout | null {
  if (layout?.kind !== 'dense' || shared.length === 0) return layout;
  const steps = Object.entries(layout.batchStride).map(([name, step]) => [name, shared.includes(name) ? 0 : step]);
  return { ...layout, batchStride: Object.fromEntries(steps) };
}

/** One scale, or one mean, for all of a batch: a difference that may stay below what rounding is granted. */
function mixesPictures({ opType, domain, attributes }: OnnxNode): boolean {
  const training = attributes.get('training_mode');
  return (
    !domain &&
    (opType === 'DynamicQuantizeLinear' ||
      (opType === 'BatchNormalization' && training?.kind === 'int' && training.value === 1))
  );
}

/**
 * Rounding differs a little between batch sizes, since kernels are chosen by size; mixed-up pictures differ by the range.
 */
export const BATCH_TOLERANCE = 0.005;

/** Another order, another mean and another range: whatever a graph mixes between two pictures, they differ in it. */
export function unlike(values: Float32Array): Float32Array {
  return values.map((_, at) => 0.5 * values[values.length - 1 - at]);
}

/**
 * Whether a batch of two different pictures gives what two single runs give.
 * @returns `doubt` null when it does; `shared`: the outputs that are there once for both
 */
async function tryBatch(
  single: GraphRunner,
  batched: GraphRunner,
  recipe: Recipe,
  sample: Float32Array,
): Promise<{ readonly doubt: string | null; readonly shared: readonly string[] }> {
  const other = unlike(sample);
  const both = new Float32Array(sample.length * 2);
  both.set(sample);
  both.set(other, sample.length);
  const together = await batched.run(makeFeeds(recipe, batched.inputs, both, 2));
  let shared: readonly string[] = [];
  for (const [position, picture] of [sample, other].entries()) {
    const alone = await single.run(makeFeeds(recipe, single.inputs, picture, 1));
    const doubt = compareOutputs(alone, pictureOf(together, position, 2, alone), BATCH_TOLERANCE);
    if (doubt !== null) return { doubt, shared };
    shared = Object.keys(alone).filter((name) => isShared(together[name], alone[name]));
  }
  return { doubt: null, shared };
}

/** Whether an output of a batch is the same for all pictures, as tables of boxes are: as long as for one picture. */
function isShared(together: Tensor, alone: Tensor | undefined): boolean {
  return together.data.length === alone?.data.length;
}

/**
 * One picture's share of every output of a batch of `count`.
 * @param alone what a single run gave
 */
export function pictureOf(
  outputs: Readonly<Record<string, Tensor>>,
  position: number,
  count: number,
  alone: Readonly<Record<string, Tensor>>,
): Record<string, Tensor> {
  const shares: Record<string, Tensor> = {};
  for (const [name, tensor] of Object.entries(outputs)) {
    if (isShared(tensor, alone[name])) {
      shares[name] = tensor;
      continue;
    }
    const { type, dims, data } = tensor;
    const size = data.length / count;
    shares[name] = { type, dims: [1, ...dims.slice(1)], data: data.slice(position * size, (position + 1) * size) };
  }
  return shares;
}
