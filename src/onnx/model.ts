import type { ElementType } from '../core/tensor.ts';

/**
 * An ONNX model in memory. Every part is immutable: an edit makes a new part and leaves the rest shared. Parts that were
 * read from a file keep their `encoded` bytes (a slice of the file) and are written again as they came; a part that is
 * made or changed has `encoded: null`.
 */
export interface OnnxModel {
  readonly irVersion: number;
  readonly producerName: string;
  readonly producerVersion: string;
  /** Operator set version per domain; the standard domain is ''. */
  readonly opsets: ReadonlyMap<string, number>;
  /** What the exporter noted down (Ultralytics: task, names, stride, ...). */
  readonly metadata: ReadonlyMap<string, string>;
  readonly graph: OnnxGraph;
  /** `domain::name` of the functions that the file itself defines. */
  readonly functions: readonly string[];
  /** Every other field of the file, tag included, to be written again unread. */
  readonly others: readonly Uint8Array[];
}

export interface OnnxGraph {
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly OnnxTensor[];
  /** As listed in the file: may hold initializers too (IR version 3), see `trueInputs`. */
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  readonly valueInfos: readonly ValueInfo[];
  readonly others: readonly Uint8Array[];
}

export interface OnnxNode {
  readonly name: string;
  readonly opType: string;
  /** '' for the standard operators. */
  readonly domain: string;
  /** Tensor names; '' for an optional input or output that is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, OnnxAttribute>;
  readonly encoded: Uint8Array | null;
}

/** `other` holds what no code here looks into: strings lists, sparse tensors, type protos, references of functions. */
export type OnnxAttribute =
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'tensor'; readonly value: OnnxTensor }
  | { readonly kind: 'graph'; readonly value: OnnxGraph }
  | { readonly kind: 'floats'; readonly value: readonly number[] }
  | { readonly kind: 'ints'; readonly value: readonly number[] }
  | { readonly kind: 'strings'; readonly value: readonly string[] }
  | { readonly kind: 'graphs'; readonly value: readonly OnnxGraph[] }
  | { readonly kind: 'other'; readonly value: Uint8Array };

/** A constant; its numbers stay in `encoded` until `tensorValues` is asked for them. */
export interface OnnxTensor {
  readonly name: string;
  readonly type: OnnxElementType;
  readonly dims: readonly number[];
  /** The file that holds the numbers, when it is not this one. */
  readonly externalFile: string | null;
  /** The encoded TensorProto: a slice of the model's file, or bytes made by `makeTensor`. */
  readonly encoded: Uint8Array;
}

/** A number, the name of a symbolic axis, or null when nothing is said. */
export type Dim = number | string | null;

export interface ValueInfo {
  readonly name: string;
  /** null: not a tensor (a sequence, map or optional), or nothing said. */
  readonly type: OnnxElementType | null;
  /** null: number of axes unknown. */
  readonly dims: readonly Dim[] | null;
  readonly encoded: Uint8Array | null;
}

/** Element types of the file format, more than the runtime takes across its border. */
export type OnnxElementType =
  | ElementType
  | 'string'
  | 'bfloat16'
  | 'complex64'
  | 'complex128'
  | `packed${number}`
  | 'undefined';

/** By number of TensorProto.DataType; `packedN` are the 8-, 4- and 2-bit kinds, which nothing here computes with. */
export const ELEMENT_TYPES: readonly OnnxElementType[] = [
  'undefined',
  'float32',
  'uint8',
  'int8',
  'uint16',
  'int16',
  'int32',
  'int64',
  'string',
  'bool',
  'float16',
  'float64',
  'uint32',
  'uint64',
  'complex64',
  'complex128',
  'bfloat16',
  'packed17',
  'packed18',
  'packed19',
  'packed20',
  'packed21',
  'packed22',
  'packed23',
  'packed24',
  'packed25',
  'packed26',
];

const ELEMENT_BITS: Partial<Record<OnnxElementType, number>> = {
  float32: 32,
  float64: 64,
  float16: 16,
  bfloat16: 16,
  int8: 8,
  uint8: 8,
  bool: 8,
  int16: 16,
  uint16: 16,
  int32: 32,
  uint32: 32,
  int64: 64,
  uint64: 64,
  complex64: 64,
  complex128: 128,
  packed17: 8,
  packed18: 8,
  packed19: 8,
  packed20: 8,
  packed21: 4,
  packed22: 4,
  packed23: 4,
  packed24: 8,
  packed25: 2,
  packed26: 2,
};

/** Bits per element; 0 for strings and what is not known. */
export function elementBits(type: OnnxElementType): number {
  return ELEMENT_BITS[type] ?? 0;
}

/** What has to be fed: the listed inputs without those that an initializer fills. */
export function trueInputs(graph: OnnxGraph): readonly ValueInfo[] {
  const filled = new Set(graph.initializers.map((tensor) => tensor.name));
  return graph.inputs.filter((input) => !filled.has(input.name));
}
