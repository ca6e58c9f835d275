import type { GraphView } from '../graph-view.ts';
import { ELEMENT_TYPES, type OnnxElementType, type OnnxNode } from '../model.ts';

export type ElementTypes = ReadonlyMap<string, OnnxElementType>;

const TO_INDICES = new Set(['Shape', 'Size', 'ArgMax', 'ArgMin', 'NonZero', 'NonMaxSuppression']);
const TO_TRUTH = new Set([
  'Equal',
  'Greater',
  'GreaterOrEqual',
  'Less',
  'LessOrEqual',
  'Not',
  'And',
  'Or',
  'Xor',
  'IsNaN',
  'IsInf',
]);
/** Operators whose result has the type of another input than the first. */
const TYPE_FROM: Readonly<Record<string, number>> = { Where: 1, DequantizeLinear: 1, OneHot: 2, CastLike: 1 };

/**
 * The element type of every tensor, as far as it matters to gradients: the few operators that change it are known by name,
 * all others give the type of their first input.
 */
export function elementTypes(view: GraphView, ordered: readonly OnnxNode[]): ElementTypes {
  const { graph } = view.model;
  const types = new Map<string, OnnxElementType>();
  for (const input of graph.inputs) if (input.type) types.set(input.name, input.type);
  for (const tensor of graph.initializers) types.set(tensor.name, tensor.type);
  for (const node of ordered) {
    node.outputs.forEach((name, index) => {
      const type = name ? outputType(view, node, index, types) : undefined;
      if (type) types.set(name, type);
    });
  }
  return types;
}

function outputType(view: GraphView, node: OnnxNode, index: number, types: ElementTypes): OnnxElementType | undefined {
  const { opType } = node;
  const first = types.get(node.inputs.find(Boolean) ?? '');
  if (node.domain) return first;
  if (opType === 'Cast') {
    const to = node.attributes.get('to');
    return to?.kind === 'int' ? ELEMENT_TYPES[to.value] : undefined;
  }
  if (opType === 'Constant') return view.constant(node.outputs[0])?.type;
  if (opType === 'ConstantOfShape') {
    const value = node.attributes.get('value');
    return value?.kind === 'tensor' ? value.value.type : 'float32';
  }
  if (TO_INDICES.has(opType)) return 'int64';
  if (TO_TRUTH.has(opType)) return 'bool';
  if (opType === 'ConvInteger' || opType === 'MatMulInteger') return 'int32';
  if (opType === 'QuantizeLinear') return types.get(node.inputs[2] ?? '') ?? 'uint8';
  if (opType === 'DynamicQuantizeLinear') return index === 1 ? 'float32' : 'uint8';
  // The second output of these holds indices.
  if (index === 1 && (opType === 'TopK' || opType === 'MaxPool')) return 'int64';
  return Object.hasOwn(TYPE_FROM, opType) ? types.get(node.inputs[TYPE_FROM[opType]]) : first;
}
