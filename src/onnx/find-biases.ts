import { constantFloats } from './constant-floats.ts';
import { GraphView } from './graph-view.ts';
import type { OnnxModel, OnnxNode } from './model.ts';
import type { TensorShapes } from './shapes.ts';

/** A place in the graph where a constant is added to each channel of a map. */
export interface BiasPlace {
  /** The tensor after the addition. */
  readonly tensor: string;
  /** One number per channel (axis 1). */
  readonly bias: Float32Array;
}

/**
 * Every bias that is added to a map [N, C, ...]: of convolutions, of norms, and as an addition of its own. A batch norm adds
 * shift - mean scale / sqrt(variance + epsilon).
 */
export function findBiases(model: OnnxModel, shapes: TensorShapes): readonly BiasPlace[] {
  const view = new GraphView(model);
  return model.graph.nodes.flatMap((node) => {
    const [tensor] = node.outputs;
    const dims = shapes.get(tensor);
    if (node.domain || !dims || dims.length < 3) return [];
    const bias = biasOf(node, view, dims[1]);
    return bias?.some((value) => value !== 0) ? [{ tensor, bias }] : [];
  });
}

function biasOf(node: OnnxNode, view: GraphView, channels: number | null): Float32Array | null {
  const floats = (input: number) =>
    node.inputs[input] ? (constantFloats(view, node.inputs[input])?.data ?? null) : null;
  switch (node.opType) {
    case 'Conv':
    case 'ConvTranspose':
    case 'InstanceNormalization':
      return floats(2);
    case 'BatchNormalization':
      return normBias(node, floats);
    case 'Add':
      return addedBias(node, view, channels);
    default:
      return null;
  }
}

function normBias(node: OnnxNode, floats: (input: number) => Float32Array | null): Float32Array | null {
  const [scale, shift, mean, variance] = [1, 2, 3, 4].map(floats);
  if (!scale || !shift || !mean || !variance) return null;
  const stated = node.attributes.get('epsilon');
  const epsilon = stated?.kind === 'float' ? stated.value : 1e-5;
  return shift.map((value, c) => value - (mean[c] * scale[c]) / Math.sqrt(variance[c] + epsilon));
}

/** A constant of one number per channel, as [C, 1, 1] or [1, C, 1, 1]. */
function addedBias(node: OnnxNode, view: GraphView, channels: number | null): Float32Array | null {
  for (const name of node.inputs) {
    const constant = constantFloats(view, name);
    if (!constant || constant.data.length !== channels) continue;
    const { dims } = constant;
    const position = dims.findIndex((dim) => dim !== 1);
    if (dims.length - position >= 3 && dims.slice(position + 1).every((dim) => dim === 1)) return constant.data;
  }
  return null;
}
