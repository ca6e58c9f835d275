import { fromHalves } from '../core/halves.ts';
import { GraphView } from './graph-view.ts';
import {
  type OnnxAttribute,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
  trueInputs,
  type ValueInfo,
} from './model.ts';
import { editGraph } from './rewrite.ts';
import { makeTensor, tensorValues } from './tensor-values.ts';

/** Numbers of the two types in TensorProto.DataType. */
const FLOAT = 1;
const HALF = 10;

/**
 * The same model computing in 32 bits where it computed in 16. Weights stay as they are in the file and are widened when
 * the model is opened; inputs become 32-bit. Gradients need it: in half precision neighbouring activations tie often, and a
 * maximum among ties picks another one than the exact numbers would.
 *
 * @returns null when nothing in the model is in half precision
 */
export function widenHalves(model: OnnxModel): OnnxModel | null {
  const { graph } = model;
  const view = new GraphView(model);
  const fed = new Set(trueInputs(graph).map((input) => input.name));
  const casts: OnnxNode[] = [];
  const initializers = graph.initializers.map((tensor) => {
    if (tensor.type !== 'float16') return tensor;
    const narrow = view.freshName(`${tensor.name}/half`);
    casts.push(castNode(narrow, tensor.name));
    return renamed(tensor, narrow);
  });
  const nodes = graph.nodes.map(widenNode);
  const isSame = casts.length === 0 && nodes.every((node, at) => node === graph.nodes[at]);
  const hasHalfInput = graph.inputs.some((input) => fed.has(input.name) && input.type === 'float16');
  if (isSame && !hasHalfInput) return null;
  const widen = (value: ValueInfo): ValueInfo =>
    value.type === 'float16' ? { ...value, type: 'float32', encoded: null } : value;
  return editGraph(model, {
    nodes: [...casts, ...nodes],
    initializers,
    inputs: graph.inputs.filter((input) => fed.has(input.name)).map(widen),
    outputs: graph.outputs.map(widen),
    valueInfos: [],
  });
}

function castNode(from: string, to: string): OnnxNode {
  const attributes = new Map<string, OnnxAttribute>([['to', { kind: 'int', value: FLOAT }]]);
  return {
    name: `${to}/widened`,
    opType: 'Cast',
    domain: '',
    inputs: [from],
    outputs: [to],
    attributes,
    encoded: null,
  };
}

function renamed(tensor: OnnxTensor, name: string): OnnxTensor {
  return makeTensor(name, tensorValues(tensor));
}

/** Casts to half go to float, and constants within nodes are widened. */
function widenNode(node: OnnxNode): OnnxNode {
  let attributes: Map<string, OnnxAttribute> | null = null;
  for (const [name, attribute] of node.attributes) {
    const wide = widenAttribute(node, name, attribute);
    if (wide === attribute) continue;
    attributes ??= new Map(node.attributes);
    attributes.set(name, wide);
  }
  return attributes ? { ...node, attributes, encoded: null } : node;
}

function widenAttribute(node: OnnxNode, name: string, attribute: OnnxAttribute): OnnxAttribute {
  if (node.opType === 'Cast' && name === 'to' && attribute.kind === 'int' && attribute.value === HALF) {
    return { kind: 'int', value: FLOAT };
  }
  if (attribute.kind !== 'tensor' || attribute.value.type !== 'float16') return attribute;
  const { dims, data } = tensorValues(attribute.value);
  const wide = fromHalves(data as Uint16Array);
  return { kind: 'tensor', value: makeTensor(attribute.value.name, { type: 'float32', dims, data: wide }) };
}
