import { XaiError } from '../core/errors.ts';
import { BatchNode, type BatchTrace } from './batch/batch-node.ts';
import { ELEMENTWISE_RULES } from './batch/elementwise-rules.ts';
import { INDEXING_RULES } from './batch/indexing-rules.ts';
import { LAYER_RULES } from './batch/layer-rules.ts';
import type { BatchRule } from './batch/rule.ts';
import { SEQUENCE_RULES } from './batch/sequence-rules.ts';
import { SHAPE_RULES } from './batch/shape-rules.ts';
import { GraphView, nodeTitle, readNames } from './graph-view.ts';
import { dynamicAxes, fixInputDims } from './input-dims.ts';
import type { OnnxModel, OnnxNode, ValueInfo } from './model.ts';
import { cutModel, editGraph } from './rewrite.ts';
import { type ShapeProbe, statedShapes, type TensorShapes, tensorShapes } from './shapes.ts';
import { evaluateSizes } from './size-values.ts';
import { writeModel } from './write-model.ts';

export interface FreedBatch {
  /** The model that takes any number of pictures along axis 0 of its inputs. */
  readonly bytes: Uint8Array;
  /** One sentence per change, for provenance. */
  readonly changes: readonly string[];
  /** Names of outputs that are the same for every picture (anchors, for example) and so carry no batch axis. */
  readonly shared: readonly string[];
}

const RULES: ReadonlyMap<string, BatchRule> = new Map([
  ...ELEMENTWISE_RULES,
  ...LAYER_RULES,
  ...SHAPE_RULES,
  ...INDEXING_RULES,
  ...SEQUENCE_RULES,
]);

/** Name of the axis that is freed. */
const BATCH_SYMBOL = 'batch';

/**
 * Makes a model that was exported for one picture take any number of them. The batch axis is followed from the inputs
 * through every operator; constants written for one picture (Reshape and Expand targets, Resize sizes, Slice ends, class
 * tokens) are made to fit any number. Each picture's numbers are meant to stay exactly as if it were run alone; whoever
 * uses the freed model should still compare a batch of different pictures with single runs once, as runtimes have bugs.
 *
 * A model that declares a dynamic batch axis is examined in the same way, since some of those take one picture only.
 *
 * @param shapes shapes of all tensors for one picture, from `tensorShapes` of the model with all its axes fixed (the batch
 * at 1). Without it the shapes that the exporter wrote into the file serve, and a node whose shape is not stated is refused.
 * @throws XaiError `batch-fixed` naming the node and operator that stand in the way.
 */
export function freeBatch(model: OnnxModel, shapes: TensorShapes = statedShapes(model)): FreedBatch {
  // Nodes that no output needs must not stand in the way.
  const needed = cutModel(model, { outputs: model.graph.outputs });
  const view = new GraphView(needed);
  const trace: BatchTrace = { view, shapes, axes: new Map(), sizes: new Map(), initializers: [], changes: [] };
  for (const input of needed.graph.inputs) {
    const dims = shapes.get(input.name);
    if (dims && dims.length > 1 && dims[0] === 1) trace.axes.set(input.name, 0);
  }
  if (trace.axes.size === 0) {
    const message = 'The batch axis cannot be freed: no input has a leading axis of size 1. Run pictures one by one.';
    throw new XaiError('batch-fixed', message);
  }
  const carrying = new Set(trace.axes.keys());
  const nodes = view.ordered().flatMap((node) => {
    const at = new BatchNode(node, trace);
    followBatch(at, node, trace);
    return [...at.before, at.node];
  });
  const shared = needed.graph.outputs.filter((output) => !isPerPicture(output, trace)).map((output) => output.name);
  const free = (value: ValueInfo): ValueInfo => {
    if (!value.dims?.length || value.type === null) return value;
    return { ...value, dims: [BATCH_SYMBOL, ...value.dims.slice(1)], encoded: null };
  };
  const freed = editGraph(needed, {
    nodes,
    initializers: [...needed.graph.initializers, ...trace.initializers],
    inputs: needed.graph.inputs.map((input) => (carrying.has(input.name) ? free(input) : input)),
    outputs: needed.graph.outputs.map((output) => (shared.includes(output.name) ? output : free(output))),
  });
  return { bytes: writeModel(freed), changes: trace.changes, shared };
}

/**
 * {@link freeBatch} with the shapes asked of a probe; an open batch axis counts as 1 for that. Other open axes must be
 * fixed first, see `fixInputDims`.
 *
 * @throws XaiError `batch-fixed`, and what `probe` throws.
 */
export async function freeBatchByProbe(model: OnnxModel, probe: ShapeProbe): Promise<FreedBatch> {
  const open = new Set(dynamicAxes(model).flatMap(({ input, axis }) => (axis === 0 ? [input] : [])));
  const dims = model.graph.inputs
    .filter((input) => open.has(input.name) && input.dims)
    .map((input) => [input.name, input.dims?.map((_, axis) => (axis === 0 ? 1 : null))]);
  const single = fixInputDims(model, Object.fromEntries(dims));
  return freeBatch(single, await tensorShapes(single, probe));
}

function followBatch(at: BatchNode, node: OnnxNode, trace: BatchTrace): void {
  const batched = readNames(node).some((name) => trace.axes.has(name));
  const measures = node.opType === 'Shape' || node.opType === 'Size';
  if (!batched || measures) {
    const sizes = evaluateSizes(node, at);
    const [output] = node.outputs;
    const count = trace.shapes.get(output)?.reduce<number | null>((size, dim) => size && dim && size * dim, 1);
    // Broadcasting a column with a row is not followed; its result would have more elements.
    if (sizes && (count == null || count === sizes.values.length)) {
      trace.sizes.set(output, sizes);
      return;
    }
  }
  if (!batched && !node.inputs.some((_, input) => at.dependsOnCount(input))) return;
  const rule = RULES.get(node.domain ? `${node.domain}::${node.opType}` : node.opType);
  if (!rule || hasSubgraph(node)) at.refuse('is an operator of which nothing says how it treats a batch');
  if (!batched && !MAKERS.has(node.opType))
    at.refuse('computes with the number of pictures in a way that cannot be followed');
  const axes = rule(at);
  node.outputs.forEach((name, output) => {
    if (name) trace.axes.set(name, typeof axes === 'number' ? axes : axes[output]);
  });
}

/** Operators that may make a tensor for every picture out of constants and the number of pictures. */
const MAKERS: ReadonlySet<string> = new Set(['ConstantOfShape', 'Expand', 'Tile']);

function hasSubgraph(node: OnnxNode): boolean {
  return [...node.attributes.values()].some(({ kind }) => kind === 'graph' || kind === 'graphs');
}

/** Whether an output has one entry per picture along axis 0; false when it is the same for all. */
function isPerPicture(output: ValueInfo, trace: BatchTrace): boolean {
  const axis = trace.axes.get(output.name);
  const counts = trace.sizes.get(output.name)?.values.some((value) => value.batch);
  if (axis === undefined && !counts) return false;
  const size = axis === undefined ? null : trace.shapes.get(output.name)?.[axis];
  if (axis === 0 && size === 1) return true;
  const node = trace.view.producer(output.name);
  const where = counts
    ? 'depends on the number of pictures'
    : axis === 0
      ? `gives ${size} entries per picture along axis 0`
      : `has the pictures along axis ${axis}`;
  const maker = node ? `, made by ${nodeTitle(node)},` : '';
  const message = `The batch axis cannot be freed: the output "${output.name}"${maker} ${where}. Run pictures one by one.`;
  throw new XaiError('batch-fixed', message, { node: node?.name || output.name, operator: node?.opType });
}
