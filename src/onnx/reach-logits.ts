import { GraphView } from './graph-view.ts';
import type { OnnxModel, OnnxNode } from './model.ts';

/** Operators that only say the shape of their first input anew. */
const RESHAPES: ReadonlySet<string> = new Set(['Reshape', 'Flatten', 'Squeeze', 'Unsqueeze', 'Identity', 'Dropout']);
const ACTIVATIONS: ReadonlySet<string> = new Set(['Softmax', 'LogSoftmax', 'Sigmoid']);

/**
 * The tensor of scores before the activation in which the graph ends: what a Softmax, LogSoftmax or Sigmoid reads whose
 * result reaches the output unchanged but for its shape. Null when the output is no such thing.
 */
export function reachLogits(model: OnnxModel, output: string): string | null {
  const view = new GraphView(model);
  let node = view.producer(output);
  while (node && isOneOf(node, RESHAPES)) node = view.producer(node.inputs[0]);
  return node && isOneOf(node, ACTIVATIONS) ? node.inputs[0] : null;
}

function isOneOf(node: OnnxNode, operators: ReadonlySet<string>): boolean {
  return !node.domain && operators.has(node.opType);
}
