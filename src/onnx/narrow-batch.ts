import { GraphView, type GraphView as View } from './graph-view.ts';
import { fixInputDims } from './input-dims.ts';
import { type OnnxModel, type OnnxNode, type OnnxTensor, trueInputs, type ValueInfo } from './model.ts';
import { editGraph } from './rewrite.ts';
import { makeTensor } from './tensor-values.ts';

/** A model for one picture, made of one that takes several at once and no other number. */
export interface NarrowedModel {
  readonly model: OnnxModel;
  /** How many the file takes. */
  readonly count: number;
}

/** Constants that say a shape, by operator: which input they are. */
const SHAPE_INPUTS: ReadonlyMap<string, number> = new Map([
  ['Reshape', 1],
  ['Expand', 1],
  ['ConstantOfShape', 0],
  ['Resize', 3],
]);

/**
 * Writes a model that was exported for a fixed number of pictures, such as 4 for a card's throughput, for one: the leading
 * axis of its inputs, and shapes in the graph that begin with the number or a multiple of it. Whoever uses it must compare
 * it with the file, since a graph may mean its pictures in other ways.
 *
 * @returns null where the inputs don't say such a number. Only inputs of four axes do: of a recording's fewer axes the first
 * may be its channels.
 */
export function narrowBatch(model: OnnxModel): NarrowedModel | null {
  const inputs = trueInputs(model.graph);
  const count = inputs.find(({ dims }) => dims?.length === 4)?.dims?.[0];
  if (typeof count !== 'number' || count < 2) return null;
  const carrying = inputs.filter(({ dims }) => dims?.[0] === count);
  const wanted = carrying.map(({ name, dims }) => [name, dims?.map((_, axis) => (axis === 0 ? 1 : null)) ?? []]);
  const view = new GraphView(model);
  const behind = view.downstream(carrying.map(({ name }) => name));
  const added: OnnxTensor[] = [];
  // What makes shapes out of constants alone does not depend on the inputs.
  const isShaped = (node: OnnxNode) => behind.has(node) || node.opType === 'ConstantOfShape';
  const nodes = model.graph.nodes.map((node) => (isShaped(node) ? narrowNode(view, node, count, added) : node));
  const edited = editGraph(model, { nodes, initializers: [...model.graph.initializers, ...added] });
  const outputs = model.graph.outputs.map((output) => narrowOutput(output, count));
  return { model: editGraph(fixInputDims(edited, Object.fromEntries(wanted)), { outputs }), count };
}

/** What is read off it to guess what the model is for stays stated. */
function narrowOutput(output: ValueInfo, count: number): ValueInfo {
  const [first, ...rest] = output.dims ?? [];
  if (typeof first !== 'number' || first % count !== 0) return output;
  return { ...output, dims: [first / count, ...rest], encoded: null };
}

function narrowNode(view: View, node: OnnxNode, count: number, added: OnnxTensor[]): OnnxNode {
  const at = node.domain ? undefined : SHAPE_INPUTS.get(node.opType);
  const shape = at === undefined || !node.inputs[at] ? null : view.numbers(node.inputs[at]);
  if (at === undefined || !shape || !(shape[0] > 0) || shape[0] % count !== 0) return node;
  const name = view.freshName(`${node.inputs[at]}_of_one`);
  const data = BigInt64Array.from([shape[0] / count, ...shape.slice(1)], BigInt);
  added.push(makeTensor(name, { type: 'int64', dims: [data.length], data }));
  return { ...node, inputs: node.inputs.with(at, name), encoded: null };
}
