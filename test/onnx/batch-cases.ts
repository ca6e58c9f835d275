import type { OnnxNode, OnnxTensor } from '../../src/onnx/model.ts';
import { buildModel, ints, node, scalar, value } from './synthetic.ts';

/** A graph with the batch axis fixed at 1. */
export interface BatchCase {
  readonly name: string;
  /** Shape of the input x; axis 0 is the batch. */
  readonly x: readonly number[];
  readonly nodes: readonly OnnxNode[];
  readonly initializers?: readonly OnnxTensor[];
  readonly opset?: number;
  readonly outputs?: readonly string[];
  readonly outputType?: 'int64' | 'bool';
  readonly shared?: readonly string[];
}

export function modelOf({ x, nodes, initializers, opset, outputs = ['y'], outputType }: BatchCase) {
  return buildModel({
    inputs: [value('x', x)],
    outputs: outputs.map((name) => value(name, null, outputType ?? 'float32')),
    nodes,
    initializers,
    opset,
  });
}

/** x measured and rebuilt into a shape, as PyTorch's exporter writes `x.view(x.size(0), ...)`. */
export const measured = (tail: string): OnnxNode[] => [
  node('Shape', ['x'], ['shape']),
  node('Gather', ['shape', 'zero'], ['size'], { axis: 0 }),
  node('Unsqueeze', ['size', 'zero1'], ['size1']),
  node('Concat', ['size1', tail], ['target'], { axis: 0 }),
];
export const zero = scalar('zero', 0);
export const zero1 = ints('zero1', [0]);
