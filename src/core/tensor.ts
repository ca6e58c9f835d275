import { fromHalves, toHalves } from './halves.ts';

/** ONNX element types that can cross the runtime's border. */
export type ElementType =
  | 'float32'
  | 'float16'
  | 'float64'
  | 'int8'
  | 'uint8'
  | 'int16'
  | 'uint16'
  | 'int32'
  | 'uint32'
  | 'int64'
  | 'uint64'
  | 'bool';

export type TensorData =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;

/** A dense row-major tensor in ordinary memory. `float16` data are raw bits in a Uint16Array. */
export interface Tensor {
  readonly type: ElementType;
  readonly dims: readonly number[];
  readonly data: TensorData;
}

export function elementCount(dims: readonly number[]): number {
  return dims.reduce((product, dim) => product * dim, 1);
}

/** The values as float32; a float32 tensor gives its own array, not a copy. */
export function tensorToFloat32(tensor: Tensor): Float32Array {
  if (tensor.data instanceof Float32Array) return tensor.data;
  if (tensor.type === 'float16') return fromHalves(tensor.data as Uint16Array);
  return Float32Array.from(tensor.data as ArrayLike<number>, Number);
}

/** A tensor of floats; a float32 tensor takes the array itself, not a copy. */
export function floatTensor(values: Float32Array, type: 'float32' | 'float16', dims: readonly number[]): Tensor {
  return { type, dims, data: type === 'float32' ? values : toHalves(values) };
}
