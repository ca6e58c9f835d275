import { elementCount } from '../core/tensor.ts';
import { GraphView } from './graph-view.ts';
import type { OnnxModel, OnnxNode, OnnxTensor } from './model.ts';
import { editGraph } from './rewrite.ts';
import type { TensorShapes } from './shapes.ts';
import { makeInts } from './tensor-values.ts';

/** From this operator set on Softmax normalises one axis; before, all axes from the stated one on. */
const ONE_AXIS_SINCE = 13;

/**
 * The same model in operators that every provider has: the WebGPU provider (onnxruntime-web 1.30) computes a sum of
 * several tensors on the CPU, cannot open some graphs that end in Dropout, and fails on an old Softmax whose axes do not
 * end in the one that is normalised. The results stay what they were.
 *
 * @param shapes of all tensors of the model, from `tensorShapes`
 * @returns the model, and the shapes with those of the new tensors
 */
export function plainOperators(model: OnnxModel, shapes: TensorShapes): { model: OnnxModel; shapes: TensorShapes } {
  const known = new Map(shapes);
  const rewriting: Rewriting = { view: new GraphView(model), shapes: known, initializers: [] };
  const nodes = model.graph.nodes.flatMap((node) => rewrite(node, rewriting) ?? [node]);
  if (nodes.length === model.graph.nodes.length && nodes.every((node, at) => node === model.graph.nodes[at])) {
    return { model, shapes };
  }
  const initializers = [...model.graph.initializers, ...rewriting.initializers];
  return { model: editGraph(model, { nodes, initializers }), shapes: known };
}

interface Rewriting {
  readonly view: GraphView;
  readonly shapes: Map<string, readonly (number | null)[]>;
  readonly initializers: OnnxTensor[];
}

/** What stands for the node; null where it stays. */
function rewrite(node: OnnxNode, rewriting: Rewriting): OnnxNode[] | null {
  if (node.domain) return null;
  if (node.opType === 'Sum') return sumInPairs(node, rewriting);
  if (node.opType === 'Dropout' && !node.outputs[1]) return [derived(node, 'Identity', [node.inputs[0]], node.outputs)];
  if (node.opType === 'Softmax' || node.opType === 'LogSoftmax') return softmaxOfRows(node, rewriting);
  return null;
}

function derived(
  node: OnnxNode,
  opType: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: OnnxNode['attributes'] = new Map(),
): OnnxNode {
  return { name: `${node.name}/${outputs[0]}`, opType, domain: '', inputs, outputs, attributes, encoded: null };
}

function sumInPairs(node: OnnxNode, { view, shapes }: Rewriting): OnnxNode[] {
  const [first, ...others] = node.inputs;
  if (others.length === 0) return [derived(node, 'Identity', [first], node.outputs)];
  let so = first;
  return others.map((other, index) => {
    const isLast = index === others.length - 1;
    const sum = isLast ? node.outputs[0] : view.freshName(`${node.outputs[0]}/part`);
    const dims = broadcast(shapes.get(so), shapes.get(other));
    if (!isLast && dims) shapes.set(sum, dims);
    const pair = derived(node, 'Add', [so, other], [sum]);
    so = sum;
    return pair;
  });
}

type Dims = readonly (number | null)[];

function broadcast(a: Dims | undefined, b: Dims | undefined): Dims | null {
  if (!a || !b) return null;
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const left = axis < rank - a.length ? 1 : a[axis - rank + a.length];
    const right = axis < rank - b.length ? 1 : b[axis - rank + b.length];
    return left === 1 ? right : left;
  });
}

/** Turned into a matrix whose rows are normalised, and back. */
function softmaxOfRows(node: OnnxNode, { view, shapes, initializers }: Rewriting): OnnxNode[] | null {
  if (view.opset() >= ONE_AXIS_SINCE) return null;
  const dims = shapes.get(node.outputs[0]);
  const attribute = node.attributes.get('axis');
  const stated = attribute?.kind === 'int' ? attribute.value : 1;
  if (!dims || dims.includes(null)) return null;
  const whole = dims as readonly number[];
  const axis = stated < 0 ? stated + whole.length : stated;
  if (whole.length === 2 && axis === 1) return null;
  const matrix = [elementCount(whole.slice(0, axis)), elementCount(whole.slice(axis))];
  const ints = (name: string, values: readonly number[]) => {
    const tensor = makeInts(view.freshName(name), values);
    initializers.push(tensor);
    return tensor.name;
  };
  const [output] = node.outputs;
  const rows = view.freshName(`${output}/rows`);
  const result = view.freshName(`${output}/normalised`);
  for (const name of [rows, result]) shapes.set(name, matrix);
  const byRow = new Map(node.attributes).set('axis', { kind: 'int', value: 1 });
  return [
    derived(node, 'Reshape', [node.inputs[0], ints(`${output}/matrix`, matrix)], [rows]),
    derived(node, node.opType, [rows], [result], byRow),
    derived(node, 'Reshape', [result, ints(`${output}/dims`, whole)], [output]),
  ];
}
