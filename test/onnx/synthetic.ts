import type {
  Dim,
  OnnxAttribute,
  OnnxElementType,
  OnnxModel,
  OnnxNode,
  OnnxTensor,
  ValueInfo,
} from '../../src/onnx/model.ts';
import { makeInts, makeTensor } from '../../src/onnx/tensor-values.ts';
import { writeModel } from '../../src/onnx/write-model.ts';

type Plain = number | string | readonly number[] | OnnxAttribute;

/** A node; numbers become int attributes (`{ kind: 'float' }` is written out), lists ints, strings strings. */
export function node(
  opType: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Readonly<Record<string, Plain>> = {},
  domain = '',
): OnnxNode {
  const entries = Object.entries(attributes).map(([name, value]): [string, OnnxAttribute] => {
    if (typeof value === 'number') return [name, { kind: 'int', value }];
    if (typeof value === 'string') return [name, { kind: 'string', value }];
    if (Array.isArray(value)) return [name, { kind: 'ints', value }];
    return [name, value as OnnxAttribute];
  });
  return {
    name: `${opType}_${outputs[0]}`,
    opType,
    domain,
    inputs,
    outputs,
    attributes: new Map(entries),
    encoded: null,
  };
}

export function value(name: string, dims: readonly Dim[] | null, type: OnnxElementType | null = 'float32'): ValueInfo {
  return { name, type, dims, encoded: null };
}

export function ints(name: string, values: readonly number[]): OnnxTensor {
  return makeInts(name, values);
}

/** A single int64 without axes. */
export function scalar(name: string, number: number): OnnxTensor {
  return makeTensor(name, { type: 'int64', dims: [], data: BigInt64Array.of(BigInt(number)) });
}

/** A float constant of a fixed, uneven pattern in (-1, 1), or of given values. */
export function floats(name: string, dims: readonly number[], values?: readonly number[]): OnnxTensor {
  const count = dims.reduce((product, dim) => product * dim, 1);
  const data = values
    ? Float32Array.from(values)
    : Float32Array.from({ length: count }, (_, index) => Math.sin(7.3 * index + 1));
  return makeTensor(name, { type: 'float32', dims, data });
}

export interface Parts {
  readonly nodes: readonly OnnxNode[];
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  readonly initializers?: readonly OnnxTensor[];
  readonly opset?: number;
  readonly irVersion?: number;
  /** Versions of further operator sets. */
  readonly domains?: Readonly<Record<string, number>>;
}

export function buildModel({
  nodes,
  inputs,
  outputs,
  initializers = [],
  opset = 17,
  irVersion = 8,
  domains = {},
}: Parts): OnnxModel {
  return {
    irVersion,
    producerName: 'xai-viewer tests',
    producerVersion: '',
    opsets: new Map([['', opset], ...Object.entries(domains)]),
    metadata: new Map(),
    functions: [],
    others: [],
    graph: { name: 'test', nodes, initializers, inputs, outputs, valueInfos: [], others: [] },
  };
}

export function buildBytes(parts: Parts): Uint8Array {
  return writeModel(buildModel(parts));
}

/** A small classifier-like model: one convolution, mean over the picture. */
export function smallModel(batch: Dim = 1): OnnxModel {
  return buildModel({
    inputs: [value('image', [batch, 3, 8, 8])],
    outputs: [value('scores', [batch, 4, 1, 1])],
    initializers: [floats('weight', [4, 3, 3, 3])],
    nodes: [
      node('Conv', ['image', 'weight'], ['features'], { pads: [1, 1, 1, 1] }),
      node('Relu', ['features'], ['active']),
      node('GlobalAveragePool', ['active'], ['scores']),
    ],
  });
}
